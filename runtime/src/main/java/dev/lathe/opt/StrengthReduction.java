package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.FlowRanges;
import dev.lathe.analysis.Uses;
import dev.lathe.ir.Function;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * Replaces multiplications by constants by shifts and sums where two cheap ops do (scaled by 2, 4,
 * 8 they are one on many machines), and divisions and remainders by constants by multiplications
 * with a {@link Reciprocal}: a division costs 10 to 40 cycles, a multiplication 3 or 4. What it
 * makes is folded at once.
 */
public final class StrengthReduction implements Pass {
  @Override
  public String name() {
    return "strength-reduction";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (!hasCandidate(function)) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    FlowRanges ranges = flow.size() > 1 ? new FlowRanges(function, flow) : null;
    boolean changed = new Reducer(function, context, Uses.of(function), ranges).walk(flow);
    return DeadCode.removeUnreachable(function) | changed;
  }

  private static boolean hasCandidate(Function function) {
    for (int b = 0; b < function.blocks().size(); b++) {
      var values = function.blocks().get(b).values();
      for (int i = 0; i < values.size(); i++) {
        Op op = values.get(i).op();
        boolean reducible = op == Op.IMUL || op.isDivision();
        if (reducible && values.get(i).operand(1).isConst()) {
          return true;
        }
      }
    }
    return false;
  }

  private static final class Reducer extends Folder {
    private final Uses uses;

    Reducer(Function function, PassContext context, Uses uses, FlowRanges ranges) {
      super(function, context, ranges);
      this.uses = uses;
    }

    @Override
    Value rewrite(Value v) {
      Value folded = super.rewrite(v);
      if (folded != null || v.operandCount() != 2 || !v.operand(1).isConst()) {
        return folded;
      }
      Value x = v.operand(0);
      long c = v.operand(1).bits();
      return switch (v.op()) {
        case IMUL -> multiply(x, c);
        case IDIV -> divide(x, c);
        case UDIV -> divideUnsigned(x, c);
        case IREM -> isOnlyTested(v) ? null : remainder(x, c);
        case UREM -> isOnlyTested(v) ? null : remainderUnsigned(x, c);
        case ICMP -> c == 0 && isRemainder(x) ? divisible(v, x) : null;
        default -> null;
      };
    }

    private Value distance(int k) {
      return constant(Type.I32, k);
    }

    private Value shift(Op op, Value x, int k) {
      return make(op, x, distance(k));
    }

    /** {@code x * c} as {@code x << k}, plus or minus x; null if c has no such form. */
    private Value multiply(Value x, long c) {
      Type type = x.type();
      if (isPowerOfTwo(type, c - 1)) {
        return make(Op.IADD, x, shift(Op.SHL, x, log2(c - 1)));
      }
      if (isPowerOfTwo(type, c + 1)) {
        return make(Op.ISUB, shift(Op.SHL, x, log2(c + 1)), x);
      }
      if (isPowerOfTwo(type, -c)) {
        return make(Op.INEG, shift(Op.SHL, x, log2(-c)));
      }
      if (isPowerOfTwo(type, 1 - c)) {
        return make(Op.ISUB, x, shift(Op.SHL, x, log2(1 - c)));
      }
      return null;
    }

    private Value divide(Value x, long d) {
      Type type = x.type();
      int width = type.bits();
      if (d == minimum(type)) { // only MIN_VALUE itself holds it once
        return bit(type, IntPredicate.EQ, x, d);
      }
      boolean nonNegative = range(x).isNonNegative();
      if (isPowerOfTwo(type, Math.abs(d))) {
        int k = log2(Math.abs(d));
        Value biased = nonNegative ? x : make(Op.IADD, x, bias(x, k));
        Value quotient = shift(Op.SHR, biased, k);
        return d < 0 ? make(Op.INEG, quotient) : quotient;
      }
      Value quotient;
      if (nonNegative) {
        quotient = multiplyShift(x, Reciprocal.of(Math.abs(d), width, width - 1));
      } else {
        Reciprocal r = Reciprocal.of(Math.abs(d), width, width - 1);
        // The product rounds down, division to 0: one more where x is negative.
        quotient = make(Op.ISUB, signedMultiplyShift(x, r), shift(Op.SHR, x, width - 1));
      }
      return d < 0 ? make(Op.INEG, quotient) : quotient;
    }

    /** What makes {@code x >> k} round to 0: 2^k - 1 where x is negative, else 0. */
    private Value bias(Value x, int k) {
      int width = x.type().bits();
      Value sign = k == 1 ? x : shift(Op.SHR, x, width - 1);
      return shift(Op.USHR, sign, width - k);
    }

    private Value divideUnsigned(Value x, long d) {
      Type type = x.type();
      int width = type.bits();
      if (isPowerOfTwo(type, d)) {
        return shift(Op.USHR, x, log2(d));
      }
      if (d < 0) { // half the range or more: it goes in once at most
        return bit(type, IntPredicate.UGE, x, d);
      }
      int bits = range(x).isNonNegative() ? width - 1 : width;
      Reciprocal r = Reciprocal.of(d, width, bits);
      if (r.fits()) {
        return multiplyShift(x, r);
      }
      if (type == Type.I32) { // 2^64 / d rounded up is exact for 32-bit dividends
        long factor = Long.divideUnsigned(-1, d) + 1;
        return make(
            Op.TRUNC, Type.I32, 0, make(Op.UMULH, wide(Op.ZEXT, x), constant(Type.I64, factor)));
      }
      int zeros = Long.numberOfTrailingZeros(d);
      if (zeros > 0) { // an even divisor: shift first, and the factor needs fewer bits
        Reciprocal odd = Reciprocal.of(d >>> zeros, width, width - zeros);
        return multiplyShift(shift(Op.USHR, x, zeros), odd);
      }
      // The factor has 65 bits: x * 2^64 is added after the product's lower half is gone.
      Value high = make(Op.UMULH, x, constant(type, r.factor()));
      Value half = shift(Op.USHR, make(Op.ISUB, x, high), 1);
      return shift(Op.USHR, make(Op.IADD, half, high), r.shift() - 1);
    }

    /** The upper half of {@code x * r}, shifted, unsigned. */
    private Value multiplyShift(Value x, Reciprocal r) {
      if (x.type() == Type.I32) { // 64 bits hold the product
        Value product = make(Op.IMUL, wide(Op.ZEXT, x), constant(Type.I64, r.factor()));
        return make(Op.TRUNC, Type.I32, 0, shift(Op.USHR, product, 32 + r.shift()));
      }
      Value high = make(Op.UMULH, x, constant(Type.I64, r.factor()));
      return shift(Op.USHR, high, r.shift());
    }

    /** The same, signed; the factor is unsigned still. */
    private Value signedMultiplyShift(Value x, Reciprocal r) {
      if (x.type() == Type.I32) {
        Value product = make(Op.IMUL, wide(Op.SEXT, x), constant(Type.I64, r.factor()));
        return make(Op.TRUNC, Type.I32, 0, shift(Op.SHR, product, 32 + r.shift()));
      }
      Value high = make(Op.SMULH, x, constant(Type.I64, r.factor()));
      if (r.factor() < 0) { // smulh took the factor as 2^64 less than it is
        high = make(Op.IADD, high, x);
      }
      return shift(Op.SHR, high, r.shift());
    }

    private Value wide(Op op, Value x) {
      return make(op, Type.I64, 0, x);
    }

    private Value remainder(Value x, long d) {
      Type type = x.type();
      long magnitude = Math.abs(d); // the sign of a remainder is the dividend's
      if (!isPowerOfTwo(type, magnitude)) {
        Value quotient = make(Op.IDIV, x, constant(type, d));
        return make(Op.ISUB, x, make(Op.IMUL, quotient, constant(type, d)));
      }
      Value mask = constant(type, magnitude - 1);
      if (range(x).isNonNegative()) {
        return make(Op.AND, x, mask);
      }
      Value bias = bias(x, log2(magnitude));
      return make(Op.ISUB, make(Op.AND, make(Op.IADD, x, bias), mask), bias);
    }

    private Value remainderUnsigned(Value x, long d) {
      Type type = x.type();
      if (isPowerOfTwo(type, d)) {
        return make(Op.AND, x, constant(type, d - 1));
      }
      Value divisor = constant(type, d);
      if (d < 0) {
        Value once = compare(IntPredicate.UGE, x, divisor);
        return make(Op.SELECT, type, 0, once, make(Op.ISUB, x, divisor), x);
      }
      return make(Op.ISUB, x, make(Op.IMUL, make(Op.UDIV, x, divisor), divisor));
    }

    /** {@code x predicate c} as 0 or 1. */
    private Value bit(Type type, IntPredicate predicate, Value x, long c) {
      Value bit = make(Op.ZEXT, Type.I32, 0, compare(predicate, x, constant(type, c)));
      return type == Type.I64 ? wide(Op.ZEXT, bit) : bit;
    }

    private Value compare(IntPredicate predicate, Value a, Value b) {
      return make(Op.ICMP, Type.BOOL, predicate.ordinal(), a, b);
    }

    private static boolean isRemainder(Value v) {
      return (v.op() == Op.IREM || v.op() == Op.UREM) && v.operand(1).isConst();
    }

    /** True if all that is asked of a remainder is whether it is 0. */
    private boolean isOnlyTested(Value remainder) {
      if (uses.count(remainder) != 1 || uses.userCount(remainder) != 1) {
        return false;
      }
      Value user = uses.user(remainder, 0);
      return user.op() == Op.ICMP && user.attribute() <= 1 && user.operand(1).isConst(0);
    }

    /**
     * {@code x % d == 0} without the quotient. For odd d, x times the inverse of d modulo 2^w is
     * the quotient where d divides x, and lies beyond all quotients where it does not. For even d
     * the trailing zeros are rotated to the top, where they must be 0 too (Granlund and Montgomery
     * 1994, section 9; Warren, Hacker's Delight, 10-17).
     */
    private Value divisible(Value v, Value remainder) {
      IntPredicate predicate = v.intPredicate();
      boolean equal = predicate == IntPredicate.EQ;
      if (!equal && predicate != IntPredicate.NE) {
        return null;
      }
      Value x = remainder.operand(0);
      Type type = x.type();
      int width = type.bits();
      boolean signed = remainder.op() == Op.IREM && !range(x).isNonNegative();
      long d = remainder.operand(1).bits();
      d = remainder.op() == Op.IREM ? Math.abs(d) : d;
      long unsigned = type == Type.I32 ? d & 0xFFFF_FFFFL : d;
      int zeros = Long.numberOfTrailingZeros(unsigned);
      long odd = unsigned >>> zeros;
      if (odd == 1) { // folded to a mask already, but for d = MIN_VALUE
        return compare(predicate, make(Op.AND, x, constant(type, d - 1)), constant(type, 0));
      }
      long all = type == Type.I32 ? 0xFFFF_FFFFL : -1;
      long offset = signed ? Long.divideUnsigned(all >>> 1, odd) & -1L << zeros : 0;
      long limit = signed ? 2 * offset >>> zeros : Long.divideUnsigned(all, unsigned);
      Value quotient = make(Op.IMUL, x, constant(type, inverse(odd)));
      quotient = make(Op.IADD, quotient, constant(type, offset));
      quotient = shift(Op.ROTL, quotient, width - zeros);
      return compare(equal ? IntPredicate.ULE : IntPredicate.UGT, quotient, constant(type, limit));
    }

    /** The inverse of an odd number modulo 2^64, by Newton's iteration. */
    private static long inverse(long odd) {
      long inverse = odd; // right in 3 bits; each step doubles them
      for (int bits = 3; bits < 64; bits *= 2) {
        inverse *= 2 - odd * inverse;
      }
      return inverse;
    }

    private static long minimum(Type type) {
      return type == Type.I32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
    }

    private static boolean isPowerOfTwo(Type type, long c) {
      return Long.bitCount(type == Type.I32 ? c & 0xFFFF_FFFFL : c) == 1;
    }

    private static int log2(long c) {
      return Long.numberOfTrailingZeros(c);
    }
  }
}
