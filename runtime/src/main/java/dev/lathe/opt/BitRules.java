package dev.lathe.opt;

import dev.lathe.analysis.Range;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/** Fold rules for {@code and or xor not}, on integers and on bool alike. */
final class BitRules {
  private BitRules() {}

  static Value and(Folder f, Value v, Value a, Value b) {
    if (a == b || b.isConst(Folder.allOnes(v.type()))) { // x & x => x, x & -1 => x
      return a;
    }
    if (b.isConst(0)) { // x & 0 => 0
      return b;
    }
    if (isNot(a, b) || isNot(b, a)) { // x & ~x => 0
      return f.constant(v.type(), 0);
    }
    if (has(a, Op.OR, b)) { // (x | y) & x => x
      return b;
    }
    if (has(b, Op.OR, a)) {
      return a;
    }
    if (has(a, Op.AND, b)) { // (x & y) & x => x & y
      return a;
    }
    if (has(b, Op.AND, a)) {
      return b;
    }
    if (a.op() == Op.ICMP && b.op() == Op.ICMP) { // x >= y & x != y => x > y
      return CompareRules.combine(f, Op.AND, a, b);
    }
    return b.isConst() && !v.type().isBool() ? andConstant(f, v, a, b.bits()) : null;
  }

  private static Value andConstant(Folder f, Value v, Value a, long c) {
    Type type = v.type();
    Range range = f.range(a);
    if ((~range.zeros() & ~c) == 0) { // the mask clears only what is 0 already
      return a;
    }
    if ((~range.zeros() & c) == 0) {
      return f.constant(type, 0);
    }
    switch (a.op()) {
      case AND:
        if (a.operand(1).isConst()) { // (x & c1) & c2 => x & (c1 & c2)
          return f.make(Op.AND, a.operand(0), f.constant(type, a.operand(1).bits() & c));
        }
        break;
      case OR, XOR:
        if (a.operand(1).isConst() && (a.operand(1).bits() & c) == 0) { // (x | 4) & 3 => x & 3
          return f.make(Op.AND, a.operand(0), f.constant(type, c));
        }
        if (a.op() == Op.OR && a.operand(1).isConst() && (~a.operand(1).bits() & c) == 0) {
          return f.constant(type, c); // (x | 7) & 3 => 3
        }
        break;
      case SEXT8:
        if ((c & ~0xFFL) == 0) { // the mask drops the extension
          return f.make(Op.AND, a.operand(0), f.constant(type, c));
        }
        break;
      case SEXT16, ZEXT16:
        if ((c & ~0xFFFFL) == 0 && c != 0xFFFF) {
          return f.make(Op.AND, a.operand(0), f.constant(type, c));
        }
        if (c == 0xFFFF) {
          return f.make(Op.ZEXT16, a.operand(0));
        }
        break;
      default:
        break;
    }
    if (type == Type.I32 && c == 0xFFFF) { // x & 0xFFFF => (char) x
      return f.make(Op.ZEXT16, a);
    }
    if (type == Type.I64 && c == 0xFFFF_FFFFL) { // x & 0xFFFFFFFFL: the low half, zero-extended
      return f.make(Op.ZEXT, Type.I64, 0, f.make(Op.TRUNC, Type.I32, 0, a));
    }
    return null;
  }

  static Value or(Folder f, Value v, Value a, Value b) {
    Type type = v.type();
    if (a == b || b.isConst(0)) { // x | x => x, x | 0 => x
      return a;
    }
    if (b.isConst(Folder.allOnes(type))) { // x | -1 => -1
      return b;
    }
    if (isNot(a, b) || isNot(b, a)) { // x | ~x => -1
      return f.constant(type, Folder.allOnes(type));
    }
    if (has(a, Op.AND, b)) { // (x & y) | x => x
      return b;
    }
    if (has(b, Op.AND, a)) {
      return a;
    }
    if (has(a, Op.OR, b)) { // (x | y) | x => x | y
      return a;
    }
    if (has(b, Op.OR, a)) {
      return b;
    }
    if (b.isConst() && !type.isBool()) {
      long c = b.bits();
      Range range = f.range(a);
      if ((~range.ones() & c) == 0) { // sets only what is 1 already
        return a;
      }
      if ((~range.zeros() & ~c) == 0) { // every bit that may be 1 is set
        return b;
      }
      if (a.op() == Op.OR && a.operand(1).isConst()) { // (x | c1) | c2 => x | (c1 | c2)
        return f.make(Op.OR, a.operand(0), f.constant(type, a.operand(1).bits() | c));
      }
    }
    if (a.op() == Op.ICMP && b.op() == Op.ICMP) { // x < y | x == y => x <= y
      return CompareRules.combine(f, Op.OR, a, b);
    }
    return rotate(f, v, a, b);
  }

  static Value xor(Folder f, Value v, Value a, Value b) {
    Type type = v.type();
    if (a == b) { // x ^ x => 0
      return f.constant(type, 0);
    }
    if (b.isConst(0)) { // x ^ 0 => x
      return a;
    }
    if (b.isConst(Folder.allOnes(type))) { // x ^ -1 => ~x
      return f.make(Op.NOT, a);
    }
    if (a.op() == Op.NOT && b.op() == Op.NOT) { // ~x ^ ~y => x ^ y
      return f.make(Op.XOR, a.operand(0), b.operand(0));
    }
    if (b.isConst()) {
      long c = b.bits();
      if (a.op() == Op.NOT) { // ~x ^ c => x ^ ~c
        return f.make(Op.XOR, a.operand(0), f.constant(type, ~c));
      }
      if (a.op() == Op.XOR && a.operand(1).isConst()) { // (x ^ c1) ^ c2 => x ^ (c1 ^ c2)
        return f.make(Op.XOR, a.operand(0), f.constant(type, a.operand(1).bits() ^ c));
      }
    }
    if (a.op() == Op.XOR) {
      if (a.operand(1) == b) { // (x ^ y) ^ y => x
        return a.operand(0);
      }
      if (a.operand(0) == b) {
        return a.operand(1);
      }
    }
    if (b.op() == Op.XOR) {
      if (b.operand(1) == a) {
        return b.operand(0);
      }
      if (b.operand(0) == a) {
        return b.operand(1);
      }
    }
    return type.isBool() ? null : rotate(f, v, a, b);
  }

  static Value not(Folder f, Value v, Value a) {
    switch (a.op()) {
      case NOT: // ~~x => x
        return a.operand(0);
      case ICMP: // !(a < b) => a >= b
        return f.make(
            Op.ICMP, a.type(), a.intPredicate().inverse().ordinal(), a.operand(0), a.operand(1));
      case FCMP: // !(a < b) => a is not less than b, or one is NaN
        return f.make(
            Op.FCMP, a.type(), a.floatPredicate().inverse().ordinal(), a.operand(0), a.operand(1));
      case INEG: // ~(-x) => x - 1
        return f.make(Op.IADD, a.operand(0), f.constant(v.type(), -1));
      case IADD:
        if (a.operand(1).isConst()) { // ~(x + c) => (-1 - c) - x
          return f.make(Op.ISUB, f.constant(v.type(), ~a.operand(1).bits()), a.operand(0));
        }
        return null;
      case ISUB:
        if (a.operand(0).isConst()) { // ~(c - x) => x + (-1 - c)
          return f.make(Op.IADD, a.operand(1), f.constant(v.type(), ~a.operand(0).bits()));
        }
        return null;
      case XOR:
        if (a.operand(1).isConst()) { // ~(x ^ c) => x ^ ~c
          return f.make(Op.XOR, a.operand(0), f.constant(v.type(), ~a.operand(1).bits()));
        }
        return null;
      default:
        return null;
    }
  }

  /**
   * {@code (x << n) op (x >>> (w - n))} for {@code or}, {@code xor} and {@code iadd}: a rotation.
   * By a variable distance only for {@code or}: where n is 0 modulo the width both sides are x, and
   * only {@code x | x} is x.
   */
  static Value rotate(Folder f, Value v, Value a, Value b) {
    if (a.op() == Op.USHR && b.op() == Op.SHL) {
      return rotate(f, v, b, a);
    }
    if (a.op() != Op.SHL || b.op() != Op.USHR || a.operand(0) != b.operand(0)) {
      return null;
    }
    Value left = a.operand(1);
    Value right = b.operand(1);
    int width = v.type().bits();
    if (left.isConst() && right.isConst()) {
      boolean whole = ((left.bits() + right.bits()) & width - 1) == 0;
      return whole && (left.bits() & width - 1) != 0 ? f.make(Op.ROTL, a.operand(0), left) : null;
    }
    if (v.op() != Op.OR) {
      return null;
    }
    // Distances count modulo the width; ShiftRules has made w - n a negation.
    if (right.op() == Op.INEG && right.operand(0) == left
        || left.op() == Op.INEG && left.operand(0) == right) {
      return f.make(Op.ROTL, a.operand(0), left);
    }
    return null;
  }

  /** True if {@code a} is {@code ~b}. */
  private static boolean isNot(Value a, Value b) {
    return a.op() == Op.NOT && a.operand(0) == b;
  }

  private static boolean has(Value a, Op op, Value operand) {
    return a.op() == op && (a.operand(0) == operand || a.operand(1) == operand);
  }
}
