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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Puts rounds before a nest, each of which does several iterations of the outer loop at once; the
 * last with lanes that are off, where there are masks. Else the nest itself, with all its checks,
 * does the rest, and everything if a check might fail.
 *
 * <pre>{@code
 * do { do body(i, k); while (++k < m); } while (++i < n);
 *
 * if (i < n - 3 && 0 < m && no check fails in any iteration) {
 *   while (i < n - 7) { do body(i .. i + 7, k); while (++k < m); i += 8; }
 *   if (i < n) { do body(i .. n - 1, k); while (++k < m); }
 *   goto end;
 * }
 * do { do body(i, k); while (++k < m); } while (++i < n);
 * end:
 * }</pre>
 *
 * <p>Of a {@link NestJam} the same before the loop around the nest, several iterations of which
 * each round does; that loop itself does those that are left, and all from the first on in which a
 * check might fail.
 *
 * <p>An index is at least the sum of what its terms are at least, and at most that of what they are
 * at most, as longs, in which nothing wraps around. If these are indices of the array, so is what
 * Java computes, which is equal modulo 2^32.
 */
final class NestLoop {
  private final NestShape shape;
  private final NestPlan plan;
  private final NestJam jam;
  private final CountedLoop counted;
  private final Function function;
  private final Block before; // ends with a jump to the loop that rounds are put before
  private final List<Value> entering; // arguments of the nest's header
  private final List<Value> enteringAround; // of that of the loop around
  private final List<Map<Value, Value>> hoisted = new ArrayList<>(); // by iteration around
  private RoundBlock head; // where tests are made
  private RoundBlock first; // before the rounds
  private Value bound;
  private Value aroundCounter; // in the first of the iterations around
  private Block done; // where these end

  private NestLoop(NestShape shape, NestPlan plan, NestJam jam, Block before, Block nest) {
    this.shape = shape;
    this.plan = plan;
    this.jam = jam;
    this.counted = shape.counted;
    this.function = before.function();
    this.before = before;
    this.entering = entering(nest);
    this.enteringAround = jam == null ? List.of() : entering(before);
    for (int u = 0; u < plan.jam(); u++) {
      hoisted.add(new HashMap<>());
    }
    head = new RoundBlock(before);
  }

  private static List<Value> entering(Block before) {
    return List.copyOf(((Terminator.Jump) before.terminator()).target().arguments());
  }

  /**
   * Puts rounds before a nest.
   *
   * @param before the only block before the nest, which is closed
   */
  static void run(NestShape shape, NestPlan plan, Block before) {
    var loop = new NestLoop(shape, plan, null, before, before);
    Block rest = RoundBlock.rest(shape.counted.loop().header());
    loop.rounds(rest, () -> RoundBlock.target(rest, loop.entering));
  }

  /**
   * Puts rounds before the loop around a nest.
   *
   * @param around the only block before that loop, which is closed
   * @param before the only block before the nest
   */
  static void run(NestShape shape, NestPlan plan, NestJam jam, Block around, Block before) {
    new NestLoop(shape, plan, jam, around, before).aroundRounds();
  }

  private void aroundRounds() {
    Block rest = RoundBlock.rest(jam.counted.loop().header());
    Value end = hoist(jam.counted.bound(), 0);
    Value limit = limit(end, plan.jam());
    Value start = enteringAround.get(jam.counter().paramIndex());
    Value enough = head.compare(IntPredicate.LT, start, limit);
    var step = new RoundBlock(function.addBlock());
    aroundCounter = step.block.addParam(Type.I32);
    before.setTerminator(
        new Terminator.Branch(
            enough, new Target(step.block, start), RoundBlock.target(rest, enteringAround)));
    head = step;
    var last = new RoundBlock(function.addBlock());
    done = last.block;
    rounds(null, () -> restAround(rest, aroundCounter));
    Value next = last.sum(aroundCounter, plan.jam());
    var behind = new RoundBlock(function.addBlock());
    Value again = last.compare(IntPredicate.LT, next, limit);
    done.setTerminator(
        new Terminator.Branch(again, new Target(step.block, next), new Target(behind.block)));
    Value stays = behind.compare(IntPredicate.LT, next, end);
    var exit = new Target(jam.counted.exit().block());
    for (Value argument : jam.counted.exit().arguments()) {
      exit.arguments().add(hoist(argument, plan.jam() - 1));
    }
    behind.block.setTerminator(new Terminator.Branch(stays, restAround(rest, next), exit));
  }

  private Target restAround(Block rest, Value counter) {
    Target target = RoundBlock.target(rest, enteringAround);
    target.arguments().set(jam.counter().paramIndex(), counter);
    return target;
  }

  /**
   * Puts rounds at the end of {@link #head}.
   *
   * @param rest from where the nest goes on, if need be
   * @param otherwise where to go if there can be no rounds
   */
  private void rounds(Block rest, Supplier<Target> otherwise) {
    bound = hoist(counted.bound(), 0);
    Value start = hoist(shape.counter(), 0);
    int least = plan.tail() != null ? Math.max(plan.width() / 2, 2) : plan.lanes();
    Value enough = head.compare(IntPredicate.LT, start, limit(bound, least));
    var tests = new RoundBlock(function.addBlock());
    head.block.setTerminator(
        new Terminator.Branch(enough, new Target(tests.block), otherwise.get()));
    head = tests;
    Value limit = limit(bound, plan.lanes());
    Value holds = tests();
    first = new RoundBlock(function.addBlock());
    tests.block.setTerminator(
        holds == null
            ? new Terminator.Jump(new Target(first.block))
            : new Terminator.Branch(holds, new Target(first.block), otherwise.get()));

    var round = new RoundBlock(function.addBlock());
    Value counter = round.block.addParam(Type.I32);
    NestBody body = body(plan, round, counter);
    body.run();
    RoundBlock last = body.round();
    Value next = last.sum(counter, plan.lanes());
    var end = new RoundBlock(function.addBlock());
    Value again = last.compare(IntPredicate.LT, next, limit);
    last.block.setTerminator(
        new Terminator.Branch(again, new Target(round.block, next), new Target(end.block)));
    Value stays = end.compare(IntPredicate.LT, next, bound);
    body.continueIn(end);
    var into = new Target(round.block, start);
    Target onward;
    if (plan.tail() != null) {
      Block tail = tail();
      Value any = first.compare(IntPredicate.LT, start, limit);
      first.block.setTerminator(new Terminator.Branch(any, into, new Target(tail, start)));
      onward = new Target(tail, next);
    } else {
      first.block.setTerminator(new Terminator.Jump(into));
      onward = RoundBlock.target(rest, entering);
      onward.arguments().set(shape.counter().paramIndex(), next);
    }
    end.block.setTerminator(new Terminator.Branch(stays, onward, leave(body, next)));
  }

  /** Rounds in which only some lanes are on. */
  private Block tail() {
    NestPlan tail = plan.tail();
    var round = new RoundBlock(function.addBlock());
    Value counter = round.block.addParam(Type.I32);
    Value left = round.op(Op.ISUB, Type.I32, bound, counter);
    var on = new Value[tail.parts()];
    for (int p = 0; p < on.length; p++) {
      Value lanes = round.sum(left, -(long) p * tail.width());
      on[p] = round.op(Op.FIRSTLANES, Type.BOOL.withLanes(tail.width()), lanes);
    }
    NestBody body = body(tail, round, counter);
    body.setOn(on);
    body.run();
    RoundBlock last = body.round();
    Target leave = leave(body, bound);
    if (tail.lanes() >= plan.lanes()) {
      last.block.setTerminator(new Terminator.Jump(leave));
    } else {
      Value again = last.compare(IntPredicate.LT, counter, limit(bound, tail.lanes() + 1));
      var into = new Target(round.block, last.sum(counter, tail.lanes()));
      last.block.setTerminator(new Terminator.Branch(again, into, leave));
    }
    return round.block;
  }

  private NestBody body(NestPlan as, RoundBlock round, Value counter) {
    var body = new NestBody(shape, as, jam, first, round, this::hoist);
    for (Value param : counted.loop().header().params()) {
      for (int u = 0; u < body.values().copies(param); u++) {
        boolean counts = param == shape.counter();
        Value scalar = counts ? counter : hoist(entering.get(param.paramIndex()), u);
        body.values().setScalar(param, u, scalar);
      }
    }
    return body;
  }

  /**
   * Where the last round goes.
   *
   * @param next what the counter is after it
   */
  private Target leave(NestBody body, Value next) {
    if (jam != null) {
      return new Target(done);
    }
    var leave = new Target(shape.exit().block());
    for (Value argument : shape.exit().arguments()) {
      leave.arguments().add(argument == counted.tested() ? next : body.values().last(argument));
    }
    return leave;
  }

  /** What a counter must be less than for so many iterations to be left. */
  private Value limit(Value end, int iterations) {
    return head.limit(end, iterations - 1L);
  }

  /** Computes before the rounds what does not change in them. */
  private Value hoist(Value value, int of) {
    if (value.isConst()) {
      return head.constant(value.type(), value.bits());
    }
    if (!shape.contains(value) && (jam == null || !jam.contains(value))) {
      return value;
    }
    int copy = jam != null && jam.isCopied(value) ? of : 0;
    Value known = hoisted.get(copy).get(value);
    if (known == null) {
      known = value.op() == Op.PARAM ? param(value, copy) : computed(value, copy);
      hoisted.get(copy).put(value, known);
    }
    return known;
  }

  private Value param(Value param, int copy) {
    if (param.block() == counted.loop().header()) {
      return hoist(entering.get(param.paramIndex()), copy);
    }
    return param == jam.counter()
        ? head.sum(aroundCounter, copy)
        : enteringAround.get(param.paramIndex());
  }

  private Value computed(Value value, int copy) {
    var operands = new Value[value.operandCount()];
    for (int k = 0; k < operands.length; k++) {
      operands[k] = hoist(value.operand(k), copy);
    }
    head.line(value.line());
    return head.make(value.op(), value.type(), value.attribute(), operands);
  }

  // ---- tests

  private Value tests() {
    Value all = assumptions(shape.assumed, null);
    all = jam == null ? all : assumptions(jam.assumed, all);
    for (MemoryOrder.Pair pair : shape.different) {
      Value same = head.op(Op.SAME_REFERENCE, Type.BOOL, pair.a(), pair.b());
      all = and(all, head.op(Op.NOT, Type.BOOL, same));
    }
    for (Loops.Loop loop : shape.checkedLoops) {
      CountedLoop inner = shape.counters.get(loop);
      Value from = hoist(inner.initial(), 0);
      all = and(all, head.compare(IntPredicate.LT, from, hoist(inner.bound(), 0)));
    }
    for (NestShape.Check check : shape.checks) {
      boolean copied = jam != null && jam.isCopied(check.index());
      for (int u = 0; u < (copied ? plan.jam() : 1); u++) {
        all = test(check, u, all);
      }
    }
    return jam == null ? all : rows(all);
  }

  private Value assumptions(Map<Value, Boolean> assumed, Value before) {
    Value all = before;
    for (Map.Entry<Value, Boolean> each : assumed.entrySet()) {
      Value condition = hoist(each.getKey(), 0);
      all = and(all, each.getValue() ? condition : head.op(Op.NOT, Type.BOOL, condition));
    }
    return all;
  }

  /**
   * What an iteration around writes is behind what those before it do. Sums between 0 and the
   * greatest int are indices as they stand; of others, equal ones modulo 2^32 could be far apart.
   */
  private Value rows(Value before) {
    Value all = before;
    for (NestShape.Access access : shape.accesses.values()) {
      if (access.value().op().writes()) {
        Value end = head.constant(Type.I64, -1);
        for (int u = 0; u < plan.jam(); u++) {
          Bounds row = bounds(access.index(), u);
          all = and(all, head.compare(IntPredicate.LT, end, row.least));
          end = row.most;
        }
        Value most = head.constant(Type.I64, Integer.MAX_VALUE);
        all = and(all, head.compare(IntPredicate.LE, end, most));
      }
    }
    return all;
  }

  private Value and(Value all, Value more) {
    return all == null ? more : head.op(Op.AND, Type.BOOL, all, more);
  }

  private Value test(NestShape.Check check, int copy, Value all) {
    Bounds bounds = bounds(check.index(), copy);
    Value length = wide(head.op(Op.ALEN, Type.I32, check.reference()));
    Value zero = head.constant(Type.I64, 0);
    Value begins = head.compare(IntPredicate.GE, bounds.least, zero);
    return and(and(all, begins), head.compare(IntPredicate.LT, bounds.most, length));
  }

  private record Bounds(Value least, Value most) {}

  private Bounds bounds(NestIndex index, int copy) {
    Value least = head.constant(Type.I64, index.constant());
    Value most = least;
    for (NestIndex.Term term : index.terms()) {
      Value factor = term.factor() == null ? null : wide(hoist(term.factor(), copy));
      if (term.counter() == null) {
        Value size = times(factor, term.multiple());
        least = plus(least, size);
        most = plus(most, size);
        continue;
      }
      CountedLoop loop = shape.loopOf(term.counter());
      Value from = wide(hoist(loop.initial(), 0));
      Value to = head.sum(wide(hoist(loop.bound(), 0)), -1);
      if (factor != null) {
        from = head.op(Op.IMUL, Type.I64, factor, from);
        to = head.op(Op.IMUL, Type.I64, factor, to);
      }
      Value one = times(from, term.multiple());
      Value other = times(to, term.multiple());
      if (factor == null) {
        least = plus(least, term.multiple() > 0 ? one : other);
        most = plus(most, term.multiple() > 0 ? other : one);
      } else {
        least = plus(least, head.op(Op.IMIN, Type.I64, one, other));
        most = plus(most, head.op(Op.IMAX, Type.I64, one, other));
      }
    }
    return new Bounds(least, most);
  }

  private Value wide(Value value) {
    return head.op(Op.SEXT, Type.I64, value);
  }

  private Value plus(Value a, Value b) {
    return head.op(Op.IADD, Type.I64, a, b);
  }

  private Value times(Value value, long multiple) {
    return multiple == 1
        ? value
        : head.op(Op.IMUL, Type.I64, value, head.constant(Type.I64, multiple));
  }
}
