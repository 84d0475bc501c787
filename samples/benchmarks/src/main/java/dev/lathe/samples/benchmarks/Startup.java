package dev.lathe.samples.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.spi.ToolProvider;

/**
 * First result in a fresh JVM: Lathe's {@code add} beside a raw downcall of the same code, with and
 * without an AOT cache, the two interleaved, medians; and the classes that a first {@code add}
 * loads.
 *
 * <p>Argument: how many JVMs to start for each row (default 15).
 */
public final class Startup {
  private static String classPath;

  private Startup() {}

  static void print(long start, int sum) {
    long nanos = System.nanoTime() - start;
    System.out.println(sum + " " + nanos);
  }

  public static void main(String[] args) throws Exception {
    int runs = args.length > 0 ? Integer.parseInt(args[0]) : 15;
    Path directory = Files.createTempDirectory("lathe-startup");
    classPath = jars(directory);
    System.out.println("first result in a fresh JVM, ms (median of " + runs + ")");
    compare("no cache", runs, List.of(), List.of());
    compare(
        "AOT cache", runs, cache(directory, FirstAdd.class), cache(directory, FirstRawAdd.class));
    System.out.println("first compilation in a fresh JVM, ms (median of " + runs + ")");
    first("add", runs, "0");
    first("1,000 operations", runs, "1000");
    System.out.println("classes loaded by a first add:");
    System.out.println("  of Lathe: " + loaded(FirstAdd.class, " dev.lathe."));
    System.out.println(
        "  in all: "
            + loaded(FirstAdd.class, " ")
            + ", raw downcall: "
            + loaded(FirstRawAdd.class, " "));
  }

  /** The class path with its directories packed into jars: an AOT cache takes nothing else. */
  private static String jars(Path directory) {
    ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
    var entries = new ArrayList<String>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (Files.isDirectory(Path.of(entry))) {
        String packed = directory.resolve(entries.size() + ".jar").toString();
        if (jar.run(System.out, System.err, "-c", "-f", packed, "-C", entry, ".") != 0) {
          throw new IllegalStateException("cannot pack " + entry);
        }
        entry = packed;
      }
      entries.add(entry);
    }
    return String.join(File.pathSeparator, entries);
  }

  private static void compare(String row, int runs, List<String> latheFlags, List<String> rawFlags)
      throws Exception {
    var lathe = new double[runs];
    var raw = new double[runs];
    for (int i = 0; i < runs; i++) {
      lathe[i] = millis(FirstAdd.class, latheFlags);
      raw[i] = millis(FirstRawAdd.class, rawFlags);
    }
    Arrays.sort(lathe);
    Arrays.sort(raw);
    System.out.printf(
        Locale.ROOT,
        "  %-10s Lathe %6.1f   raw downcall %6.1f   ratio %.2f%n",
        row,
        lathe[runs / 2],
        raw[runs / 2],
        lathe[runs / 2] / raw[runs / 2]);
  }

  private static void first(String row, int runs, String operations) throws Exception {
    var times = new double[runs];
    for (int i = 0; i < runs; i++) {
      times[i] = millis(FirstCompile.class, List.of(), operations);
    }
    Arrays.sort(times);
    System.out.printf(Locale.ROOT, "  %-16s %6.1f%n", row, times[runs / 2]);
  }

  /** The flag that uses an AOT cache trained by one run of {@code main}. */
  private static List<String> cache(Path directory, Class<?> main) throws Exception {
    Path file = directory.resolve(main.getSimpleName() + ".aot");
    run(main, List.of("-XX:AOTCacheOutput=" + file));
    return List.of("-XX:AOTCache=" + file);
  }

  private static double millis(Class<?> main, List<String> flags, String... arguments)
      throws Exception {
    String output = run(main, flags, arguments).strip();
    String[] words = output.substring(output.lastIndexOf('\n') + 1).split(" ");
    if (!words[0].equals("42")) {
      throw new IllegalStateException("unexpected output: " + output);
    }
    return Long.parseLong(words[1]) / 1e6;
  }

  private static long loaded(Class<?> main, String prefix) throws Exception {
    String own = Startup.class.getPackageName();
    return run(main, List.of("-Xlog:class+load:stdout"))
        .lines()
        .filter(line -> line.contains(" source: "))
        .filter(line -> line.contains(prefix) && !line.contains(own))
        .count();
  }

  private static String run(Class<?> main, List<String> flags, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(classPath);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(output);
    }
    return output;
  }
}
