package dev.lathe.vector;

import dev.lathe.analysis.AffineIndex;
import dev.lathe.analysis.IndexProofs;
import dev.lathe.ir.Element;
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
    /** Elements a few apart, of what is loaded with those between. */
    STRIDED,
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

  /** How many elements the index grows by in each iteration; of no meaning without one. */
  long stride() {
    return index == null ? 0 : index.stride();
  }
}
