package dev.lathe.samples.benchmarks;

import dev.lathe.samples.benchmarks.VectorTable.Form;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The columns of {@link VectorTable}. */
final class VectorContestants {
  private static final List<String> CLANG = List.of("clang-19", "clang", "clang-14");

  private VectorContestants() {}

  /** Who runs the kernels, or null where a compiler is not installed. */
  @FunctionalInterface
  interface Handles {
    MethodHandle of(VectorRun run) throws ReflectiveOperationException;
  }

  /**
   * A column.
   *
   * @param isC whether it takes addresses, and the first array's length at the end
   */
  record Contestant(String name, boolean isC, Handles handles) {
    boolean isMissing() {
      return handles == null;
    }

    /** With its arguments bound, so that HotSpot sees the call as it would in a user's code. */
    Form form(VectorRun run, Object[] arguments) throws ReflectiveOperationException {
      Object[] values = arguments;
      if (isC) {
        values = Arrays.copyOf(arguments, arguments.length + 1);
        values[arguments.length] = length(arguments);
        for (int i = 0; i < arguments.length; i++) {
          values[i] = CLibrary.segment(values[i]);
        }
      }
      MethodHandle bound = MethodHandles.insertArguments(handles.of(run), 0, values);
      Class<?> result = bound.type().returnType();
      if (result == double.class) {
        bound = MethodHandles.filterReturnValue(bound, BITS);
      } else if (result == void.class) {
        bound = MethodHandles.filterReturnValue(bound, MethodHandles.constant(long.class, 0L));
      }
      return MethodHandleProxies.asInterfaceInstance(
          Form.class, bound.asType(MethodType.methodType(long.class)));
    }
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

  /** All columns; Lathe is the first one, plain Java the second. */
  static List<Contestant> all() throws IOException, InterruptedException {
    var all = new ArrayList<Contestant>();
    all.add(new Contestant("Lathe", false, VectorContestants::lathe));
    all.add(new Contestant("C2", false, VectorContestants::plain));
    all.add(new Contestant("Vector API", false, VectorContestants::byHand));
    all.add(compiled("clang", CLANG, CLibrary.STRICT));
    all.add(compiled("clang-f", CLANG, CLibrary.FAST_CLANG));
    all.add(compiled("gcc-f", List.of("gcc"), CLibrary.FAST_GCC));
    return all;
  }

  private static Contestant compiled(String name, List<String> compilers, List<String> flags)
      throws IOException, InterruptedException {
    for (String compiler : compilers) {
      CLibrary library = CLibrary.compile(compiler, "vector.c", flags);
      if (library != null) {
        return new Contestant(name, true, run -> library.arrayFunction(run.method()));
      }
    }
    System.out.printf(
        "The column %s is empty: %s is not installed.%n%n", name, compilers.getFirst());
    return new Contestant(name, true, null);
  }

  private static MethodHandle lathe(VectorRun run) throws ReflectiveOperationException {
    Object kernels =
        switch (run.floats()) {
          case STRICT -> run.isMath() ? VectorMathJit.create() : (Object) VectorKernelsJit.create();
          case REPRODUCIBLE -> ReproducibleKernelsJit.create();
          case FAST -> FastKernelsJit.create();
        };
    return handle(run.method(), kernels);
  }

  private static MethodHandle plain(VectorRun run) throws ReflectiveOperationException {
    Object kernels =
        switch (run.floats()) {
          case STRICT -> run.isMath() ? new VectorMath() {} : (Object) new VectorKernels() {};
          case REPRODUCIBLE -> new ReproducibleKernels() {};
          case FAST -> new FastKernels() {};
        };
    return handle(run.method(), kernels);
  }

  private static MethodHandle byHand(VectorRun run) throws ReflectiveOperationException {
    Method method = run.method();
    Class<?> declaring = run.isMath() ? VectorMath.class : VectorKernels.class;
    return handle(
        declaring.getMethod(method.getName(), method.getParameterTypes()), new VectorApi());
  }

  private static MethodHandle handle(Method method, Object kernels) throws IllegalAccessException {
    return MethodHandles.lookup().unreflect(method).bindTo(kernels);
  }

  private static int length(Object[] arguments) {
    for (Object argument : arguments) {
      switch (argument) {
        case double[] a -> {
          return a.length;
        }
        case int[] a -> {
          return a.length;
        }
        case byte[] a -> {
          return a.length;
        }
        default -> {}
      }
    }
    throw new IllegalArgumentException("no array");
  }
}
