package dev.lathe.opt;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * Fold rules for floating point. Only what IEEE 754 makes exact for every operand: signs of zeros
 * are kept, a NaN stays some NaN, nothing is reassociated.
 */
final class FloatRules {
  private FloatRules() {}

  /** A float constant's value, widened. */
  static double value(Value constant) {
    return constant.type() == Type.F32
        ? Float.intBitsToFloat((int) constant.bits())
        : Double.longBitsToDouble(constant.bits());
  }

  /** The constant of {@code type} that is nearest to {@code value}. */
  static Value constant(Rewriter f, Type type, double value) {
    return f.constant(
        type,
        type == Type.F32
            ? Float.floatToRawIntBits((float) value) & 0xFFFF_FFFFL
            : Double.doubleToRawLongBits(value));
  }

  private static boolean is(Value v, double value) {
    return v.isConst() && Double.doubleToRawLongBits(value(v)) == Double.doubleToRawLongBits(value);
  }

  static Value add(Folder f, Value v, Value a, Value b) {
    if (is(b, -0.0)) { // x + -0.0 => x   (x + 0.0 is 0.0 for x = -0.0)
      return a;
    }
    if (b.op() == Op.FNEG) { // x + -y => x - y
      return f.make(Op.FSUB, a, b.operand(0));
    }
    if (a.op() == Op.FNEG) { // -x + y => y - x
      return f.make(Op.FSUB, b, a.operand(0));
    }
    return null;
  }

  static Value subtract(Folder f, Value v, Value a, Value b) {
    if (is(b, 0.0)) { // x - 0.0 => x   (x - -0.0 is 0.0 for x = -0.0)
      return a;
    }
    if (is(a, -0.0)) { // -0.0 - x => -x   (0.0 - x is 0.0 for x = 0.0)
      return f.make(Op.FNEG, b);
    }
    if (b.op() == Op.FNEG) { // x - -y => x + y
      return f.make(Op.FADD, a, b.operand(0));
    }
    return null;
  }

  static Value multiply(Folder f, Value v, Value a, Value b) {
    if (is(b, 1.0)) { // x * 1.0 => x
      return a;
    }
    if (is(b, -1.0)) { // x * -1.0 => -x
      return f.make(Op.FNEG, a);
    }
    if (is(b, 2.0)) { // x * 2.0 => x + x
      return f.make(Op.FADD, a, a);
    }
    if (a.op() == Op.FNEG && b.isConst()) { // -x * c => x * -c
      return f.make(Op.FMUL, a.operand(0), constant(f, v.type(), -value(b)));
    }
    if (a.op() == Op.FNEG && b.op() == Op.FNEG) { // -x * -y => x * y
      return f.make(Op.FMUL, a.operand(0), b.operand(0));
    }
    return null;
  }

  static Value divide(Folder f, Value v, Value a, Value b) {
    if (is(b, 1.0)) { // x / 1.0 => x
      return a;
    }
    if (is(b, -1.0)) { // x / -1.0 => -x
      return f.make(Op.FNEG, a);
    }
    if (b.isConst() && hasExactReciprocal(v.type(), value(b))) { // x / 4.0 => x * 0.25
      return f.make(Op.FMUL, a, constant(f, v.type(), 1 / value(b)));
    }
    if (a.op() == Op.FNEG && b.isConst()) { // -x / c => x / -c
      return f.make(Op.FDIV, a.operand(0), constant(f, v.type(), -value(b)));
    }
    if (b.op() == Op.FNEG && a.isConst()) { // c / -x => -c / x
      return f.make(Op.FDIV, constant(f, v.type(), -value(a)), b.operand(0));
    }
    if (a.op() == Op.FNEG && b.op() == Op.FNEG) { // -x / -y => x / y
      return f.make(Op.FDIV, a.operand(0), b.operand(0));
    }
    return null;
  }

  /**
   * True for powers of two whose reciprocal is a normal number too: both name the same real factor.
   */
  private static boolean hasExactReciprocal(Type type, double d) {
    boolean power = (Double.doubleToRawLongBits(d) & 0x000F_FFFF_FFFF_FFFFL) == 0;
    int limit = type == Type.F32 ? Float.MAX_EXPONENT : Double.MAX_EXPONENT;
    int exponent = Math.getExponent(d);
    return power && exponent < limit && exponent > -limit; // -limit is the least normal exponent
  }

  static Value unary(Folder f, Value v, Value a) {
    if (v.op() == Op.FNEG) { // -(-x) => x
      return a.op() == Op.FNEG ? a.operand(0) : null;
    }
    if (v.op() == Op.FABS) {
      if (a.op() == Op.FABS) { // ||x|| => |x|
        return a;
      }
      return a.op() == Op.FNEG ? f.make(Op.FABS, a.operand(0)) : null; // |-x| => |x|
    }
    return isRounding(v.op()) && (isRounding(a.op()) || a.op() == Op.ITOF) ? a : null;
  }

  private static boolean isRounding(Op op) {
    return op == Op.FLOOR || op == Op.CEIL || op == Op.RINT;
  }

  static Value fma(Folder f, Value v, Value a, Value b, Value c) {
    if (a.isConst() && !b.isConst()) { // constants stand second
      return f.make(Op.FMA, b, a, c);
    }
    if (is(b, 1.0)) { // x * 1.0 + z => x + z: one rounding either way
      return f.make(Op.FADD, a, c);
    }
    if (is(b, -1.0)) { // x * -1.0 + z => z - x
      return f.make(Op.FSUB, c, a);
    }
    if (is(c, -0.0)) { // x * y + -0.0 => x * y   (+ 0.0 would lose the sign of -0.0)
      return f.make(Op.FMUL, a, b);
    }
    if (a.op() == Op.FNEG && b.op() == Op.FNEG) { // -x * -y + z => x * y + z
      return f.make(Op.FMA, a.operand(0), b.operand(0), c);
    }
    return null;
  }
}
