package dev.lathe.samples.gallery;

import dev.lathe.Jit;

/** Pixels are ints, {@code 0xAARRGGBB}, rows one after another. */
@Jit
public interface PictureKernels {
  /**
   * How many iterations of z² + c each pixel stays within a radius of 2, {@code limit} at most.
   *
   * @param left the real part of the first column
   * @param top the imaginary part of the first row
   * @param step the distance of two pixels
   */
  default void mandelbrot(
      int[] counts, int width, double left, double top, double step, int limit) {
    int height = counts.length / width;
    for (int row = 0; row < height; row++) {
      double y0 = top + row * step;
      for (int column = 0; column < width; column++) {
        double x0 = left + column * step;
        double x = 0;
        double y = 0;
        int count = 0;
        while (count < limit && x * x + y * y <= 4) {
          double next = x * x - y * y + x0;
          y = 2 * x * y + y0;
          x = next;
          count++;
        }
        counts[row * width + column] = count;
      }
    }
  }

  /** Colours for counts: black where the limit was reached, else bands that brighten. */
  default void colour(int[] counts, int limit, int[] pixels) {
    for (int i = 0; i < counts.length; i++) {
      int t = counts[i] * 1024 / limit;
      int red = Math.min(255, t);
      int green = Math.min(255, t * t >> 10);
      int blue = Math.min(255, 64 + 2 * t);
      pixels[i] = counts[i] >= limit ? 0xFF000000 : 0xFF000000 | red << 16 | green << 8 | blue;
    }
  }

  /** The luminance of pixels by the weights of ITU-R BT.601, in 1/256. */
  default void gray(int[] pixels, byte[] out) {
    for (int i = 0; i < pixels.length; i++) {
      int p = pixels[i];
      out[i] = (byte) (77 * (p >>> 16 & 0xFF) + 150 * (p >>> 8 & 0xFF) + 29 * (p & 0xFF) >> 8);
    }
  }

  /** Each pixel within the border the weighted mean, 1 2 1 in both directions, of its nine. */
  default void blur(byte[] in, byte[] out, int width) {
    int height = in.length / width;
    for (int row = 1; row < height - 1; row++) {
      int above = (row - 1) * width;
      int at = row * width;
      int below = (row + 1) * width;
      for (int c = 1; c < width - 1; c++) {
        int corners =
            (in[above + c - 1] & 0xFF)
                + (in[above + c + 1] & 0xFF)
                + (in[below + c - 1] & 0xFF)
                + (in[below + c + 1] & 0xFF);
        int sides =
            (in[above + c] & 0xFF)
                + (in[below + c] & 0xFF)
                + (in[at + c - 1] & 0xFF)
                + (in[at + c + 1] & 0xFF);
        out[at + c] = (byte) (corners + 2 * sides + 4 * (in[at + c] & 0xFF) + 8 >> 4);
      }
    }
  }
}
