package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A walk that replaces values by others, definitions before uses. Operands are looked up when the
 * walk reaches them, so the function is consistent again once every block has been walked.
 */
abstract class Rewriter extends Replacements {
  final Function function;
  final PassContext context;
  private ArrayList<Value> out; // the values of the block being walked
  private Block block; // being walked
  private int line; // of the value being rewritten
  private boolean changed;

  Rewriter(Function function, PassContext context) {
    super(function.valueCount() + 16);
    this.function = function;
    this.context = context;
  }

  /**
   * The value that takes the place of {@code value}, whose operands are final: an older one or one
   * made by {@link #make}; null to keep it.
   */
  abstract Value rewrite(Value value);

  /** The terminator that takes the place of {@code terminator}; the same to keep it. */
  Terminator rewrite(Terminator terminator) {
    return terminator;
  }

  /** Replaces parameters of {@code block} by values that dominate it, with {@link #replace}. */
  void rewriteParams(Block block, ControlFlow flow) {}

  /** Walks the reachable blocks; returns whether anything changed. */
  final boolean walk(ControlFlow flow) {
    for (int b = 0; b < flow.size(); b++) {
      block = flow.block(b);
      boolean before = changed;
      changed = false;
      List<Value> values = block.values();
      out = new ArrayList<>(values.size() + 8);
      line = 0;
      rewriteParams(block, flow);
      for (int i = 0; i < values.size(); i++) {
        Value value = values.get(i);
        resolveOperands(value);
        line = value.line();
        place(value);
      }
      resolve(block);
      Terminator old = block.terminator();
      Terminator terminator = rewrite(old);
      if (terminator != old) {
        block.setTerminator(terminator);
        changed = true;
      }
      if (changed) {
        block.setValues(out);
      }
      changed |= before;
    }
    if (changed) {
      resolveArguments(flow); // those of back edges were passed before their values were rewritten
    }
    return changed;
  }

  private void place(Value value) {
    if (value.op() == Op.GUARD && value.operand(0).isConst(1) && context.spend()) {
      changed = true; // a guard that holds
      return;
    }
    int size = out.size();
    Value other = context.hasFuel() ? rewrite(value) : null;
    if (other == null) {
      changed |= out.size() != size;
      out.add(value);
    } else {
      context.spend();
      replace(value, other);
    }
  }

  /** Notes that {@code by} takes the place of {@code value} from here on. */
  @Override
  final void replace(Value value, Value by) {
    super.replace(value, by);
    changed = true;
  }

  final void noteChange() {
    changed = true;
  }

  private void resolveArguments(ControlFlow flow) {
    for (int b = 0; b < flow.size(); b++) {
      resolve(flow.block(b));
    }
  }

  /** The block being walked. */
  final Block block() {
    return block;
  }

  /** A value before the one being rewritten; it is itself rewritten first. */
  final Value make(Op op, Type type, long attribute, Value... operands) {
    Value value = function.newValue(op, type, attribute, operands, line);
    Value other = context.hasFuel() ? rewrite(value) : null;
    if (other != null) {
      return other;
    }
    out.add(value);
    return value;
  }

  /** The same for an op whose result has operand 0's type. */
  final Value make(Op op, Value... operands) {
    return make(op, operands[0].type(), 0, operands);
  }

  /** A constant of {@code type}; an {@code i32} takes the low 32 bits. */
  final Value constant(Type type, long bits) {
    Value value = function.newConst(type, type == Type.I32 ? (int) bits : bits, line);
    out.add(value);
    return value;
  }
}
