package dev.lathe.opt;

import dev.lathe.analysis.Range;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/** Fold rules for conversions. */
final class ConversionRules {
  /** Every integer up to this magnitude is an f32. */
  private static final long F32_EXACT = 1L << Float.PRECISION;

  private ConversionRules() {}

  static Value integer(Folder f, Value v, Value a) {
    switch (v.op()) {
      case SEXT: // of what is not negative: zext, which is free on many machines
        return f.range(a).isNonNegative() ? f.make(Op.ZEXT, Type.I64, 0, a) : null;
      case ZEXT:
        return null;
      case TRUNC:
        return truncate(f, a);
      default:
        return narrow(f, v, a);
    }
  }

  private static Value truncate(Folder f, Value a) {
    switch (a.op()) {
      case SEXT, ZEXT: // the low half is the operand
        return a.operand(0);
      case AND: // the mask keeps the low half
        if (a.operand(1).isConst() && (int) a.operand(1).bits() == -1) {
          return f.make(Op.TRUNC, Type.I32, 0, a.operand(0));
        }
        break;
      default:
        break;
    }
    switch (a.op()) {
      case IADD, ISUB, IMUL, AND, OR, XOR: // low halves depend on low halves
        return hasLow(a.operand(0)) && hasLow(a.operand(1))
            ? f.make(a.op(), low(f, a.operand(0)), low(f, a.operand(1)))
            : null;
      case INEG, NOT:
        return hasLow(a.operand(0)) ? f.make(a.op(), low(f, a.operand(0))) : null;
      default:
        return null;
    }
  }

  /** True if the low half of {@code v} is at hand. */
  private static boolean hasLow(Value v) {
    return v.op() == Op.SEXT || v.op() == Op.ZEXT || v.isConst();
  }

  private static Value low(Folder f, Value v) {
    return v.isConst() ? f.constant(Type.I32, v.bits()) : v.operand(0);
  }

  /** The casts to byte, short and char. */
  private static Value narrow(Folder f, Value v, Value a) {
    Op op = v.op();
    Range range = f.range(a);
    boolean fits =
        switch (op) {
          case SEXT8 -> range.isWithin(Byte.MIN_VALUE, Byte.MAX_VALUE);
          case SEXT16 -> range.isWithin(Short.MIN_VALUE, Short.MAX_VALUE);
          default -> range.isWithin(0, Character.MAX_VALUE);
        };
    if (fits) {
      return a;
    }
    long mask = op == Op.SEXT8 ? 0xFF : 0xFFFF;
    switch (a.op()) {
      case SEXT16, ZEXT16: // (byte) (short) x => (byte) x
        return f.make(op, a.operand(0));
      case AND:
        if (a.operand(1).isConst() && (a.operand(1).bits() & mask) == mask) {
          return f.make(op, a.operand(0)); // the mask keeps the low bits
        }
        if (a.operand(1).isConst() && op == Op.ZEXT16) { // (char) (x & c) => x & (char) c
          return f.make(Op.AND, a.operand(0), f.constant(Type.I32, a.operand(1).bits() & mask));
        }
        return null;
      default:
        return null;
    }
  }

  static Value floating(Folder f, Value v, Value a) {
    Type type = v.type();
    switch (v.op()) {
      case ITOF:
        boolean extended =
            a.op() == Op.SEXT
                || a.op() == Op.ZEXT
                    && a.type() == Type.I64
                    && f.range(a.operand(0)).isNonNegative();
        if (extended) { // the same number
          return f.make(Op.ITOF, type, 0, a.operand(0));
        }
        return null;
      case FTOI:
        return toInteger(f, type, a);
      case FWIDEN:
        if (a.op() == Op.ITOF && isExact(f, a)) {
          return f.make(Op.ITOF, type, 0, a.operand(0));
        }
        return null;
      case FNARROW:
        return narrowed(f, a);
      default: // BITCAST
        return a.op() == Op.BITCAST && a.operand(0).type() == type ? a.operand(0) : null;
    }
  }

  private static Value toInteger(Folder f, Type type, Value a) {
    if (a.op() == Op.FWIDEN) {
      return f.make(Op.FTOI, type, 0, a.operand(0));
    }
    if (a.op() != Op.ITOF || !isExact(f, a)) {
      return null;
    }
    Value x = a.operand(0);
    if (x.type() == type) { // (int) (double) x => x
      return x;
    }
    return type == Type.I64 ? f.make(Op.SEXT, Type.I64, 0, x) : null;
  }

  /** True if the conversion {@code v} from integer does not round. */
  private static boolean isExact(Folder f, Value v) {
    Value x = v.operand(0);
    if (v.type() == Type.F64 && x.type() == Type.I32) {
      return true;
    }
    long bound = v.type() == Type.F32 ? F32_EXACT : 1L << Double.PRECISION;
    return f.range(x).isWithin(-bound, bound);
  }

  /**
   * {@code (float) (x op y)} on widened floats is the op on floats: f64 has more than twice the
   * digits of f32 and two, so rounding twice is rounding once (Figueroa 1995) for sums, products,
   * quotients and roots, subnormal results included; the other ops are exact.
   */
  private static Value narrowed(Folder f, Value a) {
    switch (a.op()) {
      case FWIDEN: // (float) (double) x => x
        return a.operand(0);
      case FADD, FSUB, FMUL, FDIV, FREM, FMIN, FMAX:
        return isFloat(a.operand(0)) && isFloat(a.operand(1))
            ? f.make(a.op(), asFloat(f, a.operand(0)), asFloat(f, a.operand(1)))
            : null;
      case FSQRT, FNEG, FABS, FLOOR, CEIL, RINT:
        return isFloat(a.operand(0)) ? f.make(a.op(), asFloat(f, a.operand(0))) : null;
      case ITOF: // int to double is exact, so only the second step rounds
        return a.operand(0).type() == Type.I32 ? f.make(Op.ITOF, Type.F32, 0, a.operand(0)) : null;
      default:
        return null;
    }
  }

  /** True if the f64 {@code v} is an f32, widened. */
  private static boolean isFloat(Value v) {
    return v.op() == Op.FWIDEN || v.isConst() && (float) FloatRules.value(v) == FloatRules.value(v);
  }

  private static Value asFloat(Folder f, Value v) {
    return v.isConst() ? FloatRules.constant(f, Type.F32, FloatRules.value(v)) : v.operand(0);
  }
}
