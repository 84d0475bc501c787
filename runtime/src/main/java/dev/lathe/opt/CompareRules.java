package dev.lathe.opt;

import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/** Fold rules for compares and selects. */
final class CompareRules {

  private CompareRules() {}

  static Value icmp(Folder f, Value v, Value a, Value b) {
    IntPredicate predicate = v.intPredicate();
    if (a.isConst()) { // c < x => x > c
      return icmp(f, predicate.swapped(), b, a);
    }
    if (a == b) { // x <= x
      return f.bool(predicate.test(0, 0));
    }
    int known = f.decide(predicate, a, b);
    if (known >= 0) {
      return f.bool(known == 1);
    }
    if (a.op() == Op.SEXT && b.op() == Op.SEXT) { // extension keeps all orders
      return icmp(f, predicate, a.operand(0), b.operand(0));
    }
    if (isZextInt(a) && isZextInt(b)) { // of two that are not negative
      return icmp(f, predicate.unsigned(), a.operand(0), b.operand(0));
    }
    boolean equality = predicate == IntPredicate.EQ || predicate == IntPredicate.NE;
    if (equality && a.op() == Op.INEG && b.op() == Op.INEG) {
      return icmp(f, predicate, a.operand(0), b.operand(0));
    }
    return b.isConst() ? withConstant(f, predicate, equality, a, b) : null;
  }

  private static Value icmp(Folder f, IntPredicate predicate, Value a, Value b) {
    return f.make(Op.ICMP, Type.BOOL, predicate.ordinal(), a, b);
  }

  private static boolean isZextInt(Value v) {
    return v.op() == Op.ZEXT && v.type() == Type.I64;
  }

  private static Value withConstant(
      Folder f, IntPredicate predicate, boolean equality, Value a, Value b) {
    long c = b.bits();
    Type type = a.type();
    if (isBit(a)) { // a bool against a constant
      return truth(f, predicate.test(1, c), predicate.test(0, c), a.operand(0));
    }
    if (a.op() == Op.SELECT && a.operand(1).isConst() && a.operand(2).isConst()) {
      boolean yes = predicate.test(a.operand(1).bits(), c);
      return truth(f, yes, predicate.test(a.operand(2).bits(), c), a.operand(0));
    }
    if (a.op() == Op.SELECT && a.operand(1).isConst() && isBit(a.operand(2))) {
      // compare(x, y) > 0, where compare is x < y ? -1 : x == y ? 0 : 1
      boolean yes = predicate.test(a.operand(1).bits(), c);
      Value no = truth(f, predicate.test(1, c), predicate.test(0, c), a.operand(2).operand(0));
      return yes ? f.make(Op.OR, a.operand(0), no) : f.make(Op.AND, f.inverse(a.operand(0)), no);
    }
    if (a.op() == Op.SEXT && c == (int) c) {
      return icmp(f, predicate, a.operand(0), f.constant(Type.I32, c));
    }
    if (isZextInt(a) && c >>> 32 == 0) {
      return icmp(f, predicate.unsigned(), a.operand(0), f.constant(Type.I32, c));
    }
    if (predicate.isUnsigned()) { // bounds of the unsigned order
      if (c == 1 && (predicate == IntPredicate.ULT || predicate == IntPredicate.UGE)) {
        return zero(f, predicate == IntPredicate.ULT, a); // x < 1 => x == 0
      }
      if (c == 0 && (predicate == IntPredicate.ULE || predicate == IntPredicate.UGT)) {
        return zero(f, predicate == IntPredicate.ULE, a); // x <= 0 => x == 0
      }
    }
    if (!equality) {
      return null;
    }
    boolean inner = a.operandCount() == 2 && a.operand(1).isConst();
    switch (a.op()) {
      case IADD:
        if (inner) { // x + c1 == c2 => x == c2 - c1
          return icmp(f, predicate, a.operand(0), f.constant(type, c - a.operand(1).bits()));
        }
        return null;
      case ISUB:
        if (a.operand(0).isConst()) { // c1 - x == c2 => x == c1 - c2
          return icmp(f, predicate, a.operand(1), f.constant(type, a.operand(0).bits() - c));
        }
        return c == 0 ? icmp(f, predicate, a.operand(0), a.operand(1)) : null;
      case XOR:
        if (inner) { // x ^ c1 == c2 => x == c1 ^ c2
          return icmp(f, predicate, a.operand(0), f.constant(type, c ^ a.operand(1).bits()));
        }
        return c == 0 ? icmp(f, predicate, a.operand(0), a.operand(1)) : null;
      case NOT:
        return icmp(f, predicate, a.operand(0), f.constant(type, ~c));
      case INEG:
        return icmp(f, predicate, a.operand(0), f.constant(type, -c));
      case IREM, UREM:
        return inner ? remainder(f, predicate, a, c) : null;
      case AND:
        if (inner && a.operand(1).isConst(c) && Long.bitCount(c) == 1) { // (x & 8) == 8 => != 0
          return icmp(f, predicate.inverse(), a, f.constant(type, 0));
        }
        return null;
      default:
        return null;
    }
  }

  /** True for a bool made an i32: 0 or 1. */
  private static boolean isBit(Value v) {
    return v.op() == Op.ZEXT && v.type() == Type.I32;
  }

  /** {@code x % 8 == c}: the low bits are c, and x is not negative if c is positive. */
  private static Value remainder(Folder f, IntPredicate predicate, Value a, long c) {
    long d = a.operand(1).bits();
    if (d < 2 || Long.bitCount(d) != 1 || c < 0 || c >= d) {
      return null;
    }
    Type type = a.type();
    long sign = c == 0 || a.op() == Op.UREM ? 0 : Long.MIN_VALUE >> 64 - type.bits();
    Value low = f.make(Op.AND, a.operand(0), f.constant(type, sign | d - 1));
    return icmp(f, predicate, low, f.constant(type, c));
  }

  private static Value zero(Folder f, boolean equal, Value a) {
    IntPredicate predicate = equal ? IntPredicate.EQ : IntPredicate.NE;
    return icmp(f, predicate, a, f.constant(a.type(), 0));
  }

  /** The bool that is {@code yes} where {@code condition} holds, else {@code no}. */
  private static Value truth(Folder f, boolean yes, boolean no, Value condition) {
    return yes == no ? f.bool(yes) : yes ? condition : f.inverse(condition);
  }

  /** {@code a & b} or {@code a | b} of two compares of the same operands: one compare, or null. */
  static Value combine(Folder f, Op op, Value a, Value b) {
    Value x = a.operand(0);
    Value y = a.operand(1);
    IntPredicate second = b.intPredicate();
    if (b.operand(0) == y && b.operand(1) == x) {
      second = second.swapped();
    } else if (b.operand(0) != x || b.operand(1) != y) {
      return null;
    }
    boolean unsigned = a.intPredicate().isUnsigned() || second.isUnsigned();
    if (unsigned && (isSigned(a.intPredicate()) || isSigned(second))) {
      return null;
    }
    int first = a.intPredicate().outcomes();
    int both = op == Op.AND ? first & second.outcomes() : first | second.outcomes();
    if (both == 0 || both == (IntPredicate.LESS | IntPredicate.EQUAL | IntPredicate.GREATER)) {
      return f.bool(both != 0);
    }
    IntPredicate predicate = IntPredicate.of(both);
    return icmp(f, unsigned ? predicate.unsigned() : predicate, x, y);
  }

  private static boolean isSigned(IntPredicate predicate) {
    return !predicate.isUnsigned() && !predicate.isEquality();
  }

  static Value fcmp(Folder f, Value v, Value a, Value b) {
    FloatPredicate predicate = v.floatPredicate();
    if (a.isConst()) { // c < x => x > c
      return fcmp(f, predicate.swapped(), b, a);
    }
    if (a == b) { // equal or NaN
      boolean equal = predicate.test(0, 0);
      if (equal == predicate.test(Double.NaN, Double.NaN)) {
        return f.bool(equal);
      }
      FloatPredicate same = equal ? FloatPredicate.ORD : FloatPredicate.UNO;
      return predicate == same ? null : fcmp(f, same, a, a);
    }
    if (a.op() == Op.FWIDEN && b.op() == Op.FWIDEN) { // widening is exact
      return fcmp(f, predicate, a.operand(0), b.operand(0));
    }
    if (a.op() == Op.FNEG && b.op() == Op.FNEG) { // -x < -y => x > y
      return fcmp(f, predicate.swapped(), a.operand(0), b.operand(0));
    }
    if (!b.isConst()) {
      return null;
    }
    double c = FloatRules.value(b);
    if (c != c) { // NaN: unordered with everything
      return f.bool(predicate.test(0, Double.NaN));
    }
    if (predicate == FloatPredicate.ORD || predicate == FloatPredicate.UNO) {
      return fcmp(f, predicate, a, a); // the constant is a number
    }
    if (a.op() == Op.FWIDEN && (float) c == c) {
      return fcmp(f, predicate, a.operand(0), FloatRules.constant(f, Type.F32, c));
    }
    if (a.op() == Op.FNEG) { // -x < c => x > -c
      return fcmp(f, predicate.swapped(), a.operand(0), FloatRules.constant(f, a.type(), -c));
    }
    return null;
  }

  private static Value fcmp(Folder f, FloatPredicate predicate, Value a, Value b) {
    return f.make(Op.FCMP, Type.BOOL, predicate.ordinal(), a, b);
  }

  static Value select(Folder f, Value v, Value c, Value a, Value b) {
    if (c.isConst()) {
      return c.isConst(0) ? b : a;
    }
    Type type = v.type();
    if (a == b || a.isConst() && b.isConst(a.attribute())) { // select(c, x, x) => x
      return a;
    }
    if (c.op() == Op.NOT) { // select(!c, a, b) => select(c, b, a)
      return f.make(Op.SELECT, type, 0, c.operand(0), b, a);
    }
    if (a.op() == Op.SELECT && a.operand(0) == c) { // select(c, select(c, x, y), b)
      return f.make(Op.SELECT, type, 0, c, a.operand(1), b);
    }
    if (b.op() == Op.SELECT && b.operand(0) == c) {
      return f.make(Op.SELECT, type, 0, c, a, b.operand(2));
    }
    if (type.isBool()) {
      return selectBool(f, c, a, b);
    }
    if (!type.isInt()) {
      return null; // a == b does not make floats interchangeable: -0.0
    }
    if (a.isConst() && b.isConst()) {
      return selectConstant(f, type, c, a.bits(), b.bits());
    }
    return c.op() == Op.ICMP ? selectCompared(f, c, a, b) : null;
  }

  private static Value selectBool(Folder f, Value c, Value a, Value b) {
    if (a.isConst(1) && b.isConst(0)) { // c ? true : false => c
      return c;
    }
    if (a.isConst(0) && b.isConst(1)) {
      return f.inverse(c);
    }
    if (a.isConst(1) || a == c) { // c ? true : b => c | b
      return f.make(Op.OR, c, b);
    }
    if (b.isConst(0) || b == c) { // c ? a : false => c & a
      return f.make(Op.AND, c, a);
    }
    if (a.isConst(0)) { // c ? false : b => !c & b
      return f.make(Op.AND, f.inverse(c), b);
    }
    if (b.isConst(1)) { // c ? a : true => !c | a
      return f.make(Op.OR, f.inverse(c), a);
    }
    return null;
  }

  /** {@code c ? 1 : 0} and what is a negation or sum away from it. */
  private static Value selectConstant(Folder f, Type type, Value c, long yes, long no) {
    if (no == 0 && yes == 1) {
      return bit(f, type, c);
    }
    if (no == 1 && yes == 0) {
      return bit(f, type, f.inverse(c));
    }
    if (no == 0 && yes == -1) {
      return f.make(Op.INEG, bit(f, type, c));
    }
    if (no == -1 && yes == 0) {
      return f.make(Op.INEG, bit(f, type, f.inverse(c)));
    }
    return null;
  }

  private static Value bit(Folder f, Type type, Value c) {
    Value bit = f.make(Op.ZEXT, Type.I32, 0, c);
    return type == Type.I64 ? f.make(Op.ZEXT, Type.I64, 0, bit) : bit;
  }

  /** A select between the two sides of its own compare. */
  private static Value selectCompared(Folder f, Value c, Value a, Value b) {
    Value x = c.operand(0);
    Value y = c.operand(1);
    boolean straight = x == a && Replacements.isSame(y, b);
    if (!straight && !(x == b && Replacements.isSame(y, a))) {
      return null;
    }
    IntPredicate predicate = c.intPredicate();
    if (predicate.isEquality()) {
      return predicate == IntPredicate.EQ ? b : a; // x == y ? x : y
    }
    boolean less = (predicate.outcomes() & IntPredicate.LESS) != 0;
    return predicate.isUnsigned() ? null : f.make(straight == less ? Op.IMIN : Op.IMAX, a, b);
  }
}
