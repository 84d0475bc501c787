package dev.lathe.vector;

import dev.lathe.ir.Block;
import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the {@link Scan} that a parameter of the loop's header is. */
final class ScanSearch {
  private final LoopShape shape;
  private final Value param;
  private final boolean fast; // floats may be reordered
  private final Set<Value> own; // what depends on the parameter
  private final Set<Value> unknown; // what depends on it, or on others that may be nothing
  private final Set<Value> cone = new LinkedHashSet<>();
  private final Map<Value, ReductionSearch.Extremum> extrema = new HashMap<>();
  private final List<Value> terms = new ArrayList<>();
  private final List<CommonPath.Edge> edges = new ArrayList<>();
  private final Map<Block, Boolean> free = new HashMap<>();
  private Op op;

  private ScanSearch(LoopShape shape, Value param, List<Value> others, boolean fast) {
    this.shape = shape;
    this.param = param;
    this.fast = fast;
    this.own = Dependents.of(shape, List.of(param)).values();
    this.unknown = Dependents.of(shape, others).values();
  }

  /**
   * The scan that {@code param} is, or null.
   *
   * @param others parameters that nothing is known of, among them {@code param}
   * @param fast true if sums and products of floats may be reordered
   */
  static Scan of(LoopShape shape, Value param, List<Value> others, boolean fast) {
    if (param.type().isBool() || param.type().isReference()) {
      return null;
    }
    var search = new ScanSearch(shape, param, others, fast);
    Value next = shape.back().arguments().get(param.paramIndex());
    return search.isCombined(next) && search.op != null
        ? new Scan(param, next, search.op, search.cone, search.extrema, search.terms, search.edges)
        : null;
  }

  /** True if {@code value} is the parameter, combined with terms. */
  private boolean isCombined(Value value) {
    if (value == param || cone.contains(value)) {
      cone.add(value);
      return true;
    }
    if (!own.contains(value) || !shape.contains(value) || value.type() != param.type()) {
      return false;
    }
    boolean is =
        switch (value.op()) {
          case PARAM -> !shape.isHeaderParam(value) && isMerged(value);
          case SELECT -> isSelected(value);
          default -> isSum(value);
        };
    if (is) {
      cone.add(value);
    }
    return is;
  }

  private boolean isSum(Value value) {
    Op combining = Reduction.combining(value, fast);
    if (combining == null || !isOp(combining)) {
      return false;
    }
    int only = Reduction.combined(value);
    int inCone = -1;
    for (int k = 0; k < value.operandCount(); k++) {
      if (own.contains(value.operand(k)) && (only < 0 || only == k) && inCone < 0) {
        inCone = k;
      } else if (!isTerm(value.operand(k))) {
        return false;
      }
    }
    return inCone >= 0 && isCombined(value.operand(inCone));
  }

  private boolean isOp(Op combining) {
    boolean is = op == null || op == combining;
    op = is ? combining : op;
    return is;
  }

  private boolean isTerm(Value value) {
    terms.add(value);
    return !unknown.contains(value);
  }

  private boolean isSelected(Value value) {
    Value condition = value.operand(0);
    Value a = value.operand(1);
    Value b = value.operand(2);
    if (own.contains(condition)) {
      return isExtremum(value, ReductionSearch.extremum(condition, a, b));
    }
    return isTerm(condition) && isCombined(a) && isCombined(b);
  }

  private boolean isExtremum(Value value, ReductionSearch.Extremum extremum) {
    if (extremum == null || !isOp(extremum.op())) {
      return false;
    }
    extrema.put(value, extremum);
    Value a = extremum.a();
    Value b = extremum.b();
    return own.contains(a) ? isTerm(b) && isCombined(a) : isTerm(a) && isCombined(b);
  }

  private boolean isMerged(Value value) {
    List<CommonPath.Edge> into = shape.path.edges(value.block());
    boolean all = true;
    for (CommonPath.Edge edge : into) {
      all &= own.contains(edge.target().arguments().get(value.paramIndex())) && isFree(edge);
    }
    if (!all) {
      return isExtremum(value, ReductionSearch.merged(shape, value));
    }
    edges.addAll(into);
    for (CommonPath.Edge edge : into) {
      if (!isCombined(edge.target().arguments().get(value.paramIndex()))) {
        return false;
      }
    }
    return true;
  }

  /** True if whether an iteration takes {@code edge} does not depend on what is unknown. */
  private boolean isFree(CommonPath.Edge edge) {
    Value condition = shape.path.condition(edge.from());
    return (condition == null || !unknown.contains(condition)) && isFree(edge.from());
  }

  private boolean isFree(Block block) {
    Boolean known = free.get(block);
    if (known == null) {
      Block equivalent = shape.masks().equivalent(block);
      known = equivalent == null || isFree(equivalent);
      if (equivalent == null) {
        for (CommonPath.Edge edge : shape.path.edges(block)) { // none of the header
          known &= isFree(edge);
        }
      }
      free.put(block, known);
    }
    return known;
  }
}
