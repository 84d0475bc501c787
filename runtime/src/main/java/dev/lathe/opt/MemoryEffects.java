package dev.lathe.opt;

import dev.lathe.analysis.IndexProofs;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * What may write what. Arrays of different elements are different objects; a segment may be a view
 * of any array, and what is called may write all.
 */
final class MemoryEffects {
  /** Writes everything. */
  static final int ALL = -1;

  private static final int SEGMENTS = 1 << 30;

  private MemoryEffects() {}

  /** The kinds of memory that {@code value} writes, as bits; 0 for none. */
  static int written(Value value) {
    if (value.op().writes()) {
      return kind(value.operand(0).type());
    }
    return value.op() == Op.NEWARRAY ? kind(value.type()) : value.op() == Op.CALL ? ALL : 0;
  }

  private static int kind(Type reference) {
    return reference.isArray() ? 1 << reference.element().ordinal() : SEGMENTS;
  }

  /** True if a write to one of the kinds {@code written} may change what {@code load} reads. */
  static boolean mayChange(Value load, int written) {
    Type reference = load.operand(0).type();
    return reference.isArray() ? (written & (kind(reference) | SEGMENTS)) != 0 : written != 0;
  }

  /** The index that checks of it let through. */
  static Value index(Value token) {
    Value index = token;
    while (index.op() == Op.INDEX || index.op() == Op.PROVEN) {
      index = index.operand(1);
    }
    return index;
  }

  /** True if both are accesses to arrays, and never to the same element. */
  static boolean areApart(Value access, Value store) {
    Type a = access.operand(0).type();
    Type b = store.operand(0).type();
    if (!a.isArray() || !b.isArray()) {
      return false;
    }
    return a != b
        || areDifferent(index(access.operand(1)), index(store.operand(1)))
        || areOtherArrays(
            IndexProofs.origin(access.operand(0)), IndexProofs.origin(store.operand(0)));
  }

  /** True if the indices differ by a constant. */
  private static boolean areDifferent(Value i, Value j) {
    return base(i) == base(j)
        ? constant(i) != constant(j)
        : i.isConst() && j.isConst() && i.bits() != j.bits();
  }

  private static Value base(Value index) {
    return index.op() == Op.IADD && index.operand(1).isConst() ? index.operand(0) : index;
  }

  private static long constant(Value index) {
    return index.op() == Op.IADD && index.operand(1).isConst() ? index.operand(1).bits() : 0;
  }

  /** True if one array is new and the other is not that one. */
  private static boolean areOtherArrays(Value a, Value b) {
    return a != b && (a.op() == Op.NEWARRAY && isSource(b) || b.op() == Op.NEWARRAY && isSource(a));
  }

  private static boolean isSource(Value array) {
    Function function = array.block().function();
    return array.op() == Op.NEWARRAY
        || array.op() == Op.TABLE
        || array.op() == Op.PARAM && array.block() == function.entry();
  }
}
