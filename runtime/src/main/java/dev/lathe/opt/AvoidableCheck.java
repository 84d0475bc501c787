package dev.lathe.opt;

import dev.lathe.analysis.AffineIndex;
import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.IndexProofs;
import dev.lathe.analysis.Loops;
import dev.lathe.analysis.Range;
import dev.lathe.analysis.Ranges;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * A check in a counted loop that iterations cannot fail up to a number that is known before it: see
 * {@link LoopSplitting}.
 *
 * @param value the {@link Op#INDEX}
 * @param reference what is indexed, defined before the loop
 * @param operand the index
 * @param growth how the index grows; null if it is data
 * @param most of an array the greatest number it can be then; of a segment the greatest up to which
 *     it grows so
 * @param unsigned true if it grows so only while the counter is not less than 0
 */
record AvoidableCheck(
    Value value, Value reference, Value operand, AffineIndex growth, long most, boolean unsigned) {
  /** The greatest index of a segment, if nothing else than its size bounds it. */
  static final long ANY = Long.MAX_VALUE;

  /** Longer tables are not expected behind every index that may be so great. */
  private static final int MAX_TABLE = 1 << 16;

  /** What is known of {@code value}, an {@link Op#INDEX} in the loop, or null. */
  static AvoidableCheck of(
      Value value, CountedLoop counted, Ranges ranges, ControlFlow flow, Loops loops) {
    return value.operand(0).type().isArray()
        ? ofArray(value, ranges, counted.loop(), flow, loops)
        : ofSegment(value, counted, flow, loops);
  }

  boolean isInvariant() {
    return growth != null && growth.isInvariant();
  }

  private static AvoidableCheck ofArray(
      Value value, Ranges ranges, Loops.Loop loop, ControlFlow flow, Loops loops) {
    Value array = IndexProofs.origin(value.operand(0));
    Value index = value.operand(1);
    AffineIndex growth = AffineIndex.of(index, loop, flow, loops);
    long most = growth == null ? most(index, ranges) : 0;
    return most < 0 ? null : new AvoidableCheck(value, array, index, growth, most, false);
  }

  /** The check of a segment's index, which is a long, perhaps of an int that must not wrap. */
  private static AvoidableCheck ofSegment(
      Value value, CountedLoop counted, ControlFlow flow, Loops loops) {
    Value segment = IndexProofs.origin(value.operand(0));
    Value index = WrappedIndex.unwrapped(value);
    Loops.Loop loop = counted.loop();
    boolean isInt = counted.tested().type() == Type.I32;
    Value param = counted.offset() == 0 ? counted.tested() : counted.tested().operand(0);
    param = param.isConst() ? counted.tested().operand(1) : param;
    AffineIndex growth =
        AffineIndex.of(
            index, loop, flow, loops, isInt ? param : null, isInt ? counted.tested() : null);
    long most = ANY;
    boolean unsigned =
        isInt
            && (AffineIndex.isZeroExtended(index, param)
                || AffineIndex.isZeroExtended(index, counted.tested()));
    if (unsigned && counted.step() < 0) {
      growth = null;
    }
    if (growth == null && (index.op() == Op.SEXT || index.op() == Op.ZEXT)) {
      unsigned = false;
      growth = AffineIndex.of(index.operand(0), loop, flow, loops);
      most = Integer.MAX_VALUE;
    }
    if (growth == null || most != ANY && growth.factor() != null) {
      return null;
    }
    boolean staysAligned =
        !value.access().testsAlignment() || growth.stride() % value.access().element().bytes() == 0;
    return staysAligned ? new AvoidableCheck(value, segment, index, growth, most, unsigned) : null;
  }

  /**
   * The greatest number that {@code index}, which is data, can be; -1 if an array of that length
   * need not be expected.
   */
  private static long most(Value index, Ranges ranges) {
    Range range = ranges.of(index);
    boolean isCut = index.op() == Op.AND || index.op() == Op.USHR;
    return isCut && range.min() >= 0 && range.max() < MAX_TABLE ? range.max() : -1;
  }
}
