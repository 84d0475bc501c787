package dev.lathe.analysis;

import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether an index is one of its array wherever execution comes to a place. That it is not negative
 * is mostly a question of {@link FlowRanges}; that it is less than the length is proven on demand
 * from differences: {@code value <= other + constant} (Bodik, Gupta and Sarkar, ABCD, 2000). These
 * come from branches, from checks passed before, and from what values are computed of; a parameter
 * of a loop is at most what the edges into its block pass, where it may be assumed to have been so
 * in the iteration before.
 *
 * <p>All is about exact integers, so each step makes sure that what Java computes does not wrap. A
 * question looks at {@link #MAX_STEPS} values at most.
 */
public final class IndexProofs {
  private static final int MAX_STEPS = 60;
  private static final int MAX_DEPTH = 16;
  private static final int MAX_FACTS = 12;
  private static final int MAX_CONDITION = 4;
  private static final int MAX_EDGES = 4;
  private static final int END = Integer.MAX_VALUE;

  /**
   * Holds behind {@code position} of {@code block} and in all that this dominates: a value is at
   * most {@code other + constant}; if {@code other} is an array, its length is meant. As a lower
   * bound: an array's length is at least that.
   */
  private record Fact(
      Block block, int position, Value other, long constant, Fact next, int count) {}

  /**
   * Where a question is asked: behind {@code position} of {@code block}, and if {@code condition}
   * is not null, where that has been found to hold or not.
   */
  private record Place(Block block, int position, Value condition, boolean holds) {}

  private final ControlFlow flow;
  private final DominatorTree dominators;
  private final FlowRanges ranges;
  private final Fact[] most; // by value id: what the value is at most
  private final Fact[] least; // by value id: what the length of that array is at least
  private final Fact[] checked; // by value id: constants which the value is at least
  private final Map<Value, List<Value>> lengths = new HashMap<>(); // of each array
  private final Map<Value, Long> assumed = new HashMap<>(); // of parameters
  private Value array; // of the question
  private int steps;

  /** The proofs that {@code function} as it is now permits; {@code flow} describes it. */
  public IndexProofs(Function function, ControlFlow flow, FlowRanges ranges) {
    this.flow = flow;
    this.dominators = new DominatorTree(function);
    this.ranges = ranges;
    this.most = new Fact[function.valueCount()];
    this.least = new Fact[function.valueCount()];
    this.checked = new Fact[function.valueCount()];
    for (int b = 0; b < flow.size(); b++) {
      collect(flow.block(b));
    }
  }

  // ---- questions

  /**
   * True if {@code 0 <= index < length} of {@code reference}, an array, holds at {@code position}
   * of {@code block}.
   */
  public boolean isIndex(Value reference, Value index, Block block, int position) {
    if (!ask(reference)) {
      return false;
    }
    var place = new Place(block, position, null, false);
    return isAtMost(index, -1, place, 0) && isAtLeast(index, 0, place, 0);
  }

  /** True if {@code reference}, an array, is not null at {@code position} of {@code block}. */
  public boolean isNonnull(Value reference, Block block, int position) {
    return ask(reference) && minLength(new Place(block, position, null, false)) > 0;
  }

  private boolean ask(Value reference) {
    array = origin(reference);
    steps = MAX_STEPS;
    assumed.clear();
    return !array.isConst();
  }

  /** The reference that checks for null have let through. */
  public static Value origin(Value reference) {
    Value of = reference;
    while (of.op() == Op.NONNULL) {
      of = of.operand(0);
    }
    return of;
  }

  // ---- facts

  private void collect(Block block) {
    for (int i = 0; i < block.values().size(); i++) {
      Value value = block.values().get(i);
      boolean ofArray = value.operandCount() > 0 && value.operand(0).type().isArray();
      if (value.op() == Op.ALEN) {
        Value of = origin(value.operand(0));
        List<Value> all = lengths.computeIfAbsent(of, _ -> new ArrayList<>());
        if (all.size() < MAX_FACTS) {
          all.add(value);
        }
      } else if ((value.op() == Op.INDEX || value.op() == Op.PROVEN) && ofArray) {
        collectIndex(value, block, i);
      } else if (value.op() == Op.IMIN) {
        add(most, value, block, i, value.operand(0), 0);
        add(most, value, block, i, value.operand(1), 0);
      }
    }
    collectEdge(block);
  }

  private void collectIndex(Value check, Block block, int position) {
    Value of = origin(check.operand(0));
    Value index = check.operand(1);
    add(least, of, block, position, check, 1); // which is not negative, other than the index
    add(most, index, block, position, of, -1);
    add(checked, index, block, position, null, 0);
    if (index.op() == Op.IADD && index.operand(1).isConst()) {
      long by = index.operand(1).bits();
      Value base = index.operand(0);
      // Had a sum with a positive constant wrapped, it were negative.
      if (by > 0 || ranges.of(base, block).min() + by >= Integer.MIN_VALUE) {
        add(most, base, block, position, of, -1 - by);
        add(checked, base, block, position, null, -by);
      }
    }
  }

  /** See {@link FlowRanges}. */
  private void collectEdge(Block block) {
    int only = -1;
    for (int e = 0; e < flow.edgeCount(block); e++) {
      if (!dominators.dominates(block, flow.predecessor(block, e))) {
        if (only >= 0) {
          return;
        }
        only = e;
      }
    }
    if (only >= 0
        && flow.predecessor(block, only).terminator() instanceof Terminator.Branch branch) {
      boolean holds = branch.then() == flow.edge(block, only);
      collect(branch.condition(), holds, block, MAX_CONDITION);
    }
  }

  private void collect(Value condition, boolean holds, Block block, int depth) {
    if (depth == 0) {
      return;
    }
    switch (condition.op()) {
      case NOT -> collect(condition.operand(0), !holds, block, depth - 1);
      case AND, OR -> {
        if (holds == (condition.op() == Op.AND)) {
          collect(condition.operand(0), holds, block, depth - 1);
          collect(condition.operand(1), holds, block, depth - 1);
        }
      }
      case ICMP -> {
        Value a = condition.operand(0);
        Value b = condition.operand(1);
        if (isAtMost(condition, holds, true, block)) {
          add(most, a, block, -1, b, difference(condition, holds));
        }
        if (isAtMost(condition, holds, false, block)) {
          add(most, b, block, -1, a, difference(condition, holds));
        }
      }
      default -> {}
    }
  }

  /**
   * True if {@code compare}, if it holds or not, shows an upper bound of its first operand, or of
   * its second.
   */
  private boolean isAtMost(Value compare, boolean holds, boolean first, Block block) {
    IntPredicate predicate = predicate(compare, holds);
    return switch (first ? predicate : predicate.swapped()) {
      case EQ, LT, LE -> true;
      case ULT, ULE -> ranges.of(compare.operand(first ? 1 : 0), block).isNonNegative();
      default -> false;
    };
  }

  private static long difference(Value compare, boolean holds) {
    return switch (predicate(compare, holds)) {
      case LT, GT, ULT, UGT -> -1;
      default -> 0;
    };
  }

  private static IntPredicate predicate(Value compare, boolean holds) {
    IntPredicate predicate = compare.intPredicate();
    return holds ? predicate : predicate.inverse();
  }

  private void add(Fact[] facts, Value of, Block block, int position, Value other, long constant) {
    Fact next = facts[of.id()];
    int count = next == null ? 1 : next.count + 1;
    if (!of.isConst() && count <= MAX_FACTS) {
      facts[of.id()] = new Fact(block, position, other, constant, next, count);
    }
    if (facts == most && other.op() != Op.CONST) {
      Value base = base(other);
      if (base.op() == Op.ALEN) {
        long by = less(other, base);
        add(least, origin(base.operand(0)), block, position, of, by - constant);
      }
    }
  }

  /** What {@code value} is a constant less than, or the value itself. */
  private static Value base(Value value) {
    boolean less =
        value.op() == Op.IADD && value.operand(1).isConst() && value.operand(1).bits() < 0;
    Value base = less ? value.operand(0) : value;
    return base.op() == Op.SEXT ? base.operand(0) : base;
  }

  /** By how much {@code value} is less than its {@link #base}, an array's length. */
  private static long less(Value value, Value base) {
    return value == base || value.op() != Op.IADD ? 0 : -value.operand(1).bits();
  }

  private boolean holds(Fact fact, Place place) {
    return fact.block == place.block
        ? fact.position < place.position
        : dominators.dominates(fact.block, place.block);
  }

  // ---- proofs

  /** What the length is at least. */
  private long minLength(Place place) {
    long min = 0;
    for (Value length : lengths.getOrDefault(array, List.of())) {
      min = Math.max(min, min(length, place));
    }
    if (array.op() == Op.NEWARRAY) {
      min = Math.max(min, min(array.operand(0), place));
    }
    for (Fact fact = least[array.id()]; fact != null; fact = fact.next) {
      if (holds(fact, place)) {
        min = Math.max(min, min(fact.other, place) + fact.constant);
      }
    }
    return min;
  }

  /** What {@code value} is at least. */
  private long min(Value value, Place place) {
    long min = ranges.of(value, place.block).min();
    return place.condition == null
        ? min
        : Math.max(min, shownMin(place.condition, place.holds, value, place, MAX_CONDITION));
  }

  /** What the condition of {@code place} shows that {@code value} is at least. */
  private long shownMin(Value condition, boolean holds, Value value, Place place, int deep) {
    long min = Integer.MIN_VALUE;
    if (deep == 0) {
      return min;
    }
    if (condition.op() == Op.NOT) {
      return shownMin(condition.operand(0), !holds, value, place, deep - 1);
    }
    if (condition.type().isBool() && holds == (condition.op() == Op.AND)) {
      if (condition.op() == Op.AND || condition.op() == Op.OR) {
        min = shownMin(condition.operand(0), holds, value, place, deep - 1);
        return Math.max(min, shownMin(condition.operand(1), holds, value, place, deep - 1));
      }
    }
    if (condition.op() == Op.ICMP) {
      for (int k = 0; k < 2; k++) {
        Value shown = condition.operand(k);
        boolean base = shown != value && value.op() == Op.ALEN && base(shown) == value;
        if ((shown == value || base) && isAtMost(condition, holds, k == 1, place.block)) {
          long other = ranges.of(condition.operand(1 - k), place.block).min();
          other += base ? less(shown, value) : 0;
          min = Math.max(min, other - difference(condition, holds));
        }
      }
    }
    return min;
  }

  private boolean isLength(Value value) {
    return value.op() == Op.ALEN
        ? origin(value.operand(0)) == array
        : array.op() == Op.NEWARRAY && array.operand(0) == value;
  }

  /** True if {@code v <= length + c} at {@code place}. */
  private boolean isAtMost(Value v, long c, Place place, int depth) {
    if (isLength(v)) {
      return c >= 0;
    }
    Range range = ranges.of(v, place.block);
    if (range.max() <= Integer.MAX_VALUE && range.max() - c <= minLength(place)) {
      return true;
    }
    if (v.isConst() || --steps < 0 || depth == MAX_DEPTH) {
      return false;
    }
    if (v.op() == Op.PARAM) {
      Long before = assumed.get(v);
      if (before != null) {
        return c >= before;
      }
    }
    for (Fact fact = most[v.id()]; fact != null; fact = fact.next) {
      if (holds(fact, place)
          && (fact.other.type().isReference()
              ? fact.other == array && fact.constant <= c
              : isAtMost(fact.other, c - fact.constant, place, depth + 1))) {
        return true;
      }
    }
    return place.condition != null
            && isShown(place.condition, place.holds, v, c, place, depth, MAX_CONDITION)
        || isComputed(v, c, place, depth);
  }

  /** True if the condition of {@code place} shows it. */
  private boolean isShown(
      Value condition, boolean holds, Value v, long c, Place place, int depth, int deep) {
    if (deep == 0) {
      return false;
    }
    switch (condition.op()) {
      case NOT:
        return isShown(condition.operand(0), !holds, v, c, place, depth, deep - 1);
      case AND, OR:
        return holds == (condition.op() == Op.AND)
            && (isShown(condition.operand(0), holds, v, c, place, depth, deep - 1)
                || isShown(condition.operand(1), holds, v, c, place, depth, deep - 1));
      case ICMP:
        for (int k = 0; k < 2; k++) {
          if (condition.operand(k) == v && isAtMost(condition, holds, k == 0, place.block)) {
            Value other = condition.operand(1 - k);
            return isAtMost(other, c - difference(condition, holds), place, depth + 1);
          }
        }
        return false;
      default:
        return false;
    }
  }

  /** True if what {@code v} is computed of shows it. */
  private boolean isComputed(Value v, long c, Place place, int depth) {
    Value a = v.operandCount() > 0 ? v.operand(0) : null;
    Value b = v.operandCount() > 1 ? v.operand(1) : null;
    switch (v.op()) {
      case PARAM:
        return isPassed(v, c, depth);
      case IADD:
        return isSum(v, a, b, c, place, depth) || isSum(v, b, a, c, place, depth);
      case ISUB:
        Range less = ranges.of(b, place.block);
        return less.isNonNegative()
            && fits(v.type(), subtract(ranges.of(a, place.block).min(), less.max()))
            && isAtMost(a, c + less.min(), place, depth + 1);
      case IMAX:
        return isAtMost(a, c, place, depth + 1) && isAtMost(b, c, place, depth + 1);
      case SELECT:
        Value other = v.operand(2);
        return isAtMost(b, c, new Place(place.block, place.position, a, true), depth + 1)
            && isAtMost(other, c, new Place(place.block, place.position, a, false), depth + 1);
      case AND:
        return isNonNegative(b, place) && isAtMost(b, c, place, depth + 1)
            || isNonNegative(a, place) && isAtMost(a, c, place, depth + 1);
      case IREM, UREM:
        return isNonNegative(a, place)
            && (ranges.of(b, place.block).min() > 0 && isAtMost(b, c + 1, place, depth + 1)
                || isNonNegative(b, place) && isAtMost(a, c, place, depth + 1));
      case IDIV, UDIV:
        return isNonNegative(a, place)
            && ranges.of(b, place.block).min() > 0
            && isAtMost(a, c, place, depth + 1);
      case SHR, USHR:
        return isNonNegative(a, place) && isAtMost(a, c, place, depth + 1)
            || v.op() == Op.USHR && isMiddle(a, b, c, place, depth);
      case SEXT, NONZERO:
        return isAtMost(a, c, place, depth + 1);
      case TRUNC:
        return ranges.of(a, place.block).isWithin(Integer.MIN_VALUE, Integer.MAX_VALUE)
            && isAtMost(a, c, place, depth + 1);
      case INDEX, PROVEN:
        return isAtMost(b, c, place, depth + 1);
      default:
        return false;
    }
  }

  /** {@code v = a + b}: at most {@code a} and the greatest {@code b}. */
  private boolean isSum(Value v, Value a, Value b, long c, Place place, int depth) {
    Range by = ranges.of(b, place.block);
    Range of = ranges.of(a, place.block);
    if (!by.isWithin(Integer.MIN_VALUE, Integer.MAX_VALUE)
        || !fits(v.type(), add(of.min(), by.min()))) {
      return false;
    }
    // What is at most the length does not wrap.
    return (c <= 0 || fits(v.type(), add(of.max(), by.max())))
        && isAtMost(a, c - by.max(), place, depth + 1);
  }

  /** The middle of two indices, {@code (lo + hi) >>> 1}. */
  private boolean isMiddle(Value sum, Value distance, long c, Place place, int depth) {
    return distance.isConst(1)
        && sum.op() == Op.IADD
        && isNonNegative(sum.operand(0), place)
        && isNonNegative(sum.operand(1), place)
        && isAtMost(sum.operand(0), c, place, depth + 1)
        && isAtMost(sum.operand(1), c, place, depth + 1);
  }

  /** True if every edge passes such a value, given that it was so before. */
  private boolean isPassed(Value param, long c, int depth) {
    Block block = param.block();
    int edges = flow.edgeCount(block);
    // The array must be the same in all iterations.
    if (edges == 0
        || edges > MAX_EDGES
        || array.block() == block
        || !dominators.dominates(array.block(), block)) {
      return false;
    }
    assumed.put(param, c);
    boolean passed = true;
    for (int e = 0; e < edges && passed; e++) {
      Block from = flow.predecessor(block, e);
      if (!ranges.isExecutable(from)) {
        continue;
      }
      Value argument = flow.edge(block, e).arguments().get(param.paramIndex());
      Value condition = null;
      boolean holds = false;
      if (from.terminator() instanceof Terminator.Branch branch
          && branch.then() != branch.otherwise()) {
        condition = branch.condition();
        holds = branch.then() == flow.edge(block, e);
      }
      passed = isAtMost(argument, c, new Place(from, END, condition, holds), depth + 1);
    }
    assumed.remove(param);
    return passed;
  }

  private boolean isNonNegative(Value v, Place place) {
    return ranges.of(v, place.block).isNonNegative();
  }

  /** True if {@code v >= c} at {@code place}. */
  private boolean isAtLeast(Value v, long c, Place place, int depth) {
    if (ranges.of(v, place.block).min() >= c) {
      return true;
    }
    if (v.isConst() || depth == MAX_DEPTH) {
      return false;
    }
    for (Fact fact = checked[v.id()]; fact != null; fact = fact.next) {
      if (fact.constant >= c && holds(fact, place)) {
        return true;
      }
    }
    return switch (v.op()) {
      case INDEX, PROVEN -> c <= 0 || isAtLeast(v.operand(1), c, place, depth + 1);
      case IADD -> {
        Value by = v.operand(1);
        yield by.isConst()
            && (by.bits() < 0
                || fits(v.type(), add(ranges.of(v.operand(0), place.block).max(), by.bits())))
            && isAtLeast(v.operand(0), c - by.bits(), place, depth + 1);
      }
      case SEXT -> isAtLeast(v.operand(0), c, place, depth + 1);
      default -> false;
    };
  }

  private static boolean fits(Type type, long sum) {
    return type == Type.I64 ? sum != Long.MIN_VALUE && sum != Long.MAX_VALUE : sum == (int) sum;
  }

  /** The sum, or a bound of long if that is beyond it. */
  private static long add(long a, long b) {
    long sum = a + b;
    return ((a ^ sum) & (b ^ sum)) < 0 ? a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE : sum;
  }

  private static long subtract(long a, long b) {
    long difference = a - b;
    return ((a ^ b) & (a ^ difference)) < 0 ? a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE : difference;
  }
}
