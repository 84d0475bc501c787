package dev.lathe.opt;

import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.OpSemantics;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One loop being unrolled: see {@link LoopUnrolling}.
 *
 * <p>A round may begin if what the loop tests is at least {@code (copies - 1) * step} from the
 * bound. Compared is with a limit that much before the bound, or, if that is none of the type's
 * values, with the first of the type, from which no round begins. So the counter never wraps around
 * in a round, whatever it does in the loop.
 */
final class UnrolledLoop {
  private final CountedLoop counted;
  private final int copies;
  private final Function function;
  private final Type type; // of the counter
  private final boolean up;
  private final Block body; // all of the loop
  private Block before; // ends with a jump to the loop, the only edge into it
  private Block block; // where values are appended
  private final Map<Value, Long> strides = new HashMap<>(); // growth in an iteration
  private final Map<Value, Value> firsts = new HashMap<>(); // values of a round's first iteration
  private final Map<Value, Map<Long, Value>> sums = new HashMap<>(); // by value and constant
  private Map<Value, Value> latest = firsts; // values of the iteration copied now

  UnrolledLoop(CountedLoop counted, int copies) {
    this.counted = counted;
    this.copies = copies;
    this.function = counted.test().function();
    this.type = counted.tested().type();
    this.up = counted.step() > 0;
    this.body = counted.test();
  }

  Loops.Loop loop() {
    return counted.loop();
  }

  /** Says that {@code preheader} is the only block before the loop. */
  void enter(Block preheader) {
    this.before = preheader;
  }

  /** Makes the rounds before the loop, which {@code closure} has closed. */
  void run(LoopClosure closure) {
    List<Value> entering =
        List.copyOf(((Terminator.Jump) before.terminator()).target().arguments());
    Value bound = counted.bound();
    bound = bound.isConst() ? bound : closure.at(bound, before);
    block = before;
    Value tested = closure.at(counted.initial(), before);
    tested = tested.isConst() ? constant(type, tested.bits()) : tested;
    if (counted.offset() != 0) {
      tested = op(Op.IADD, type, tested, constant(type, counted.offset()));
    }
    Value limit = limit(bound.isConst() ? constant(type, bound.bits()) : bound);
    Value enough = compare(inRounds(), tested, limit);

    Block rest = rest();
    Block first = function.addBlock();
    Block round = function.addBlock();
    before.setTerminator(new Terminator.Branch(enough, new Target(first), target(rest, entering)));
    first.setTerminator(new Terminator.Jump(target(round, entering)));

    findStrides();
    block = round;
    for (Value param : body.params()) {
      firsts.put(param, round.addParam(param.type()));
    }
    Target back = counted.back();
    for (int copy = 0; copy < copies; copy++) {
      if (copy > 0) {
        latest = parameters(back, copy);
      }
      copyBody(copy);
    }
    end(round, rest, limit, bound);
    if (isRestShort()) {
      limitRest(rest, bound);
    }
  }

  private IntPredicate inRounds() {
    return up ? IntPredicate.LT : IntPredicate.GT;
  }

  private static Target target(Block block, List<Value> arguments) {
    return new Target(block, arguments.toArray(Value[]::new));
  }

  private Value limit(Value bound) {
    long distance = (copies - 1) * counted.step();
    long least = type == Type.I64 ? Long.MIN_VALUE : Integer.MIN_VALUE;
    long most = type == Type.I64 ? Long.MAX_VALUE : Integer.MAX_VALUE;
    long nearest = (up ? least : most) + distance;
    Value near = op(up ? Op.IMAX : Op.IMIN, type, bound, constant(type, nearest));
    return op(Op.IADD, type, near, constant(type, -distance));
  }

  /** A block from which the loop itself does the rest. */
  private Block rest() {
    Block rest = function.addBlock();
    var target = new Target(body);
    for (Value param : body.params()) {
      target.arguments().add(rest.addParam(param.type()));
    }
    rest.setTerminator(new Terminator.Jump(target));
    return rest;
  }

  /** True if less than a round is left, whatever the bound; else the counter may wrap around. */
  private boolean isRestShort() {
    boolean strict = counted.predicate() == (up ? IntPredicate.LT : IntPredicate.GT);
    return strict && Math.abs(counted.step()) == 1;
  }

  /**
   * Gives the loop another bound, the same number, of which {@link CountedLoop#mostIterations}
   * knows that it is near: so the rest needs no strips.
   */
  private void limitRest(Block rest, Value bound) {
    block = rest;
    Value tested = counted.tested();
    Value param = tested.op() == Op.PARAM ? tested : addedTo(tested);
    Value from = rest.param(param.paramIndex());
    if (counted.offset() != 0) {
      from = op(Op.IADD, type, from, constant(type, counted.offset()));
    }
    Value end = bound.isConst() ? constant(type, bound.bits()) : bound;
    Value left = up ? op(Op.ISUB, type, end, from) : op(Op.ISUB, type, from, end);
    left = op(Op.AND, type, left, constant(type, copies - 1));
    Value any = compare(inRounds(), from, end);
    left = op(Op.SELECT, type, any, left, constant(type, 0));
    Value near = op(up ? Op.IADD : Op.ISUB, type, from, left);
    block = body;
    IntPredicate predicate = counted.predicate();
    Value test = compare(counted.stays() ? predicate : predicate.inverse(), counted.tested(), near);
    var branch = (Terminator.Branch) body.terminator();
    body.setTerminator(new Terminator.Branch(test, branch.then(), branch.otherwise()));
  }

  /** Ends the round: there may be another, or a rest, or nothing is left. */
  private void end(Block round, Block rest, Value limit, Value bound) {
    Block end = function.addBlock();
    Target back = counted.back();
    Target exit = counted.exit();
    Value tested = copied(counted.tested());
    var again = new Target(round);
    var onward = new Target(rest);
    for (Value argument : back.arguments()) {
      again.arguments().add(copied(argument));
      onward.arguments().add(copied(argument));
    }
    var leave = new Target(exit.block());
    for (Value argument : exit.arguments()) {
      leave.arguments().add(copied(argument));
    }
    round.setTerminator(
        new Terminator.Branch(compare(inRounds(), tested, limit), again, new Target(end)));
    block = end;
    Value last = bound.isConst() ? constant(type, bound.bits()) : bound;
    end.setTerminator(
        new Terminator.Branch(compare(counted.predicate(), tested, last), onward, leave));
  }

  // ---- copies of the body

  /** Finds what grows by the same in every iteration, wrapping around as it may. */
  private void findStrides() {
    List<Value> next = counted.back().arguments();
    for (Value param : body.params()) {
      Value following = next.get(param.paramIndex());
      if (following == param) {
        strides.put(param, 0L);
      } else if (following.op() == Op.IADD
          && following.operand(0) == param
          && following.operand(1).isConst()) {
        strides.put(param, following.operand(1).bits());
      }
    }
    for (Value value : body.values()) {
      Long stride = null;
      if (value.op() == Op.IADD || value.op() == Op.ISUB) {
        long factor = value.op() == Op.IADD ? 1 : -1;
        stride = sum(stride(value.operand(0)), stride(value.operand(1)), factor);
      } else if (value.op() == Op.IMUL && value.operand(1).isConst()) {
        stride = sum(0L, stride(value.operand(0)), value.operand(1).bits());
      }
      if (stride != null) {
        strides.put(value, stride);
      }
    }
  }

  private Long stride(Value value) {
    return value.isConst() || value.block() != body ? Long.valueOf(0) : strides.get(value);
  }

  private static Long sum(Long a, Long b, long factor) {
    return a == null || b == null ? null : Long.valueOf(a + b * factor);
  }

  /** The loop's parameters in the iteration {@code copy} of a round, not the first. */
  private Map<Value, Value> parameters(Target back, int copy) {
    var values = new HashMap<Value, Value>();
    for (Value param : body.params()) {
      Long stride = strides.get(param);
      values.put(
          param,
          stride != null
              ? sum(firsts.get(param), stride * copy)
              : copied(back.arguments().get(param.paramIndex())));
    }
    return values;
  }

  private Value copied(Value value) {
    return value.block() == body ? latest.get(value) : value;
  }

  private void copyBody(int copy) {
    for (Value value : body.values()) {
      latest.put(value, copy(value, copy));
    }
  }

  private Value copy(Value value, int copy) {
    Long stride = strides.get(value);
    if (copy > 0 && stride != null) {
      return sum(firsts.get(value), stride * copy);
    }
    var operands = new Value[value.operandCount()];
    boolean same = copy > 0 && value.op().isPure();
    for (int k = 0; k < operands.length; k++) {
      operands[k] = copied(value.operand(k));
      same &= copy > 0 && operands[k] == firsts.getOrDefault(value.operand(k), operands[k]);
    }
    if (same) {
      return firsts.get(value);
    }
    if (value.isConst()) {
      return constant(value.type(), value.bits());
    }
    Value made =
        block.append(
            function.newValue(value.op(), value.type(), value.attribute(), operands, value.line()));
    if (isSum(made)) {
      sums.computeIfAbsent(made.operand(0), _ -> new HashMap<>())
          .putIfAbsent(made.operand(1).bits(), made);
    }
    return made;
  }

  private static Value addedTo(Value sum) {
    return sum.operand(1).isConst() ? sum.operand(0) : sum.operand(1);
  }

  private static boolean isSum(Value value) {
    return value.op() == Op.IADD && value.operand(1).isConst();
  }

  /** {@code value}, one of the round, and a constant. */
  private Value sum(Value value, long constant) {
    Value root = value;
    long by = constant;
    while (isSum(root)) {
      by += root.operand(1).bits();
      root = root.operand(0);
    }
    by = value.type() == Type.I64 ? by : (int) by;
    if (by == 0) {
      return root;
    }
    Map<Long, Value> known = sums.computeIfAbsent(root, _ -> new HashMap<>());
    Value sum = known.get(by);
    if (sum == null) {
      sum = op(Op.IADD, value.type(), root, constant(value.type(), by));
      known.put(by, sum);
    }
    return sum;
  }

  // ---- values

  private Value constant(Type of, long bits) {
    return block.append(function.newConst(of, bits, 0));
  }

  private Value compare(IntPredicate predicate, Value a, Value b) {
    return append(Op.ICMP, Type.BOOL, predicate.ordinal(), a, b);
  }

  private Value op(Op op, Type result, Value... operands) {
    return append(op, result, 0, operands);
  }

  private Value append(Op op, Type result, long attribute, Value... operands) {
    Value value = function.newValue(op, result, attribute, operands, 0);
    boolean constant = op.isPure();
    for (Value operand : operands) {
      constant &= operand.isConst() && !operand.type().isReference();
    }
    return constant ? constant(result, OpSemantics.evaluate(value)) : block.append(value);
  }
}
