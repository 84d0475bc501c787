package dev.lathe.math;

import dev.lathe.Lathe;
import dev.lathe.ir.Access;
import dev.lathe.ir.Block;
import dev.lathe.ir.Element;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.MathFunction;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares {@code (float) Math.f(x)} as kernels compute it with the float next to the double next
 * to the value, for all floats: {@code java --enable-native-access=ALL-UNNAMED -cp
 * runtime/target/test-classes:runtime/target/classes dev.lathe.math.FloatSweep [function ...]}.
 * Only where the function of doubles is so close to the middle of two floats that its own error
 * could matter is MPFR asked. Both are kernels over arrays, so a function takes less than a minute.
 */
final class FloatSweep {
  private static final int SHOWN = 20;
  private static final int SIZE = 1 << 14;

  private final String name;
  private final MethodHandle narrow; // null: the one of doubles is rounded
  private final MethodHandle wide;
  private final Mpfr mpfr = Mpfr.isAvailable() ? new Mpfr() : null;
  private final float[] x = new float[SIZE];
  private final float[] results = new float[SIZE];
  private final double[] values = new double[SIZE];
  private long asked;

  FloatSweep(MathFunction function) {
    name = function.toString().replace(".float", "");
    wide = Lathe.compile(loop(MathFunction.parse(name)));
    narrow = function.type() == Type.F32 ? Lathe.compile(loop(function)) : null;
  }

  /** {@code out[i] = f(x[i])} for each index of x, which has floats. */
  private static Function loop(MathFunction f) {
    Type floats = Type.arrayOf(Element.F32);
    Type results = Type.arrayOf(f.type() == Type.F32 ? Element.F32 : Element.F64);
    var b = new FunctionBuilder("sweep." + f, Type.VOID, floats, results);
    Value length = b.length(b.nonnull(Access.LENGTH, "x", b.param(0)));
    Value zero = b.i32(0);
    Block loop = b.block(Type.I32);
    Block end = b.block();
    b.branch(b.icmp(IntPredicate.LT, zero, length), new Target(loop, zero), new Target(end));
    b.at(loop);
    Value i = loop.param(0);
    Value argument = b.load(Access.LOAD, b.param(0), b.index(Access.LOAD, "x", b.param(0), i));
    if (f.type() == Type.F64) {
      argument = b.convert(Op.FWIDEN, Type.F64, argument);
    }
    Value result = b.math(f, argument);
    b.store(Access.STORE, b.param(1), b.index(Access.STORE, "out", b.param(1), i), result);
    Value next = b.op(Op.IADD, i, b.i32(1));
    b.branch(b.icmp(IntPredicate.LT, next, length), new Target(loop, next), new Target(end));
    b.at(end);
    b.ret();
    return b.build();
  }

  public static void main(String... names) {
    for (MathFunction function : MathFunction.values()) {
      String name = function.toString();
      boolean named = names.length == 0 || List.of(names).contains(name);
      boolean plain = name.indexOf('.') < 0 && function.parameters() == 1;
      if (named && plain) {
        MathFunction narrow = MathFunction.parse(name + ".float");
        var sweep = new FloatSweep(narrow == null ? function : narrow);
        sweep.print("positive", sweep.run(0, 1L << 31, 1));
        sweep.print("negative", sweep.run(1L << 31, 1L << 32, 1));
      }
    }
  }

  private void print(String which, List<String> wrong) {
    String text = wrong.isEmpty() ? "all are right" : String.join("\n  ", wrong);
    System.out.printf("%s of %s floats: %s (MPFR asked %d times)%n", name, which, text, asked);
    asked = 0;
  }

  /** What is wrong of each {@code step}-th float whose bits are not less than {@code from}. */
  List<String> run(long from, long to, int step) {
    var wrong = new ArrayList<String>();
    for (long bits = from; bits < to; bits += (long) SIZE * step) {
      for (int i = 0; i < SIZE; i++) {
        x[i] = Float.intBitsToFloat((int) (bits + (long) i * step));
      }
      compute();
      for (int i = 0; i < SIZE; i++) {
        double y = values[i];
        if (Float.floatToRawIntBits(results[i]) != Float.floatToRawIntBits((float) y)
            || (float) (y * (1 - 0x1p-52)) != (float) (y * (1 + 0x1p-52))) {
          check(i, wrong);
        }
      }
      if (wrong.size() >= SHOWN) {
        break;
      }
    }
    return wrong;
  }

  private void compute() {
    try {
      wide.invokeExact(x, values);
      if (narrow != null) {
        narrow.invokeExact(x, results);
        return;
      }
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    for (int i = 0; i < SIZE; i++) {
      results[i] = (float) values[i];
    }
  }

  private void check(int i, List<String> wrong) {
    double y = values[i];
    float least = (float) Math.nextDown(y);
    float greatest = (float) Math.nextUp(y);
    boolean clear = least == greatest || y != y;
    boolean right =
        clear || mpfr == null
            ? Float.compare(results[i], least) == 0 || Float.compare(results[i], greatest) == 0
            : results[i] == (float) mpfr.value(name, x[i]).nearest();
    asked += clear ? 0 : 1;
    if (clear && y == 0) {
      right = Float.compare(results[i], (float) y) == 0;
    }
    if (!right) {
      wrong.add("%s(%s) is not %s".formatted(name, Float.toHexString(x[i]), results[i]));
    }
  }
}
