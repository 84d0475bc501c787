package dev.lathe.vector;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.opt.CountedLoop;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The iterations that are no full round, in rounds of one register each, of which the last has
 * lanes that are off. It comes before the loop as rounds do, and leaves nothing for it:
 *
 * <pre>{@code
 * left = max(n - i, 1);
 * do body(i .. i + min(left, 8) - 1), i += 8; while ((left -= 8) > 0);
 * }</pre>
 *
 * <p>Lanes that are off touch no memory and take no exit, and reductions keep what they had. Where
 * a lane that is on takes one, the loop does all that is left from the beginning of that round.
 */
final class RoundTail {
  /** Longer bodies with exits are not made a third time. */
  private static final int LONGEST = 150;

  /** Where lanes leave a round for what is rare. */
  interface Exits {
    /** A block from which the loop does what is left, with what that round begins with. */
    Block block(Map<Value, Value> begins);
  }

  private final LoopShape shape;
  private final VectorPlan plan;
  private final int most; // iterations
  private final int few; // so many are left to another loop
  private final CountedLoop counted;
  private final boolean up;
  private final Block entry; // with what an iteration takes over
  private final Block done; // with all lanes of reductions, and what else leaves the loop
  private final List<Value> leaving; // what the loop's own exit passes

  /**
   * @param plan of one register
   * @param most iterations
   * @param leaves true if what leaves the loop goes on in one that does what is left
   */
  RoundTail(LoopShape shape, VectorPlan plan, int most, Function function, boolean leaves) {
    this.few = leaves && shape.reductions.isEmpty() ? plan.few() : 0; // lanes keep an order
    this.shape = shape;
    this.plan = plan;
    this.most = most;
    this.counted = shape.counted;
    this.up = counted.step() > 0;
    this.entry = function.addBlock();
    this.done = function.addBlock();
    this.leaving = List.copyOf(shape.exit().arguments());
    for (Value param : params()) {
      if (isCarried(shape, param)) {
        entry.addParam(type(param));
      }
    }
    for (Value param : params()) {
      if (shape.reductions.containsKey(param)) {
        done.addParam(type(param));
      }
    }
    for (Value argument : leaving) {
      if (isLast(shape, argument)) {
        done.addParam(argument.type());
      }
    }
  }

  /**
   * True if lanes may be off in a round of {@code shape}. A loop that may end early has no tail:
   * one that ends soon would do its few iterations twice.
   */
  static boolean isPossible(LoopShape shape) {
    CountedLoop counted = shape.counted;
    boolean up = counted.step() > 0;
    IntPredicate predicate = counted.predicate();
    if (!shape.path.hasRareExitsOnly()
        || shape.lanes.size() > LONGEST && shape.hasExits()
        || !shape.trees().isEmpty()
        || Math.abs(counted.step()) != 1
        || predicate != (up ? IntPredicate.LT : IntPredicate.GT)
            && predicate != (up ? IntPredicate.LE : IntPredicate.GE)) {
      return false;
    }
    for (Reduction reduction : shape.reductions.values()) {
      if (!reduction.hasTail()) {
        return false;
      }
    }
    for (MemoryAccess access : shape.accesses) {
      switch (access.mode()) {
        case UNIT, ONCE, EACH -> {}
        default -> {
          return false; // it begins before the first element, or loads more than lanes
        }
      }
    }
    for (Value argument : shape.exit().arguments()) {
      if (isLast(shape, argument) && shape.affine(argument) == null) {
        return false;
      }
    }
    return true;
  }

  /** True for what leaves the loop and is another value in each iteration, but no reduction. */
  private static boolean isLast(LoopShape shape, Value argument) {
    for (Reduction reduction : shape.reductions.values()) {
      if (reduction.next() == argument) {
        return false;
      }
    }
    return !shape.isUniform(argument);
  }

  private List<Value> params() {
    return counted.loop().header().params();
  }

  private static boolean isCounter(LoopShape shape, Value param) {
    return !shape.isUniform(param) && shape.affine(param) != null;
  }

  /** True for a parameter of the header that each iteration changes. */
  static boolean isCarried(LoopShape shape, Value param) {
    return shape.reductions.containsKey(param) || isCounter(shape, param);
  }

  private Type type(Value param) {
    return shape.reductions.containsKey(param) ? lanes(param.type()) : param.type();
  }

  /** The one register for values of {@code type}. */
  Type lanes(Type type) {
    return type.withLanes(plan.lanes());
  }

  /** Says what the first iteration takes over, by parameter of the loop's header. */
  Target enter(Map<Value, Value> values) {
    var target = new Target(entry);
    for (Value param : params()) {
      if (isCarried(shape, param)) {
        target.arguments().add(values.get(param));
      }
    }
    return target;
  }

  /**
   * Leaves, if nothing is left.
   *
   * @param values reductions by parameter of the loop's header
   * @param last what else leaves the loop, by what it is in an iteration
   */
  Target leave(Map<Value, Value> values, Map<Value, Value> last) {
    var target = new Target(done);
    for (Value param : params()) {
      if (shape.reductions.containsKey(param)) {
        target.arguments().add(values.get(param));
      }
    }
    for (Value argument : leaving) {
      if (isLast(shape, argument)) {
        target.arguments().add(last.get(argument));
      }
    }
    return target;
  }

  /** So few iterations are not worth a round: 0 if the tail leaves none. */
  int few() {
    return few;
  }

  /** True if {@link #leave} takes {@code argument}. */
  boolean takesLast(Value argument) {
    return isLast(shape, argument);
  }

  /**
   * Makes the rounds.
   *
   * @param before where what does not change is computed
   * @param entering what the header's parameters are at first
   * @param counter the parameter that is tested
   * @param outside what values of other loops are before this one
   * @param rare where lanes leave; null if they cannot
   */
  void run(
      RoundBlock before,
      Value bound,
      List<Value> entering,
      int counter,
      UnaryOperator<Value> outside,
      Exits rare) {
    var head = new RoundBlock(entry);
    Map<Value, Value> carried = new LinkedHashMap<>(); // in the order of the header's parameters
    int at = 0;
    for (Value param : params()) {
      if (isCarried(shape, param)) {
        carried.put(param, entry.param(at++));
      }
    }
    Value left = left(head, carried.get(params().get(counter)), bound);
    RoundBlock round = head;
    if (most > plan.lanes()) {
      round = new RoundBlock(entry.function().addBlock());
      var into = new Target(round.block);
      into.arguments().add(left);
      left = round.block.addParam(Type.I32);
      for (Map.Entry<Value, Value> each : List.copyOf(carried.entrySet())) {
        into.arguments().add(each.getValue());
        carried.put(each.getKey(), round.block.addParam(each.getValue().type()));
      }
      entry.setTerminator(new Terminator.Jump(into));
    }
    Value on = round.op(Op.FIRSTLANES, Type.BOOL.withLanes(plan.lanes()), left);
    var body = new RoundBody(shape, plan, null, before, round, entering, outside);
    body.setOn(null, on);
    for (Map.Entry<Value, Value> each : carried.entrySet()) {
      if (isCounter(shape, each.getKey())) {
        body.setScalar(each.getKey(), each.getValue());
      } else {
        RoundReduction.enter(shape.reductions.get(each.getKey()), each.getValue(), body);
      }
    }
    RoundBlock[] last = {round};
    Block begin = round.block;
    Map<Value, Value> begins = Map.copyOf(carried);
    body.run(taken -> {
      var next = new RoundBlock(entry.function().addBlock());
      Block leaves = rare.block(begins);
      last[0].block.setTerminator(
          new Terminator.Branch(taken, new Target(leaves), new Target(next.block)));
      last[0] = next;
      body.continueIn(next);
    });
    end(begin, last[0], body, carried, left, on);
  }

  /** Ends the round that {@code begin} begins. */
  private void end(
      Block begin,
      RoundBlock round,
      RoundBody body,
      Map<Value, Value> carried,
      Value left,
      Value on) {
    Map<Value, Value> next = new HashMap<>();
    for (Map.Entry<Value, Value> each : carried.entrySet()) {
      Reduction reduction = shape.reductions.get(each.getKey());
      if (reduction != null) {
        next.put(each.getKey(), RoundReduction.left(reduction, each.getValue(), on, body));
      }
    }
    for (Map.Entry<Value, Value> each : carried.entrySet()) {
      if (isCounter(shape, each.getKey())) {
        long by = shape.affine(each.getKey()).stride() * plan.lanes();
        next.put(each.getKey(), round.sum(each.getValue(), by));
      }
    }
    Map<Value, Value> last = new HashMap<>();
    for (Value argument : leaving) {
      if (takesLast(argument)) {
        Value done = left;
        if (few > 0 && begin != entry) {
          done = round.op(Op.IMIN, Type.I32, left, round.constant(Type.I32, plan.lanes()));
        }
        last.put(argument, last(round, body.scalar(argument), argument, done));
      }
    }
    Target leave = leave(next, last);
    if (begin == entry) {
      round.block.setTerminator(new Terminator.Jump(leave));
      return;
    }
    Value less = round.sum(left, -plan.lanes());
    var again = new Target(begin);
    again.arguments().add(less);
    for (Value param : carried.keySet()) {
      again.arguments().add(next.get(param));
    }
    Value more = round.compare(IntPredicate.GT, less, round.constant(Type.I32, few));
    round.block.setTerminator(new Terminator.Branch(more, again, leave));
  }

  /** What {@code argument} is in the last lane that is on, if no round follows. */
  Value last(RoundBlock round, Value first, Value argument, Value left) {
    Value more = round.sum(left, -1);
    more = argument.type() == Type.I64 ? round.op(Op.SEXT, Type.I64, more) : more;
    long stride = shape.affine(argument).stride();
    if (stride != 1) {
      Value each = round.constant(argument.type(), stride);
      more = round.op(Op.IMUL, argument.type(), more, each);
    }
    return round.op(Op.IADD, argument.type(), first, more);
  }

  /** How many iterations are left; at least one. */
  Value left(RoundBlock block, Value counter, Value bound) {
    Type type = bound.type();
    Value tested = block.sum(counter, counted.offset());
    Value distance =
        up ? block.op(Op.ISUB, type, bound, tested) : block.op(Op.ISUB, type, tested, bound);
    boolean equal = counted.predicate() == (up ? IntPredicate.LE : IntPredicate.GE);
    Value near = block.op(Op.AND, type, distance, block.constant(type, most - 1));
    near = type == Type.I64 ? block.op(Op.TRUNC, Type.I32, near) : near;
    near = block.sum(near, equal ? 2 : 1);
    Value any = block.compare(counted.predicate(), tested, bound);
    return block.op(Op.SELECT, Type.I32, any, near, block.constant(Type.I32, 1));
  }

  /** The block all lanes of the reductions come to, in the order of the header's parameters. */
  Block done() {
    return done;
  }
}
