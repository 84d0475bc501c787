package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds {@code all = all && …} and {@code any = any || …}: a truth that decides what of an
 * iteration is done, but stays what it is or takes what does not depend on it.
 */
final class ShortCircuit {
  private final LoopShape shape;
  private final Value param;
  private final Value next;

  private ShortCircuit(LoopShape shape, Value param) {
    this.shape = shape;
    this.param = param;
    this.next = shape.back().arguments().get(param.paramIndex());
  }

  /** What {@code param} is; null if it is no such thing. */
  static Reduction of(LoopShape shape, Value param) {
    if (!param.type().isBool()) {
      return null;
    }
    var circuit = new ShortCircuit(shape, param);
    Dependents dependents = Dependents.of(shape, Set.of(param));
    Set<Value> rest = new HashSet<>(dependents.values());
    rest.remove(param);
    if (!rest.equals(Set.of(circuit.next))
        || circuit.next.op() != Op.PARAM
        || dependents.hasEffect()) {
      return null;
    }
    Op op = circuit.stays(false) ? Op.AND : circuit.stays(true) ? Op.OR : null;
    return op == null ? null : Reduction.ofLanes(param, circuit.next, op);
  }

  /** True if iterations that begin with the truth {@code when} leave it so. */
  private boolean stays(boolean when) {
    for (CommonPath.Edge edge : shape.path.edges(next.block())) {
      Value passed = edge.target().arguments().get(next.paramIndex());
      boolean same = passed == param || passed.isConst(when ? 1 : 0);
      if (!same && !isAfter(edge, !when)) {
        return false;
      }
    }
    return true;
  }

  /** True if an iteration takes {@code edge} only if the truth is {@code when}. */
  private boolean isAfter(CommonPath.Edge edge, boolean when) {
    Set<CommonPath.Edge> seen = new HashSet<>();
    Deque<CommonPath.Edge> work = new ArrayDeque<>();
    work.add(edge);
    while (!work.isEmpty()) {
      CommonPath.Edge at = work.remove();
      List<CommonPath.Edge> before = shape.path.edges(at.from());
      if (shape.path.condition(at.from()) == param) {
        if (shape.path.isThen(at) != when) {
          return false;
        }
      } else if (before.isEmpty()) {
        return false;
      } else {
        for (CommonPath.Edge each : before) {
          if (seen.add(each)) {
            work.add(each);
          }
        }
      }
    }
    return true;
  }
}
