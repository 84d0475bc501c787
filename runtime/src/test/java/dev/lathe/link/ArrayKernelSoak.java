package dev.lathe.link;

import dev.lathe.Lathe;
import dev.lathe.ir.IrParser;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes kernels over arrays, calls them and drops them. {@code java -Xms64m -Xmx64m
 * -XX:+AlwaysPreTouch dev.lathe.link.ArrayKernelSoak 600} does so for that many seconds, samples
 * the memory of the process, and says at the end whether it stayed flat; {@code kernels 400} does
 * so with that many kernels; {@code exhaust} makes kernels until code memory ends, which {@code
 * -Dlathe.test.executableMemory=exhausted} brings about soon, and looks whether it can be had
 * again.
 */
public final class ArrayKernelSoak {
  private static final int KEPT = 40;
  private static final int SAMPLES = 20;
  private static final long PAGE = 4096;
  private static final long MIB = 1 << 20;

  /** {@code for (i = 0; i < n; i++) a[i] = i * k + b[i];} with a constant {@code k}. */
  private static final String FILL =
      """
      func %%Fills.fill(v0: array.i32, v1: array.i32, v2: i32) {
        source "Fills.java"
      b0:
        i0 = const.i32 0
        one = const.i32 1
        factor = const.i32 %d
        jump loop(i0)
      loop(i: i32):
        less = icmp.i32 lt i, v2 @3
        branch less, body, end
      body:
        p = imul.i32 i, factor @4
        j = index.i32 v1, i, load "b" @4
        x = load.i32 v1, j @4
        y = iadd.i32 p, x @4
        w = index.i32 v0, i, store "a" @4
        store v0, w, y @4
        k = iadd.i32 i, one @3
        jump loop(k)
      end:
        ret
      }
      """;

  private final Random random = new Random(42);

  private ArrayKernelSoak() {}

  public static void main(String[] args) throws Throwable {
    if (args[0].equals("exhaust")) {
      new ArrayKernelSoak().exhaust();
    } else if (args[0].equals("kernels")) {
      new ArrayKernelSoak().soak(0, Integer.parseInt(args[1]) / SAMPLES);
    } else {
      new ArrayKernelSoak().soak(Long.parseLong(args[0]), 1);
    }
  }

  /** A kernel and its constant. */
  private record Kernel(MethodHandle handle, int factor) {
    static Kernel of(int factor) {
      String text = FILL.formatted(factor);
      return new Kernel(TestSite.link("([I[II)V", () -> IrParser.parse(text)), factor);
    }

    void call(int[] a, int[] b) throws Throwable {
      handle.invokeExact(a, b, a.length);
      for (int i = 0; i < a.length; i++) {
        if (a[i] != i * factor + b[i]) {
          throw new AssertionError(i + " times " + factor);
        }
      }
    }
  }

  private Kernel called() throws Throwable {
    Kernel kernel = Kernel.of(random.nextInt());
    for (int call = 0; call < 3; call++) {
      int length = random.nextInt(4) == 0 ? random.nextInt(20_000) : random.nextInt(200);
      var b = new int[length];
      Arrays.setAll(b, _ -> random.nextInt());
      kernel.call(new int[length], b);
    }
    return kernel;
  }

  /**
   * @param least how many kernels are made at least from sample to sample
   */
  private void soak(long seconds, int least) throws Throwable {
    long begin = System.nanoTime();
    long each = seconds * 1_000_000_000 / SAMPLES;
    var kept = new ArrayDeque<Kernel>();
    var resident = new long[SAMPLES];
    long made = 0;
    for (int sample = 0; sample < SAMPLES; sample++) {
      long due = made + least;
      while (made < due || System.nanoTime() - begin < (sample + 1) * each) {
        kept.add(called());
        made++;
        if (kept.size() > KEPT) {
          kept.remove();
        }
        if (made % 100 == 0) {
          System.gc();
        }
      }
      System.gc();
      resident[sample] = resident();
      System.out.printf(
          "%6.1f s %8d kernels %5d KiB of code %6d classes %4d MiB resident%n",
          (System.nanoTime() - begin) / 1e9,
          made,
          Lathe.codeBytes() >> 10,
          ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
          resident[sample] / MIB);
    }
    int half = SAMPLES / 2;
    long first = Arrays.stream(resident, 0, half).max().getAsLong();
    long last = Arrays.stream(resident, half, SAMPLES).max().getAsLong();
    boolean isFlat = last < first + 16 * MIB;
    boolean isFreed = Lathe.codeBytes() < 4000L * KEPT;
    System.out.println(isFlat && isFreed ? "flat" : "memory grows");
  }

  /** Of the whole process, in bytes. */
  private static long resident() throws IOException {
    return PAGE * Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
  }

  private void exhaust() throws Throwable {
    List<Kernel> kernels = fill();
    int most = kernels.size();
    for (Kernel kernel : kernels) {
      kernel.call(new int[100], new int[100]);
    }
    System.out.println("those before work");
    kernels.subList(most / 4, most).clear();
    for (int i = 0; i < 200 && Lathe.codeBytes() > 100 << 10; i++) {
      System.gc();
      Thread.sleep(10);
    }
    int again = fill().size();
    System.out.println(again > most / 2 && again <= most ? "as many again" : again + " of " + most);
    for (Kernel kernel : kernels) {
      kernel.call(new int[100], new int[100]);
    }
  }

  /** Makes kernels until that fails. */
  private List<Kernel> fill() throws Throwable {
    var kernels = new ArrayList<Kernel>();
    try {
      while (kernels.size() < 100_000) {
        kernels.add(called());
      }
      System.out.println("no end");
    } catch (LinkException | IllegalStateException e) {
      System.out.println(e.getMessage());
    }
    return kernels;
  }
}
