package dev.lathe.vector;

import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.opt.CountedLoop;
import dev.lathe.opt.LoopClosure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts rounds before a loop, each of which does several iterations at once; the loop does the rest.
 *
 * <pre>{@code
 * do body(i); while (++i < n);
 *
 * if (i + 1 < n - 6) {
 *   do body(i .. i + 7); while ((i += 8) < n - 7);
 *   if (!(i < n)) goto end;
 * }
 * do body(i); while (++i < n);
 * end:
 * }</pre>
 *
 * <p>What is tested is compared with limits that are that much before the bound, or, if these are
 * none of the type's values, with one that no value passes: a round begins only if all tests in it
 * hold, and between the counter and the bound nothing wraps around.
 */
final class RoundLoop {
  private final LoopShape shape;
  private final VectorPlan plan;
  private final List<MemoryOrder.Pair> different;
  private final CountedLoop counted;
  private final Function function;
  private final Type type; // of the counter
  private final boolean up;
  private Block before; // ends with a jump to the loop, the only edge into it

  RoundLoop(LoopShape shape, VectorPlan plan, List<MemoryOrder.Pair> different) {
    this.shape = shape;
    this.plan = plan;
    this.different = different;
    this.counted = shape.counted;
    this.function = counted.test().function();
    this.type = counted.tested().type();
    this.up = counted.step() > 0;
  }

  Loops.Loop loop() {
    return counted.loop();
  }

  /** Says that {@code preheader} is the only block before the loop. */
  void enter(Block preheader) {
    this.before = preheader;
  }

  /** Makes the rounds before the loop, which {@code closure} has closed. */
  void run(LoopClosure closure) {
    List<Value> entering =
        List.copyOf(((Terminator.Jump) before.terminator()).target().arguments());
    var head = new RoundBlock(before);
    Value initial = entering.get(counterIndex());
    Value tested = head.sum(initial, counted.offset());
    Value bound = closure.at(counted.bound(), before);
    if (counted.bound().isConst()) {
      bound = head.constant(type, counted.bound().bits());
    }
    Value enough = isBefore(head, tested, limit(head, bound, plan.lanes() - 2));
    for (MemoryOrder.Pair pair : different) {
      Value a = closure.at(pair.a(), before);
      Value b = closure.at(pair.b(), before);
      Value same = head.op(Op.SAME_REFERENCE, Type.BOOL, a, b);
      Value others = head.op(Op.NOT, Type.BOOL, same);
      enough = head.op(Op.AND, Type.BOOL, enough, others);
    }

    Block rest = rest();
    var first = new RoundBlock(function.addBlock());
    var round = new RoundBlock(function.addBlock());
    var end = new RoundBlock(function.addBlock());
    before.setTerminator(
        new Terminator.Branch(enough, new Target(first.block), target(rest, entering)));

    var body = new RoundBody(shape, plan, first, round, entering);
    var into = new Target(round.block);
    var again = new Target(round.block);
    Map<Reduction, Value[]> finals = new HashMap<>();
    for (Value param : counted.loop().header().params()) {
      enter(param, first, round, body, entering, into);
    }
    Value limit = limit(first, uniformBound(first, bound), plan.lanes() - 1);
    body.run();
    for (Value param : counted.loop().header().params()) {
      Reduction reduction = shape.reductions.get(param);
      if (reduction != null) {
        Value[] next = body.parts(reduction.next());
        finals.put(reduction, next);
        again.arguments().addAll(List.of(next));
      } else if (isCounter(param)) {
        long by = shape.affine(param).stride() * plan.lanes();
        again.arguments().add(round.sum(body.scalar(param), by));
      }
    }
    Value last = body.last(counted.tested());
    var leave = new Target(shape.exit().block());
    var onward = new Target(rest);
    Value inRounds = isBefore(round, last, limit);
    finish(body, finals, entering, round, end, onward, leave);
    round.block.setTerminator(new Terminator.Branch(inRounds, again, new Target(end.block)));
    first.block.setTerminator(new Terminator.Jump(into));
    Value stays = end.compare(counted.predicate(), last, bound);
    end.block.setTerminator(new Terminator.Branch(stays, onward, leave));
  }

  private int counterIndex() {
    Value tested = counted.tested();
    Value param = tested;
    if (counted.offset() != 0 || tested.op() == Op.IADD) {
      param = tested.operand(tested.operand(0).isConst() ? 1 : 0);
    }
    return param.paramIndex();
  }

  private static Value uniformBound(RoundBlock first, Value bound) {
    return bound.isConst() ? first.constant(bound.type(), bound.bits()) : bound;
  }

  private static Target target(Block block, List<Value> arguments) {
    return new Target(block, arguments.toArray(Value[]::new));
  }

  private Value isBefore(RoundBlock block, Value tested, Value limit) {
    return block.compare(up ? IntPredicate.LT : IntPredicate.GT, tested, limit);
  }

  /** What lies {@code iterations} before the bound; nothing passes it if that wraps around. */
  private Value limit(RoundBlock block, Value bound, long iterations) {
    long distance = iterations * counted.step();
    if (distance == 0) {
      return bound;
    }
    long least = type == Type.I64 ? Long.MIN_VALUE : Integer.MIN_VALUE;
    long most = type == Type.I64 ? Long.MAX_VALUE : Integer.MAX_VALUE;
    long nearest = (up ? least : most) + distance;
    Value near = block.op(up ? Op.IMAX : Op.IMIN, type, bound, block.constant(type, nearest));
    return block.sum(near, -distance);
  }

  /** A block from which the loop itself does the rest. */
  private Block rest() {
    Block rest = function.addBlock();
    Block header = counted.loop().header();
    var target = new Target(header);
    for (Value param : header.params()) {
      target.arguments().add(rest.addParam(param.type()));
    }
    rest.setTerminator(new Terminator.Jump(target));
    return rest;
  }

  private boolean isCounter(Value param) {
    return !shape.isUniform(param) && shape.affine(param) != null;
  }

  /** Gives the round what it needs for a parameter of the loop's header. */
  private void enter(
      Value param,
      RoundBlock first,
      RoundBlock round,
      RoundBody body,
      List<Value> entering,
      Target into) {
    Value initial = entering.get(param.paramIndex());
    if (initial.isConst()) {
      initial = first.constant(initial.type(), initial.bits());
    }
    Reduction reduction = shape.reductions.get(param);
    if (reduction != null) {
      Type type = param.type().withLanes(plan.lanes(param.type().kind()));
      Value start =
          reduction.isIdempotent() ? initial : first.constant(param.type(), reduction.identity());
      Value splat = first.op(Op.SPLAT, type, start);
      var accumulators = new Value[plan.lanes() / type.lanes()];
      for (int p = 0; p < accumulators.length; p++) {
        into.arguments().add(splat);
        accumulators[p] = round.block.addParam(type);
      }
      body.setParts(param, accumulators);
    } else if (isCounter(param)) {
      into.arguments().add(initial);
      body.setScalar(param, round.block.addParam(param.type()));
    }
  }

  /** Finds what the loop goes on with, and what leaves it, after the last round. */
  private void finish(
      RoundBody body,
      Map<Reduction, Value[]> finals,
      List<Value> entering,
      RoundBlock round,
      RoundBlock end,
      Target onward,
      Target leave) {
    Map<Value, Value> reduced = new HashMap<>(); // by what an iteration makes of it
    for (Reduction reduction : finals.keySet()) {
      Value all = reduce(reduction, finals.get(reduction), end);
      Value initial = entering.get(reduction.param().paramIndex());
      Value start = initial.isConst() ? end.constant(initial.type(), initial.bits()) : initial;
      reduced.put(
          reduction.next(),
          reduction.isIdempotent() ? all : end.op(reduction.op(), reduction.type(), start, all));
    }
    for (Value argument : shape.back().arguments()) {
      Value value = reduced.get(argument);
      boolean needed = value == null && isNeeded(onward.arguments().size());
      onward
          .arguments()
          .add(
              value != null
                  ? value
                  : needed ? body.last(argument) : entering.get(onward.arguments().size()));
    }
    for (Value argument : shape.exit().arguments()) {
      Value value = reduced.get(argument);
      leave.arguments().add(value != null ? value : body.last(argument));
    }
  }

  /** False for a parameter of the header that nothing uses. */
  private boolean isNeeded(int param) {
    Value value = counted.loop().header().param(param);
    return shape.isUniform(value) || isCounter(value);
  }

  /** All lanes combined. */
  private static Value reduce(Reduction reduction, Value[] parts, RoundBlock end) {
    Value[] now = parts;
    while (now.length > 1) {
      var half = new Value[now.length / 2];
      for (int i = 0; i < half.length; i++) {
        half[i] = end.op(reduction.op(), now[i].type(), now[i], now[i + half.length]);
      }
      now = half;
    }
    Value all = now[0];
    while (all.type().isVector()) {
      int lanes = all.type().lanes() / 2;
      Type type = all.type().withLanes(lanes);
      Value low = end.make(Op.EXTRACT, type, 0, all);
      Value high = end.make(Op.EXTRACT, type, lanes, all);
      all = end.op(reduction.op(), type, low, high);
    }
    return all;
  }
}
