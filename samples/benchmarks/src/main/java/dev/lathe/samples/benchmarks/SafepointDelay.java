package dev.lathe.samples.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the JVM waits for a thread that runs a kernel, before it can collect garbage: what
 * {@code -Xlog:safepoint} says while the kernel runs and another thread asks for collections, under
 * each collector.
 */
public final class SafepointDelay {
  private static final String[] COLLECTORS = {"Serial", "Parallel", "G1", "Z", "Shenandoah"};
  private static final Pattern REACHING = Pattern.compile("Reaching safepoint: +(\\d+) ns");

  private SafepointDelay() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 2) {
      collect(args[0], Integer.parseInt(args[1]));
      return;
    }
    System.out.println("time to safepoint, microseconds: median, longest");
    System.out.println(
        "collector    no kernel          kernel in slices   over an array      kernel in one"
            + " piece");
    for (String collector : COLLECTORS) {
      System.out.printf(
          Locale.ROOT,
          "%-12s %s %s %s %s%n",
          collector,
          delays(collector, "idle", 100),
          delays(collector, "kernel", 100),
          delays(collector, "array", 100),
          delays(collector, "kernel", 10, "-Dlathe.passes=-yields"));
    }
  }

  /**
   * Asks for collections while another thread runs a kernel that takes half a second or so, or one
   * over an array, which full collections move.
   */
  private static void collect(String what, int collections) throws InterruptedException {
    LoopKernels loops = LoopKernelsJit.create();
    ArrayKernels arrays = ArrayKernelsJit.create();
    var thread =
        new Thread(() -> {
          while (what.equals("kernel")) {
            loops.sum(1_000_000_000);
          }
          var garbage = new byte[1 << 20];
          while (what.equals("array")) {
            var array = new double[(1 << 22) + (garbage.length & 1)];
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
      System.gc();
      Thread.sleep(10);
    }
  }

  private static String delays(String collector, String what, int collections, String... options)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx256m"));
    command.add("-Xlog:safepoint:stdout");
    command.add("-XX:+Use" + collector + "GC");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(SafepointDelay.class.getName(), what, Integer.toString(collections)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(output);
    }
    Matcher matcher = REACHING.matcher(output.substring(output.indexOf("begin")));
    long[] nanos = matcher.results().mapToLong(found -> Long.parseLong(found.group(1))).toArray();
    Arrays.sort(nanos);
    return String.format(
        Locale.ROOT, "%,8.0f %,9.0f", nanos[nanos.length / 2] / 1e3, nanos[nanos.length - 1] / 1e3);
  }
}
