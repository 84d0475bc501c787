package dev.lathe.codegen.x64;

import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.IntPredicate;

/**
 * The conditions of {@code jcc}, {@code setcc} and {@code cmovcc}, in the order of their codes (SDM
 * 1, appendix B). B, AE, BE, A compare unsigned integers, L, GE, LE, G signed ones; after {@code
 * vucomisd} P means unordered.
 */
public enum Condition {
  // format:off
  O (X64Op.JO,  X64Op.SETO,   X64Op.CMOVO_R32_RM32,    X64Op.CMOVO_R64_RM64),
  NO(X64Op.JNO, X64Op.SETNO,  X64Op.CMOVNO_R32_RM32,   X64Op.CMOVNO_R64_RM64),
  B (X64Op.JB,  X64Op.SETB,   X64Op.CMOVB_R32_RM32,    X64Op.CMOVB_R64_RM64),
  AE(X64Op.JAE, X64Op.SETAE,  X64Op.CMOVAE_R32_RM32,   X64Op.CMOVAE_R64_RM64),
  E (X64Op.JE,  X64Op.SETE,   X64Op.CMOVE_R32_RM32,    X64Op.CMOVE_R64_RM64),
  NE(X64Op.JNE, X64Op.SETNE,  X64Op.CMOVNE_R32_RM32,   X64Op.CMOVNE_R64_RM64),
  BE(X64Op.JBE, X64Op.SETBE,  X64Op.CMOVBE_R32_RM32,   X64Op.CMOVBE_R64_RM64),
  A (X64Op.JA,  X64Op.SETA,   X64Op.CMOVA_R32_RM32,    X64Op.CMOVA_R64_RM64),
  S (X64Op.JS,  X64Op.SETS,   X64Op.CMOVS_R32_RM32,    X64Op.CMOVS_R64_RM64),
  NS(X64Op.JNS, X64Op.SETNS,  X64Op.CMOVNS_R32_RM32,   X64Op.CMOVNS_R64_RM64),
  P (X64Op.JP,  X64Op.SETP,   X64Op.CMOVP_R32_RM32,    X64Op.CMOVP_R64_RM64),
  NP(X64Op.JNP, X64Op.SETNP,  X64Op.CMOVNP_R32_RM32,   X64Op.CMOVNP_R64_RM64),
  L (X64Op.JL,  X64Op.SETL,   X64Op.CMOVL_R32_RM32,    X64Op.CMOVL_R64_RM64),
  GE(X64Op.JGE, X64Op.SETGE,  X64Op.CMOVGE_R32_RM32,   X64Op.CMOVGE_R64_RM64),
  LE(X64Op.JLE, X64Op.SETLE,  X64Op.CMOVLE_R32_RM32,   X64Op.CMOVLE_R64_RM64),
  G (X64Op.JG,  X64Op.SETG,   X64Op.CMOVG_R32_RM32,    X64Op.CMOVG_R64_RM64);
  // format:on

  private static final Condition[] CONDITIONS = values();
  private static final Condition[] SWAPPED = {
    O, NO, A, BE, E, NE, AE, B, S, NS, P, NP, G, LE, GE, L
  };

  /** By {@link IntPredicate}. */
  private static final Condition[] OF_INTEGERS = {E, NE, L, GE, LE, G, B, AE, BE, A};

  /** By {@link FloatPredicate}. */
  private static final Condition[] OF_FLOATS = {E, E, A, BE, AE, B, A, BE, AE, B, NE, E, NP, P};

  private final X64Op jump;
  private final X64Op set;
  private final X64Op move32;
  private final X64Op move64;

  Condition(X64Op jump, X64Op set, X64Op move32, X64Op move64) {
    this.jump = jump;
    this.set = set;
    this.move32 = move32;
    this.move64 = move64;
  }

  /** The condition of code {@code ordinal}. */
  static Condition at(int ordinal) {
    return CONDITIONS[ordinal];
  }

  /** The condition after {@code cmp}. */
  static Condition of(IntPredicate predicate) {
    return OF_INTEGERS[predicate.ordinal()];
  }

  /**
   * The condition after {@code vucomis}, with its operands swapped where {@link
   * FloatPredicate#isUnorderedGreater}; for OEQ and UNE it is half the answer.
   */
  static Condition of(FloatPredicate predicate) {
    return OF_FLOATS[predicate.ordinal()];
  }

  /** The condition that holds exactly when this does not. */
  public Condition inverse() {
    return CONDITIONS[ordinal() ^ 1];
  }

  /** The condition that holds for {@code cmp b, a} when this holds for {@code cmp a, b}. */
  public Condition swapped() {
    return SWAPPED[ordinal()];
  }

  /** The condition that {@code op} tests, or null if it is no jcc. */
  public static Condition ofJump(X64Op op) {
    int code = op.ordinal() - X64Op.JO.ordinal();
    return code >= 0 && code < CONDITIONS.length ? CONDITIONS[code] : null;
  }

  /** The condition of which {@code op} is the cmovcc, or null. */
  static Condition ofMove(X64Op op) {
    int code = op.ordinal() - X64Op.CMOVO_R32_RM32.ordinal();
    return code >= 0 && code < 2 * CONDITIONS.length ? CONDITIONS[code % CONDITIONS.length] : null;
  }

  /** {@code jcc rel32}. */
  public X64Op jump() {
    return jump;
  }

  /** {@code setcc r/m8}. */
  public X64Op set() {
    return set;
  }

  /** {@code cmovcc r, r/m} on 32 or 64 bits. */
  public X64Op move(int bits) {
    return bits == 64 ? move64 : move32;
  }
}
