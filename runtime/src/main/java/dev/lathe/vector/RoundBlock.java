package dev.lathe.vector;

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

/** A block being filled: makes values at its end. */
final class RoundBlock {
  final Block block;
  private final Function function;
  private final Map<Type, Map<Long, Value>> constants = new HashMap<>();
  private final Map<Value, Map<Long, Value>> sums = new HashMap<>(); // by value and constant
  private int line;

  RoundBlock(Block block) {
    this.block = block;
    this.function = block.function();
  }

  /** What is made from now on comes from there. */
  void line(int number) {
    this.line = number;
  }

  Value constant(Type type, long bits) {
    return constants
        .computeIfAbsent(type, _ -> new HashMap<>())
        .computeIfAbsent(bits, _ -> block.append(function.newConst(type, bits, 0)));
  }

  /** Constant lanes. */
  Value lanes(Type type, long... bits) {
    int index = function.addLanes(bits);
    return block.append(function.newValue(Op.VCONST, type, index, new Value[0], line));
  }

  /** Constant lanes: so many multiples of {@code by}, of {@code first} first. */
  Value multiples(Type type, int first, long by) {
    var lanes = new long[type.lanes()];
    for (int i = 0; i < lanes.length; i++) {
      long bits = by * (first + i);
      lanes[i] =
          switch (type.kind()) {
            case I8 -> (byte) bits;
            case I16 -> (short) bits;
            case I32 -> (int) bits;
            default -> bits;
          };
    }
    return lanes(type, lanes);
  }

  /**
   * What lies {@code distance} before {@code bound}, towards which a counter goes that moves as
   * {@code distance} does; nothing passes it if that wraps around.
   */
  Value limit(Value bound, long distance) {
    if (distance == 0) {
      return bound;
    }
    Type type = bound.type();
    boolean up = distance > 0;
    long least = type == Type.I64 ? Long.MIN_VALUE : Integer.MIN_VALUE;
    long most = type == Type.I64 ? Long.MAX_VALUE : Integer.MAX_VALUE;
    Value nearest = constant(type, (up ? least : most) + distance);
    return sum(op(up ? Op.IMAX : Op.IMIN, type, bound, nearest), -distance);
  }

  /** A way to {@code block}. */
  static Target target(Block block, List<Value> arguments) {
    return new Target(block, arguments.toArray(Value[]::new));
  }

  /** A block that jumps to {@code header}, with parameters for what a loop begins with there. */
  static Block rest(Block header) {
    Block rest = header.function().addBlock();
    var target = new Target(header);
    for (Value param : header.params()) {
      target.arguments().add(rest.addParam(param.type()));
    }
    rest.setTerminator(new Terminator.Jump(target));
    return rest;
  }

  Value compare(IntPredicate predicate, Value a, Value b) {
    return make(Op.ICMP, a.type().mask(), predicate.ordinal(), a, b);
  }

  Value op(Op op, Type type, Value... operands) {
    return make(op, type, 0, operands);
  }

  /** Whether both hold; null holds always. */
  Value both(Value a, Value b) {
    return a == null ? b : b == null ? a : op(Op.AND, Type.BOOL, a, b);
  }

  Value make(Op op, Type type, long attribute, Value... operands) {
    Value value = function.newValue(op, type, attribute, operands, line);
    boolean constant = op.isPure() && !type.isVector() && operands.length > 0;
    for (Value operand : operands) {
      constant &= operand.isConst() && !operand.type().isReference();
    }
    return constant ? constant(type, OpSemantics.evaluate(value)) : block.append(value);
  }

  /**
   * The lanes of {@code value} from {@code first} on; what it has been made of, if it has these.
   */
  Value part(Value value, Type type, int first) {
    Value of = value;
    int at = first;
    while (of.op() == Op.CONCAT && of.type() != type) {
      int half = of.operand(0).type().lanes();
      of = of.operand(at / half);
      at %= half;
    }
    return of.type() == type ? of : make(Op.EXTRACT, type, at, of);
  }

  /** The lanes of {@code all}, in values of so many each. */
  Value[] regrouped(Value[] all, int lanes) {
    Value[] now = all;
    while (now[0].type().lanes() < lanes) {
      var wider = new Value[now.length / 2];
      Type type = now[0].type().withLanes(2 * now[0].type().lanes());
      for (int i = 0; i < wider.length; i++) {
        wider[i] = op(Op.CONCAT, type, now[2 * i], now[2 * i + 1]);
      }
      now = wider;
    }
    int per = now[0].type().lanes() / lanes;
    if (per == 1) {
      return now;
    }
    var narrower = new Value[now.length * per];
    Type type = now[0].type().withLanes(lanes);
    for (int i = 0; i < narrower.length; i++) {
      narrower[i] = part(now[i / per], type, i % per * lanes);
    }
    return narrower;
  }

  private static boolean isSum(Value value) {
    return value.op() == Op.IADD && value.operand(1).isConst();
  }

  /** {@code value}, an integer, plus a constant; wraps around as its type does. */
  Value sum(Value value, long constant) {
    Type type = value.type();
    if (value.isConst()) {
      return constant(type, wrap(type, value.bits() + constant));
    }
    Value root = value;
    long by = constant;
    while (isSum(root)) {
      by += root.operand(1).bits();
      root = root.operand(0);
    }
    by = wrap(type, by);
    if (by == 0) {
      return root;
    }
    Map<Long, Value> known = sums.computeIfAbsent(root, _ -> new HashMap<>());
    Value sum = known.get(by);
    if (sum == null) {
      sum = op(Op.IADD, type, root, constant(type, by));
      known.put(by, sum);
    }
    return sum;
  }

  /** {@code value}, an integer, less a multiple of an i32. */
  Value less(Value value, Value count, long times) {
    if (times == 0) {
      return value;
    }
    Type type = value.type();
    Value by = type == Type.I64 ? op(Op.SEXT, type, count) : count;
    by = times == 1 ? by : op(Op.IMUL, type, by, constant(type, times));
    return op(Op.ISUB, type, value, by);
  }

  private static long wrap(Type type, long bits) {
    return type == Type.I64 ? bits : (int) bits;
  }
}
