package dev.lathe.ir;

import java.lang.foreign.MemorySegment;

/** What loads and stores of vectors do: those of {@link Memory}, lane by lane. */
final class VectorMemory {
  private VectorMemory() {}

  /**
   * The lanes loaded; of a store nothing that anyone may use.
   *
   * @throws IllegalStateException if a lane that is on is out of bounds: it was not proven
   */
  static long[] access(Value value, Object reference, long[][] operands) {
    Op op = value.op();
    boolean each = op == Op.GATHER || op == Op.SCATTER;
    Type moved = op.writes() ? value.operand(2).type() : value.type();
    Access access = value.access();
    long step = access.isIndexed() ? 1 : access.element().bytes();
    int maskAt = op.writes() ? 3 : 2;
    var result = new long[moved.lanes()];
    for (int i = 0; i < result.length; i++) {
      if (operands.length > maskAt && operands[maskAt][i] == 0) {
        continue;
      }
      long index = each ? operands[1][i] : operands[1][0] + i * step;
      try {
        if (op.writes()) {
          store(reference, access, index, OpSemantics.accessed(op, operands[2][i]));
        } else {
          result[i] = OpSemantics.accessed(op, load(moved, reference, access, index));
        }
      } catch (IndexOutOfBoundsException | NullPointerException e) {
        throw new IllegalStateException(IrPrinter.print(value) + ", lane " + i + ": " + e, e);
      }
    }
    return result;
  }

  private static long load(Type moved, Object reference, Access access, long index) {
    long bits =
        reference instanceof MemorySegment segment
            ? Memory.get(segment, access, index)
            : Memory.load(reference, Math.toIntExact(index));
    return LaneSemantics.narrowed(moved, bits); // chars are unsigned
  }

  private static void store(Object reference, Access access, long index, long bits) {
    if (reference instanceof MemorySegment segment) {
      Memory.set(segment, access, index, bits);
    } else {
      Memory.store(reference, Math.toIntExact(index), bits);
    }
  }
}
