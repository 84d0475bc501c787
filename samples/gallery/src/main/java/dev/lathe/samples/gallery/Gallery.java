package dev.lathe.samples.gallery;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Draws the Mandelbrot set, makes it gray and blurs it, as native kernels and as the same methods
 * in plain Java; compares the pictures, prints the times and writes PNG files. Arguments: a folder,
 * {@code target/gallery} without any, and a width in pixels.
 */
public final class Gallery {
  private static final int LIMIT = 512;
  private static final int BLURS = 8;
  private static final int ROUNDS = 5;

  private Gallery() {}

  /** The pictures of one run, and what each step took in milliseconds. */
  record Pictures(int width, int[] colours, byte[] gray, byte[] blurred, double[] times) {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "target/gallery");
    int width = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1024;
    PictureKernels[] forms = {PictureKernelsJit.create(), new PictureKernels() {}};
    Pictures[] best = new Pictures[2];
    for (int round = 0; round < ROUNDS; round++) { // the first ones compile
      for (int form = 0; form < 2; form++) {
        Pictures made = draw(forms[form], width);
        best[form] = best[form] == null ? made : fastest(made, best[form]);
      }
    }
    if (!Arrays.equals(best[0].colours, best[1].colours)
        || !Arrays.equals(best[0].blurred, best[1].blurred)) {
      throw new AssertionError("native and plain Java pictures differ");
    }
    String[] steps = {"Mandelbrot", "colours", "gray", BLURS + " blurs"};
    System.out.printf("%-12s%12s%12s%8s%n", "ms", "Lathe", "plain Java", "ratio");
    for (int i = 0; i < steps.length; i++) {
      double lathe = best[0].times[i];
      double java = best[1].times[i];
      System.out.printf(
          Locale.ROOT, "%-12s%12.2f%12.2f%8.1f%n", steps[i], lathe, java, java / lathe);
    }
    Files.createDirectories(folder);
    write(folder.resolve("mandelbrot.png"), colours(best[0]));
    write(folder.resolve("gray.png"), grays(best[0].gray, width));
    write(folder.resolve("blurred.png"), grays(best[0].blurred, width));
  }

  /** Draws with {@code kernels} a picture {@code width} wide, three quarters as high. */
  static Pictures draw(PictureKernels kernels, int width) {
    int size = width * (width * 3 / 4);
    var times = new double[4];
    var counts = new int[size];
    var colours = new int[size];
    long start = System.nanoTime();
    kernels.mandelbrot(counts, width, -2.25, -1.125, 3.0 / width, LIMIT);
    start = lap(times, 0, start);
    kernels.colour(counts, LIMIT, colours);
    start = lap(times, 1, start);
    var gray = new byte[size];
    kernels.gray(colours, gray);
    lap(times, 2, start);
    byte[] blurred = gray.clone();
    byte[] next = gray.clone();
    start = System.nanoTime();
    for (int i = 0; i < BLURS; i++) {
      kernels.blur(blurred, next, width);
      byte[] swap = blurred;
      blurred = next;
      next = swap;
    }
    lap(times, 3, start);
    return new Pictures(width, colours, gray, blurred, times);
  }

  private static long lap(double[] times, int step, long start) {
    long now = System.nanoTime();
    times[step] = (now - start) / 1e6;
    return now;
  }

  private static Pictures fastest(Pictures a, Pictures b) {
    for (int i = 0; i < a.times.length; i++) {
      a.times[i] = Math.min(a.times[i], b.times[i]);
    }
    return a;
  }

  private static BufferedImage colours(Pictures pictures) {
    int width = pictures.width;
    int height = pictures.colours.length / width;
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, pictures.colours, 0, width);
    return image;
  }

  private static BufferedImage grays(byte[] gray, int width) {
    int height = gray.length / width;
    var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, width, height, gray);
    return image;
  }

  private static void write(Path file, BufferedImage image) throws IOException {
    ImageIO.write(image, "png", file.toFile());
    System.out.println("wrote " + file);
  }
}
