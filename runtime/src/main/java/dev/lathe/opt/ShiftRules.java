package dev.lathe.opt;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * Fold rules for shifts, rotations and bit counts. Distances count modulo the width (JLS 15.19).
 */
final class ShiftRules {
  private ShiftRules() {}

  static Value shift(Folder f, Value v, Value a, Value n) {
    if (a.isConst(0) || a.isConst(-1) && v.op() != Op.SHL && v.op() != Op.USHR) {
      return a; // 0 << n => 0, -1 >> n => -1
    }
    int width = v.type().bits();
    if (!n.isConst()) {
      Value simpler = distance(f, n, width);
      return simpler == null ? null : f.make(v.op(), a, simpler);
    }
    int distance = (int) n.bits() & width - 1;
    if (distance == 0) { // x << 32 => x
      return a;
    }
    if (distance != n.bits()) { // x << 33 => x << 1
      return f.make(v.op(), a, f.constant(Type.I32, distance));
    }
    if (a.operandCount() == 2 && a.operand(1).isConst()) {
      Value merged = twice(f, v, a, distance);
      if (merged != null) {
        return merged;
      }
    }
    return null;
  }

  /** A simpler distance that is the same modulo {@code width}, or null. */
  private static Value distance(Folder f, Value n, int width) {
    long mask = width - 1;
    switch (n.op()) {
      case SEXT8, SEXT16, ZEXT16: // the low bits are the operand's
        return n.operand(0);
      case AND: // n & 31 => n
        return n.operand(1).isConst() && (n.operand(1).bits() & mask) == mask ? n.operand(0) : null;
      case IADD: // n + 32 => n
        return n.operand(1).isConst() && (n.operand(1).bits() & mask) == 0 ? n.operand(0) : null;
      case ISUB: // 32 - n => -n
        return n.operand(0).isConst() && (n.operand(0).bits() & mask) == 0
            ? f.make(Op.INEG, n.operand(1))
            : null;
      default:
        return null;
    }
  }

  /** A shift of a shift, both by constants. */
  private static Value twice(Folder f, Value v, Value a, int outer) {
    Type type = v.type();
    int width = type.bits();
    Value x = a.operand(0);
    int inner = ArithmeticRules.distance(a);
    switch (v.op()) {
      case SHL:
        if (a.op() == Op.SHL) { // (x << a) << b => x << (a + b)
          return sum(f, Op.SHL, x, inner, outer);
        }
        if ((a.op() == Op.USHR || a.op() == Op.SHR) && inner == outer) { // clears the low bits
          return f.make(Op.AND, x, f.constant(type, -1L << outer));
        }
        if (a.op() == Op.IMUL) { // (x * c) << k => x * (c << k)
          return f.make(Op.IMUL, x, f.constant(type, a.operand(1).bits() << outer));
        }
        return null;
      case USHR:
        if (a.op() == Op.USHR) {
          return sum(f, Op.USHR, x, inner, outer);
        }
        if (a.op() == Op.SHL && inner == outer) { // clears the high bits
          long mask = type == Type.I32 ? 0xFFFF_FFFFL : -1;
          return f.make(Op.AND, x, f.constant(type, mask >>> outer));
        }
        if (a.op() == Op.SHR && outer == width - 1) { // the sign bit, however it got there
          return f.make(Op.USHR, x, f.constant(Type.I32, outer));
        }
        return null;
      case SHR:
        if (a.op() == Op.SHR) {
          return f.make(Op.SHR, x, f.constant(Type.I32, Math.min(inner + outer, width - 1)));
        }
        if (a.op() == Op.USHR && inner != 0) { // the sign bit is 0
          return sum(f, Op.USHR, x, inner, outer);
        }
        if (a.op() == Op.SHL && inner == outer) {
          return signExtended(f, type, x, width - outer);
        }
        return null;
      default: // ROTL
        return a.op() == Op.ROTL
            ? f.make(Op.ROTL, x, f.constant(Type.I32, inner + outer & width - 1))
            : null;
    }
  }

  private static Value sum(Folder f, Op op, Value x, int inner, int outer) {
    return inner + outer >= x.type().bits()
        ? f.constant(x.type(), 0)
        : f.make(op, x, f.constant(Type.I32, inner + outer));
  }

  /** The low {@code bits} of {@code x}, sign-extended, where one op does it. */
  private static Value signExtended(Folder f, Type type, Value x, int bits) {
    long most = (1L << bits - 1) - 1;
    if (f.range(x).isWithin(~most, most)) {
      return x;
    }
    if (type == Type.I64) { // (x << 32) >> 32 => (int) x
      return bits == 32 ? f.make(Op.SEXT, Type.I64, 0, f.make(Op.TRUNC, Type.I32, 0, x)) : null;
    }
    return bits == 8 ? f.make(Op.SEXT8, x) : bits == 16 ? f.make(Op.SEXT16, x) : null;
  }

  static Value count(Folder f, Value v, Value a) {
    if (v.op() == Op.BSWAP && a.op() == Op.BSWAP) {
      return a.operand(0);
    }
    if (v.op() == Op.POPCNT && (a.op() == Op.BSWAP || a.op() == Op.ROTL)) { // moves bits only
      return f.make(Op.POPCNT, a.operand(0));
    }
    return null;
  }
}
