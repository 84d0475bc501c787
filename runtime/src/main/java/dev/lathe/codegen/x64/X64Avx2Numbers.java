package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Packed.*;

import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * Lowers conversions between numbers, and counts of zeros, for AVX2, which has instructions for
 * ints in floats and doubles only: all else goes by the bits of floating-point numbers.
 */
abstract class X64Avx2Numbers extends X64Avx2Lanes {
  private static final int TRUNCATED = 11; // immediates of VROUNDPD, without exceptions
  private static final int FLOORED = 9;

  /** The lower half of a lane 32, the upper one nothing that a count is. */
  private static final long LOWER_IS_32 = 0xFFFF_FFFF_0000_0020L;

  X64Avx2Numbers(X64Patterns code) {
    super(code);
  }

  // ---- zeros

  @Override
  final void clz(Value value) {
    int size = width(value.type());
    Reg x = use(value.operand(0));
    if (value.type().bits() == 32) {
      leadingZeros(result(value), x, size);
      return;
    }
    // of the upper half, and of the lower one where that is 0
    Reg counts = vector(size);
    Reg upper = vector(size);
    Reg none = vector(size);
    Reg lower = vector(size);
    leadingZeros(counts, x, size);
    emit(VPSRLQ.of(size), upper, counts, imm(32));
    emitWithLanes(VPCMPEQD, size, Type.I64, LOWER_IS_32, none, upper);
    emit(VPAND.of(size), lower, counts, none);
    emit(VPADDD.of(size), result(value), upper, lower);
  }

  @Override
  final void ctz(Value value) {
    int size = width(value.type());
    Reg x = use(value.operand(0));
    if (value.type().bits() == 32) {
      trailingZeros(result(value), x, size);
      return;
    }
    Reg counts = vector(size);
    Reg upper = vector(size);
    Reg none = vector(size);
    Reg more = vector(size);
    Reg lower = vector(size);
    trailingZeros(counts, x, size);
    emit(VPSRLQ.of(size), upper, counts, imm(32));
    emitWithLanes(VPCMPEQD, size, Type.I64, LOWER_IS_32, none, counts);
    emit(VPAND.of(size), more, upper, none);
    emitWithLanes(VPAND, size, Type.I64, 0xFFFF_FFFFL, lower, counts);
    emit(VPADDD.of(size), result(value), lower, more);
  }

  /**
   * Of each 32 bits, by the exponent of the number as a float. The bit below the highest is cleared
   * first, or rounding might carry. A negative number has the sign above its exponent: the
   * difference is negative, too.
   */
  private void leadingZeros(Reg to, Reg x, int size) {
    Reg half = vector(size);
    Reg cleared = vector(size);
    Reg number = vector(size);
    Reg exponent = vector(size);
    Reg greatest = vector(size);
    Reg difference = vector(size);
    Reg count = vector(size);
    emit(VPSRLD.of(size), half, x, imm(1));
    emit(VPANDN.of(size), cleared, half, x);
    emit(VCVTDQ2PS.of(size), number, cleared);
    emit(VPSRLD.of(size), exponent, number, imm(23));
    Mem bits = Mem.of(buffer.constant(repeated(Type.I32, 127 + 31)));
    emit(X64Pseudo.SPLAT, greatest, bits, imm(size));
    emit(VPSUBD.of(size), difference, greatest, exponent);
    emitWithLanes(VPMAXSD, size, Type.I32, 0, count, difference);
    emitWithLanes(VPMINSD, size, Type.I32, 32, to, count);
  }

  /** Of each 32 bits, by the exponent of the lowest bit. */
  private void trailingZeros(Reg to, Reg x, int size) {
    Reg negative = vector(size);
    Reg lowest = vector(size);
    Reg number = vector(size);
    Reg above = vector(size);
    Reg exponent = vector(size);
    Reg count = vector(size);
    emit(VPSUBD.of(size), negative, zero(size), x);
    emit(VPAND.of(size), lowest, x, negative);
    emit(VCVTDQ2PS.of(size), number, lowest);
    emit(VPSRLD.of(size), above, number, imm(23));
    emitWithLanes(VPAND, size, Type.I32, 0xFF, exponent, above);
    emitWithLanes(VPADDD, size, Type.I32, -127, count, exponent);
    emitWithLanes(VPMINUD, size, Type.I32, 32, to, count);
  }

  // ---- conversions

  @Override
  final void intToFloat(Value value) {
    Type from = value.operand(0).type();
    int size = width(value.type());
    if (from.bits() == 32) {
      X64Packed row = value.type().bits() == 64 ? VCVTDQ2PD : VCVTDQ2PS;
      emitWith(row, size, value.operand(0), result(value));
      return;
    }
    Reg x = use(value.operand(0));
    int whole = width(from);
    if (value.type().bits() == 64) {
      longsToDoubles(result(value), x, whole);
    } else {
      Reg doubles = vector(whole);
      longsToDoubles(doubles, withStickyBit(x, whole), whole);
      emit(VCVTPD2PS.of(whole), result(value), doubles);
    }
  }

  /**
   * What has no more than 53 significant bits and is the same rounded to a float, with 24: bits so
   * low that they only say on which side of the middle a number is become one of them.
   */
  private Reg withStickyBit(Reg x, int size) {
    Reg low = vector(size);
    Reg carried = vector(size);
    Reg sticky = vector(size);
    Reg high = vector(size);
    Reg coarse = vector(size);
    Reg from = vector(size);
    Reg far = vector(size);
    Reg exact = vector(size);
    Reg chosen = vector(size);
    emitWithLanes(VPAND, size, Type.I64, 0x7FF, low, x);
    emitWithLanes(VPADDQ, size, Type.I64, 0x7FF, carried, low);
    emitWithLanes(VPAND, size, Type.I64, 0x800, sticky, carried);
    emitWithLanes(VPAND, size, Type.I64, ~0x7FFL, high, x);
    emit(VPOR.of(size), coarse, high, sticky);
    emitWithLanes(VPADDQ, size, Type.I64, 1L << 53, from, x);
    emit(VPSRLQ.of(size), far, from, imm(54));
    emit(VPCMPEQQ.of(size), exact, far, zero(size));
    emit(VBLENDVPD.of(size), chosen, coarse, x, exact);
    return chosen;
  }

  /**
   * Halves become the low bits of 2^52 and 2^84 + 2^63, from which these are taken off again: the
   * last sum is the only one that rounds.
   */
  private void longsToDoubles(Reg to, Reg x, int size) {
    Reg lowDouble = vector(size);
    Reg high = vector(size);
    Reg highDouble = vector(size);
    Reg exact = vector(size);
    Mem exponent = lanes(size, 0x4330_0000_0000_0000L);
    emit(VPBLENDD.of(size), lowDouble, x, exponent, imm(0xAA));
    emit(VPSRLQ.of(size), high, x, imm(32));
    emitWithLanes(VPXOR, size, Type.I64, 0x4530_0000_8000_0000L, highDouble, high);
    emitWithLanes(VSUBPD, size, Type.I64, 0x4530_0000_8010_0000L, exact, highDouble);
    emit(VADDPD.of(size), to, exact, lowDouble);
  }

  /**
   * Java's casts: vcvtt gives MIN_VALUE for what does not fit and for NaN. Inverted, that is
   * MAX_VALUE for what is too great; and the mask of what is ordered makes 0 of NaN.
   */
  @Override
  final void floatToInt(Value value) {
    Type from = value.operand(0).type();
    if (value.type().bits() != 32) {
      toLongs(value);
      return;
    }
    boolean twice = from.bits() == 64;
    int size = width(from);
    int narrow = width(value.type());
    long bound =
        twice ? Double.doubleToRawLongBits(0x1p31) : Float.floatToRawIntBits((float) 0x1p31);
    X64Packed compare = row(from, VCMPPS, VCMPPD);
    Reg x = use(value.operand(0));
    Reg ordered = vector(size);
    Reg great = vector(size);
    Reg converted = vector(narrow);
    Reg bounded = vector(narrow);
    emit(compare.of(size), ordered, x, x, imm(ORDERED));
    Mem limit = lanes(size, repeated(from, bound));
    emit(compare.of(size), great, x, limit, imm(FLOAT_GE));
    emit((twice ? VCVTTPD2DQ : VCVTTPS2DQ).of(size), converted, x);
    Reg inverting = narrow(great, from.bits(), 32, from.lanes(), true);
    Reg kept = narrow(ordered, from.bits(), 32, from.lanes(), true);
    emit(VPXOR.of(narrow), bounded, converted, inverting);
    emit(VPAND.of(narrow), result(value), bounded, kept);
  }

  /**
   * Halves of a whole number in range: the upper one fits an int, the lower one is added to 2^52.
   * What is too great is 2^63 first, whose bits are those of MIN_VALUE, and then inverted.
   */
  private void toLongs(Value value) {
    int size = width(value.type());
    Reg x = use(value.operand(0));
    if (value.operand(0).type().bits() == 32) {
      Reg doubles = vector(size);
      emit(VCVTPS2PD.of(size), doubles, x);
      x = doubles;
    }
    Reg least = vector(size);
    Reg clamped = vector(size);
    Reg whole = vector(size);
    Reg scaled = vector(size);
    Reg upper = vector(size);
    Reg above = vector(size);
    Reg lower = vector(size);
    Reg biased = vector(size);
    Reg upperInt = vector(16);
    Reg extended = vector(size);
    Reg shifted = vector(size);
    Reg joined = vector(size);
    Reg great = vector(size);
    Reg bounded = vector(size);
    Reg ordered = vector(size);
    doubles(VMAXPD, size, -0x1p63, least, x);
    doubles(VMINPD, size, 0x1p63, clamped, least);
    emit(VROUNDPD.of(size), whole, clamped, imm(TRUNCATED));
    doubles(VMULPD, size, 0x1p-32, scaled, whole);
    emit(VROUNDPD.of(size), upper, scaled, imm(FLOORED));
    doubles(VMULPD, size, 0x1p32, above, upper);
    emit(VSUBPD.of(size), lower, whole, above);
    doubles(VADDPD, size, 0x1p52, biased, lower);
    emit(VCVTTPD2DQ.of(size), upperInt, upper);
    emit(VPMOVZXDQ.of(size), extended, upperInt);
    emit(VPSLLQ.of(size), shifted, extended, imm(32));
    emit(VPBLENDD.of(size), joined, shifted, biased, imm(0x55));
    Mem limit = lanes(size, Double.doubleToRawLongBits(0x1p63));
    emit(VCMPPD.of(size), great, x, limit, imm(FLOAT_GE));
    emit(VPXOR.of(size), bounded, joined, great);
    emit(VCMPPD.of(size), ordered, x, x, imm(ORDERED));
    emit(VPAND.of(size), result(value), bounded, ordered);
  }

  private void doubles(X64Packed row, int size, double constant, Reg to, Reg x) {
    emitWithLanes(row, size, Type.I64, Double.doubleToRawLongBits(constant), to, x);
  }
}
