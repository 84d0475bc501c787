package dev.lathe.samples.benchmarks;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How far results are off, by GNU MPFR at 160 bits where it is installed: of functions in units of
 * the last place, of Black and Scholes' prices relative to the price that the same formula has.
 */
final class VectorErrors {
  private static final long BITS = 160;
  private static final int NEAREST = 0;
  private static final int MOST = 4096; // of the first elements
  private static final int SIZE = 32; // of an mpfr_t
  private static final ValueLayout POINTER = ValueLayout.ADDRESS;
  private static final double[] NORMAL = {
    1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.319381530
  };

  private final SymbolLookup library;
  private final MethodHandle set;
  private final MethodHandle get;
  private final Map<String, MethodHandle> functions = new HashMap<>();
  private final MemorySegment exact;
  private final MemorySegment[] at = new MemorySegment[11];

  private VectorErrors(SymbolLookup library) {
    this.library = library;
    this.set = function("mpfr_set_d", POINTER, ValueLayout.JAVA_DOUBLE);
    this.get =
        Linker.nativeLinker()
            .downcallHandle(
                library.findOrThrow("mpfr_get_d"),
                FunctionDescriptor.of(ValueLayout.JAVA_DOUBLE, POINTER, ValueLayout.JAVA_INT));
    this.exact = variable();
    Arrays.setAll(at, i -> variable());
  }

  /** Null if MPFR is not installed. */
  static VectorErrors create() {
    try {
      return new VectorErrors(SymbolLookup.libraryLookup("libmpfr.so.6", Arena.global()));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The greatest error in what {@code run} has left in the last of its {@code arguments}. */
  double greatest(VectorRun run, Object[] arguments) throws Throwable {
    var results = (double[]) arguments[arguments.length - 1];
    double greatest = 0;
    for (int i = 0; i < Math.min(results.length, MOST); i++) {
      boolean isPrice = run.kernel().equals("blackScholes");
      if (isPrice) {
        price(arguments, i);
      } else {
        value(run, arguments, i);
      }
      double right = toDouble(exact);
      set(at[0], results[i]);
      call("mpfr_sub", at[0], exact, at[0]);
      double off = Math.abs(toDouble(at[0]));
      greatest = Math.max(greatest, off / (isPrice ? Math.abs(right) : Math.ulp(right)));
    }
    return greatest;
  }

  private void value(VectorRun run, Object[] arguments, int i) throws Throwable {
    set(at[0], ((double[]) arguments[0])[i]);
    switch (run.kernel()) {
      case "exps" -> call("mpfr_exp", exact, at[0]);
      case "logs" -> call("mpfr_log", exact, at[0]);
      case "sines" -> call("mpfr_sin", exact, at[0]);
      case "powers" -> {
        set(at[1], ((double[]) arguments[1])[i]);
        call("mpfr_pow", exact, at[0], at[1]);
      }
      default -> throw new IllegalArgumentException(run.kernel());
    }
  }

  /** {@link VectorMath#blackScholes} of one option. */
  private void price(Object[] arguments, int i) throws Throwable {
    MemorySegment spot = at[0];
    MemorySegment strike = at[1];
    MemorySegment years = at[2];
    MemorySegment rate = at[3];
    MemorySegment root = at[4];
    MemorySegment d1 = at[5];
    MemorySegment left = at[6];
    set(spot, ((double[]) arguments[0])[i]);
    set(strike, ((double[]) arguments[1])[i]);
    set(years, ((double[]) arguments[2])[i]);
    set(rate, (double) arguments[3]);
    set(left, (double) arguments[4]);
    call("mpfr_sqrt", root, years);
    call("mpfr_mul", root, root, left);
    call("mpfr_mul", left, left, left);
    multiply(left, 0.5);
    call("mpfr_add", left, left, rate);
    call("mpfr_mul", left, left, years);
    call("mpfr_div", d1, spot, strike);
    call("mpfr_log", d1, d1);
    call("mpfr_add", d1, d1, left);
    call("mpfr_div", d1, d1, root);
    normal(left, d1);
    call("mpfr_mul", spot, spot, left);
    call("mpfr_sub", d1, d1, root);
    normal(left, d1);
    call("mpfr_mul", rate, rate, years);
    call("mpfr_neg", rate, rate);
    call("mpfr_exp", rate, rate);
    call("mpfr_mul", strike, strike, rate);
    call("mpfr_mul", strike, strike, left);
    call("mpfr_sub", exact, spot, strike);
  }

  private void normal(MemorySegment to, MemorySegment x) throws Throwable {
    MemorySegment a = at[7];
    MemorySegment t = at[8];
    MemorySegment one = at[9];
    boolean isNegative = toDouble(x) < 0;
    set(one, 1);
    call("mpfr_abs", a, x);
    call("mpfr_set", t, a);
    multiply(t, 0.2316419);
    call("mpfr_add", t, t, one);
    call("mpfr_div", t, one, t);
    set(to, 0);
    for (double coefficient : NORMAL) {
      set(at[10], coefficient);
      call("mpfr_add", to, to, at[10]);
      call("mpfr_mul", to, to, t);
    }
    call("mpfr_mul", a, a, a);
    multiply(a, -0.5);
    call("mpfr_exp", a, a);
    multiply(a, 0.3989422804014327);
    call("mpfr_mul", to, to, a);
    if (!isNegative) {
      call("mpfr_sub", to, one, to);
    }
  }

  private void multiply(MemorySegment to, double by) throws Throwable {
    set(at[10], by);
    call("mpfr_mul", to, to, at[10]);
  }

  private void set(MemorySegment variable, double value) throws Throwable {
    int ignored = (int) set.invokeExact(variable, value, NEAREST);
  }

  private double toDouble(MemorySegment variable) throws Throwable {
    return (double) get.invokeExact(variable, NEAREST);
  }

  private void call(String name, MemorySegment to, MemorySegment a) throws Throwable {
    MethodHandle handle = functions.computeIfAbsent(name, n -> function(n, POINTER, POINTER));
    int ignored = (int) handle.invokeExact(to, a, NEAREST);
  }

  private void call(String name, MemorySegment to, MemorySegment a, MemorySegment b)
      throws Throwable {
    MethodHandle handle =
        functions.computeIfAbsent(name, n -> function(n, POINTER, POINTER, POINTER));
    int ignored = (int) handle.invokeExact(to, a, b, NEAREST);
  }

  private MethodHandle function(String name, MemoryLayout... parameters) {
    return Linker.nativeLinker()
        .downcallHandle(
            library.findOrThrow(name),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters)
                .appendArgumentLayouts(ValueLayout.JAVA_INT));
  }

  private MemorySegment variable() {
    MemorySegment variable = Arena.global().allocate(SIZE, 8);
    try {
      Linker.nativeLinker()
          .downcallHandle(
              library.findOrThrow("mpfr_init2"),
              FunctionDescriptor.ofVoid(POINTER, ValueLayout.JAVA_LONG))
          .invokeExact(variable, BITS);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    return variable;
  }
}
