package dev.lathe.math;

import dev.lathe.ir.MathFunction;
import dev.lathe.ir.Type;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares {@code (float) Math.f(x)} as kernels compute it with the float next to the double next
 * to the value, for all floats: {@code java --enable-native-access=ALL-UNNAMED -cp
 * runtime/target/test-classes:runtime/target/classes dev.lathe.math.FloatSweep [function ...]}.
 * Only where the function of doubles is so close to the middle of two floats that its own error
 * could matter is MPFR asked. A function takes one to three minutes.
 */
final class FloatSweep {
  private static final int SHOWN = 20;

  private final String name;
  private final MethodHandle narrow; // null: the one of doubles is rounded
  private final MethodHandle wide;
  private final Mpfr mpfr = Mpfr.isAvailable() ? new Mpfr() : null;

  FloatSweep(MathFunction function) throws ReflectiveOperationException {
    name = function.toString().replace(".float", "");
    wide = handle(MathFunction.parse(name));
    narrow = function.type() == Type.F32 ? handle(function) : null;
  }

  private static MethodHandle handle(MathFunction function) throws ReflectiveOperationException {
    Class<?> carrier = function.type() == Type.F32 ? float.class : double.class;
    var type = MethodType.methodType(carrier, carrier);
    return MethodHandles.lookup()
        .findStatic(Class.forName(function.owner()), function.method(), type);
  }

  public static void main(String... names) throws ReflectiveOperationException {
    for (MathFunction function : MathFunction.values()) {
      String name = function.toString();
      boolean named = names.length == 0 || List.of(names).contains(name);
      boolean plain = name.indexOf('.') < 0 && function.parameters() == 1;
      if (named && plain) {
        MathFunction narrow = MathFunction.parse(name + ".float");
        var sweep = new FloatSweep(narrow == null ? function : narrow);
        List<String> wrong = sweep.run(1);
        System.out.println(
            name + ": " + (wrong.isEmpty() ? "all floats are right" : String.join("\n  ", wrong)));
      }
    }
  }

  /** What is wrong of each {@code step}-th float. */
  List<String> run(int step) {
    var wrong = new ArrayList<String>();
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += step) {
      float x = Float.intBitsToFloat((int) bits);
      double y = wide(x);
      float actual = narrow == null ? (float) y : narrow(x);
      boolean clear = (float) Math.nextDown(y) == (float) Math.nextUp(y) || y != y;
      if (clear ? Float.compare(actual, (float) y) != 0 : !isNearest(actual, x, y)) {
        wrong.add("%s(%s) is not %s".formatted(name, Float.toHexString(x), actual));
        if (wrong.size() == SHOWN) {
          break;
        }
      }
    }
    return wrong;
  }

  private boolean isNearest(float actual, float x, double y) {
    return mpfr == null
        ? actual == (float) Math.nextDown(y) || actual == (float) Math.nextUp(y)
        : actual == (float) mpfr.value(name, x).nearest();
  }

  private float narrow(float x) {
    try {
      return (float) narrow.invokeExact(x);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private double wide(double x) {
    try {
      return (double) wide.invokeExact(x);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
