package dev.lathe.math;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Map;

/**
 * Values of mathematical functions to 200 bits: GNU MPFR, where it is installed. For one thread.
 *
 * @see <a href="https://www.mpfr.org/">Fousse et al., MPFR: a multiple-precision binary
 *     floating-point library with correct rounding, TOMS 33 (2007)</a>
 */
@SuppressWarnings("restricted")
final class Mpfr {
  private static final int BITS = 200;
  private static final int NEAREST = 0;
  private static final SymbolLookup LIBRARY = library();

  private final Map<String, MethodHandle> functions = new HashMap<>();
  private final MethodHandle set =
      handle("mpfr_set_d", ValueLayout.ADDRESS, ValueLayout.JAVA_DOUBLE, ValueLayout.JAVA_INT);
  private final MethodHandle get =
      Linker.nativeLinker()
          .downcallHandle(
              LIBRARY.find("mpfr_get_d").orElseThrow(),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_DOUBLE, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private final MethodHandle subtract =
      handle(
          "mpfr_sub_d",
          ValueLayout.ADDRESS,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_DOUBLE,
          ValueLayout.JAVA_INT);
  private final MethodHandle scale =
      handle(
          "mpfr_mul_2si",
          ValueLayout.ADDRESS,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_LONG,
          ValueLayout.JAVA_INT);
  private final MemorySegment x = variable();
  private final MemorySegment y = variable();
  private final MemorySegment result = variable();

  static boolean isAvailable() {
    return LIBRARY != null;
  }

  /** The value of the function of that name, such as {@code exp}, at {@code a}. */
  Value value(String function, double a) {
    try {
      int ignored = (int) set.invokeExact(x, a, NEAREST);
      ignored = (int) function(function, 1).invokeExact(result, x, NEAREST);
      return result();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** The value of a function of two arguments. */
  Value value(String function, double a, double b) {
    try {
      int ignored = (int) set.invokeExact(x, a, NEAREST);
      ignored = (int) set.invokeExact(y, b, NEAREST);
      ignored = (int) function(function, 2).invokeExact(result, x, y, NEAREST);
      return result();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private Value result() throws Throwable {
    double nearest = (double) get.invokeExact(result, NEAREST);
    if (!(Math.abs(nearest) < Double.POSITIVE_INFINITY)) {
      return new Value(nearest, 0);
    }
    int ignored = (int) subtract.invokeExact(result, result, nearest, NEAREST);
    long exponent = Math.max(Math.getExponent(nearest) - 52, -1074); // of the last place
    ignored = (int) scale.invokeExact(result, result, -exponent, NEAREST);
    return new Value(nearest, (double) get.invokeExact(result, NEAREST));
  }

  private MethodHandle function(String name, int arguments) {
    return functions.computeIfAbsent(
        name,
        n ->
            arguments == 1
                ? handle(
                    "mpfr_" + n, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT)
                : handle(
                    "mpfr_" + n,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT));
  }

  private static MethodHandle handle(String name, ValueLayout... parameters) {
    return Linker.nativeLinker()
        .downcallHandle(
            LIBRARY.find(name).orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
  }

  private static MemorySegment variable() {
    MemorySegment variable = Arena.global().allocate(32, 8);
    try {
      Linker.nativeLinker()
          .downcallHandle(
              LIBRARY.find("mpfr_init2").orElseThrow(),
              FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG))
          .invokeExact(variable, (long) BITS);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    return variable;
  }

  private static SymbolLookup library() {
    try {
      return SymbolLookup.libraryLookup("libmpfr.so.6", Arena.global());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
