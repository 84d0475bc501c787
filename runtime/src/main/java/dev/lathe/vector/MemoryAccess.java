package dev.lathe.vector;

import dev.lathe.analysis.AffineIndex;
import dev.lathe.analysis.IndexProofs;
import dev.lathe.ir.Element;
import dev.lathe.ir.Value;

/**
 * A load or store of a loop.
 *
 * @param value the {@link dev.lathe.ir.Op#LOAD} or {@link dev.lathe.ir.Op#STORE}
 * @param index how its index grows
 */
record MemoryAccess(Value value, AffineIndex index) {
  boolean isStore() {
    return value.op().writes();
  }

  Value reference() {
    return IndexProofs.origin(value.operand(0));
  }

  Element element() {
    return value.element();
  }

  /** How many elements the index grows by in each iteration. */
  long stride() {
    return index.stride();
  }
}
