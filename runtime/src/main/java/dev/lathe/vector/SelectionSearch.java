package dev.lathe.vector;

import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the {@link Selection} that a parameter of a loop's header belongs to. */
final class SelectionSearch {
  private static final Selection.Choice REPLACED = new Selection.Always(true);
  private static final Selection.Choice KEPT = new Selection.Always(false);

  /** Of an expression that is computed twice. */
  private static final int MAX_DEPTH = 8;

  /** How a path to a value goes: by a condition, or its inverse. */
  private record Decision(Value condition, boolean when) {}

  private final LoopShape shape;
  private final Set<Value> params;
  private final Set<Value> dependent;
  private final Set<Value> visited = new HashSet<>();
  private Value param; // of the member in question
  private final Set<Value> replacements = new HashSet<>();
  private Value comparison;
  private boolean compares; // whether it holds where a member is replaced
  private boolean isKnown; // that
  private Selection found;
  private boolean failed;

  private SelectionSearch(LoopShape shape, Set<Value> params, Set<Value> dependent) {
    this.shape = shape;
    this.params = params;
    this.dependent = dependent;
  }

  /** Parameters of which one depends on another, in sets. */
  static List<Set<Value>> connected(LoopShape shape, List<Value> candidates) {
    var sets = new ArrayList<Set<Value>>();
    for (Value candidate : candidates) {
      Set<Value> reached = Dependents.of(shape, Set.of(candidate)).values();
      Set<Value> own = new LinkedHashSet<>();
      own.add(candidate);
      for (Value other : candidates) {
        if (reached.contains(next(shape, other))) {
          own.add(other);
        }
      }
      for (int i = sets.size() - 1; i >= 0; i--) {
        if (!Collections.disjoint(sets.get(i), own)) {
          own.addAll(sets.remove(i));
        }
      }
      sets.add(own);
    }
    return sets;
  }

  private static Value next(LoopShape shape, Value param) {
    return shape.back().arguments().get(param.paramIndex());
  }

  /** Finds the selection whose members are {@code params}; null if there is none. */
  static SelectionSearch of(LoopShape shape, Set<Value> params) {
    for (Value param : params) {
      if (param.type().isReference()) { // of which there are no lanes
        return null;
      }
    }
    Dependents dependents = Dependents.of(shape, params);
    if (dependents.hasEffect()) {
      return null;
    }
    var search = new SelectionSearch(shape, params, dependents.values());
    search.found = search.find();
    return search.found == null ? null : search;
  }

  Selection selection() {
    return found;
  }

  /** All that depends on a member. */
  Set<Value> cone() {
    return dependent;
  }

  /** True for those of the cone that only decide. */
  boolean isDecision(Value value) {
    return value == comparison || isLogic(value) && !params.contains(value);
  }

  private Selection find() {
    comparison = comparison();
    var members = new ArrayList<Selection.Member>();
    Selection.Choice choice = null;
    for (Value each : shape.counted.loop().header().params()) {
      if (params.contains(each)) {
        param = each;
        visited.add(each);
        replacements.clear();
        Value next = next(shape, each);
        Selection.Choice own = choice(next, List.of());
        failed |= choice != null && !own.equals(choice) || own == KEPT || own == REPLACED;
        choice = own;
        Value by = replacements.size() == 1 ? replacements.iterator().next() : null;
        members.add(new Selection.Member(each, next, by));
      }
    }
    if (failed || !visited.containsAll(dependent)) {
      return null;
    }
    return comparison == null
        ? new Selection(null, null, true, false, members, choice)
        : keyed(members, choice);
  }

  private Selection keyed(List<Selection.Member> members, Selection.Choice choice) {
    boolean swaps = params.contains(comparison.operand(1));
    Value key = comparison.operand(swaps ? 1 : 0);
    Value element = comparison.operand(swaps ? 0 : 1);
    for (Selection.Member member : members) {
      if (member.param() == key && !isSame(member.by(), element, MAX_DEPTH)) {
        return null;
      }
    }
    boolean less;
    boolean first;
    if (comparison.op() == Op.ICMP) {
      IntPredicate predicate = comparison.intPredicate();
      predicate = swaps ? predicate : predicate.swapped(); // of the element and what is kept
      predicate = compares ? predicate : predicate.inverse();
      less = predicate == IntPredicate.LT || predicate == IntPredicate.LE;
      first = predicate == IntPredicate.LT || predicate == IntPredicate.GT;
      if (!first && predicate != IntPredicate.LE && predicate != IntPredicate.GE) {
        return null;
      }
    } else {
      FloatPredicate predicate = comparison.floatPredicate();
      predicate = swaps ? predicate : predicate.swapped();
      predicate = compares ? predicate : predicate.inverse();
      less = predicate == FloatPredicate.OLT || predicate == FloatPredicate.OLE;
      first = predicate == FloatPredicate.OLT || predicate == FloatPredicate.OGT;
      if (!first && predicate != FloatPredicate.OLE && predicate != FloatPredicate.OGE) {
        return null;
      }
    }
    return new Selection(key, comparison, !less, first, members, choice);
  }

  /** True if both are computed in the same way of the same. */
  private static boolean isSame(Value a, Value b, int depth) {
    if (a == b || a == null || depth == 0) {
      return a == b;
    }
    boolean same =
        a.op() == b.op()
            && a.type() == b.type()
            && a.attribute() == b.attribute()
            && a.operandCount() == b.operandCount()
            && (a.isConst() || a.operandCount() > 0 && a.op().isPure());
    for (int k = 0; same && k < a.operandCount(); k++) {
      same = isSame(a.operand(k), b.operand(k), depth - 1);
    }
    return same;
  }

  /** The only comparison of a member, with what does not depend on one; null if there is none. */
  private Value comparison() {
    Value found = null;
    for (Value value : dependent) {
      if (value.op() != Op.ICMP && value.op() != Op.FCMP) {
        continue;
      }
      Value a = value.operand(0);
      Value b = value.operand(1);
      boolean fits = params.contains(a) ? !dependent.contains(b) : params.contains(b);
      fits &= params.contains(a) || !dependent.contains(a);
      failed |= found != null || !fits;
      found = value;
    }
    if (found != null) {
      visited.add(found);
    }
    return found;
  }

  /** Whether an iteration that takes the path of {@code decisions} replaces the member. */
  private Selection.Choice choice(Value value, List<Decision> decisions) {
    if (value == param) {
      return KEPT;
    }
    if (!dependent.contains(value)) {
      replacements.add(value);
      if (comparison != null) {
        checkCompared(decisions);
      }
      return REPLACED;
    }
    visited.add(value);
    if (value.op() == Op.SELECT) {
      Value condition = value.operand(0);
      visit(condition);
      return guarded(
          new Step.Guard(condition, true, null),
          choice(value.operand(1), with(decisions, new Decision(condition, true))),
          choice(value.operand(2), with(decisions, new Decision(condition, false))));
    }
    if (value.op() != Op.PARAM || shape.isHeaderParam(value)) {
      failed = true;
      return KEPT;
    }
    var edges = new ArrayList<>(shape.path.edges(value.block()));
    var choices = new ArrayList<Selection.Choice>();
    for (CommonPath.Edge edge : edges) {
      Value passed = edge.target().arguments().get(value.paramIndex());
      choices.add(choice(passed, with(decisions, edge)));
    }
    int last = Math.max(0, choices.indexOf(KEPT));
    Selection.Choice all = choices.get(last);
    for (int i = choices.size() - 1; i >= 0; i--) {
      all =
          i == last ? all : guarded(new Step.Guard(null, true, edges.get(i)), choices.get(i), all);
    }
    return all;
  }

  private static Selection.Choice guarded(
      Step.Guard guard, Selection.Choice on, Selection.Choice off) {
    return on.equals(off) ? on : new Selection.Guarded(guard, on, off);
  }

  private static List<Decision> with(List<Decision> decisions, Decision more) {
    var all = new ArrayList<>(decisions);
    all.add(more);
    return all;
  }

  /** Adds what an iteration that takes {@code edge} has decided before. */
  private List<Decision> with(List<Decision> decisions, CommonPath.Edge edge) {
    var all = new ArrayList<>(decisions);
    CommonPath.Edge at = edge;
    while (at != null) {
      Value condition = shape.path.condition(at.from());
      if (condition != null) {
        visit(condition);
        all.add(new Decision(condition, shape.path.isThen(at)));
      }
      List<CommonPath.Edge> before = shape.path.edges(at.from());
      at = before.size() == 1 ? before.getFirst() : null;
    }
    return all;
  }

  /** Visits a condition that combines the comparison with others; fails if a member is one. */
  private void visit(Value condition) {
    failed |= params.contains(condition);
    if (dependent.contains(condition) && isLogic(condition) && visited.add(condition)) {
      for (int k = 0; k < condition.operandCount(); k++) {
        visit(condition.operand(k));
      }
    }
  }

  private static boolean isLogic(Value value) {
    Op op = value.op();
    return value.type().isBool() && (op == Op.AND || op == Op.OR || op == Op.NOT);
  }

  /** Fails if it is not known whether the comparison holds, or if elsewhere it is the other way. */
  private void checkCompared(List<Decision> decisions) {
    for (Decision decision : decisions) {
      int known = compared(decision.condition, decision.when);
      if (known != 0) {
        failed |= known != (compares ? 1 : -1) && isKnown;
        compares = known > 0;
        isKnown = true;
        return;
      }
    }
    failed = true;
  }

  /** 1 if the comparison holds where {@code condition} is {@code when}, -1 if not; else 0. */
  private int compared(Value condition, boolean when) {
    if (condition == comparison) {
      return when ? 1 : -1;
    }
    if (!isLogic(condition)) {
      return 0;
    }
    if (condition.op() == Op.NOT) {
      return compared(condition.operand(0), !when);
    }
    if (condition.op() == Op.AND != when) {
      return 0;
    }
    int known = compared(condition.operand(0), when);
    return known != 0 ? known : compared(condition.operand(1), when);
  }
}
