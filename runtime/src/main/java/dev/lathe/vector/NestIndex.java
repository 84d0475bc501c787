package dev.lathe.vector;

import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * An index in a nest of loops: a sum of counters, of what does not change in the nest, and of
 * products of one of each. As numbers modulo 2^32, which is what Java computes.
 *
 * @param terms no two with the same counter and factor
 */
record NestIndex(List<Term> terms, int constant) {
  private static final int MAX_TERMS = 8;
  private static final int MAX_DEPTH = 12;

  /** The greatest multiple; sums of so many terms do not wrap around as longs. */
  private static final long MAX_MULTIPLE = 1 << 16;

  /**
   * One summand.
   *
   * @param counter a parameter of a loop's header, or null
   * @param factor what does not change in the nest, or null for 1
   */
  record Term(Value counter, Value factor, long multiple) {}

  /** The form of {@code value}, or null. */
  static NestIndex of(Value value, NestShape shape) {
    var terms = new ArrayList<Term>();
    long[] constant = {0};
    if (!add(value, 1, null, shape, terms, constant, MAX_DEPTH)) {
      return null;
    }
    int products = 0;
    for (Term term : terms) {
      products += term.counter != null && term.factor != null ? 1 : 0;
      boolean tooGreat =
          Math.abs(term.multiple)
              > (term.counter != null && term.factor != null ? 1 : MAX_MULTIPLE);
      if (tooGreat) {
        return null;
      }
    }
    return products > 1 || terms.size() > MAX_TERMS
        ? null
        : new NestIndex(List.copyOf(terms), (int) constant[0]);
  }

  private static boolean add(
      Value value,
      long multiple,
      Value factor,
      NestShape shape,
      List<Term> terms,
      long[] constant,
      int depth) {
    if (depth == 0 || Math.abs(multiple) > MAX_MULTIPLE) {
      return false;
    }
    if (value.isConst()) {
      if (factor == null) {
        constant[0] += multiple * value.bits();
      } else {
        merge(terms, null, factor, multiple * value.bits());
      }
      return true;
    }
    if (shape.isInvariant(value)) {
      if (factor != null) {
        return false;
      }
      merge(terms, null, value, multiple);
      return true;
    }
    if (shape.isCounter(value)) {
      merge(terms, value, factor, multiple);
      return true;
    }
    return switch (value.op()) {
      case IADD ->
          add(value.operand(0), multiple, factor, shape, terms, constant, depth - 1)
              && add(value.operand(1), multiple, factor, shape, terms, constant, depth - 1);
      case ISUB ->
          add(value.operand(0), multiple, factor, shape, terms, constant, depth - 1)
              && add(value.operand(1), -multiple, factor, shape, terms, constant, depth - 1);
      case INEG -> add(value.operand(0), -multiple, factor, shape, terms, constant, depth - 1);
      case SHL ->
          value.operand(1).isConst()
              && (value.operand(1).bits() & 31) <= 16
              && add(
                  value.operand(0),
                  multiple << (value.operand(1).bits() & 31),
                  factor,
                  shape,
                  terms,
                  constant,
                  depth - 1);
      case IMUL -> addProduct(value, multiple, factor, shape, terms, constant, depth);
      case INDEX, PROVEN ->
          add(value.operand(1), multiple, factor, shape, terms, constant, depth - 1);
      default -> false;
    };
  }

  private static boolean addProduct(
      Value value,
      long multiple,
      Value factor,
      NestShape shape,
      List<Term> terms,
      long[] constant,
      int depth) {
    for (int k = 0; k < 2; k++) {
      Value by = value.operand(k);
      Value other = value.operand(1 - k);
      if (by.isConst()) {
        return Math.abs(by.bits()) <= MAX_MULTIPLE
            && add(other, multiple * by.bits(), factor, shape, terms, constant, depth - 1);
      }
      if (factor == null && shape.isInvariant(by)) {
        return add(other, multiple, by, shape, terms, constant, depth - 1);
      }
    }
    return false;
  }

  private static void merge(List<Term> terms, Value counter, Value factor, long multiple) {
    for (int t = 0; t < terms.size(); t++) {
      Term term = terms.get(t);
      if (term.counter == counter && term.factor == factor) {
        terms.remove(t);
        if (term.multiple + multiple != 0) {
          terms.add(new Term(counter, factor, term.multiple + multiple));
        }
        return;
      }
    }
    terms.add(new Term(counter, factor, multiple));
  }

  /** How much it grows by with {@code counter}; null if that is no constant. */
  Long stride(Value counter) {
    long stride = 0;
    for (Term term : terms) {
      if (term.counter == counter) {
        if (term.factor != null) {
          return null;
        }
        stride += term.multiple;
      }
    }
    return stride;
  }

  /** True if it grows with {@code counter} alone. */
  boolean isOf(Value counter) {
    for (Term term : terms) {
      if (term.counter != null && term.counter != counter) {
        return false;
      }
    }
    return true;
  }

  /** True if both are the same at all times. */
  boolean isEqual(NestIndex other) {
    return constant == other.constant
        && terms.size() == other.terms.size()
        && terms.containsAll(other.terms);
  }
}
