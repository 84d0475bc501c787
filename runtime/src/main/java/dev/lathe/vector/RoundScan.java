package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link Scan} in a round. The lanes of its terms are combined with those before them, first in
 * each register and then from one to the next; that waits for no other round. What the round begins
 * with, in all lanes of a register, is combined with the result, and with the last lane of it for
 * the next round: one op is all that rounds wait for.
 */
final class RoundScan {
  private final Scan scan;
  private final Value carry; // what the round begins with, in all lanes
  private final RoundBody body;
  private final Type type;
  private final ScanSteps steps;
  private final Map<Value, Value[]> known = new HashMap<>();
  private Value neutral;
  private Value[] terms;
  private Value[] after;
  private Value[] before;
  private Value next;

  RoundScan(Scan scan, Value carry, VectorPlan plan, RoundBody body) {
    this.scan = scan;
    this.carry = carry;
    this.body = body;
    this.steps = plan.scanSteps(scan);
    this.type = steps.type();
  }

  /** What {@code value} is in lanes: what an iteration begins with, or what it makes of that. */
  Value[] parts(Value value) {
    compute();
    return value == scan.param() ? before() : after;
  }

  /** What the next round begins with, in all lanes. */
  Value next() {
    compute();
    return next;
  }

  private void compute() {
    if (after != null) {
      return;
    }
    neutral = splatNeutral();
    terms = terms(scan.next());
    Value[] on = body.mask(scan.param().block());
    if (on != null) {
      terms = body.selected(on, terms, all(neutral));
    }
    RoundBlock round = body.block();
    round.line(scan.next().line());
    List<long[]> moves = steps.moves();
    var indices = new Value[moves.size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = indices(moves.get(i));
    }
    Value last = indices(steps.last());
    after = new Value[terms.length];
    Value total = null; // of this round so far, in all lanes
    for (int p = 0; p < after.length; p++) {
      Value sums = terms[p];
      for (Value each : indices) {
        sums = combine(round.op(Op.PERMUTE2, type, neutral, sums, each), sums);
      }
      sums = total == null ? sums : combine(total, sums);
      total = round.op(Op.PERMUTE, type, sums, last);
      after[p] = combine(carry, sums);
    }
    next = combine(carry, total);
  }

  private Value[] before() {
    if (before == null) {
      RoundBlock round = body.block();
      before = new Value[after.length];
      Op inverse = inverse(scan.op());
      Value indices = inverse == null ? indices(steps.before()) : null;
      for (int p = 0; p < before.length; p++) {
        Value earlier = p == 0 ? carry : after[p - 1];
        before[p] =
            inverse == null
                ? round.op(Op.PERMUTE2, type, earlier, after[p], indices)
                : round.op(inverse, type, after[p], terms[p]);
      }
    }
    return before;
  }

  /** The op that takes back what another one has combined; null if there is none. */
  static Op inverse(Op op) {
    return op == Op.IADD ? Op.ISUB : op == Op.XOR ? Op.XOR : null;
  }

  private Value combine(Value a, Value b) {
    return body.block().op(scan.op(), type, a, b);
  }

  private Value splatNeutral() {
    RoundBlock first = body.before();
    return first.op(Op.SPLAT, type, first.constant(scan.type(), scan.neutral()));
  }

  private Value indices(long[] lanes) {
    return body.before().lanes(RoundMemory.integers(type), lanes);
  }

  private Value[] all(Value one) {
    var all = new Value[body.lanes() / type.lanes()];
    Arrays.fill(all, one);
    return all;
  }

  // ---- terms

  /** What an iteration combines the parameter with to have {@code value}, of the cone. */
  private Value[] terms(Value value) {
    Value[] made = termsOrNull(value);
    return made == null ? all(neutral) : made;
  }

  /** The same; null for nothing. */
  private Value[] termsOrNull(Value value) {
    if (value == scan.param()) {
      return null;
    }
    Value[] made = known.get(value);
    if (made == null) {
      made = compute(value);
      known.put(value, made);
    }
    return made;
  }

  private Value[] compute(Value value) {
    ReductionSearch.Extremum extremum = scan.extrema().get(value);
    if (extremum != null) {
      boolean first = scan.cone().contains(extremum.a());
      Value[] earlier = termsOrNull(first ? extremum.a() : extremum.b());
      Value[] term = body.parts(first ? extremum.b() : extremum.a(), type.lanes());
      return earlier == null ? term : body.combined(scan.op(), earlier, term);
    }
    if (value.op() == Op.SELECT) {
      Value[] mask = body.parts(value.operand(0));
      return body.selected(mask, terms(value.operand(1)), terms(value.operand(2)));
    }
    if (value.op() == Op.PARAM) {
      Value[] merged = null;
      for (CommonPath.Edge edge : body.edges(value).reversed()) {
        Value[] passed = terms(edge.target().arguments().get(value.paramIndex()));
        merged =
            merged == null
                ? passed
                : body.selected(body.mask(edge.from(), edge.target()), passed, merged);
      }
      return merged;
    }
    return combined(value);
  }

  private Value[] combined(Value value) {
    int only = Reduction.combined(value);
    int at = only >= 0 ? only : scan.cone().contains(value.operand(0)) ? 0 : 1;
    Value[] earlier = termsOrNull(value.operand(at));
    var operands = new Value[value.operandCount()][];
    for (int k = 0; k < operands.length; k++) {
      operands[k] = k == at ? earlier : body.parts(value.operand(k), type.lanes());
    }
    RoundBlock round = body.block();
    round.line(value.line());
    var made = new Value[body.lanes() / type.lanes()];
    for (int p = 0; p < made.length; p++) {
      made[p] = earlier == null ? alone(value, operands, 1 - at, p) : whole(value, operands, p);
    }
    return made;
  }

  private Value whole(Value value, Value[][] operands, int p) {
    var part = new Value[operands.length];
    for (int k = 0; k < part.length; k++) {
      part[k] = operands[k][p];
    }
    return body.block().make(value.op(), type, value.attribute(), part);
  }

  /** The term where there is none before it. */
  private Value alone(Value value, Value[][] operands, int other, int p) {
    RoundBlock round = body.block();
    return switch (value.op()) {
      case ISUB -> round.op(Op.INEG, type, operands[1][p]);
      case FSUB -> round.op(Op.FNEG, type, operands[1][p]);
      case FMA -> round.op(Op.FMUL, type, operands[0][p], operands[1][p]);
      default -> operands[other][p];
    };
  }
}
