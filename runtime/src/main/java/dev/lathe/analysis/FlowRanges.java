package dev.lathe.analysis;

import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.Arrays;
import java.util.List;

/**
 * The {@link Range} of each integer or bool value in a block: what its operands give, what the
 * edges into its block pass for a parameter, and what the branches on the way have shown. Edges
 * that no execution takes pass nothing (conditional constant propagation, Wegman and Zadeck 1991,
 * over ranges).
 *
 * <p>Walks over all blocks until nothing grows, widening what grows more than twice, then narrows
 * again in {@link #NARROWING} walks. After {@link #MAX_WALKS} walks it gives up on parameters, so
 * that the whole takes linear time however deep loops nest. What is known of a value from branches
 * is found in a list of at most {@link #MAX_FACTS} facts.
 */
public final class FlowRanges {
  private static final int MAX_WALKS = 10;
  private static final int WIDEN_FROM = 2;
  private static final int KEEP_BITS = 5; // what is shifted has fewer known bits after each walk
  private static final int NARROWING = 2;
  private static final int MAX_FACTS = 8;
  private static final int MAX_CONDITION = 4;

  /**
   * {@code value predicate other} (a constant if that is null) holds in all that a block dominates.
   */
  private record Fact(
      Block block, IntPredicate predicate, Value other, long constant, Fact next, int length) {
    boolean isAbout(Value value) {
      return other == null ? value.isConst(constant) : other == value;
    }
  }

  private final ControlFlow flow;
  private final DominatorTree dominators;
  private final boolean[] executable; // by position
  private Range[] known; // by value id; null for what is not executed or not found yet
  private final Fact[] facts; // by value id
  private boolean changed;

  /** The ranges in {@code function}, which {@code flow} describes, as it is now. */
  public FlowRanges(Function function, ControlFlow flow) {
    this.flow = flow;
    this.dominators = new DominatorTree(function);
    this.executable = new boolean[flow.size()];
    this.known = new Range[function.valueCount()];
    this.facts = new Fact[function.valueCount()];
    for (int b = 1; b < flow.size(); b++) {
      collectFacts(flow.block(b));
    }
    solve();
  }

  // ---- answers

  /**
   * What is known of {@code value} where {@code block} is executed. A value made after this was
   * built is taken to be computed there if it is in no block yet.
   */
  public Range of(Value value, Block block) {
    return refined(value, block, 1);
  }

  /** 1 or 0 if branches have shown that {@code a predicate b} holds or does not, else -1. */
  public int decide(IntPredicate predicate, Value a, Value b, Block block) {
    for (Fact fact = fact(a); fact != null; fact = fact.next) {
      if (fact.isAbout(b) && holds(fact, block)) {
        if (implies(fact.predicate, predicate)) {
          return 1;
        }
        if (implies(fact.predicate, predicate.inverse())) {
          return 0;
        }
      }
    }
    return -1;
  }

  /**
   * What is known of {@code value}, computed before, where edge {@code e} into a block is taken.
   */
  Range onEdge(Value value, Block block, int e) {
    Block from = flow.predecessor(block, e);
    Range range = of(value, from);
    if (from.terminator() instanceof Terminator.Branch branch
        && branch.then() != branch.otherwise()) {
      Value condition = branch.condition();
      boolean holds = branch.then() == flow.edge(block, e);
      if (condition == value) {
        return Range.of(holds ? 1 : 0);
      }
      if (condition.op() == Op.ICMP) {
        IntPredicate predicate = condition.intPredicate();
        predicate = holds ? predicate : predicate.inverse();
        Value a = condition.operand(0);
        Value b = condition.operand(1);
        if (value == a) {
          range = constrain(range, predicate, of(b, from));
        } else if (value == b) {
          range = constrain(range, predicate.swapped(), of(a, from));
        }
      }
    }
    return range;
  }

  /** True if {@code asked} holds of any two values of which {@code shown} does. */
  static boolean implies(IntPredicate shown, IntPredicate asked) {
    return (shown.outcomes() & ~asked.outcomes()) == 0
        && (shown.isEquality() || asked.isEquality() || shown.isUnsigned() == asked.isUnsigned());
  }

  /** True if execution may come to {@code block}. */
  public boolean isExecutable(Block block) {
    return executable[flow.position(block)];
  }

  private Range refined(Value value, Block block, int depth) {
    Range range = base(value, block);
    for (Fact fact = fact(value); fact != null; fact = fact.next) {
      if (holds(fact, block)) {
        range = constrain(range, fact.predicate, other(fact, depth));
      }
    }
    return range;
  }

  private Range other(Fact fact, int depth) {
    if (fact.other == null) {
      return Range.of(fact.constant);
    }
    return depth > 0 ? refined(fact.other, fact.block, depth - 1) : base(fact.other, fact.block);
  }

  private Fact fact(Value value) {
    return value.id() < facts.length ? facts[value.id()] : null;
  }

  private boolean holds(Fact fact, Block block) {
    return fact.block == block || dominators.dominates(fact.block, block);
  }

  private Range base(Value value, Block block) {
    if (value.isConst()) {
      return Range.of(value.bits());
    }
    int id = value.id();
    if (id >= known.length) {
      known = Arrays.copyOf(known, Math.max(id + 1, known.length * 2));
    }
    if (known[id] == null && id >= facts.length) {
      known[id] = transfer(value, value.block() == null ? block : value.block());
    }
    return known[id] == null ? Range.full(value.type()) : known[id];
  }

  private Range transfer(Value v, Block block) {
    if (v.op() == Op.ICMP) {
      int decided = of(v.operand(0), block).decide(v.intPredicate(), of(v.operand(1), block));
      if (decided < 0) {
        decided = decide(v.intPredicate(), v.operand(0), v.operand(1), block);
      }
      return decided < 0 ? Range.full(Type.BOOL) : Range.of(decided);
    }
    if (v.op() == Op.SELECT) {
      Range condition = of(v.operand(0), block);
      Range a = of(v.operand(1), block);
      Range b = of(v.operand(2), block);
      return !condition.isConstant() ? RangeTransfer.of(v, a, b) : condition.min() == 1 ? a : b;
    }
    if (v.op() == Op.USHR && v.operand(1).isConst(1) && v.operand(0).op() == Op.IADD) {
      Range p = of(v.operand(0).operand(0), block); // the middle of two indices
      Range q = of(v.operand(0).operand(1), block);
      if (p.isNonNegative() && q.isNonNegative()) {
        return RangeTransfer.average(p, q);
      }
    }
    int count = v.operandCount();
    Range a = count > 0 ? of(v.operand(0), block) : null;
    return RangeTransfer.of(v, a, count > 1 ? of(v.operand(1), block) : a);
  }

  /** What is left of {@code range} where {@code predicate other} holds. */
  private static Range constrain(Range range, IntPredicate predicate, Range other) {
    long min = range.min();
    long max = range.max();
    switch (predicate) {
      case EQ:
        Range both =
            Range.tightened(
                Math.max(min, other.min()),
                Math.min(max, other.max()),
                range.zeros() | other.zeros(),
                range.ones() | other.ones());
        boolean isNone = both.min() > both.max() || (both.zeros() & both.ones()) != 0;
        return isNone ? range : both; // none: never executed
      case NE:
        if (other.isConstant()) {
          min += min == other.min() && min < max ? 1 : 0;
          max -= max == other.min() && min < max ? 1 : 0;
        }
        break;
      case LT:
        max = other.max() == Long.MIN_VALUE ? max : Math.min(max, other.max() - 1);
        break;
      case LE:
        max = Math.min(max, other.max());
        break;
      case GT:
        min = other.min() == Long.MAX_VALUE ? min : Math.max(min, other.min() + 1);
        break;
      case GE:
        min = Math.max(min, other.min());
        break;
      case ULT, ULE:
        if (other.isNonNegative()) {
          min = Math.max(min, 0);
          max = Math.min(max, predicate == IntPredicate.ULT ? other.max() - 1 : other.max());
        }
        break;
      default: // UGT, UGE
        if (range.isNonNegative() && other.isNonNegative()) {
          min = Math.max(min, other.min());
        }
        break;
    }
    if (min > max) {
      return range; // never executed
    }
    return min == range.min() && max == range.max()
        ? range
        : Range.tightened(min, max, range.zeros(), range.ones());
  }

  // ---- what branches show

  /**
   * Notes what the only edge into {@code block} shows. Edges from blocks that it dominates do not
   * count: what the condition is about was computed before them and stays as it is.
   */
  private void collectFacts(Block block) {
    int only = -1;
    for (int e = 0; e < flow.edgeCount(block); e++) {
      if (!dominators.dominates(block, flow.predecessor(block, e))) {
        if (only >= 0) {
          return;
        }
        only = e;
      }
    }
    Terminator terminator = flow.predecessor(block, only).terminator();
    if (terminator instanceof Terminator.Branch branch) {
      boolean holds = branch.then() == flow.edge(block, only);
      collect(branch.condition(), holds, block, MAX_CONDITION);
    } else if (terminator instanceof Terminator.Switch choice
        && choice.cases().size() <= MAX_FACTS) {
      int at = choice.cases().indexOf(flow.edge(block, only));
      if (at >= 0) {
        add(choice.selector(), block, IntPredicate.EQ, null, choice.keys()[at]);
      }
    }
  }

  private void collect(Value condition, boolean holds, Block block, int depth) {
    if (condition.isConst() || depth == 0) {
      return;
    }
    add(condition, block, IntPredicate.EQ, null, holds ? 1 : 0);
    switch (condition.op()) {
      case NOT -> collect(condition.operand(0), !holds, block, depth - 1);
      case AND, OR -> {
        if (holds == (condition.op() == Op.AND)) {
          collect(condition.operand(0), holds, block, depth - 1);
          collect(condition.operand(1), holds, block, depth - 1);
        }
      }
      case ICMP -> {
        IntPredicate predicate = condition.intPredicate();
        predicate = holds ? predicate : predicate.inverse();
        Value a = condition.operand(0);
        Value b = condition.operand(1);
        add(a, block, predicate, b);
        add(b, block, predicate.swapped(), a);
      }
      default -> {}
    }
  }

  private void add(Value value, Block block, IntPredicate predicate, Value other) {
    if (!value.isConst()) {
      boolean constant = other.isConst();
      add(value, block, predicate, constant ? null : other, constant ? other.bits() : 0);
    }
  }

  private void add(Value value, Block block, IntPredicate predicate, Value other, long constant) {
    Fact next = facts[value.id()];
    int length = next == null ? 1 : next.length + 1;
    if (length <= MAX_FACTS) {
      facts[value.id()] = new Fact(block, predicate, other, constant, next, length);
    }
  }

  // ---- walks

  private void solve() {
    executable[0] = true;
    Block entry = flow.block(0);
    for (int p = 0; p < entry.params().size(); p++) {
      known[entry.param(p).id()] = Range.full(entry.param(p).type());
    }
    boolean cyclic = false;
    for (int b = 1; b < flow.size(); b++) {
      for (int e = 0; e < flow.edgeCount(flow.block(b)); e++) {
        cyclic |= flow.position(flow.predecessor(flow.block(b), e)) >= b;
      }
    }
    int walks = 0;
    do {
      changed = false;
      walk(walks, true);
      walks++;
    } while (changed && cyclic && walks < MAX_WALKS);
    if (changed && cyclic) {
      giveUp();
    }
    for (int i = 0; cyclic && i < NARROWING; i++) {
      walk(0, false);
    }
  }

  private void giveUp() {
    Arrays.fill(executable, true);
    for (int b = 1; b < flow.size(); b++) {
      List<Value> params = flow.block(b).params();
      for (int p = 0; p < params.size(); p++) {
        known[params.get(p).id()] = Range.full(params.get(p).type());
      }
    }
    for (int b = 0; b < flow.size(); b++) {
      compute(flow.block(b));
    }
  }

  private void walk(int round, boolean growing) {
    for (int b = 0; b < flow.size(); b++) {
      Block block = flow.block(b);
      if (b > 0 && !join(block, b, round, growing)) {
        continue;
      }
      compute(block);
    }
  }

  private void compute(Block block) {
    List<Value> values = block.values();
    for (int i = 0; i < values.size(); i++) {
      Value value = values.get(i);
      if (value.type().isInt() || value.type().isBool()) {
        known[value.id()] = transfer(value, block);
      }
    }
  }

  /** Joins what the edges into {@code block} pass; false if none is executable. */
  private boolean join(Block block, int position, int round, boolean growing) {
    int edges = flow.edgeCount(block);
    boolean reached = executable[position];
    for (int e = 0; e < edges && !reached; e++) {
      reached = isTaken(block, e);
    }
    if (!reached) {
      return false;
    }
    if (!executable[position]) {
      executable[position] = true;
      changed = true;
    }
    List<Value> params = block.params();
    for (int p = 0; p < params.size(); p++) {
      Value param = params.get(p);
      if (!param.type().isInt() && !param.type().isBool()) {
        continue;
      }
      Range joined = null;
      for (int e = 0; e < edges; e++) {
        if (isTaken(block, e)) {
          Range passed = passed(block, e, p);
          joined = joined == null ? passed : passed == null ? joined : joined.union(passed);
        }
      }
      if (joined == null) {
        continue;
      }
      Range old = known[param.id()];
      if (growing && old != null) {
        joined = old.union(joined);
        if (joined.equals(old)) {
          continue;
        }
        joined = round < WIDEN_FROM ? joined : joined.widened(old, param.type(), round < KEEP_BITS);
      }
      changed |= !joined.equals(old);
      known[param.id()] = joined;
    }
    return true;
  }

  private boolean isTaken(Block block, int e) {
    Block from = flow.predecessor(block, e);
    if (!executable[flow.position(from)]) {
      return false;
    }
    Terminator terminator = from.terminator();
    Value operand = Uses.terminatorOperand(terminator);
    if (operand != null && !operand.isConst() && known[operand.id()] == null) {
      return false; // not computed yet
    }
    Target edge = flow.edge(block, e);
    if (terminator instanceof Terminator.Branch branch) {
      Range condition = of(branch.condition(), from);
      return !condition.isConstant()
          || branch.then() == branch.otherwise()
          || (condition.min() == 1) == (branch.then() == edge);
    }
    if (terminator instanceof Terminator.Switch choice) {
      Range selector = of(choice.selector(), from);
      if (selector.isConstant()) {
        int at = Arrays.binarySearch(choice.keys(), (int) selector.min());
        return edge == (at >= 0 ? choice.cases().get(at) : choice.otherwise());
      }
    }
    return true;
  }

  /** What edge {@code e} passes for parameter {@code p}; null if nothing is known to come yet. */
  private Range passed(Block block, int e, int p) {
    Value argument = flow.edge(block, e).arguments().get(p);
    return argument.isConst() || known[argument.id()] != null ? onEdge(argument, block, e) : null;
  }
}
