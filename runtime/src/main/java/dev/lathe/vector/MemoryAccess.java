package dev.lathe.vector;

import dev.lathe.analysis.AffineIndex;
import dev.lathe.analysis.IndexProofs;
import dev.lathe.ir.Element;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * A load or store of a loop.
 *
 * @param value the {@link dev.lathe.ir.Op#LOAD} or {@link dev.lathe.ir.Op#STORE}
 * @param index how its index grows; null if it does not by a constant
 * @param mode how lanes access memory
 */
record MemoryAccess(Value value, AffineIndex index, Mode mode) {
  /** How lanes access memory. */
  enum Mode {
    /** Elements that follow each other. */
    UNIT,
    /** The same from the last to the first. */
    REVERSED,
    /** All the same element. */
    ONCE,
    /** Elements a few apart, with those between: of an {@link AccessGroup}. */
    STRIDED,
    /** Those of the lanes that are on one after the other. */
    PACKED,
    /** Each lane by an index of its own. */
    EACH
  }

  boolean isStore() {
    return value.op().writes();
  }

  Value reference() {
    return IndexProofs.origin(value.operand(0));
  }

  Element element() {
    return value.element();
  }

  boolean isOfSegment() {
    return value.access().isSegment();
  }

  /** How much the index grows by in each iteration; of no meaning without one. */
  long stride() {
    return index == null ? 0 : index.stride();
  }

  /** How much the index is more of the next element: some count bytes. */
  static int unit(Value value) {
    return value.access().isIndexed() ? 1 : value.element().bytes();
  }

  /** How many elements the index grows by. */
  long elements() {
    return stride() / unit(value);
  }

  /** How many bytes an index of 1 more is. */
  int scale() {
    return value.access().isIndexed() ? value.element().bytes() : 1;
  }

  long byteStride() {
    return stride() * scale();
  }

  /**
   * The int or long that the index of {@code value} is; of a segment's index that is extended the
   * int. That is exact where it is the index: neither it nor the next one is less than 0.
   */
  static Value place(Value value) {
    Value at = value.operand(1);
    while (at.op() == Op.INDEX || at.op() == Op.PROVEN) {
      at = at.operand(1);
    }
    boolean extended = at.type() == Type.I64 && (at.op() == Op.SEXT || at.op() == Op.ZEXT);
    return extended ? at.operand(0) : at;
  }

  /** True for a check or an access of an array that each iteration may choose another of. */
  static boolean isOfChoice(Value value, LoopShape shape) {
    Value reference = IndexProofs.origin(value.operand(0));
    return shape.contains(reference) && reference.op() != Op.TABLE;
  }

  /** How lanes do {@code value}, whose index grows by {@code stride} elements, if that is known. */
  static Mode mode(Value value, AffineIndex index, long stride, LoopShape shape) {
    boolean always = shape.masks().isAlways(value.block());
    boolean load = value.op() == Op.LOAD;
    if (index == null) {
      return Mode.EACH;
    }
    if (stride == 1
        && (always || value.access().isSegment() || shape.isNeverNegative(value.operand(1)))) {
      return Mode.UNIT;
    }
    if (stride == -1 && always) {
      return Mode.REVERSED;
    }
    if (stride == 0 && always && load) {
      return Mode.ONCE;
    }
    boolean near = always && stride > 1 && stride <= Interleaving.MOST_APART;
    return (load ? near : shape.groups().group(value) != null) ? Mode.STRIDED : Mode.EACH;
  }
}
