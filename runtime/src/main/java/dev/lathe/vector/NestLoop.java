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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts rounds before a nest, each of which does several iterations of the outer loop at once; the
 * nest itself, with all its checks, does the rest, and everything if a check might fail.
 *
 * <pre>{@code
 * do { do body(i, k); while (++k < m); } while (++i < n);
 *
 * if (i < n - 7 && 0 < m && no check fails in any iteration) {
 *   do { do body(i .. i + 7, k); while (++k < m); } while ((i += 8) < n - 7);
 *   if (!(i < n)) goto end;
 * }
 * do { do body(i, k); while (++k < m); } while (++i < n);
 * end:
 * }</pre>
 *
 * <p>An index is at least the sum of what its terms are at least, and at most that of what they are
 * at most, as longs, in which nothing wraps around. If these are indices of the array, so is what
 * Java computes, which is equal modulo 2^32.
 */
final class NestLoop {
  private final NestShape shape;
  private final NestPlan plan;
  private final CountedLoop counted;
  private final Function function;
  private final Block before; // ends with a jump to the nest, the only edge into it
  private final List<Value> entering;
  private final Map<Value, Value> hoisted = new HashMap<>();
  private RoundBlock head; // where tests are made

  /**
   * @param before the only block before the nest, which is closed
   */
  NestLoop(NestShape shape, NestPlan plan, Block before) {
    this.shape = shape;
    this.plan = plan;
    this.counted = shape.counted;
    this.function = before.function();
    this.before = before;
    this.entering = List.copyOf(((Terminator.Jump) before.terminator()).target().arguments());
  }

  void run() {
    Block rest = rest();
    head = new RoundBlock(before);
    Value bound = hoist(counted.bound());
    Value start = hoist(shape.counter());
    Value limit = limit(bound);
    Value enough = head.compare(IntPredicate.LT, start, limit);
    var tests = new RoundBlock(function.addBlock());
    before.setTerminator(
        new Terminator.Branch(enough, new Target(tests.block), target(rest, entering)));
    head = tests;
    Value holds = tests();
    var first = new RoundBlock(function.addBlock());
    tests.block.setTerminator(
        holds == null
            ? new Terminator.Jump(new Target(first.block))
            : new Terminator.Branch(holds, new Target(first.block), target(rest, entering)));

    var round = new RoundBlock(function.addBlock());
    Value counter = round.block.addParam(Type.I32);
    var body = new NestBody(shape, plan, first, round);
    body.setScalar(shape.counter(), counter);
    for (Value param : counted.loop().header().params()) {
      if (param != shape.counter()) {
        body.setScalar(param, entering.get(param.paramIndex()));
      }
    }
    body.run();
    RoundBlock last = body.round();
    Value next = last.sum(counter, plan.lanes());
    Target exit = shape.exit();
    var leave = new Target(exit.block());
    for (Value argument : exit.arguments()) {
      leave.arguments().add(body.last(argument));
    }
    var end = new RoundBlock(function.addBlock());
    Value again = last.compare(IntPredicate.LT, next, limit);
    last.block.setTerminator(
        new Terminator.Branch(again, new Target(round.block, next), new Target(end.block)));
    first.block.setTerminator(new Terminator.Jump(new Target(round.block, start)));
    var onward = new Target(rest);
    for (Value param : counted.loop().header().params()) {
      onward.arguments().add(param == shape.counter() ? next : entering.get(param.paramIndex()));
    }
    Value stays = end.compare(IntPredicate.LT, next, bound);
    end.block.setTerminator(new Terminator.Branch(stays, onward, leave));
  }

  private static Target target(Block block, List<Value> arguments) {
    return new Target(block, arguments.toArray(Value[]::new));
  }

  /** A block from which the nest itself does the rest. */
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

  /** What a counter must be less than for a round to begin. */
  private Value limit(Value bound) {
    long distance = plan.lanes() - 1L;
    Value nearest = head.constant(Type.I32, Integer.MIN_VALUE + distance);
    return head.sum(head.op(Op.IMAX, Type.I32, bound, nearest), -distance);
  }

  /** Computes before the nest what does not change in it. */
  private Value hoist(Value value) {
    if (value.isConst()) {
      return head.constant(value.type(), value.bits());
    }
    if (value.op() == Op.PARAM && value.block() == counted.loop().header()) {
      return entering.get(value.paramIndex());
    }
    if (!shape.contains(value)) {
      return value;
    }
    Value known = hoisted.get(value);
    if (known == null) {
      var operands = new Value[value.operandCount()];
      for (int k = 0; k < operands.length; k++) {
        operands[k] = hoist(value.operand(k));
      }
      head.line(value.line());
      known = head.make(value.op(), value.type(), value.attribute(), operands);
      hoisted.put(value, known);
    }
    return known;
  }

  // ---- tests

  private Value tests() {
    Value all = null;
    for (Map.Entry<Value, Boolean> each : shape.assumed.entrySet()) {
      Value condition = hoist(each.getKey());
      all = and(all, each.getValue() ? condition : head.op(Op.NOT, Type.BOOL, condition));
    }
    for (MemoryOrder.Pair pair : shape.different) {
      Value same = head.op(Op.SAME_REFERENCE, Type.BOOL, pair.a(), pair.b());
      all = and(all, head.op(Op.NOT, Type.BOOL, same));
    }
    for (Loops.Loop loop : shape.checkedLoops) {
      CountedLoop inner = shape.counters.get(loop);
      all = and(all, head.compare(IntPredicate.LT, hoist(inner.initial()), hoist(inner.bound())));
    }
    for (NestShape.Check check : shape.checks) {
      all = test(check, all);
    }
    return all;
  }

  private Value and(Value all, Value more) {
    return all == null ? more : head.op(Op.AND, Type.BOOL, all, more);
  }

  private Value test(NestShape.Check check, Value all) {
    Value least = head.constant(Type.I64, check.index().constant());
    Value most = least;
    for (NestIndex.Term term : check.index().terms()) {
      Value factor = term.factor() == null ? null : wide(hoist(term.factor()));
      if (term.counter() == null) {
        Value size = times(factor, term.multiple());
        least = plus(least, size);
        most = plus(most, size);
        continue;
      }
      CountedLoop loop = shape.loopOf(term.counter());
      Value from = wide(hoist(loop.initial()));
      Value to = head.sum(wide(hoist(loop.bound())), -1);
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
    Value length = wide(head.op(Op.ALEN, Type.I32, check.reference()));
    Value zero = head.constant(Type.I64, 0);
    Value begins = head.compare(IntPredicate.GE, least, zero);
    return and(and(all, begins), head.compare(IntPredicate.LT, most, length));
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
