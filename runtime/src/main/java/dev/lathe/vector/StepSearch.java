package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the {@link Step}s by which an iteration updates a float that the one before has left.
 * Nothing else may depend on that.
 */
final class StepSearch {
  private static final int MAX_STEPS = 8;

  private final LoopShape shape;
  private final Value param;
  private final Set<Value> dependent;
  private final Map<Value, List<Step>> known = new HashMap<>();
  private boolean failed;
  private List<Step> found;

  private StepSearch(LoopShape shape, Value param, Set<Value> dependent) {
    this.shape = shape;
    this.param = param;
    this.dependent = dependent;
  }

  /** Those from {@code param} to {@code next}, or null. */
  static StepSearch of(LoopShape shape, Value param, Value next) {
    Dependents dependents = Dependents.of(shape, Set.of(param));
    if (dependents.decide() || !dependents.values().contains(next) || next == param) {
      return null;
    }
    var search = new StepSearch(shape, param, dependents.values());
    search.found = search.steps(next);
    boolean fails =
        search.failed
            || search.found.isEmpty()
            || !search.known.keySet().containsAll(search.dependent);
    return fails ? null : search;
  }

  /** The steps, at least one. */
  List<Step> steps() {
    return found;
  }

  /** All that depends on the parameter. */
  Set<Value> cone() {
    return dependent;
  }

  /** True if all steps are minima, or all maxima. */
  boolean isExtremum() {
    return areAll(Op.FMIN) || areAll(Op.FMAX);
  }

  private boolean areAll(Op op) {
    for (Step step : found) {
      if (step.op() != op) {
        return false;
      }
    }
    return true;
  }

  /** Those from the parameter to {@code value}, which depends on it. */
  private List<Step> steps(Value value) {
    List<Step> steps = known.get(value);
    if (steps == null) {
      steps = value == param ? List.of() : find(value);
      failed |= steps.size() > MAX_STEPS;
      steps = failed ? List.of() : steps;
      known.put(value, steps);
    }
    return steps;
  }

  private List<Step> find(Value value) {
    Op op = value.op();
    if (op == Op.PARAM) {
      var passed = new ArrayList<Value>();
      var guards = new ArrayList<Step.Guard>();
      for (CommonPath.Edge edge : shape.path.edges(value.block())) {
        passed.add(edge.target().arguments().get(value.paramIndex()));
        guards.add(new Step.Guard(null, true, edge));
      }
      return merged(passed, guards);
    }
    if (op == Op.SELECT && !dependent.contains(value.operand(0))) {
      return merged(
          List.of(value.operand(1), value.operand(2)),
          List.of(new Step.Guard(value.operand(0), true, null)));
    }
    boolean isSum = op == Op.FADD || op == Op.FSUB || op == Op.FMA;
    boolean isProduct = op == Op.FMUL || op == Op.FDIV;
    return isSum || isProduct || op == Op.FMIN || op == Op.FMAX ? updated(value) : fail();
  }

  private List<Step> fail() {
    failed = true;
    return List.of();
  }

  private List<Step> updated(Value value) {
    int position = -1;
    var terms = new ArrayList<Step.Term>();
    for (int k = 0; k < value.operandCount(); k++) {
      if (!dependent.contains(value.operand(k))) {
        terms.add(new Step.Plain(value.operand(k)));
      } else if (position >= 0) {
        return fail();
      } else {
        position = k;
      }
    }
    var steps = new ArrayList<>(steps(value.operand(position)));
    steps.add(new Step(value.op(), value.type(), position, terms));
    return steps;
  }

  /** What comes of paths that join; the last is that on which no guard of the others holds. */
  private List<Step> merged(List<Value> values, List<Step.Guard> guards) {
    var all = new ArrayList<List<Step>>();
    for (Value value : values) {
      if (!dependent.contains(value)) {
        return fail();
      }
      all.add(steps(value));
    }
    int longest = 0;
    for (List<Step> steps : all) {
      longest = Math.max(longest, steps.size());
    }
    int at = 0;
    while (at < longest && isCommon(all, at)) {
      at++;
    }
    var merged = new ArrayList<>(all.getFirst().subList(0, at));
    for (; at < longest && !failed; at++) {
      merged.add(join(all, guards, at));
    }
    return merged;
  }

  private static boolean isCommon(List<List<Step>> all, int at) {
    List<Step> first = all.getFirst();
    for (List<Step> steps : all) {
      if (at >= steps.size() || at >= first.size() || !steps.get(at).equals(first.get(at))) {
        return false;
      }
    }
    return true;
  }

  private Step join(List<List<Step>> all, List<Step.Guard> guards, int at) {
    Step any = null;
    for (List<Step> steps : all) {
      if (at < steps.size()) {
        Step step = steps.get(at);
        failed |= any != null && (any.op() != step.op() || any.position() != step.position());
        any = step;
      }
    }
    var terms = new ArrayList<Step.Term>();
    for (int t = 0; t < any.terms().size() && !failed; t++) {
      Step.Term term = term(all.getLast(), at, t);
      for (int path = all.size() - 2; path >= 0; path--) {
        Step.Term own = term(all.get(path), at, t);
        boolean same = own == null ? term == null : own.equals(term);
        term = same ? term : new Step.Chosen(guards.get(path), own, term);
      }
      terms.add(term);
    }
    var joined = new Step(any.op(), any.type(), any.position(), terms);
    failed |= joined.isOptional() && !joined.hasNeutral();
    return joined;
  }

  private static Step.Term term(List<Step> steps, int at, int term) {
    return at < steps.size() ? steps.get(at).terms().get(term) : null;
  }
}
