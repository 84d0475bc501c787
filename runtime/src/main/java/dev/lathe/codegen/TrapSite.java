package dev.lathe.codegen;

import dev.lathe.ir.Access;
import dev.lathe.ir.Memory;
import dev.lathe.ir.Op;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * A place where a kernel may leave by a trap.
 *
 * @param kind what throws; null for a check of an array or segment
 * @param line as of values: {@link Value#line}
 * @param check the check of an array or segment; else null
 */
public record TrapSite(TrapKind kind, int line, Check check) {
  /**
   * A check of an array or segment.
   *
   * @param op index, nonnull or newarray
   * @param type of the array or segment
   * @param access what it is needed for; null for a newarray
   * @param name what messages call it, or null
   */
  public record Check(Op op, Type type, Access access, String name) {}

  /** The site of a trap that has nothing to do with arrays. */
  public TrapSite(TrapKind kind, int line) {
    this(kind, line, null);
  }

  /** The site of the check {@code value}, which stands in a block. */
  public static TrapSite of(Value value) {
    Op op = value.op();
    if (op == Op.NONZERO || op == Op.GUARD) {
      return new TrapSite(value.trapKind(), value.line());
    }
    Check check =
        op == Op.NEWARRAY
            ? new Check(op, value.type(), null, null)
            : new Check(op, value.operand(0).type(), value.access(), value.referenceName());
    return new TrapSite(null, value.line(), check);
  }

  /**
   * Throws what Java throws here.
   *
   * @param references what the kernel was called with, by slot; number 0 is null
   * @param a the trap's operands, as {@link ReturnConvention#ARGUMENTS} tells; likewise {@code b}
   *     and {@code c}
   */
  public void raise(Object[] references, long a, long b, long c) {
    if (check == null) {
      kind.perform(a, b, c);
    } else if (check.op == Op.NONNULL) {
      Memory.requireNonNull(check.type, check.access, check.name, null);
    } else if (check.op == Op.NEWARRAY) {
      Memory.newArray(check.type.element(), (int) a);
    } else {
      int slot = (int) a;
      Object reference =
          slot < references.length
              ? references[slot]
              : Memory.newArray(check.type.element(), (int) c);
      Memory.check(check.type, check.access, check.name, reference, b);
    }
  }
}
