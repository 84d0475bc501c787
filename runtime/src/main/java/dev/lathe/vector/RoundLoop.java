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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

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
  private final MemoryOrder order;
  private final CountedLoop counted;
  private final Function function;
  private final Type type; // of the counter
  private final boolean up;
  private Block before; // ends with a jump to the loop, the only edge into it
  private List<Value> entering; // what it passes
  private List<Value> initial; // what the header's parameters are where rounds begin
  private Value bound;
  private RoundBlock first; // where what does not change is computed
  private LoopClosure closure;
  private RoundTail tail; // null if the loop does the rest
  private LineAlignment alignment; // null if none is worth it
  private RoundHead head; // null if rounds begin where the loop does
  private RoundRest rest; // null if the tail does what rounds leave
  private RoundBody uniform;
  private final RoundTrees trees;
  private final Map<Value, RoundReduction> kinds; // by parameter of the header
  private final Map<Value, Value[]> kept = new HashMap<>(); // what a round has of them at first
  private FewIterations fewIterations; // null if there is no way round
  private Target exitArguments; // of the loop, if its own exit is another now

  RoundLoop(LoopShape shape, VectorPlan plan, MemoryOrder order) {
    this.shape = shape;
    this.plan = plan;
    this.order = order;
    this.counted = shape.counted;
    this.function = counted.test().function();
    this.type = counted.tested().type();
    this.up = counted.step() > 0;
    this.trees = new RoundTrees(plan, shape.trees());
    this.kinds = RoundReduction.of(shape, plan);
  }

  Loops.Loop loop() {
    return counted.loop();
  }

  /** Says that {@code preheader} is the only block before the loop. */
  void enter(Block preheader) {
    this.before = preheader;
  }

  /** Says how few iterations go round the loop; null if they cannot. */
  void goRound(FewIterations few) {
    this.fewIterations = few;
  }

  /** Makes the rounds before the loop, which {@code closure} has closed. */
  void run(LoopClosure closure) {
    this.closure = closure;
    var head = new RoundBlock(before);
    entering = List.copyOf(((Terminator.Jump) before.terminator()).target().arguments());
    initial = entering;
    bound =
        counted.bound().isConst()
            ? head.constant(type, counted.bound().bits())
            : beforeLoop(counted.bound());
    first = new RoundBlock(function.addBlock());
    Value enough = limit(head, bound, plan.lanes() - 2);
    Value different =
        MemoryTests.areDifferent(
            shape, order, plan.lanes(), head, param -> start(param, head), this::beforeLoop);
    VectorPlan masked = plan.tail();
    boolean round = masked != null && FewIterations.isWorthIt(shape, masked);
    fewIterations = round && fewIterations != null && goesRound(masked) ? fewIterations : null;
    if (shape.hasExits()) {
      runAgain(enough, different, head);
    } else if (masked != null) {
      runWithTail(masked, head.both(different, ends(head)));
    } else {
      Block rest = rest();
      enough = isEnough(head, enough, different);
      before.setTerminator(
          new Terminator.Branch(
              enough, new Target(first.block), RoundBlock.target(rest, entering)));
      run(first, new Target(rest), null);
    }
  }

  /** Makes few iterations go round the loop, if they can. */
  private boolean goesRound(VectorPlan masked) {
    Value counter = initial.get(counted.counterIndex());
    if (counter.isConst() && bound.isConst()) {
      return false;
    }
    RoundBlock block = fewIterations.open(before, List.of(counter, bound));
    if (block == null) {
      return false;
    }
    Value end = bound.isConst() ? block.constant(type, bound.bits()) : bound;
    Value several = isEnough(block, limit(block, end, masked.few() - 1), null);
    fewIterations.close(block, several, before);
    return true;
  }

  /** Whether the loop does not go on for ever, its counter wrapping around; null if it ends. */
  private Value ends(RoundBlock head) {
    if (counted.predicate() != (up ? IntPredicate.LE : IntPredicate.GE)) {
      return null;
    }
    boolean wide = type == Type.I64;
    long most = wide ? Long.MAX_VALUE : Integer.MAX_VALUE;
    return head.compare(IntPredicate.NE, bound, head.constant(type, up ? most : -most - 1));
  }

  /**
   * With a tail: the loop itself is left to arrays that must not be the same, and to counting for
   * ever.
   */
  private void runWithTail(VectorPlan masked, Value different) {
    tail = new RoundTail(shape, masked, plan.lanes(), function, fewIterations != null);
    var into = new Target(first.block);
    before.setTerminator(
        different == null
            ? new Terminator.Jump(into)
            : new Terminator.Branch(different, into, RoundBlock.target(rest(), entering)));
    Value enough = isEnough(first, limit(first, bound, plan.lanes() - 2), null);
    var inner = new RoundBlock(function.addBlock());
    Map<Value, Value> values = starts(first);
    RoundBlock begin = inner;
    alignment = LineAlignment.of(shape, plan, masked);
    if (alignment != null) {
      begin = new RoundBlock(function.addBlock());
      head = new RoundHead(shape, kinds, masked, inner);
      Value many = isWorthAligning(begin);
      head.run(alignment, first, begin, many, values, entering, this::beforeLoop);
      rest = RoundRest.isNeeded(shape) ? new RoundRest(shape, plan, masked) : null;
    }
    run(inner, null, null);
    tail.run(first, bound, entering, counted.counterIndex(), this::beforeLoop, null);
    Target few = tail.enter(values);
    first.block.setTerminator(new Terminator.Branch(enough, new Target(begin.block), few));
    leaveTail();
  }

  /** What the tail takes over where no round comes before it. */
  private Map<Value, Value> starts(RoundBlock block) {
    Map<Value, Value> values = new HashMap<>();
    for (Value param : counted.loop().header().params()) {
      Reduction reduction = shape.reductions.get(param);
      Value start = start(param, block);
      if (reduction != null) {
        Value each = RoundReduction.each(reduction, start, block);
        start = block.op(Op.SPLAT, tail.lanes(param.type()), each);
      }
      values.put(param, start);
    }
    return values;
  }

  /** Combines the lanes of reductions at the end. */
  private void leaveTail() {
    var end = new RoundBlock(tail.done());
    Target exit = exit();
    var leave = new Target(exit.block());
    Map<Value, Value> reduced = new HashMap<>(); // by what an iteration makes of it
    int at = 0;
    for (Value param : counted.loop().header().params()) {
      Reduction reduction = shape.reductions.get(param);
      if (reduction != null) {
        Value lanes = end.block.param(at++);
        reduced.put(reduction.next(), kinds.get(param).whole(start(param, end), lanes, end));
      }
    }
    for (Value argument : exit.arguments()) {
      Value value = reduced.get(argument);
      if (value == null) {
        value = tail.takesLast(argument) ? end.block.param(at++) : uniform.uniform(argument);
      }
      leave.arguments().add(value);
    }
    end.block.setTerminator(new Terminator.Jump(leave));
  }

  /** Ends the rounds where a tail follows. */
  private void enterTail(
      RoundBody body, Map<Value, Value[]> finals, RoundBlock round, RoundBlock end, Value last) {
    Map<Value, Value> counters = new LinkedHashMap<>();
    for (Value param : counted.loop().header().params()) {
      if (isCounter(param)) {
        long by = shape.affine(param).stride() * plan.lanes();
        counters.put(param, round.sum(body.scalar(param), by));
      }
    }
    Map<Value, Value> lasts = new LinkedHashMap<>();
    for (Value argument : exit().arguments()) {
      if (tail.takesLast(argument)) {
        lasts.put(argument, body.last(argument));
      }
    }
    Value stays = end.compare(counted.predicate(), last, bound);
    if (rest == null) {
      Map<Value, Value> values = combined(finals, end);
      values.putAll(counters);
      Target more = tail.enter(values);
      if (tail.few() > 0) {
        var few = new RoundBlock(function.addBlock());
        Value counter = counters.get(counted.loop().header().param(counted.counterIndex()));
        Value limit = limit(few, bound, tail.few() - 1);
        Value several = isBefore(few, few.sum(counter, counted.offset()), limit);
        few.block.setTerminator(new Terminator.Branch(several, more, tail.leave(values, lasts)));
        more = new Target(few.block);
      }
      end.block.setTerminator(new Terminator.Branch(stays, more, tail.leave(values, lasts)));
      return;
    }
    var over = new RoundBlock(function.addBlock());
    var more = new RoundBlock(function.addBlock());
    var into = new Target(more.block);
    counters.replaceAll((param, value) -> pass(value, into)); // none lives on from the round
    end.block.setTerminator(new Terminator.Branch(stays, into, new Target(over.block)));
    over.block.setTerminator(new Terminator.Jump(tail.leave(combined(finals, over), lasts)));

    var few = new RoundBlock(function.addBlock());
    var whole = new RoundBlock(function.addBlock());
    more.block.setTerminator(
        new Terminator.Branch(
            isWorthAligning(more), new Target(whole.block), new Target(few.block)));
    Map<Value, Value> values = combined(finals, few);
    values.putAll(counters);
    few.block.setTerminator(new Terminator.Jump(tail.enter(values)));
    Value param = counted.loop().header().param(counted.counterIndex());
    Value left = tail.left(whole, counters.get(param), bound);
    Map<Value, Value[]> all =
        rest.run(whole, first, left, counters, finals, entering, this::beforeLoop);
    lasts.replaceAll((argument, _) -> tail.last(whole, rest.scalar(argument), argument, left));
    whole.block.setTerminator(new Terminator.Jump(tail.leave(combined(all, whole), lasts)));
  }

  /** Whether there have been so many iterations that they begin at a line of the cache. */
  private Value isWorthAligning(RoundBlock block) {
    return isEnough(block, limit(block, bound, alignment.least() - 2), null);
  }

  private static Value pass(Value value, Target into) {
    into.arguments().add(value);
    return into.block().addParam(value.type());
  }

  /** What the tail takes of reductions, by parameter of the loop's header. */
  private Map<Value, Value> combined(Map<Value, Value[]> finals, RoundBlock end) {
    Map<Value, Value> values = new HashMap<>();
    finals.forEach((param, all) -> {
      int lanes = tail.lanes(param.type()).lanes();
      values.put(param, kinds.get(param).lanes(all, end, lanes));
    });
    return values;
  }

  /**
   * With exits: where a lane takes one, the loop does the iterations of that round, and rounds
   * begin again. From a tail the loop does all that is left.
   */
  private void runAgain(Value limit, Value disjoint, RoundBlock outside) {
    VectorPlan masked = plan.tail();
    Value different = disjoint;
    if (masked != null) {
      tail = new RoundTail(shape, masked, plan.lanes(), function, fewIterations != null);
      different = outside.both(disjoint, ends(outside));
    }
    var head = new RoundBlock(function.addBlock());
    var inner = new RoundBlock(function.addBlock());
    Block loop = counted.loop().header();
    Block rest = rest();
    Value last = rest.addParam(type);
    var initials = new ArrayList<Value>();
    for (Value param : loop.params()) {
      initials.add(head.block.addParam(param.type()));
    }
    before.setTerminator(new Terminator.Jump(new Target(first.block)));
    first.block.setTerminator(new Terminator.Jump(RoundBlock.target(head.block, entering)));
    initial = initials;
    Value enough = isEnough(head, limit, different);
    Target onward = RoundBlock.target(rest, initials);
    onward.arguments().add(bound);
    Target few = masked == null ? onward : few(different, onward);
    head.block.setTerminator(new Terminator.Branch(enough, new Target(inner.block), few));

    Target back = shape.back();
    Target exit = shape.exit();
    Block test = counted.test();
    var after = new RoundBlock(function.addBlock());
    Value goesOn = after.compare(counted.predicate(), counted.tested(), bound);
    after.block.setTerminator(
        new Terminator.Branch(goesOn, RoundBlock.target(head.block, back.arguments()), exit));
    var leave = new Target(exit.block());
    leave.arguments().addAll(exit.arguments());
    exitArguments = leave;
    IntPredicate predicate = counted.predicate();
    predicate = counted.stays() ? predicate : predicate.inverse(); // as the loop's own branch
    Value decides = new RoundBlock(test).compare(predicate, counted.tested(), last);
    var end = new Target(after.block);
    test.setTerminator(
        counted.stays()
            ? new Terminator.Branch(decides, back, end)
            : new Terminator.Branch(decides, end, back));
    run(inner, new Target(rest), rest);
    if (masked != null) {
      UnaryOperator<Value> others = this::beforeLoop;
      int counter = counted.counterIndex();
      tail.run(first, bound, entering, counter, others, begins -> leaveRare(begins, rest));
      leaveTail();
    }
  }

  /** Goes on with fewer iterations than a round has. */
  private Target few(Value different, Target onward) {
    var block = new RoundBlock(function.addBlock());
    Target into = tail.enter(starts(block));
    block.block.setTerminator(
        different == null
            ? new Terminator.Jump(into)
            : new Terminator.Branch(different, into, onward));
    return new Target(block.block);
  }

  /** A block that goes to the loop for all iterations that a tail has not done. */
  private Block leaveRare(Map<Value, Value> begins, Block again) {
    var rare = new RoundBlock(function.addBlock());
    var target = new Target(again);
    for (Value param : counted.loop().header().params()) {
      Value value = begins.getOrDefault(param, initial.get(param.paramIndex()));
      boolean lanes = kinds.containsKey(param);
      value = lanes ? kinds.get(param).whole(start(param, rare), value, rare) : value;
      target.arguments().add(value);
    }
    target.arguments().add(bound);
    rare.block.setTerminator(new Terminator.Jump(target));
    return rare.block;
  }

  /**
   * Makes the rounds.
   *
   * @param inner the block before them
   * @param onward where the loop goes on after the last, without arguments
   * @param again where the loop does the iterations of a round in which a lane takes an exit
   */
  private void run(RoundBlock inner, Target onward, Block again) {
    var round = new RoundBlock(function.addBlock());
    var end = new RoundBlock(function.addBlock());
    var body = new RoundBody(shape, plan, trees, first, round, entering, this::beforeLoop);
    var into = new Target(round.block);
    for (Value param : counted.loop().header().params()) {
      enter(param, inner, round, body, into);
    }
    for (Value param : counted.loop().header().params()) { // which may need any counter
      if (kinds.containsKey(param)) {
        kinds.get(param).enter(kept.get(param), body);
      }
    }
    trees.enter(inner, round, into);
    Value limit = limit(first, bound, plan.lanes() - 1);
    RoundBlock[] at = {round};
    Block rare = again == null ? null : rare(body, round, again);
    body.run(taken -> {
      var next = new RoundBlock(function.addBlock());
      at[0].block.setTerminator(
          new Terminator.Branch(taken, new Target(rare), new Target(next.block)));
      at[0] = next;
      body.continueIn(next);
    });
    var next = new Target(round.block);
    Map<Value, Value[]> finals = new LinkedHashMap<>(); // by parameter
    for (Value param : counted.loop().header().params()) { // before counters count on
      if (kinds.containsKey(param)) {
        finals.put(param, kinds.get(param).next(kept.get(param), body));
      }
    }
    for (Value param : counted.loop().header().params()) {
      if (kinds.containsKey(param)) {
        next.arguments().addAll(List.of(finals.get(param)));
      } else if (isCounter(param)) {
        long by = shape.affine(param).stride() * plan.lanes();
        next.arguments().add(at[0].sum(body.scalar(param), by));
      }
    }
    trees.next(next);
    trees.storeLast(end);
    Value last = body.last(counted.tested());
    Value inRounds = isBefore(at[0], last, limit);
    inner.block.setTerminator(new Terminator.Jump(into));
    if (tail != null) {
      uniform = body;
      enterTail(body, finals, at[0], end, last);
      at[0].block.setTerminator(new Terminator.Branch(inRounds, next, new Target(end.block)));
      return;
    }
    Target exit = exit();
    var leave = new Target(exit.block());
    finish(body, finals, end, onward, leave, exit.arguments());
    at[0].block.setTerminator(new Terminator.Branch(inRounds, next, new Target(end.block)));
    Value stays = end.compare(counted.predicate(), last, bound);
    if (again != null) {
      onward.arguments().add(bound);
    }
    end.block.setTerminator(new Terminator.Branch(stays, onward, leave));
  }

  /** A block that goes to the loop for the iterations of the round that {@code round} begins. */
  private Block rare(RoundBody body, RoundBlock round, Block again) {
    var rare = new RoundBlock(function.addBlock());
    var target = new Target(again);
    trees.storeFirst(rare);
    for (Value param : counted.loop().header().params()) {
      if (kinds.containsKey(param)) {
        target.arguments().add(reduced(param, kept, rare));
      } else if (isCounter(param)) {
        target.arguments().add(body.scalar(param));
      } else {
        target.arguments().add(initial.get(param.paramIndex()));
      }
    }
    Value counter = body.scalar(counted.loop().header().param(counted.counterIndex()));
    boolean equal = counted.predicate() == (up ? IntPredicate.LE : IntPredicate.GE);
    long more = (plan.lanes() - (equal ? 2 : 1)) * counted.step();
    target.arguments().add(rare.sum(counter, counted.offset() + more));
    rare.block.setTerminator(new Terminator.Jump(target));
    return rare.block;
  }

  /** Whether so many iterations are left that a round may begin. */
  private Value isEnough(RoundBlock block, Value limit, Value different) {
    Value tested = block.sum(initial.get(counted.counterIndex()), counted.offset());
    Value enough = isBefore(block, tested, limit);
    if (!shape.trees().isEmpty()) {
      Value count = initial.get(shape.trees().trees().getFirst().counter().paramIndex());
      enough = block.op(Op.AND, Type.BOOL, enough, trees.isFirstsTurn(block, count));
    }
    return block.both(enough, different);
  }

  /** What stands before the loop for a value that another loop may have computed. */
  private Value beforeLoop(Value value) {
    return closure.at(value, before);
  }

  private Value isBefore(RoundBlock block, Value tested, Value limit) {
    return block.compare(up ? IntPredicate.LT : IntPredicate.GT, tested, limit);
  }

  /** What lies {@code iterations} before the bound. */
  private Value limit(RoundBlock block, Value bound, long iterations) {
    return block.limit(bound, iterations * counted.step());
  }

  /** A block from which the loop itself does the rest. */
  private Block rest() {
    return RoundBlock.rest(counted.loop().header());
  }

  private boolean isCounter(Value param) {
    return !shape.isUniform(param) && shape.affine(param) != null;
  }

  /** Where the loop's own test leaves it. */
  private Target exit() {
    return exitArguments == null ? shape.exit() : exitArguments;
  }

  private Value start(Value param, RoundBlock block) {
    Value start = initial.get(param.paramIndex());
    return start.isConst() ? block.constant(start.type(), start.bits()) : start;
  }

  /** Gives the round what it needs for a parameter of the loop's header. */
  private void enter(Value param, RoundBlock inner, RoundBlock round, RoundBody body, Target into) {
    Value start = head == null ? start(param, inner) : head.start(param);
    RoundReduction kind = kinds.get(param);
    if (kind != null) {
      Value[] values = head == null ? kind.first(start, inner) : head.kept(param).clone();
      into.arguments().addAll(List.of(values));
      for (int i = 0; i < values.length; i++) {
        values[i] = round.block.addParam(values[i].type());
      }
      kept.put(param, values);
    } else if (isCounter(param)) {
      into.arguments().add(start);
      body.setScalar(param, round.block.addParam(param.type()));
    }
  }

  /** Finds what the loop goes on with, and what leaves it, after the last round. */
  private void finish(
      RoundBody body,
      Map<Value, Value[]> finals,
      RoundBlock end,
      Target onward,
      Target leave,
      List<Value> leaving) {
    Map<Value, Value> reduced = new HashMap<>(); // by what an iteration makes of it
    for (Value param : finals.keySet()) {
      reduced.put(kinds.get(param).reduction.next(), reduced(param, finals, end));
    }
    List<Value> next = shape.back().arguments();
    for (int p = 0; p < next.size(); p++) {
      Value value = reduced.get(next.get(p));
      if (value == null) {
        value = isNeeded(p) ? body.last(next.get(p)) : initial.get(p);
      }
      onward.arguments().add(value);
    }
    for (Value argument : leaving) {
      Value value = reduced.get(argument);
      Value kept = value == null ? shape.kept(argument) : null;
      value = kept == null ? value : initial.get(kept.paramIndex());
      leave.arguments().add(value != null ? value : body.last(argument));
    }
  }

  /** False for a parameter of the header that nothing uses. */
  private boolean isNeeded(int param) {
    Value value = counted.loop().header().param(param);
    return shape.isUniform(value) || isCounter(value);
  }

  /** A parameter of the header after the round that leaves {@code values}. */
  private Value reduced(Value param, Map<Value, Value[]> values, RoundBlock end) {
    return kinds.get(param).reduced(start(param, end), values, end);
  }
}
