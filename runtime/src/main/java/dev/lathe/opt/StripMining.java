package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.analysis.Range;
import dev.lathe.analysis.Ranges;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.OpSemantics;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * Makes a loop that counts pay for yields in strips of iterations instead of one by one:
 *
 * <pre>{@code
 * yield; do body; while (++i < n);
 *
 * limit = min(n, i + strip); yield(limit - i);
 * do body; while (++i < limit || i < n && (limit = min(n, i + strip), yield(limit - i), true));
 * }</pre>
 *
 * What the limit replaces is compared only when a strip is at its end, behind the loop; in the loop
 * nothing is added. The first limit is computed as far out as what it depends on permits.
 *
 * <p>The counter never wraps around while it is compared with a limit: near the end of the type the
 * limit is one that no value passes, so that every iteration goes the long way round.
 */
final class StripMining {
  private static final long LONGEST_STEP = 1 << 20;
  private static final long LONGEST_STRIP = 1 << 30;

  private final CountedLoop counted;
  private final Loops loops;
  private final ControlFlow flow;
  private final Function function;
  private final Type type;
  private final long cost;
  private final long strip; // in units of the counter
  private final boolean up;
  private final boolean strict;
  private final boolean unequal;
  private final Ranges ranges;
  private final boolean free;
  private boolean exact; // whether strips end at the loop's own bound, not at a safe one
  private Block block; // where values are appended

  /**
   * @param counted for which {@link #isPossible} holds
   * @param cost of one iteration
   * @param iterations how many make a strip
   * @param free whether the first strip costs nothing, as nothing else can have cost much before
   */
  StripMining(
      CountedLoop counted,
      Loops loops,
      ControlFlow flow,
      Ranges ranges,
      long cost,
      long iterations,
      boolean free) {
    this.counted = counted;
    this.ranges = ranges;
    this.free = free;
    this.loops = loops;
    this.flow = flow;
    this.function = counted.test().function();
    this.type = counted.tested().type();
    this.cost = cost;
    long size = Math.abs(counted.step());
    this.strip = Math.min(iterations, LONGEST_STRIP / size) * size;
    this.up = counted.step() > 0;
    this.unequal = counted.predicate() == IntPredicate.NE;
    this.strict = counted.predicate() == (up ? IntPredicate.LT : IntPredicate.GT);
  }

  /** True if the loop is one that its test jumps back in, and nothing else does. */
  static boolean isPossible(CountedLoop counted) {
    Block test = counted.test();
    if (counted.loop().latches().size() != 1 || counted.loop().latches().getFirst() != test) {
      return false;
    }
    long size = Math.abs(counted.step());
    if (counted.back().block() != counted.loop().header() || size > LONGEST_STEP || size <= 0) {
      return false;
    }
    IntPredicate predicate = counted.predicate();
    if (predicate.isEquality() || predicate.isUnsigned()) {
      return predicate == IntPredicate.NE && size == 1;
    }
    boolean below = (predicate.outcomes() & IntPredicate.LESS) != 0;
    return below ? counted.step() > 0 : counted.step() < 0;
  }

  void run() {
    Block header = counted.loop().header();
    Block test = counted.test();
    Block before = counted.before();
    Target back = counted.back();
    Target exit = counted.exit();
    Value limit = header.addParam(type);

    block = outermost(before);
    Value tested = here(counted.initial());
    if (counted.offset() != 0) {
      tested = op(Op.IADD, type, tested, constant(type, counted.offset()));
    }
    Value bound = safeBound();
    exact = bound == counted.bound();
    bound = here(bound);
    Strip first = strip(tested, bound, false, !free);
    if (!free) {
      Value firstCost = cost(first);
      block = before;
      addYield(firstCost);
    }
    ((Terminator.Jump) before.terminator()).target().arguments().add(first.limit);

    Block end = function.addBlock();
    Block next = function.addBlock();
    block = next;
    Strip following = strip(counted.tested(), bound, exact, true);
    addYield(cost(following));
    var again = new Target(header);
    again.arguments().addAll(back.arguments());
    again.arguments().add(following.limit);
    next.setTerminator(new Terminator.Jump(again));

    block = end;
    Value goesOn = compare(counted.predicate(), counted.tested(), counted.bound());
    end.setTerminator(new Terminator.Branch(goesOn, new Target(next), exit));

    block = test;
    Value inStrip = compare(counted.predicate(), counted.tested(), limit);
    back.arguments().add(limit);
    test.setTerminator(new Terminator.Branch(inStrip, back, new Target(end)));
  }

  /** The block furthest out, at whose end all that the first limit depends on is known. */
  private Block outermost(Block before) {
    Block best = before;
    for (Loops.Loop loop = counted.loop().parent(); loop != null; loop = loop.parent()) {
      if (!CountedLoop.isInvariant(counted.initial(), loop, loops)
          || !CountedLoop.isInvariant(counted.bound(), loop, loops)) {
        break;
      }
      Block entering = null;
      Block header = loop.header();
      for (int e = 0; e < flow.edgeCount(header); e++) {
        Block from = flow.predecessor(header, e);
        if (!loops.contains(loop, from)) {
          if (entering != null) {
            return best;
          }
          entering = from;
        }
      }
      best = entering;
    }
    return best;
  }

  /**
   * The bound or, if it is so near to the type's end that the counter may pass that, one which is
   * not.
   */
  private Value safeBound() {
    Value bound = counted.bound();
    if (unequal) {
      return bound;
    }
    long size = Math.abs(counted.step());
    long end = up ? most() - size + (strict ? 1 : 0) : least() + size - (strict ? 1 : 0);
    if (end == (up ? most() : least())
        || (up ? ranges.of(bound).max() <= end : ranges.of(bound).min() >= end)) {
      return bound;
    }
    return op(up ? Op.IMIN : Op.IMAX, type, here(bound), constant(type, end));
  }

  private long most() {
    return type == Type.I64 ? Long.MAX_VALUE : Integer.MAX_VALUE;
  }

  private long least() {
    return type == Type.I64 ? Long.MIN_VALUE : Integer.MIN_VALUE;
  }

  /** A strip: how far the counter goes, and up to where; the distance is null if it is free. */
  private record Strip(Value distance, Value limit) {}

  /**
   * The strip that begins at {@code from}.
   *
   * @param inside true if {@code from} is known to have passed the test against the bound
   * @param paid false if nobody asks for the distance
   */
  private Strip strip(Value from, Value bound, boolean inside, boolean paid) {
    Value limit = nearest(from, bound);
    if (limit != null) {
      return new Strip(paid ? distance(from, limit, inside) : null, limit);
    }
    Value left = up ? op(Op.ISUB, type, bound, from) : op(Op.ISUB, type, from, bound);
    Value most = constant(type, strip);
    Value distance = select(compare(IntPredicate.ULT, left, most), left, most);
    limit = op(up ? Op.IADD : Op.ISUB, type, from, distance);
    if (unequal || inside) {
      return new Strip(distance, limit);
    }
    Value in = compare(counted.predicate(), from, bound);
    Value none = constant(type, up ? least() : most());
    return new Strip(select(in, distance, constant(type, 0)), select(in, limit, none));
  }

  /**
   * The bound or, if that is nearer, the end of a strip that begins at {@code from}; null if that
   * takes more than a sum and a comparison. Where {@code from} is beyond the bound the loop's own
   * test ends it.
   */
  private Value nearest(Value from, Value bound) {
    if (unequal || !exact) { // the counter may pass a safe bound, and wrap around
      return null;
    }
    Op advance = up ? Op.IADD : Op.ISUB;
    Op nearer = up ? Op.IMIN : Op.IMAX;
    Range start = ranges.of(from);
    if (up ? start.max() <= most() - strip : start.min() >= least() + strip) {
      return op(nearer, type, bound, op(advance, type, from, constant(type, strip)));
    }
    if (type == Type.I64) {
      return null;
    }
    Value end = op(advance, Type.I64, op(Op.SEXT, Type.I64, from), constant(Type.I64, strip));
    return op(Op.TRUNC, type, op(nearer, Type.I64, op(Op.SEXT, Type.I64, bound), end));
  }

  private Value distance(Value from, Value limit, boolean inside) {
    Value distance = up ? op(Op.ISUB, type, limit, from) : op(Op.ISUB, type, from, limit);
    return inside ? distance : op(Op.IMAX, type, distance, constant(type, 0));
  }

  /** What a strip costs, and an iteration more, for the one that goes before. */
  private Value cost(Strip of) {
    Value distance = of.distance;
    if (type != Type.I64) {
      distance = op(Op.ZEXT, Type.I64, distance);
    }
    int shift = 63 - Long.numberOfLeadingZeros(Math.abs(counted.step()));
    if (shift > 0) {
      distance = op(Op.USHR, Type.I64, distance, constant(Type.I32, shift));
    }
    if (cost > 1) {
      distance = op(Op.IMUL, Type.I64, distance, constant(Type.I64, cost));
    }
    return op(Op.IADD, Type.I64, distance, constant(Type.I64, cost));
  }

  // ---- values

  private void addYield(Value cost) {
    block.append(function.newValue(Op.YIELD, Type.VOID, 0, new Value[] {cost}, 0));
  }

  private Value constant(Type of, long bits) {
    return block.append(function.newConst(of, bits, 0));
  }

  /** A constant once more, as it may stand in the loop. */
  private Value here(Value value) {
    return value.isConst() ? constant(value.type(), value.bits()) : value;
  }

  private Value compare(IntPredicate predicate, Value a, Value b) {
    return append(Op.ICMP, Type.BOOL, predicate.ordinal(), a, b);
  }

  private Value select(Value condition, Value a, Value b) {
    return condition.isConst()
        ? condition.bits() != 0 ? a : b
        : append(Op.SELECT, type, 0, condition, a, b);
  }

  private Value op(Op op, Type result, Value... operands) {
    return append(op, result, 0, operands);
  }

  private Value append(Op op, Type result, long attribute, Value... operands) {
    Value value = function.newValue(op, result, attribute, operands, 0);
    for (Value operand : operands) {
      if (!operand.isConst()) {
        return block.append(value);
      }
    }
    return constant(result, OpSemantics.evaluate(value));
  }
}
