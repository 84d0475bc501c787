package dev.lathe.ir;

import java.util.Locale;

/** What passes and backends may do to a function's floating-point arithmetic: {@code @Jit}'s. */
public enum FloatContract {
  /** Nothing: the bits of the Java source. */
  STRICT,
  /** The same, once sums and products in loops have the order that the front end gives them. */
  REPRODUCIBLE,
  /**
   * Reassociation, contraction to fused multiply-add, reciprocals of invariant divisors and math
   * functions of less accuracy; NaN, infinities and signed zeros are honoured.
   */
  FAST;

  /** The contract of that name in the text form, or null. */
  static FloatContract parse(String text) {
    for (FloatContract contract : values()) {
      if (contract.toString().equals(text)) {
        return contract;
      }
    }
    return null;
  }

  /** The name in the text form. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
