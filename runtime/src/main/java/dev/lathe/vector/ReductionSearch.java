package dev.lathe.vector;

import dev.lathe.ir.Block;
import dev.lathe.ir.FloatContract;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what each iteration of a loop combines with a parameter of its header: what depends on the
 * parameter must be combinations by one op, choices between two of these, or comparisons that
 * choose the lesser or the greater.
 */
final class ReductionSearch {
  /** {@code op(a, b)}, written as a choice by a comparison of both. */
  record Extremum(Op op, Value a, Value b) {}

  private final LoopShape shape;
  private final CommonPath path;
  private final Set<Value> usedOutside;
  private final boolean fast; // floats may be reordered
  private final Map<Value, Reduction> cones = new HashMap<>();
  private final Map<Value, Extremum> extrema = new HashMap<>();
  private final Set<Value> comparisons = new HashSet<>(); // that only extrema may use
  private final Set<Value> decisions = new HashSet<>(); // on selections
  private Value obstacle;
  private String reason;
  private Obstacle ordered;

  ReductionSearch(LoopShape shape, Set<Value> usedOutside) {
    this(shape, usedOutside, shape.counted.test().function().floats() == FloatContract.FAST);
  }

  private ReductionSearch(LoopShape shape, Set<Value> usedOutside, boolean fast) {
    this.shape = shape;
    this.path = shape.path;
    this.usedOutside = usedOutside;
    this.fast = fast;
  }

  /** Where a search failed. */
  Value obstacle() {
    return obstacle;
  }

  /** Why it did. */
  String reason() {
    return reason;
  }

  /** That it did as floats are not to be reordered; or null. */
  Obstacle ordered() {
    return ordered;
  }

  /** What is a minimum or maximum, though it is no op of that name. */
  Map<Value, Extremum> extrema() {
    return extrema;
  }

  /** True if {@code value} depends on a reduction, so that lanes have only parts of it. */
  boolean isPartial(Value value) {
    return cones.containsKey(value) || comparisons.contains(value);
  }

  /** True for a cast that lanes of a reduction do without. */
  boolean isCast(Value value) {
    Reduction reduction = cones.get(value);
    return reduction != null && reduction.cast() != null && Reduction.isCast(value.op());
  }

  /** True for a condition that depends on members of a selection, each lane on its own. */
  boolean isDecision(Value value) {
    return decisions.contains(value);
  }

  /** Finds what each of {@code candidates} is; false if one is nothing: see {@link #reason}. */
  boolean findAll(List<Value> candidates, Map<Value, Reduction> reductions) {
    List<Value> left = new ArrayList<>();
    for (Set<Value> connected : SelectionSearch.connected(shape, candidates)) {
      boolean isOne = connected.size() == 1;
      if (!isOne && isSelection(connected, reductions)) {
        continue;
      }
      for (Value param : connected) {
        Reduction reduction = find(param);
        if (reduction != null) {
          reductions.put(param, reduction);
        } else if (!isOne || !isSelection(connected, reductions)) {
          left.add(param);
        }
      }
    }
    while (scan(left, reductions)) {}
    if (left.isEmpty()) {
      return true;
    }
    Value param = left.getFirst();
    find(param);
    if (param.type().isFloat() && !fast) {
      if (new ReductionSearch(shape, usedOutside, true).find(param) != null) {
        ordered = Obstacle.ordered(shape.counted.test().function());
      } else if (ScanSearch.of(shape, param, left, true) != null) {
        ordered = Obstacle.orderedSoFar();
      }
    }
    return false;
  }

  /** Takes one of {@code left} away that is a scan of what is known; false if none is. */
  private boolean scan(List<Value> left, Map<Value, Reduction> reductions) {
    for (Value param : left) {
      Scan scan = ScanSearch.of(shape, param, left, fast);
      if (scan != null
          && Collections.disjoint(cones.keySet(), scan.cone())
          && Collections.disjoint(cones.keySet(), scan.terms())
          && Collections.disjoint(comparisons, scan.terms())
          && Collections.disjoint(decisions, scan.terms())) {
        shape.scans.put(param, scan);
        shape.scans.put(scan.next(), scan);
        reductions.put(param, Reduction.of(scan));
        left.remove(param);
        return true;
      }
    }
    return false;
  }

  private boolean isSelection(Set<Value> params, Map<Value, Reduction> reductions) {
    Selection selection = select(params);
    if (selection != null) {
      for (Selection.Member member : selection.members()) {
        reductions.put(member.param(), Reduction.of(selection, member));
      }
    }
    return selection != null;
  }

  /** The selection whose members are {@code params}; null if they are none. */
  private Selection select(Set<Value> params) {
    SelectionSearch found = SelectionSearch.of(shape, params);
    if (found == null) {
      return null;
    }
    for (Value value : found.cone()) {
      boolean isNext = false;
      for (Selection.Member member : found.selection().members()) {
        isNext |= member.next() == value;
      }
      if (usedOutside.contains(value) && !isNext || cones.containsKey(value)) {
        return null;
      }
    }
    for (Value value : found.cone()) {
      if (found.isDecision(value)) {
        decisions.add(value);
      } else {
        cones.put(value, null);
      }
    }
    return found.selection();
  }

  private Reduction refuse(Value at, String why) {
    if (reason == null) {
      obstacle = at;
      reason = why;
    }
    return null;
  }

  private Reduction dependent(Value value) {
    return refuse(value, "an iteration needs what the one before has computed");
  }

  /** The reduction that {@code param} is, or null: see {@link #reason}. */
  private Reduction find(Value param) {
    var compared = Set.copyOf(comparisons);
    var chosen = Map.copyOf(extrema);
    reason = null;
    Reduction found = search(param);
    if (found == null) {
      comparisons.retainAll(compared);
      extrema.keySet().retainAll(chosen.keySet());
      Reduction other = ShortCircuit.of(shape, param);
      found = other == null ? null : claim(Set.of(param, other.next()), other);
      other = PolynomialReduction.of(shape, param);
      found = other == null ? found : claim(PolynomialReduction.cone(other), other);
    }
    return found;
  }

  private Reduction search(Value param) {
    Value next = shape.back().arguments().get(param.paramIndex());
    Packing packing = Packing.find(shape, param);
    if (packing != null) {
      var kind = Reduction.Kind.PACKED;
      Reduction counter = Reduction.of(param, next, kind, Op.IADD);
      Reduction claimed = claim(packing.cone(), counter);
      if (claimed != null) {
        shape.packings.add(packing);
      }
      return claimed;
    }
    StepSearch search = param.type().isFloat() ? StepSearch.of(shape, param, next) : null;
    if (search != null && (search.isExtremum() || !fast)) {
      var kind = search.isExtremum() ? Reduction.Kind.EXTREMUM : Reduction.Kind.ORDERED;
      return claim(search.cone(), Reduction.of(param, next, kind, search.steps()));
    }
    Set<Value> cone = new HashSet<>();
    cone.add(param);
    Op op = null;
    for (Block block : shape.blocks) {
      if (block != shape.blocks.getFirst()) {
        for (Value merged : block.params()) {
          op = merge(merged, cone, op);
          if (reason != null) {
            return null;
          }
        }
      }
      for (Value value : block.values()) {
        op = add(value, cone, op);
        if (reason != null) {
          return null;
        }
      }
      if (block.terminator() instanceof Terminator.Branch branch
          && cone.contains(branch.condition())) {
        return dependent(branch.condition());
      }
    }
    if (op == null || !cone.contains(next)) {
      return refuse(next, "an iteration uses a value of the one before");
    }
    Op cast = cast(cone);
    if (cast != null
        && (!Reduction.isModular(op)
            || !Reduction.isUnchangedBy(cast, shape.range(next))
            || shape.path.hasExits() && !Reduction.isUnchangedBy(cast, shape.range(param)))) {
      return dependent(next); // an exit may pass what was there before any iteration
    }
    return claim(cone, Reduction.ofLanes(param, next, op, cast));
  }

  /** What ints of {@code cone} are cast by; {@link Op#NOT}, which is none, if there are several. */
  private static Op cast(Set<Value> cone) {
    Op cast = null;
    for (Value value : cone) {
      if (Reduction.isCast(value.op())) {
        cast = cast == null || cast == value.op() ? value.op() : Op.NOT;
      }
    }
    return cast;
  }

  private Reduction claim(Set<Value> cone, Reduction reduction) {
    for (Value value : cone) {
      if (usedOutside.contains(value) && value != reduction.next() || cones.containsKey(value)) {
        return dependent(value);
      }
    }
    cone.forEach(value -> cones.put(value, reduction));
    return reduction;
  }

  /** True if anything uses {@code param}, in the loop or after it. */
  static boolean isUsed(LoopShape shape, Value param, Set<Value> usedOutside) {
    if (usedOutside.contains(param)) {
      return true;
    }
    for (Block block : shape.blocks) {
      for (Value value : block.values()) {
        for (int k = 0; k < value.operandCount(); k++) {
          if (value.operand(k) == param) {
            return true;
          }
        }
      }
      for (Target target : block.terminator().targets()) {
        if (target.arguments().contains(param)) {
          return true;
        }
      }
      if (block.terminator() instanceof Terminator.Branch branch && branch.condition() == param) {
        return true;
      }
    }
    return false;
  }

  /** How often the loop uses {@code value}, the argument of its exit aside. */
  static int uses(LoopShape shape, Value value) {
    int uses = 0;
    for (Block block : shape.blocks) {
      for (Value user : block.values()) {
        for (int k = 0; k < user.operandCount(); k++) {
          uses += user.operand(k) == value ? 1 : 0;
        }
      }
      for (var target : shape.path.targetsOf(block)) {
        for (Value argument : target.arguments()) {
          uses += argument == value ? 1 : 0;
        }
      }
      if (block.terminator() instanceof Terminator.Branch branch && branch.condition() == value) {
        uses++;
      }
    }
    return uses - (shape.exit().arguments().contains(value) ? 1 : 0);
  }

  /** Adds {@code value} to the cone if it depends on it; returns the op of the cone so far. */
  private Op add(Value value, Set<Value> cone, Op op) {
    int inCone = 0;
    boolean compared = false;
    for (int k = 0; k < value.operandCount(); k++) {
      inCone += cone.contains(value.operand(k)) ? 1 : 0;
      compared |= comparisons.contains(value.operand(k));
    }
    if (compared) {
      Extremum extremum =
          value.op() == Op.SELECT && inCone == 1
              ? extremum(value.operand(0), value.operand(1), value.operand(2))
              : null;
      return extremum(value, extremum, cone, op);
    }
    if (inCone == 0) {
      return op;
    }
    if (value.op() == Op.ICMP && inCone == 1 && !usedOutside.contains(value)) {
      comparisons.add(value);
      return op;
    }
    if (value.op() == Op.SELECT) {
      if (inCone != 2 || cone.contains(value.operand(0))) {
        dependent(value);
      }
      cone.add(value);
      return op;
    }
    if (Reduction.isCast(value.op())) {
      cone.add(value);
      return op;
    }
    Op combining = Reduction.combining(value, fast);
    int operand = combining == null ? -1 : Reduction.combined(value);
    if (inCone == 1
        && combining != null
        && (op == null || op == combining)
        && (operand < 0 || cone.contains(value.operand(operand)))) {
      cone.add(value);
      return combining;
    }
    dependent(value);
    return op;
  }

  private Op extremum(Value value, Extremum extremum, Set<Value> cone, Op op) {
    if (extremum == null || op != null && op != extremum.op) {
      dependent(value);
      return op;
    }
    extrema.put(value, extremum);
    cone.add(value);
    return extremum.op;
  }

  /** What {@code comparison ? a : b} is, if it is the lesser or the greater of both; else null. */
  static Extremum extremum(Value comparison, Value a, Value b) {
    if (comparison.op() != Op.ICMP) {
      return null;
    }
    Value x = comparison.operand(0);
    Value y = comparison.operand(1);
    IntPredicate predicate = comparison.intPredicate();
    if (isSame(a, y) && isSame(b, x)) {
      predicate = predicate.swapped();
    } else if (!isSame(a, x) || !isSame(b, y)) {
      return null;
    }
    if (predicate.isEquality() || predicate.isUnsigned()) {
      return null;
    }
    boolean less = (predicate.outcomes() & IntPredicate.LESS) != 0;
    return new Extremum(less ? Op.IMIN : Op.IMAX, a, b);
  }

  private static boolean isSame(Value a, Value b) {
    return a == b || a.isConst() && b.isConst(a.bits()) && a.type() == b.type();
  }

  /** Adds a parameter of a block to the cone if what is passed depends on it. */
  private Op merge(Value merged, Set<Value> cone, Op op) {
    List<CommonPath.Edge> edges = path.edges(merged.block());
    int inCone = 0;
    for (CommonPath.Edge edge : edges) {
      Value argument = edge.target().arguments().get(merged.paramIndex());
      inCone += cone.contains(argument) ? 1 : 0;
      if (comparisons.contains(argument)) {
        dependent(merged);
      }
    }
    if (inCone == 0) {
      return op;
    }
    if (inCone == edges.size()) {
      cone.add(merged);
      return op;
    }
    Extremum extremum = inCone == 1 ? merged(shape, merged) : null;
    return extremum(merged, extremum, cone, op);
  }

  /** What a parameter of a block is that one branch decides; null if that is no extremum. */
  static Extremum merged(LoopShape shape, Value merged) {
    List<CommonPath.Edge> edges = shape.path.edges(merged.block());
    Block decides = shape.masks().equivalent(merged.block());
    Value condition = decides == null ? null : shape.path.condition(decides);
    if (condition == null || edges.size() != 2) {
      return null;
    }
    Value[] sides = new Value[2];
    for (CommonPath.Edge edge : edges) {
      int side = side(shape.path, edge, decides);
      if (side < 0) {
        return null;
      }
      sides[side] = edge.target().arguments().get(merged.paramIndex());
    }
    return sides[0] == null || sides[1] == null ? null : extremum(condition, sides[0], sides[1]);
  }

  /** On which side of the branch at the end of {@code decides} an edge comes; -1 if on both. */
  private static int side(CommonPath path, CommonPath.Edge edge, Block decides) {
    var branch = (Terminator.Branch) decides.terminator();
    if (edge.from() == decides) {
      return edge.target() == branch.then() ? 0 : 1;
    }
    List<CommonPath.Edge> before = path.edges(edge.from());
    return before.size() == 1 && before.getFirst().from() == decides
        ? before.getFirst().target() == branch.then() ? 0 : 1
        : -1;
  }
}
