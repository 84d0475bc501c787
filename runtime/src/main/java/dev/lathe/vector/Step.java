package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the ops by which an iteration updates a reduction, one after the other. On paths that do
 * without it the op is done with what changes nothing.
 *
 * @param op what is done
 * @param type of the reduction
 * @param position the operand that is the value so far
 * @param terms the other operands in order
 */
record Step(Op op, Type type, int position, List<Term> terms) {
  /** An operand. Null stands for what changes nothing. */
  sealed interface Term permits Plain, Chosen {}

  /** The same on all paths. */
  record Plain(Value value) implements Term {}

  /** One of two. */
  record Chosen(Guard guard, Term on, Term off) implements Term {}

  /**
   * What decides: whether {@code condition} is {@code when}, or whether an iteration takes an edge.
   */
  record Guard(Value condition, boolean when, CommonPath.Edge edge) {}

  /** True if there are paths without it. */
  boolean isOptional() {
    for (Term term : terms) {
      if (isOptional(term)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOptional(Term term) {
    return term == null
        || term instanceof Chosen chosen && (isOptional(chosen.on) || isOptional(chosen.off));
  }

  /** True if some operands change nothing, where the value so far is the one it is. */
  boolean hasNeutral() {
    int only = op == Op.FMA ? 2 : op == Op.FSUB || op == Op.FDIV ? 0 : position;
    return position == only;
  }

  /** The bits of {@code term}, by its number, that change nothing. */
  long neutral(int term) {
    double value = 1;
    if (op == Op.FADD || op == Op.FMA && term == 0) {
      value = -0.0; // x + -0.0 is x
    } else if (op == Op.FSUB) {
      value = 0.0;
    } else if (op == Op.FMAX) {
      value = Double.NEGATIVE_INFINITY;
    } else if (op == Op.FMIN) {
      value = Double.POSITIVE_INFINITY;
    }
    return type == Type.F64
        ? Double.doubleToRawLongBits(value)
        : Float.floatToRawIntBits((float) value) & 0xFFFF_FFFFL;
  }

  /** The values that its terms are, and what decides between them. */
  List<Value> values() {
    var all = new ArrayList<Value>();
    terms.forEach(term -> addValues(term, all));
    return all;
  }

  private static void addValues(Term term, List<Value> all) {
    if (term instanceof Plain plain) {
      all.add(plain.value);
    } else if (term instanceof Chosen chosen) {
      if (chosen.guard.condition != null) {
        all.add(chosen.guard.condition);
      }
      addValues(chosen.on, all);
      addValues(chosen.off, all);
    }
  }

  /** The edges that decide between its terms. */
  List<CommonPath.Edge> edges() {
    var all = new ArrayList<CommonPath.Edge>();
    terms.forEach(term -> addEdges(term, all));
    return all;
  }

  private static void addEdges(Term term, List<CommonPath.Edge> all) {
    if (term instanceof Chosen chosen) {
      if (chosen.guard.edge != null) {
        all.add(chosen.guard.edge);
      }
      addEdges(chosen.on, all);
      addEdges(chosen.off, all);
    }
  }
}
