package dev.lathe.opt;

import dev.lathe.analysis.AffineIndex;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Access;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One loop being split: see {@link LoopSplitting}. */
final class LoopSplit {
  private static final long FAR = 1L << 33;

  private final CountedLoop counted;
  private final List<AvoidableCheck> checks;
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
  private Value moreOfSegments; // the same, an i64
  private final Map<Value, Value> firsts = new HashMap<>();
  private final Set<Block> members;

  /**
   * @param alone true if nothing but the loop's branch uses its test: the copy has another
   */
  LoopSplit(CountedLoop counted, List<AvoidableCheck> checks, boolean alone) {
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

  /** Makes the copy of the loop, which {@code closed} has closed; its header. */
  Block run(LoopClosure closed) {
    this.closure = closed;
    block = before;
    entering = List.copyOf(((Terminator.Jump) before.terminator()).target().arguments());
    for (AvoidableCheck check : checks) {
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
    return blocks.get(counted.loop().header());
  }

  private static Target target(Block block, List<Value> arguments) {
    return new Target(block, arguments.toArray(Value[]::new));
  }

  // ---- before the loop

  /** Adds what {@code check} asks for to {@link #good} and {@link #more}. */
  private void add(AvoidableCheck check) {
    Value reference = closure.at(check.reference(), before);
    if (reference.type().isSegment()) {
      addOfSegment(check, reference);
      return;
    }
    Value length = op(Op.ALEN, Type.I32, reference);
    Value first =
        check.growth() == null ? constant(Type.I32, check.most()) : first(check.operand());
    require(compare(IntPredicate.ULT, first, length));
    Value most = check.growth() == null ? null : steps(check.growth(), first, length);
    if (most != null) {
      more = more == null ? most : op(Op.IMIN, Type.I32, more, most);
    }
  }

  private void addOfSegment(AvoidableCheck check, Value segment) {
    Access access = check.value().access();
    Value first = first(check.operand());
    if (access.testsAlignment()) {
      Value low = constant(Type.I64, access.element().bytes() - 1);
      Value offset = op(Op.AND, Type.I64, first, low);
      require(compare(IntPredicate.EQ, offset, constant(Type.I64, 0)));
      Value aligned = append(Op.LIMIT, Type.I64, access.counting(true).code(), segment);
      require(compare(IntPredicate.NE, aligned, constant(Type.I64, 0)));
      access = access.unaligned();
    }
    Value limit = append(Op.LIMIT, Type.I64, access.code(), segment);
    if (check.most() != AvoidableCheck.ANY) {
      limit = op(Op.IMIN, Type.I64, limit, constant(Type.I64, check.most() + 1));
    } else if (type == Type.I32) {
      requireExact(check);
    }
    require(compare(IntPredicate.ULT, first, limit));
    Value most = steps(check.growth(), first, limit);
    if (most != null) {
      moreOfSegments = moreOfSegments == null ? most : op(Op.IMIN, Type.I64, moreOfSegments, most);
    }
  }

  /** The counter must not wrap around before its first test: after that it does not. */
  private void requireExact(AvoidableCheck check) {
    Value initial = initial();
    if (counted.offset() != 0) {
      Value tested = op(Op.IADD, type, initial, constant(type, counted.offset()));
      require(compare(up ? IntPredicate.GT : IntPredicate.LT, tested, initial));
    }
    if (check.unsigned()) {
      require(compare(IntPredicate.GE, initial, constant(type, 0)));
    }
  }

  private void require(Value condition) {
    good = good == null ? condition : op(Op.AND, Type.BOOL, good, condition);
  }

  /**
   * How often an index may grow that is {@code first} and less than {@code length}; null if it does
   * not.
   */
  private Value steps(AffineIndex growth, Value first, Value length) {
    if (growth.isInvariant()) {
      return null;
    }
    Type of = length.type();
    Value last = minus(length, 1);
    Value left = isZero(first) ? last : op(Op.ISUB, of, last, first);
    if (growth.factor() == null) {
      long size = Math.abs(growth.stride());
      Value distance = growth.stride() > 0 ? left : first;
      return size == 1 ? distance : op(Op.UDIV, of, distance, constant(of, size));
    }
    Value stride = closure.at(growth.factor(), before);
    if (growth.stride() != 1) {
      stride = op(Op.IMUL, of, stride, constant(of, growth.stride()));
    }
    Value zero = constant(of, 0);
    Value positive = compare(IntPredicate.GT, stride, zero);
    Value never = compare(IntPredicate.EQ, stride, zero);
    Value distance = select(positive, left, first);
    Value size = select(positive, stride, op(Op.INEG, of, stride));
    size = select(never, constant(of, 1), size);
    TrapKind division =
        of == Type.I32 ? TrapKind.DIVIDE_UNSIGNED_I32 : TrapKind.DIVIDE_UNSIGNED_I64;
    Value divisor = append(Op.NONZERO, of, Value.PROVEN | division.ordinal(), size);
    Value steps = op(Op.UDIV, of, distance, divisor);
    return select(never, constant(of, of == Type.I32 ? Integer.MAX_VALUE : Long.MAX_VALUE), steps);
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
      return closure.at(value, before);
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

  /** The index in the loop, where one of another loop that is split has another name. */
  private Value operand(AvoidableCheck check) {
    boolean isHere = check.operand().isConst() || members.contains(check.operand().block());
    return isHere ? check.operand() : closure.at(check.operand(), before);
  }

  /**
   * The copy goes on while what is tested has not come to this. Between here and there nothing
   * wraps around, and the loop's own test holds.
   */
  private Value limit() {
    Value tested = initial();
    if (counted.offset() != 0) {
      tested = op(Op.IADD, type, tested, constant(type, counted.offset()));
    }
    tested = wide(tested);
    long size = Math.abs(counted.step());
    Value end = wide(bound(size));
    if (counted.predicate() == (up ? IntPredicate.LE : IntPredicate.GE)) {
      end = op(Op.IADD, Type.I64, end, constant(Type.I64, up ? 1 : -1));
    }
    Value distance = distance(size);
    if (distance == null) {
      return narrow(end);
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

  private Value initial() {
    Value initial = closure.at(counted.initial(), before);
    return initial.isConst() ? constant(type, initial.bits()) : initial;
  }

  /** How far the counter may go, whose steps are of {@code size}; null if nothing bounds it. */
  private Value distance(long size) {
    Value distance = more == null ? null : scaled(wide(more), size);
    if (moreOfSegments == null) {
      return distance;
    }
    // More than twice the range of ints is as good as any distance.
    long far = type == Type.I32 ? FAR : Long.MAX_VALUE;
    long most = size < 0 ? 0 : far / size;
    Value steps =
        most == Long.MAX_VALUE
            ? moreOfSegments
            : op(Op.IMIN, Type.I64, moreOfSegments, constant(Type.I64, most));
    Value other = scaled(steps, size);
    return distance == null ? other : op(Op.IMIN, Type.I64, distance, other);
  }

  private Value scaled(Value steps, long size) {
    return size == 1 ? steps : op(Op.IMUL, Type.I64, steps, constant(Type.I64, size));
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
    for (AvoidableCheck check : checks) {
      if (check.isInvariant()) {
        Value reference = closure.at(check.reference(), before);
        Value[] operands = {reference, first(check.operand())};
        long access = check.value().access().forProven().code();
        values.put(
            check.value(),
            unchecked.append(
                function.newValue(
                    Op.PROVEN, check.value().type(), access, operands, check.value().line())));
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
    Map<Value, AvoidableCheck> unchecked = new HashMap<>();
    for (AvoidableCheck check : checks) {
      unchecked.put(check.value(), check);
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
        AvoidableCheck check = unchecked.get(value);
        boolean proven = check != null;
        if (proven) {
          operands[1] = copied(operand(check), values);
        }
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
    Block header = counted.loop().header();
    var copies = new IterationCopy(function, blocks, values, header, blocks.get(header));
    for (int b = 0; b < members.size(); b++) {
      copies.end(members.get(b), null);
    }
  }

  private static Value copied(Value value, Map<Value, Value> values) {
    return values.getOrDefault(value, value);
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
    return block.append(function.newConst(of, of == Type.I32 ? (int) bits : bits, 0));
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
