package dev.lathe.samples.benchmarks;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;

/** What is measured of {@link ScalarKernels}: each kernel with its arguments. */
public enum ScalarRun {
  SQUARE_ROOTS("squareRoots", 100_000),
  BIT_COUNTS("bitCounts", 200_000),
  GRAY_CODES("grayCodes", 200_000),
  REVERSED_BITS("reversedBits", 100_000),
  PERMUTATIONS("permutations", 1_000_000, 0xFFFFFL),
  COPRIMES("coprimes", 400),
  COLLATZ("collatz", 20_000),
  CUBE_ROOTS("cubeRoots", 10_000),
  MONTE_CARLO("monteCarlo", 500_000, 88172645463325252L),
  INTEGRAL("integral", 10_000_000),
  MACHINE("machine", 500_000),
  FIB("fib", 35),
  TAK("tak", 18, 12, 6);

  /** Something to be run, and its result. */
  interface Form {
    Object run() throws Throwable;
  }

  private final Method method;
  private final Object[] arguments;

  ScalarRun(String name, Object... arguments) {
    this.method =
        Arrays.stream(ScalarKernels.class.getDeclaredMethods())
            .filter(m -> m.getName().equals(name))
            .findFirst()
            .orElseThrow();
    this.arguments = arguments;
  }

  /** The kernel's name. */
  String kernel() {
    return method.getName();
  }

  /** The kernel of an object, Lathe's or plain Java. */
  Form of(ScalarKernels kernels) throws IllegalAccessException {
    return form(MethodHandles.lookup().unreflect(method).bindTo(kernels));
  }

  /** The same in C. */
  Form of(CLibrary library) {
    return form(library.function(method));
  }

  private Form form(MethodHandle handle) {
    MethodHandle spread =
        handle
            .asSpreader(Object[].class, arguments.length)
            .asType(MethodType.methodType(Object.class, Object[].class));
    return () -> (Object) spread.invokeExact(arguments);
  }
}
