package dev.lathe.samples.benchmarks;

import dev.lathe.Jit;
import dev.lathe.KernelInterruptedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the JVM waits for a thread that runs a kernel, before it can collect garbage: what
 * {@code -Xlog:safepoint} says while the kernel runs and another thread asks for collections, under
 * each collector. And how long a thread that is interrupted goes on with a kernel over an array.
 */
public final class SafepointDelay {
  private static final String[] COLLECTORS = {"Serial", "Parallel", "G1", "Z", "Shenandoah"};
  private static final Pattern REACHING = Pattern.compile("Reaching safepoint: +(\\d+) ns");
  private static final Pattern INTERRUPTED = Pattern.compile("Interrupted after: +(\\d+) ns");
  private static final int ELEMENTS = 1 << 22; // 32 MB of doubles
  private static final int COLLECTIONS = 100;
  private static final int INTERRUPTIONS = 300;
  private static final int WARMUP = 20;

  private SafepointDelay() {}

  /** What takes long over an array. */
  interface LongKernels {
    /** {@link ArrayKernels#smooth} so often. */
    @Jit(interruptible = true)
    default void smoothOften(double rate, double[] x, int times) {
      for (int k = 0; k < times; k++) {
        for (int i = 1; i < x.length; i++) {
          x[i] = x[i - 1] + rate * (x[i] - x[i - 1]);
        }
      }
    }
  }

  public static void main(String[] args) throws Exception {
    if (args.length == 2) {
      int count = Integer.parseInt(args[1]);
      if (args[0].equals("interrupt")) {
        interrupt(count);
      } else {
        collect(args[0], count);
      }
      return;
    }
    System.out.println("microseconds: median, longest");
    System.out.println(
        "             to a safepoint                                                             "
            + "                 to the exception");
    System.out.println(
        "collector    no kernel          kernel in slices   over new arrays    over one that stays"
            + " in one piece       of an interruption");
    for (String collector : COLLECTORS) {
      System.out.printf(
          Locale.ROOT,
          "%-12s %s %s %s %s  %s %s%n",
          collector,
          delays(REACHING, collector, "idle", COLLECTIONS),
          delays(REACHING, collector, "kernel", COLLECTIONS),
          delays(REACHING, collector, "array", COLLECTIONS),
          delays(REACHING, collector, "same", COLLECTIONS),
          delays(REACHING, collector, "kernel", COLLECTIONS / 10, "-Dlathe.passes=-yields"),
          delays(INTERRUPTED, collector, "interrupt", INTERRUPTIONS));
    }
  }

  /**
   * Asks for collections while another thread runs a kernel that takes half a second or so, or one
   * over an array: one that is made anew, or the same all the time. Collectors that move large
   * objects move that, too, since memory below it becomes free.
   */
  private static void collect(String what, int collections) throws InterruptedException {
    var below = new ArrayDeque<byte[]>();
    for (int i = 0; i < collections; i++) {
      below.add(new byte[1 << 19]);
    }
    var stays = new double[what.equals("same") ? ELEMENTS : 0];
    LoopKernels loops = LoopKernelsJit.create();
    ArrayKernels arrays = ArrayKernelsJit.create();
    var thread =
        new Thread(() -> {
          while (what.equals("kernel")) {
            loops.sum(1_000_000_000);
          }
          while (what.equals("same")) {
            arrays.smooth(0.25, stays);
          }
          var garbage = new byte[1 << 20];
          while (what.equals("array")) {
            var array = new double[ELEMENTS + (garbage.length & 1)];
            garbage = new byte[1 << 20]; // so that the array moves when this is gone
            for (int i = 0; i < 30; i++) {
              arrays.smooth(0.25, array);
            }
          }
        });
    thread.setDaemon(true);
    thread.start();
    Thread.sleep(300);
    System.out.println("begin");
    for (int i = 0; i < collections; i++) {
      below.remove();
      System.gc();
      Thread.sleep(10);
    }
  }

  /** Interrupts a thread in a kernel that would take many seconds, again and again. */
  private static void interrupt(int times) throws InterruptedException {
    LongKernels kernels = SafepointDelay_LongKernelsJit.create();
    var array = new double[ELEMENTS];
    System.out.println("begin");
    for (int i = -WARMUP; i < times; i++) {
      var end = new AtomicLong();
      var thread =
          new Thread(() -> {
            try {
              kernels.smoothOften(0.25, array, 10_000);
            } catch (KernelInterruptedException e) {
              end.set(System.nanoTime());
            }
          });
      thread.start();
      Thread.sleep(5 + Math.floorMod(i, 7));
      long begin = System.nanoTime();
      thread.interrupt();
      thread.join();
      if (i >= 0) {
        System.out.println("Interrupted after: " + (end.get() - begin) + " ns");
      }
    }
  }

  private static String delays(
      Pattern pattern, String collector, String what, int count, String... options)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx256m"));
    command.add("-Xlog:safepoint:stdout");
    command.add("-XX:+Use" + collector + "GC");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(SafepointDelay.class.getName(), what, Integer.toString(count)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(output);
    }
    Matcher matcher = pattern.matcher(output.substring(output.indexOf("begin")));
    long[] nanos = matcher.results().mapToLong(found -> Long.parseLong(found.group(1))).toArray();
    Arrays.sort(nanos);
    return String.format(
        Locale.ROOT, "%,8.0f %,9.0f", nanos[nanos.length / 2] / 1e3, nanos[nanos.length - 1] / 1e3);
  }
}
