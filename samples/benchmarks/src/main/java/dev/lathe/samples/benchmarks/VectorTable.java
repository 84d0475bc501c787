package dev.lathe.samples.benchmarks;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Runs every kernel of {@link VectorKernels} as Lathe's code and as its peers have it, in turn in
 * one JVM, and prints medians in nanoseconds an element. Columns of compilers that are not
 * installed are missing. Arguments: numbers of elements (4096 without any) and names of runs.
 */
public final class VectorTable {
  private static final int ROUNDS = 31;
  private static final long BATCH_NANOS = 150_000;
  private static final long WARM_UP_NANOS = 2_500_000_000L;

  private static long sink;

  private VectorTable() {}

  /** One kernel of one contestant on arrays of its own; a digest of what it returns. */
  public interface Form {
    long run() throws Throwable;
  }

  private record Column(String name, Function<Method, MethodHandle> handles, boolean takesLength) {}

  public static void main(String[] arguments) throws Throwable {
    if (arguments.length == 0 || !arguments[0].equals("here")) {
      start(arguments);
      return;
    }
    var sizes = new ArrayList<Integer>();
    var names = new ArrayList<String>();
    for (String argument : List.of(arguments).subList(1, arguments.length)) {
      if (Character.isDigit(argument.charAt(0))) {
        sizes.add(Integer.valueOf(argument));
      } else {
        names.add(argument);
      }
    }
    List<Column> columns = columns();
    for (int size : sizes.isEmpty() ? List.of(4096) : sizes) {
      table(size, names, columns);
    }
  }

  private static void start(String[] arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector"));
    for (String property : List.of("lathe.isa", "lathe.passes", "lathe.native")) {
      if (System.getProperty(property) != null) {
        command.add("-D" + property + "=" + System.getProperty(property));
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(VectorTable.class.getName(), "here"));
    command.addAll(List.of(arguments));
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("the run failed");
    }
  }

  private static List<Column> columns() throws IOException, InterruptedException {
    var columns = new ArrayList<Column>();
    columns.add(new Column("Lathe", of(VectorKernelsJit.create()), false));
    columns.add(new Column("C2", of(new VectorKernels() {}), false));
    columns.add(new Column("Vector", of(new VectorApi()), false));
    add(columns, "clang", List.of("clang-19", "clang", "clang-14"), CLibrary.STRICT);
    add(columns, "clang-f", List.of("clang-19", "clang", "clang-14"), CLibrary.FAST_CLANG);
    add(columns, "gcc-f", List.of("gcc"), CLibrary.FAST_GCC);
    return columns;
  }

  private static void add(
      List<Column> columns, String name, List<String> compilers, List<String> flags)
      throws IOException, InterruptedException {
    for (String compiler : compilers) {
      CLibrary library = CLibrary.compile(compiler, "vector.c", flags);
      if (library != null) {
        columns.add(new Column(name, library::arrayFunction, true));
        return;
      }
    }
    System.out.println("no column " + name + ": " + compilers.getFirst() + " is not installed");
  }

  private static Function<Method, MethodHandle> of(VectorKernels kernels) {
    return method -> {
      try {
        return MethodHandles.lookup().unreflect(method).bindTo(kernels);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private static void table(int size, List<String> names, List<Column> columns) throws Throwable {
    System.out.printf("%-12s", size);
    columns.forEach(column -> System.out.printf("%9s", column.name));
    System.out.printf("%12s%n", "best/Lathe");
    double logarithms = 0;
    int lines = 0;
    for (VectorRun run : VectorRun.values()) {
      if (!names.isEmpty() && !names.contains(run.kernel())) {
        continue;
      }
      double elements = run.isMatrix() ? Math.pow((int) Math.sqrt(size), 3) : size;
      double[] medians = medians(run, size, columns);
      System.out.printf("%-12s", run.kernel());
      double best = Double.POSITIVE_INFINITY;
      for (int c = 0; c < medians.length; c++) {
        System.out.printf(Locale.ROOT, "%9.3f", medians[c] / elements);
        best = c == 0 ? best : Math.min(best, medians[c]);
      }
      System.out.printf(Locale.ROOT, "%12.2f%n", best / medians[0]);
      logarithms += Math.log(medians[1] / medians[0]);
      lines++;
    }
    System.out.printf(
        Locale.ROOT, "C2 / Lathe, geometric mean: %.2f%n", Math.exp(logarithms / lines));
  }

  private static Method method(String name) {
    for (Method method : VectorKernels.class.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        return method;
      }
    }
    throw new IllegalArgumentException(name);
  }

  /** With its arguments bound, so that HotSpot sees the call as it would in a user's code. */
  private static Form form(VectorRun run, Object[] arguments, int size, Column column) {
    MethodHandle handle = column.handles.apply(method(run.kernel()));
    Object[] values = arguments;
    if (column.takesLength) {
      values = Arrays.copyOf(arguments, arguments.length + 1);
      values[arguments.length] = size;
      for (int i = 0; i < arguments.length; i++) {
        values[i] = CLibrary.segment(values[i]);
      }
    }
    MethodHandle bound = MethodHandles.insertArguments(handle, 0, values);
    Class<?> result = bound.type().returnType();
    if (result == double.class) {
      bound = MethodHandles.filterReturnValue(bound, BITS);
    } else if (result == void.class) {
      bound = MethodHandles.filterReturnValue(bound, MethodHandles.constant(long.class, 0L));
    }
    return MethodHandleProxies.asInterfaceInstance(
        Form.class, bound.asType(MethodType.methodType(long.class)));
  }

  private static final MethodHandle BITS;

  static {
    try {
      BITS =
          MethodHandles.lookup()
              .findStatic(
                  Double.class,
                  "doubleToRawLongBits",
                  MethodType.methodType(long.class, double.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static double[] medians(VectorRun run, int size, List<Column> columns) throws Throwable {
    var forms = new Form[columns.size()];
    long expected = 0;
    for (int f = 0; f < forms.length; f++) {
      Object[] arguments = run.arguments(size);
      forms[f] = form(run, arguments, size, columns.get(f));
      long digest = forms[f].run() * 17 + VectorRun.digest(arguments);
      if (f == 0) {
        expected = digest;
      } else if (f == 1 && digest != expected) { // others may round otherwise
        throw new AssertionError(run + ": Lathe's result is not plain Java's");
      }
    }
    long batch = 1;
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARM_UP_NANOS) {
      long before = System.nanoTime();
      for (Form form : forms) {
        repeat(form, batch);
      }
      if (System.nanoTime() - before < BATCH_NANOS * forms.length) {
        batch *= 2;
      }
    }
    var times = new double[forms.length][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int f = 0; f < forms.length; f++) {
        long before = System.nanoTime();
        repeat(forms[f], batch);
        times[f][round] = (double) (System.nanoTime() - before) / batch;
      }
    }
    var medians = new double[forms.length];
    for (int f = 0; f < forms.length; f++) {
      Arrays.sort(times[f]);
      medians[f] = times[f][ROUNDS / 2];
    }
    return medians;
  }

  private static void repeat(Form form, long times) throws Throwable {
    for (long i = 0; i < times; i++) {
      sink += form.run();
    }
  }
}
