package dev.lathe.vector;

import dev.lathe.ir.Block;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.HashSet;
import java.util.Set;

/**
 * A parameter of the loop's header that counts what the loop stores, and is the index of that:
 * {@code if (c) b[k++] = x}. Lanes store what those have that are on, one after the other.
 *
 * @param param the parameter, an int
 * @param block where it is used as an index; one more where a lane comes there
 * @param cone what depends on it: the parameter, its sum, and what that is where blocks meet
 */
record Packing(Value param, Block block, Set<Value> cone) {
  /** What {@code param} is of {@code shape}; null if it is none. */
  static Packing find(LoopShape shape, Value param) {
    Block block = param.type() == Type.I32 ? block(shape, param) : null;
    if (block == null || shape.masks().isAlways(block)) {
      return null;
    }
    var packing = new Packing(param, block, new HashSet<>());
    packing.cone.add(param);
    Value next = shape.back().arguments().get(param.paramIndex());
    return packing.isNext(shape, next) && packing.hasNoOtherUse(shape) ? packing : null;
  }

  /** The index that a token of {@code access} proves. */
  private static Value index(Value access) {
    Value at = access.operand(1);
    while (at.op() == Op.INDEX || at.op() == Op.PROVEN) {
      at = at.operand(1);
    }
    return at;
  }

  /** True if {@code value} stores where the parameter says. */
  boolean stores(Value value) {
    return value.op() == Op.STORE && index(value) == param;
  }

  /** True if {@code value} checks the parameter. */
  boolean isCheck(Value value) {
    return value.op() == Op.INDEX && value.operand(1) == param;
  }

  /** The block of the stores; null if there are none, or it is not one block. */
  private static Block block(LoopShape shape, Value param) {
    Block found = null;
    for (Block block : shape.blocks) {
      for (Value value : block.values()) {
        if (value.op() == Op.STORE && index(value) == param) {
          if (found != null && found != block || value.access().isSegment()) {
            return null;
          }
          found = block;
        }
      }
    }
    return found;
  }

  /** True if {@code value} is one more if the block was entered, else the parameter. */
  private boolean isNext(LoopShape shape, Value value) {
    if (value.op() != Op.PARAM || shape.isHeaderParam(value) || !shape.contains(value)) {
      return false;
    }
    if (!cone.add(value)) {
      return true;
    }
    if (shape.path.reaches(value.block(), block)) {
      return false;
    }
    for (CommonPath.Edge edge : shape.path.edges(value.block())) {
      Value argument = edge.target().arguments().get(value.paramIndex());
      boolean fits =
          argument == param
              ? !shape.path.reaches(block, edge.from())
              : isSum(argument) ? isOnWay(shape, edge.from()) : isNext(shape, argument);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private boolean isSum(Value value) {
    boolean sum = value.op() == Op.IADD && value.operand(0) == param && value.operand(1).isConst(1);
    if (sum) {
      cone.add(value);
    }
    return sum;
  }

  /** True if no lane comes to {@code to} but through the block. */
  private boolean isOnWay(LoopShape shape, Block to) {
    Set<Block> reached = new HashSet<>();
    reached.add(shape.blocks.getFirst());
    for (Block each : shape.blocks) {
      if (each != block && each != shape.blocks.getLast() && reached.contains(each)) {
        for (Target target : shape.path.targets(each)) {
          reached.add(target.block());
        }
      }
    }
    return to == block || !reached.contains(to);
  }

  private boolean hasNoOtherUse(LoopShape shape) {
    for (Block each : shape.blocks) {
      for (Value value : each.values()) {
        for (int k = 0; k < value.operandCount(); k++) {
          if (cone.contains(value.operand(k)) && !isUse(value, k)
              || isToken(value.operand(k)) && !stores(value)) {
            return false;
          }
        }
      }
      if (each.terminator() instanceof Terminator.Branch branch
          && cone.contains(branch.condition())) {
        return false;
      }
      for (Target target : shape.path.targetsOf(each)) {
        for (int k = 0; k < target.arguments().size(); k++) {
          if (cone.contains(target.arguments().get(k)) && !passes(shape, target, k)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean isToken(Value value) {
    return (value.op() == Op.INDEX || value.op() == Op.PROVEN) && index(value) == param;
  }

  private boolean isUse(Value value, int operand) {
    boolean index = (value.op() == Op.INDEX || value.op() == Op.PROVEN) && operand == 1;
    return index && value.block() == block && value.operand(1) == param
        || cone.contains(value) && value.op() == Op.IADD;
  }

  /** True if what an edge passes is what the loop goes on or ends with, or meets the others. */
  private boolean passes(LoopShape shape, Target target, int argument) {
    boolean leaves = target == shape.exit();
    boolean turns = target == shape.back() && argument == param.paramIndex();
    return leaves
        || turns
        || target != shape.back() && cone.contains(target.block().param(argument));
  }
}
