package dev.lathe.vector;

import dev.lathe.analysis.AffineIndex;
import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.opt.CountedLoop;

/**
 * How the index of a segment grows, a long, exactly: from one iteration to the next that uses it,
 * without wrapping around.
 *
 * <p>A long that is an index is at least 0 and less than the segment's size, and so is the next
 * one. If it is an int extended, that int is at least 0 and the next one too, so they have not
 * wrapped around where one is a small number more than the other. Of a sum or product of extended
 * ints that is not known, unless the int is the loop's counter: where {@link
 * dev.lathe.opt.LoopSplitting} takes a check away that needs it, it has made sure that the counter
 * does not wrap around, and without that the check is still there.
 */
final class SegmentIndex {
  private SegmentIndex() {}

  /** How the index of {@code access} grows; null if that is not known. */
  static AffineIndex of(Value access, LoopShape shape, ControlFlow flow, Loops loops) {
    CountedLoop counted = shape.counted;
    Value place = MemoryAccess.place(access);
    if (place.type() == Type.I32) {
      boolean unsigned = AffineIndex.isZeroExtended(access.operand(1), place);
      return unsigned && !shape.isNeverNegative(place) ? null : shape.affine(place);
    }
    AffineIndex growth = shape.affine(place);
    Value tested = counted.tested();
    if (growth != null || tested.type() != Type.I32) {
      return growth;
    }
    Value param = counted.loop().header().param(counted.counterIndex());
    boolean unsigned =
        AffineIndex.isZeroExtended(place, param) || AffineIndex.isZeroExtended(place, tested);
    if (unsigned && (counted.step() < 0 || !shape.isNeverNegative(param))) {
      return null;
    }
    growth = AffineIndex.of(place, counted.loop(), flow, loops, param, tested);
    return growth == null || growth.factor() != null ? null : growth;
  }
}
