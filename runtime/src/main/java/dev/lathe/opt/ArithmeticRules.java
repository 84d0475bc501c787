package dev.lathe.opt;

import dev.lathe.analysis.Range;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/** Fold rules for integer arithmetic. Sums and products wrap, so reassociation is exact. */
final class ArithmeticRules {
  private ArithmeticRules() {}

  static Value add(Folder f, Value v, Value a, Value b) {
    Type type = v.type();
    if (b.isConst()) {
      long c = b.bits();
      if (c == 0) { // x + 0 => x
        return a;
      }
      if (a.op() == Op.IADD && a.operand(1).isConst()) { // (x + c1) + c2 => x + (c1 + c2)
        return f.make(Op.IADD, a.operand(0), f.constant(type, a.operand(1).bits() + c));
      }
      if (a.op() == Op.ISUB && a.operand(0).isConst()) { // (c1 - x) + c2 => (c1 + c2) - x
        return f.make(Op.ISUB, f.constant(type, a.operand(0).bits() + c), a.operand(1));
      }
      if (a.op() == Op.NOT) { // ~x + c => (c - 1) - x
        return f.make(Op.ISUB, f.constant(type, c - 1), a.operand(0));
      }
    }
    if (b.op() == Op.INEG) { // x + -y => x - y
      return f.make(Op.ISUB, a, b.operand(0));
    }
    if (a.op() == Op.INEG) { // -x + y => y - x
      return f.make(Op.ISUB, b, a.operand(0));
    }
    if (a.op() == Op.ISUB && a.operand(1) == b) { // (x - y) + y => x
      return a.operand(0);
    }
    if (b.op() == Op.ISUB && b.operand(1) == a) { // y + (x - y) => x
      return b.operand(0);
    }
    if (a == b) { // x + x => x << 1
      return f.make(Op.SHL, a, f.constant(Type.I32, 1));
    }
    boolean shifts = a.op() == Op.SHL || a.op() == Op.USHR;
    return shifts ? BitRules.rotate(f, v, a, b) : null;
  }

  static Value subtract(Folder f, Value v, Value a, Value b) {
    Type type = v.type();
    if (b.isConst()) { // x - c => x + -c
      return f.make(Op.IADD, a, f.constant(type, -b.bits()));
    }
    if (a == b) { // x - x => 0
      return f.constant(type, 0);
    }
    if (b.op() == Op.INEG) { // x - -y => x + y
      return f.make(Op.IADD, a, b.operand(0));
    }
    if (a.isConst()) {
      long c = a.bits();
      if (c == 0) { // 0 - x => -x
        return f.make(Op.INEG, b);
      }
      if (c == -1) { // -1 - x => ~x
        return f.make(Op.NOT, b);
      }
      if (b.op() == Op.IADD && b.operand(1).isConst()) { // c1 - (x + c2) => (c1 - c2) - x
        return f.make(Op.ISUB, f.constant(type, c - b.operand(1).bits()), b.operand(0));
      }
      if (b.op() == Op.ISUB && b.operand(0).isConst()) { // c1 - (c2 - x) => x + (c1 - c2)
        return f.make(Op.IADD, b.operand(1), f.constant(type, c - b.operand(0).bits()));
      }
      if (b.op() == Op.NOT) { // c - ~x => x + (c + 1)
        return f.make(Op.IADD, b.operand(0), f.constant(type, c + 1));
      }
    }
    if (a.op() == Op.IADD) {
      if (a.operand(1) == b) { // (x + y) - y => x
        return a.operand(0);
      }
      if (a.operand(0) == b) { // (x + y) - x => y
        return a.operand(1);
      }
    }
    if (b.op() == Op.IADD) {
      if (b.operand(0) == a) { // x - (x + y) => -y
        return f.make(Op.INEG, b.operand(1));
      }
      if (b.operand(1) == a) { // y - (x + y) => -x
        return f.make(Op.INEG, b.operand(0));
      }
    }
    if (b.op() == Op.ISUB && b.operand(0) == a) { // x - (x - y) => y
      return b.operand(1);
    }
    if (a.op() == Op.ISUB && a.operand(0) == b) { // (x - y) - x => -y
      return f.make(Op.INEG, a.operand(1));
    }
    return null;
  }

  static Value multiply(Folder f, Value v, Value a, Value b) {
    Type type = v.type();
    if (b.isConst()) {
      long c = b.bits();
      if (c == 0) { // x * 0 => 0
        return b;
      }
      if (c == 1) { // x * 1 => x
        return a;
      }
      if (c == -1) { // x * -1 => -x
        return f.make(Op.INEG, a);
      }
      if (a.op() == Op.IMUL && a.operand(1).isConst()) { // (x * c1) * c2 => x * (c1 * c2)
        return f.make(Op.IMUL, a.operand(0), f.constant(type, a.operand(1).bits() * c));
      }
      if (a.op() == Op.SHL && a.operand(1).isConst()) { // (x << k) * c => x * (c << k)
        return f.make(Op.IMUL, a.operand(0), f.constant(type, c << distance(a)));
      }
      if (a.op() == Op.INEG) { // -x * c => x * -c
        return f.make(Op.IMUL, a.operand(0), f.constant(type, -c));
      }
      long unsigned = type == Type.I32 ? c & 0xFFFF_FFFFL : c;
      if (Long.bitCount(unsigned) == 1) { // x * 2^k => x << k
        int k = Long.numberOfTrailingZeros(unsigned);
        return f.make(Op.SHL, a, f.constant(Type.I32, k));
      }
    }
    if (a.op() == Op.INEG && b.op() == Op.INEG) { // -x * -y => x * y
      return f.make(Op.IMUL, a.operand(0), b.operand(0));
    }
    return null;
  }

  static Value negate(Folder f, Value v, Value a) {
    Type type = v.type();
    switch (a.op()) {
      case INEG: // -(-x) => x
        return a.operand(0);
      case ISUB: // -(x - y) => y - x
        return f.make(Op.ISUB, a.operand(1), a.operand(0));
      case NOT: // -(~x) => x + 1
        return f.make(Op.IADD, a.operand(0), f.constant(type, 1));
      case IADD:
        if (a.operand(1).isConst()) { // -(x + c) => -c - x
          return f.make(Op.ISUB, f.constant(type, -a.operand(1).bits()), a.operand(0));
        }
        return null;
      case IMUL:
        if (a.operand(1).isConst()) { // -(x * c) => x * -c
          return f.make(Op.IMUL, a.operand(0), f.constant(type, -a.operand(1).bits()));
        }
        return null;
      case SHR, USHR:
        if (a.operand(1).isConst() && distance(a) == type.bits() - 1) { // -(x >> 31) => x >>> 31
          return f.make(a.op() == Op.SHR ? Op.USHR : Op.SHR, a.operand(0), a.operand(1));
        }
        return null;
      default:
        return null;
    }
  }

  static Value divide(Folder f, Value v, Value a, Value b) {
    Op op = v.op();
    Type type = v.type();
    boolean remainder = op == Op.IREM || op == Op.UREM;
    if (a.isConst(0)) { // 0 / y => 0; y is not 0
      return a;
    }
    if (a == b || b.op() == Op.NONZERO && b.operand(0) == a) { // y / y => 1, y % y => 0
      return f.constant(type, remainder ? 0 : 1);
    }
    if (b.isConst(1)) { // x / 1 => x, x % 1 => 0
      return remainder ? f.constant(type, 0) : a;
    }
    if (b.isConst(-1) && op == Op.IDIV) { // x / -1 => -x; MIN_VALUE / -1 is MIN_VALUE
      return f.make(Op.INEG, a);
    }
    if (b.isConst(-1) && op == Op.IREM) { // x % -1 => 0
      return f.constant(type, 0);
    }
    return null;
  }

  static Value minMax(Folder f, Value v, Value a, Value b) {
    if (a == b) {
      return a;
    }
    Op op = v.op();
    if (a.op() == op && (a.operand(0) == b || a.operand(1) == b)) { // min(min(x, y), y)
      return a;
    }
    if (b.op() == op && (b.operand(0) == a || b.operand(1) == a)) {
      return b;
    }
    if (b.isConst()) {
      long c = b.bits();
      if (a.op() == op && a.operand(1).isConst()) { // min(min(x, c1), c2) => min(x, min(c1, c2))
        long d = a.operand(1).bits();
        long both = op == Op.IMIN ? Math.min(c, d) : Math.max(c, d);
        return f.make(op, a.operand(0), f.constant(v.type(), both));
      }
      Range range = f.range(a);
      if (op == Op.IMIN ? range.max() <= c : range.min() >= c) {
        return a;
      }
      if (op == Op.IMIN ? range.min() >= c : range.max() <= c) {
        return b;
      }
    }
    if (isExtended(f, a) && (isExtended(f, b) || b.isConst() && b.bits() == (int) b.bits())) {
      Value x = a.operand(0); // min((long) x, (long) y) => (long) min(x, y)
      Value y = b.isConst() ? f.constant(Type.I32, b.bits()) : b.operand(0);
      return f.make(Op.SEXT, Type.I64, 0, f.make(op, x, y));
    }
    return null;
  }

  /** True for a long that is an int, extended by its sign. */
  private static boolean isExtended(Folder f, Value v) {
    return v.op() == Op.SEXT
        || v.op() == Op.ZEXT
            && v.operand(0).type() == Type.I32
            && f.range(v.operand(0)).isNonNegative();
  }

  static Value multiplyHigh(Folder f, Value v, Value a, Value b) {
    if (b.isConst(0)) {
      return b;
    }
    if (b.isConst(1)) {
      return v.op() == Op.UMULH
          ? f.constant(Type.I64, 0)
          : f.make(Op.SHR, a, f.constant(Type.I32, 63));
    }
    if (b.isConst() && v.op() == Op.UMULH && Long.bitCount(b.bits()) == 1) {
      int k = Long.numberOfTrailingZeros(b.bits()); // the product's upper half is x >>> (64 - k)
      return f.make(Op.USHR, a, f.constant(Type.I32, 64 - k));
    }
    return null;
  }

  static Value overflow(Folder f, Value v, Value a, Value b) {
    Type type = a.type();
    boolean negatable = b.isConst() && b.bits() != Range.full(type).min();
    if (v.op() == Op.SUBOV && negatable) { // as x - c => x + -c, so that sum and check match
      return f.make(Op.ADDOV, Type.BOOL, 0, a, f.constant(type, -b.bits()));
    }
    if (type == Type.I64 && !fitsInt(f.range(a)) || !fitsInt(f.range(b))) {
      boolean never = b.isConst(0) || v.op() == Op.MULOV && b.isConst(1);
      return never || v.op() == Op.SUBOV && a == b ? f.bool(false) : null;
    }
    Range x = f.range(a);
    Range y = f.range(b);
    Range full = Range.full(type);
    boolean fits = switch (v.op()) { // both are ints here: 64 bits hold every result
          case ADDOV -> full.contains(x.min() + y.min()) && full.contains(x.max() + y.max());
          case SUBOV ->
              a == b || full.contains(x.min() - y.max()) && full.contains(x.max() - y.min());
          default ->
              full.contains(x.min() * y.min())
                  && full.contains(x.min() * y.max())
                  && full.contains(x.max() * y.min())
                  && full.contains(x.max() * y.max());
        };
    return fits ? f.bool(false) : null;
  }

  private static boolean fitsInt(Range range) {
    return range.isWithin(Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** The distance of a shift by a constant, as the width masks it. */
  static int distance(Value shift) {
    return (int) shift.operand(1).bits() & shift.type().bits() - 1;
  }
}
