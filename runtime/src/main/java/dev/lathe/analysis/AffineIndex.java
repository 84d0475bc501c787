package dev.lathe.analysis;

import dev.lathe.ir.Block;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * A value in a loop that grows by the same in each iteration: by {@code stride}, or by {@code
 * stride} times {@code factor} if that is not null, which does not change in the loop. All in
 * arithmetic that wraps, as Java's does: what lies between two such values that have not wrapped is
 * for others to tell.
 */
public record AffineIndex(Value factor, long stride) {
  private static final int MAX_VALUES = 24;

  private static final int MAX_HOPS = 8;
  private static final AffineIndex INVARIANT = new AffineIndex(null, 0);

  /** True if {@code value}, a long, may be computed from {@code of} extended by zeros. */
  public static boolean isZeroExtended(Value value, Value of) {
    return isZeroExtended(value, of, MAX_HOPS);
  }

  private static boolean isZeroExtended(Value value, Value of, int hops) {
    if (hops == 0 || value.op() == Op.ZEXT && value.operand(0) == of) {
      return true;
    }
    for (int k = 0; k < value.operandCount(); k++) {
      Value operand = value.operand(k);
      if (operand.type() == Type.I64 && isZeroExtended(operand, of, hops - 1)) {
        return true;
      }
    }
    return false;
  }

  /** How {@code value}, an integer, grows in {@code loop}; null if it is not known to. */
  public static AffineIndex of(Value value, Loops.Loop loop, ControlFlow flow, Loops loops) {
    return of(value, loop, flow, loops, null, null);
  }

  /**
   * The same where two values, or null, are known not to wrap around in the loop, nor to be less
   * than 0 if they are extended by zeros: so that extended to more bits they grow as they do.
   */
  public static AffineIndex of(
      Value value, Loops.Loop loop, ControlFlow flow, Loops loops, Value exact, Value exactToo) {
    return new Search(loop, flow, loops, exact, exactToo).of(value);
  }

  /** True if the value does not change in the loop. */
  public boolean isInvariant() {
    return stride == 0;
  }

  private static final class Search {
    private final Loops.Loop loop;
    private final ControlFlow flow;
    private final Loops loops;
    private final Value exact;
    private final Value exactToo;
    private int left = MAX_VALUES;

    Search(Loops.Loop loop, ControlFlow flow, Loops loops, Value exact, Value exactToo) {
      this.exact = exact;
      this.exactToo = exactToo;
      this.loop = loop;
      this.flow = flow;
      this.loops = loops;
    }

    AffineIndex of(Value v) {
      if (v.isConst() || !loops.contains(loop, v.block())) {
        return INVARIANT;
      }
      if (--left < 0) {
        return null;
      }
      return switch (v.op()) {
        case PARAM -> v.block() == loop.header() ? counter(v) : null;
        case IADD -> sum(v, of(v.operand(0)), of(v.operand(1)), 1);
        case ISUB -> sum(v, of(v.operand(0)), of(v.operand(1)), -1);
        case INEG -> sum(v, INVARIANT, of(v.operand(0)), -1);
        case IMUL -> product(v, v.operand(0), v.operand(1));
        case SHL -> shifted(v);
        case TRUNC -> truncated(of(v.operand(0)));
        case SEXT, ZEXT ->
            v.operand(0) == exact || v.operand(0) == exactToo ? of(v.operand(0)) : invariant(v);
        case INDEX, PROVEN -> of(v.operand(1));
        default -> null;
      };
    }

    /** A value of one that does not change. */
    private AffineIndex invariant(Value v) {
      AffineIndex of = of(v.operand(0));
      return of != null && of.isInvariant() ? of : null;
    }

    /** A parameter of the header to which each iteration adds the same. */
    private AffineIndex counter(Value param) {
      Block header = loop.header();
      Value step = null;
      for (int e = 0; e < flow.edgeCount(header); e++) {
        if (!loops.contains(loop, flow.predecessor(header, e))) {
          continue;
        }
        Value next = flow.edge(header, e).arguments().get(param.paramIndex());
        Value by = addedTo(param, next);
        if (by == null || step != null && !isSame(step, by)) {
          return null;
        }
        step = by;
      }
      return step.isConst() ? new AffineIndex(null, step.bits()) : new AffineIndex(step, 1);
    }

    private static boolean isSame(Value a, Value b) {
      return a == b || a.isConst() && b.isConst(a.bits());
    }

    private Value addedTo(Value param, Value next) {
      if (next.op() != dev.lathe.ir.Op.IADD) {
        return null;
      }
      Value by = next.operand(0) == param ? next.operand(1) : next.operand(0);
      boolean adds = next.operand(0) == param || next.operand(1) == param;
      return adds && (by.isConst() || !loops.contains(loop, by.block())) ? by : null;
    }

    private static AffineIndex sum(Value v, AffineIndex a, AffineIndex b, long sign) {
      if (a == null || b == null) {
        return null;
      }
      if (b.stride == 0) {
        return a;
      }
      if (a.stride != 0 && a.factor != b.factor) {
        return null;
      }
      return scaled(v, new AffineIndex(b.factor, a.stride + sign * b.stride), 1);
    }

    private static AffineIndex scaled(Value v, AffineIndex a, long by) {
      long stride = a.stride * by;
      stride = v.type().bits() == 32 ? (int) stride : stride;
      return stride == 0 ? INVARIANT : new AffineIndex(a.factor, stride);
    }

    private AffineIndex product(Value v, Value a, Value b) {
      AffineIndex x = of(a);
      AffineIndex y = of(b);
      if (x == null || y == null || x.stride != 0 && y.stride != 0) {
        return null;
      }
      AffineIndex grows = x.stride != 0 ? x : y;
      Value factor = x.stride != 0 ? b : a;
      if (grows.stride == 0) {
        return INVARIANT;
      }
      if (factor.isConst()) {
        return scaled(v, grows, factor.bits());
      }
      // Only what stands before the loop is there for all to use.
      return grows.factor == null && !loops.contains(loop, factor.block())
          ? new AffineIndex(factor, grows.stride)
          : null;
    }

    private AffineIndex shifted(Value v) {
      AffineIndex a = of(v.operand(0));
      if (a == null || !v.operand(1).isConst()) {
        return null;
      }
      int distance = (int) v.operand(1).bits() & v.type().bits() - 1;
      return scaled(v, a, 1L << distance);
    }

    private static AffineIndex truncated(AffineIndex a) {
      if (a == null || a.factor != null) {
        return null;
      }
      return (int) a.stride == 0 ? INVARIANT : new AffineIndex(null, (int) a.stride);
    }
  }
}
