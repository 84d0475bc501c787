package dev.lathe.codegen.x64;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.vector.VectorTarget;

/**
 * What ops on vectors cost, as about how many instructions of one cycle, on each level: the one
 * place that says what there is no way to do, or no good one. {@link X64Vectors} lowers all that
 * has a cost here.
 */
public final class X64VectorCosts implements VectorTarget {
  /** There is no way. */
  static final int NONE = -1;

  private final X64Features features;

  private X64VectorCosts(X64Features features) {
    this.features = features;
  }

  /** The costs of a level of instructions. */
  public static VectorTarget of(X64Features features) {
    return new X64VectorCosts(features);
  }

  @Override
  public int bits() {
    return features.vectorBits();
  }

  @Override
  public int registers() {
    return features.avx512() ? 32 : 16;
  }

  @Override
  public int latency(Op op, Type type) {
    return switch (op) {
      case FMIN -> 5; // both ways, and what they have in common
      case FMAX -> 8;
      case IMUL -> type.bits() == 64 ? 8 : 5;
      case IMIN, IMAX -> type.bits() == 64 && !features.avx512() ? 4 : 1;
      case IADD, AND, OR, XOR -> 1;
      default -> 4;
    };
  }

  @Override
  public boolean hasMasks() {
    return features.avx512();
  }

  @Override
  public int cost(Op op, Type type, Type from, boolean masked) {
    return cost(op, type, from, masked, features);
  }

  @Override
  public int permuteCost(Type type, long[] indices, int sources) {
    if (bits(type) < 128) {
      return cost(sources == 1 ? Op.PERMUTE : Op.PERMUTE2, type, type, false);
    }
    return bits(type) > bits() ? NONE : X64Shuffle.cost(type, indices, sources, features.avx512());
  }

  /**
   * The cost of {@code op}, or {@link #NONE}.
   *
   * @param type the result's type; of a store that of what is stored
   * @param from operand 0's type; of ops on memory the same as {@code type}
   * @param masked true for a load or store with a mask
   */
  static int cost(Op op, Type type, Type from, boolean masked, X64Features features) {
    int widest = Math.max(bits(type), bits(from));
    if (widest > features.vectorBits()) {
      return NONE;
    }
    if (op == Op.POPCNT && features.vpopcntdq()) {
      return 1;
    }
    return features.avx512() ? avx512(op, type, from, masked) : avx2(op, type, from, masked);
  }

  private static int bits(Type type) {
    return type.isVector() && !type.isBool() ? type.lanes() * type.bits() : 0;
  }

  /** AVX-512 F, DQ, BW, VL and CD. */
  private static int avx512(Op op, Type type, Type from, boolean masked) {
    boolean bytes = from.kind() == Type.Kind.I8;
    return switch (op) {
      case IADD, ISUB, INEG, IMIN, IMAX, AND, OR, XOR, NOT, ICMP, FCMP -> 1;
      case IMUL -> bytes ? 6 : from.bits() == 64 ? 3 : from.bits() == 32 ? 2 : 1;
      case SHL, SHR, USHR -> bytes ? 4 : 1;
      case ROTL, CLZ, BSWAP -> 1;
      case CTZ -> 4;
      case POPCNT -> from.bits() == 64 ? 14 : 12;
      case ADDOV, SUBOV -> 3;
      case MULOV -> from.bits() == 64 ? 24 : 10;
      case SMULH, UMULH -> from.bits() == 32 ? 6 : op == Op.SMULH ? 20 : 14;
      case FADD, FSUB, FMUL, FMA, FNEG, FABS, FLOOR, CEIL, RINT -> 1;
      case FDIV, FSQRT -> bits(type) > 256 ? 10 : 5;
      case FMIN, FMAX -> 3;
      case SELECT -> type.isBool() ? 3 : 1;
      case SEXT, ZEXT, ITOF, FWIDEN, FNARROW, ZEXT16 -> 1;
      case TRUNC, SEXT8, SEXT16 -> 2;
      case FTOI -> 4;
      case BITCAST, VCONST -> 0;
      case SPLAT, CONCAT -> 1;
      case EXTRACT -> type.isVector() ? 1 : 2;
      case PERMUTE, PERMUTE2 -> bytes && bits(type) > 128 ? NONE : byteTables(op, bytes);
      case LOOKUP -> type.isNarrow() ? NONE : 3;
      case MASKBITS, FIRSTLANES, COMPRESS -> 2;
      case VLOAD, VSTORE -> masked ? 2 : 1;
      case GATHER -> 4 * type.lanes() + (masked ? 6 : 0);
      case SCATTER -> (masked ? 6 : 4) * type.lanes();
      default -> NONE;
    };
  }

  /** AVX2. A mask of 64 lanes has no register. */
  private static int avx2(Op op, Type type, Type from, boolean masked) {
    if (type.isBool() && type.lanes() == 64 || from.isBool() && from.lanes() == 64) {
      return NONE;
    }
    boolean bytes = from.kind() == Type.Kind.I8;
    boolean wide = from.bits() == 64;
    return switch (op) {
      case IADD, ISUB, INEG, AND, OR, XOR, NOT -> 1;
      case IMIN, IMAX -> wide ? 3 : 1;
      case ICMP, FCMP -> 1 + widening(from);
      case IMUL -> bytes ? 6 : wide ? 8 : from.bits() == 32 ? 2 : 1;
      case SHL, USHR -> bytes ? 4 : 2;
      case SHR -> bytes ? 4 : wide ? 5 : 2;
      case ROTL -> 5;
      case BSWAP -> 1;
      case CLZ -> wide ? 11 : 7;
      case CTZ -> wide ? 12 : 7;
      case POPCNT -> wide ? 14 : 12;
      case ADDOV, SUBOV -> 6 + widening(from);
      case MULOV -> wide ? NONE : 11 + widening(from);
      case SMULH, UMULH -> wide ? NONE : 6;
      case FADD, FSUB, FMUL, FMA, FNEG, FABS, FLOOR, CEIL, RINT -> 1;
      case FDIV, FSQRT -> 5;
      case FMIN -> 3;
      case FMAX -> 5;
      case SELECT -> from.isVector() && !type.isBool() ? 2 + 2 * widening(type) : 2;
      case SEXT, ZEXT, FWIDEN, FNARROW, ZEXT16 -> 1;
      case ITOF -> !wide ? 1 : type.bits() == 64 ? 10 : 16;
      case FTOI -> type.bits() == 64 ? 18 : wide ? 9 : 5;
      case TRUNC -> 4 * (log(from.bits()) - log(type.bits()));
      case SEXT8, SEXT16 -> 2;
      case BITCAST, VCONST -> 0;
      case LOOKUP -> type.isNarrow() ? NONE : 3 * type.lanes();
      case SPLAT -> 2;
      case CONCAT -> from.isBool() ? 3 : 1;
      case EXTRACT -> 2;
      case PERMUTE -> permute2(type, from);
      case PERMUTE2 -> permute2(type, from) < 0 ? NONE : 2 * permute2(type, from) + 2;
      case MASKBITS -> from.lanes() == 16 ? 3 : 1;
      case FIRSTLANES -> type.lanes() > 8 ? 8 : 4;
      case COMPRESS -> bits(type) == 256 ? 5 : NONE;
      case VLOAD -> !masked ? 1 : type.bits() < 32 ? NONE : 2 + 2 * widening(type);
      case VSTORE -> !masked ? 1 : type.bits() < 32 ? 4 * type.lanes() : 20; // slow on AMD
      case GATHER -> 4 * type.lanes() + (masked ? 24 : 0);
      case SCATTER -> (masked ? 5 : 4) * type.lanes();
      default -> NONE;
    };
  }

  /** What it takes to make a mask of lanes of {@code type}. */
  private static int widening(Type type) {
    return type.lanes() == 2 || type.isBool() || type.bits() * type.lanes() == 256 ? 0 : 1;
  }

  private static int log(int bits) {
    return Integer.numberOfTrailingZeros(bits);
  }

  private static int permute2(Type type, Type from) {
    if (bits(type) > 128) {
      return from.bits() < 32 ? NONE : from.bits() == 32 ? 2 : 5;
    }
    return from.bits() == 16 ? 4 : 3;
  }

  private static int byteTables(Op op, boolean bytes) {
    return op == Op.PERMUTE2 && bytes ? NONE : 1;
  }
}
