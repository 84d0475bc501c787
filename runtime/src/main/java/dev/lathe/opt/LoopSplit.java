package dev.lathe.opt;

import dev.lathe.analysis.AffineIndex;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.OpSemantics;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One loop being split: see {@link LoopSplitting}. */
final class LoopSplit {
  /**
   * A check that the copy does without.
   *
   * @param value the {@link Op#INDEX}
   * @param array what is indexed, defined before the loop
   * @param index how the index grows; null if it is data
   * @param most the greatest number it can be then
   */
  record Check(Value value, Value array, AffineIndex index, long most) {
    boolean isInvariant() {
      return index != null && index.isInvariant();
    }
  }

  private final CountedLoop counted;
  private final List<Check> checks;
  private final Value replaced; // what the copy does without; or null
  private final Function function;
  private final Type type; // of the counter
  private final boolean up;
  private Block before; // ends with a jump to the header, the only edge into the loop
  private LoopClosure closure;
  private List<Value> entering; // what it passes
  private Block block; // where values are appended
  private Value good; // whether the first iteration fails no check
  private Value more; // how many iterations after that fail none; an i32
  private final Map<Value, Value> firsts = new HashMap<>();
  private final Set<Block> members;

  /**
   * @param alone true if nothing but the loop's branch uses its test: the copy has another
   */
  LoopSplit(CountedLoop counted, List<Check> checks, boolean alone) {
    this.counted = counted;
    this.replaced = alone ? ((Terminator.Branch) counted.test().terminator()).condition() : null;
    this.checks = checks;
    this.function = counted.test().function();
    this.type = counted.tested().type();
    this.up = counted.step() > 0;
    this.members = new HashSet<>(counted.loop().members());
  }

  Loops.Loop loop() {
    return counted.loop();
  }

  /** Says that {@code preheader} is the only block before the loop. */
  void enter(Block preheader) {
    this.before = preheader;
  }

  /** Makes the copy of the loop, which {@code closed} has closed. */
  void run(LoopClosure closed) {
    this.closure = closed;
    block = before;
    entering = List.copyOf(((Terminator.Jump) before.terminator()).target().arguments());
    for (Check check : checks) {
      add(check);
    }
    Value limit = limit();
    Block again = again();
    Map<Block, Block> blocks = new HashMap<>();
    Map<Value, Value> values = new HashMap<>();
    Block unchecked = function.addBlock();
    proveInvariants(unchecked, values);
    copy(blocks, values);
    endCopy(blocks, values, limit, again);
    unchecked.setTerminator(
        new Terminator.Jump(target(blocks.get(counted.loop().header()), entering)));
    before.setTerminator(
        new Terminator.Branch(good, new Target(unchecked), target(again, entering)));
  }

  private static Target target(Block block, List<Value> arguments) {
    return new Target(block, arguments.toArray(Value[]::new));
  }

  // ---- before the loop

  /** Adds what {@code check} asks for to {@link #good} and {@link #more}. */
  private void add(Check check) {
    Value length = op(Op.ALEN, Type.I32, closure.at(check.array, before));
    Value first =
        check.index == null ? constant(Type.I32, check.most) : first(check.value.operand(1));
    Value holds = compare(IntPredicate.ULT, first, length);
    good = good == null ? holds : op(Op.AND, Type.BOOL, good, holds);
    if (check.index == null) {
      return;
    }
    Value left = isZero(first) ? minus(length, 1) : op(Op.ISUB, Type.I32, minus(length, 1), first);
    Value most = steps(check.index, first, left);
    if (most != null) {
      more = more == null ? most : op(Op.IMIN, Type.I32, more, most);
    }
  }

  /**
   * How often an index may grow.
   *
   * @param left how far the first one is from the end
   */
  private Value steps(AffineIndex index, Value first, Value left) {
    if (index.isInvariant()) {
      return null;
    }
    if (index.factor() == null) {
      long size = Math.abs(index.stride());
      Value distance = index.stride() > 0 ? left : first;
      return size == 1 ? distance : op(Op.UDIV, Type.I32, distance, constant(Type.I32, (int) size));
    }
    Value stride = closure.at(index.factor(), before);
    if (index.stride() != 1) {
      stride = op(Op.IMUL, Type.I32, stride, constant(Type.I32, index.stride()));
    }
    Value zero = constant(Type.I32, 0);
    Value positive = compare(IntPredicate.GT, stride, zero);
    Value never = compare(IntPredicate.EQ, stride, zero);
    Value distance = select(positive, left, first);
    Value size = select(positive, stride, op(Op.INEG, Type.I32, stride));
    size = select(never, constant(Type.I32, 1), size);
    long proven = Value.PROVEN | TrapKind.DIVIDE_UNSIGNED_I32.ordinal();
    Value divisor = append(Op.NONZERO, Type.I32, proven, size);
    Value steps = op(Op.UDIV, Type.I32, distance, divisor);
    return select(never, constant(Type.I32, Integer.MAX_VALUE), steps);
  }

  /** What {@code value} of the loop is in the first iteration, computed as the loop does. */
  private Value first(Value value) {
    if (value.isConst()) {
      return constant(value.type(), value.bits());
    }
    Loops.Loop loop = counted.loop();
    if (value.block() == loop.header() && value.op() == Op.PARAM) {
      return entering.get(value.paramIndex());
    }
    if (!members.contains(value.block())) {
      return value;
    }
    Value known = firsts.get(value);
    if (known != null) {
      return known;
    }
    Value made;
    if (value.op() == Op.INDEX || value.op() == Op.PROVEN) {
      made = first(value.operand(1));
    } else {
      var operands = new Value[value.operandCount()];
      for (int k = 0; k < operands.length; k++) {
        operands[k] = first(value.operand(k));
      }
      made = append(value.op(), value.type(), value.attribute(), operands);
    }
    firsts.put(value, made);
    return made;
  }

  /**
   * The copy goes on while what is tested has not come to this. Between here and there nothing
   * wraps around, and the loop's own test holds.
   */
  private Value limit() {
    Value tested = closure.at(counted.initial(), before);
    tested = tested.isConst() ? constant(type, tested.bits()) : tested;
    if (counted.offset() != 0) {
      tested = op(Op.IADD, type, tested, constant(type, counted.offset()));
    }
    tested = wide(tested);
    long size = Math.abs(counted.step());
    Value end = wide(bound(size));
    if (counted.predicate() == (up ? IntPredicate.LE : IntPredicate.GE)) {
      end = op(Op.IADD, Type.I64, end, constant(Type.I64, up ? 1 : -1));
    }
    if (more == null) {
      return narrow(end);
    }
    Value distance = wide(more);
    if (size != 1) {
      distance = op(Op.IMUL, Type.I64, distance, constant(Type.I64, size));
    }
    Op advance = up ? Op.IADD : Op.ISUB;
    if (type == Type.I32) {
      Value last = op(advance, Type.I64, tested, distance);
      return narrow(op(up ? Op.IMIN : Op.IMAX, Type.I64, end, last));
    }
    Value left = up ? op(Op.ISUB, type, end, tested) : op(Op.ISUB, type, tested, end);
    distance = select(compare(IntPredicate.ULT, left, distance), left, distance);
    Value any = compare(LoopSplitting.limited(counted), tested, end);
    distance = select(any, distance, constant(type, 0));
    return op(advance, type, tested, distance);
  }

  /** The loop's bound, or if the counter may wrap around near it, one before. */
  private Value bound(long size) {
    Value bound = bound();
    boolean equal = counted.predicate() == (up ? IntPredicate.LE : IntPredicate.GE);
    long most = type == Type.I64 ? Long.MAX_VALUE : Integer.MAX_VALUE;
    long least = type == Type.I64 ? Long.MIN_VALUE : Integer.MIN_VALUE;
    long by = size - (equal ? 0 : 1);
    return by == 0
        ? bound
        : op(up ? Op.IMIN : Op.IMAX, type, bound, constant(type, up ? most - by : least + by));
  }

  private Value bound() {
    Value bound = counted.bound();
    return bound.isConst() ? constant(type, bound.bits()) : closure.at(bound, before);
  }

  private Value wide(Value value) {
    return value.type() == Type.I64 ? value : op(Op.SEXT, Type.I64, value);
  }

  private Value narrow(Value value) {
    return type == Type.I64 ? value : op(Op.TRUNC, Type.I32, value);
  }

  // ---- the copy

  /** A block from which the loop itself goes on. */
  private Block again() {
    Block header = counted.loop().header();
    Block again = function.addBlock();
    var target = new Target(header);
    for (int p = 0; p < header.params().size(); p++) {
      target.arguments().add(again.addParam(header.param(p).type()));
    }
    again.setTerminator(new Terminator.Jump(target));
    return again;
  }

  /** Proves indices that do not change before the copy, so that its loads may go there. */
  private void proveInvariants(Block unchecked, Map<Value, Value> values) {
    for (Check check : checks) {
      if (check.isInvariant()) {
        Value array = closure.at(check.array, before);
        Value[] operands = {array, first(check.value.operand(1))};
        long access = check.value.access().forProven().code();
        values.put(
            check.value,
            unchecked.append(
                function.newValue(
                    Op.PROVEN, check.value.type(), access, operands, check.value.line())));
      }
    }
  }

  private void copy(Map<Block, Block> blocks, Map<Value, Value> values) {
    List<Block> members = counted.loop().members(); // definitions before uses
    for (int b = 0; b < members.size(); b++) {
      Block copy = function.addBlock();
      blocks.put(members.get(b), copy);
      for (Value param : members.get(b).params()) {
        values.put(param, copy.addParam(param.type()));
      }
    }
    Map<Value, Check> unchecked = new HashMap<>();
    for (Check check : checks) {
      unchecked.put(check.value, check);
    }
    for (int b = 0; b < members.size(); b++) {
      Block copy = blocks.get(members.get(b));
      for (Value value : members.get(b).values()) {
        var operands = new Value[value.operandCount()];
        for (int k = 0; k < operands.length; k++) {
          operands[k] = copied(value.operand(k), values);
        }
        if (value == replaced) {
          continue;
        }
        boolean proven = unchecked.containsKey(value);
        if (values.containsKey(value)) {
          continue;
        }
        Op op = proven ? Op.PROVEN : value.op();
        long attribute = proven ? value.access().forProven().code() : value.attribute();
        values.put(
            value,
            copy.append(function.newValue(op, value.type(), attribute, operands, value.line())));
      }
    }
    for (int b = 0; b < members.size(); b++) {
      Terminator terminator = members.get(b).terminator();
      blocks.get(members.get(b)).setTerminator(copy(terminator, blocks, values));
    }
  }

  private static Value copied(Value value, Map<Value, Value> values) {
    return values.getOrDefault(value, value);
  }

  private static Terminator copy(
      Terminator terminator, Map<Block, Block> blocks, Map<Value, Value> values) {
    return switch (terminator) {
      case Terminator.Jump jump -> new Terminator.Jump(copy(jump.target(), blocks, values));
      case Terminator.Branch branch ->
          new Terminator.Branch(
              copied(branch.condition(), values),
              copy(branch.then(), blocks, values),
              copy(branch.otherwise(), blocks, values));
      case Terminator.Switch choice -> {
        var cases = new ArrayList<Target>(choice.cases().size());
        for (Target target : choice.cases()) {
          cases.add(copy(target, blocks, values));
        }
        yield new Terminator.Switch(
            copied(choice.selector(), values),
            choice.keys(),
            List.copyOf(cases),
            copy(choice.otherwise(), blocks, values));
      }
      case Terminator.Return _ -> throw new AssertionError("a loop does not return");
    };
  }

  private static Target copy(Target target, Map<Block, Block> blocks, Map<Value, Value> values) {
    var copy = new Target(blocks.getOrDefault(target.block(), target.block()));
    for (Value argument : target.arguments()) {
      copy.arguments().add(copied(argument, values));
    }
    return copy;
  }

  /** Makes the copy end at {@code limit}, and go on in the loop if that has not come to its end. */
  private void endCopy(
      Map<Block, Block> blocks, Map<Value, Value> values, Value limit, Block again) {
    Block test = blocks.get(counted.test());
    var branch = (Terminator.Branch) test.terminator();
    Target back = counted.stays() ? branch.then() : branch.otherwise();
    Target leave = counted.stays() ? branch.otherwise() : branch.then();
    Value tested = copied(counted.tested(), values);
    Block end = function.addBlock();
    block = end;
    Value bound = bound();
    Value stays = compare(counted.predicate(), tested, bound);
    end.setTerminator(new Terminator.Branch(stays, target(again, back.arguments()), leave));
    block = test;
    Value inside = compare(LoopSplitting.limited(counted), tested, limit);
    test.setTerminator(new Terminator.Branch(inside, back, new Target(end)));
  }

  // ---- values

  private static boolean isZero(Value value) {
    return value.isConst(0);
  }

  private Value minus(Value value, long by) {
    return op(Op.IADD, value.type(), value, constant(value.type(), -by));
  }

  private Value constant(Type of, long bits) {
    return block.append(function.newConst(of, bits, 0));
  }

  private Value compare(IntPredicate predicate, Value a, Value b) {
    return append(Op.ICMP, Type.BOOL, predicate.ordinal(), a, b);
  }

  private Value select(Value condition, Value a, Value b) {
    return append(Op.SELECT, a.type(), 0, condition, a, b);
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
