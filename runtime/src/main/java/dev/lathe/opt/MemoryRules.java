package dev.lathe.opt;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/** Folding rules of references to arrays and segments; see {@link Folder}. */
final class MemoryRules {
  private MemoryRules() {}

  static Value fold(Folder f, Value v, Value a, Value b) {
    if (v.op() == Op.NONNULL) {
      return isNonnull(a) ? a : null;
    }
    if (v.op() == Op.SAME_REFERENCE) {
      return same(f, a, b);
    }
    return v.op() == Op.ALEN && a.op() == Op.NEWARRAY ? a.operand(0) : withoutCheck(f, v, a);
  }

  /** True if {@code reference} is never null. */
  static boolean isNonnull(Value reference) {
    return reference.op() == Op.NONNULL || reference.op() == Op.NEWARRAY;
  }

  private static Value same(Folder f, Value a, Value b) {
    if (a == b) {
      return f.constant(Type.BOOL, 1);
    }
    return isNonnull(a) && b.isConst() ? f.constant(Type.BOOL, 0) : null;
  }

  /** The length is the same with and without a check; so all of an array meet in one. */
  private static Value withoutCheck(Folder f, Value v, Value a) {
    if (a.op() == Op.NONNULL) {
      v.setOperand(0, a.operand(0));
      f.noteChange();
    }
    return null;
  }
}
