package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.math.Remainder;
import java.util.ArrayList;
import java.util.List;

/**
 * Replaces each {@code frem} by the body of the function that computes it in other ops: no machine
 * has an instruction for it. Native code needs this pass, so it can neither be turned off nor run
 * out of fuel.
 */
public final class ExpandFrem implements Pass {
  private final Function body; // null for Remainder, which is read when it is needed

  public ExpandFrem() {
    this(null);
  }

  /** Expands by another body, of two parameters and a result of {@code f64}. */
  ExpandFrem(Function body) {
    this.body = body;
  }

  @Override
  public String name() {
    return "expand-frem";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (!hasFrem(function)) {
      return false;
    }
    var inliner = new Inliner(function);
    var replacements = new Replacements(function.valueCount());
    List<Block> blocks = List.copyOf(function.blocks());
    var layout = new ArrayList<Block>();
    for (int b = 0; b < blocks.size(); b++) {
      layout.add(blocks.get(b));
      expand(blocks.get(b), inliner, replacements, layout);
    }
    function.setBlocks(layout);
    replacements.resolveAll(ControlFlow.of(function));
    return true;
  }

  private static boolean hasFrem(Function function) {
    for (int b = 0; b < function.blocks().size(); b++) {
      if (hasFrem(function.blocks().get(b))) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasFrem(Block block) {
    for (int i = 0; i < block.values().size(); i++) {
      if (block.values().get(i).op() == Op.FREM) {
        return true;
      }
    }
    return false;
  }

  private void expand(Block block, Inliner inliner, Replacements replacements, List<Block> layout) {
    if (!hasFrem(block)) {
      return;
    }
    Function function = block.function();
    Function remainder = body == null ? Remainder.function() : body;
    Terminator terminator = block.terminator();
    List<Value> all = List.copyOf(block.values());
    Block current = block;
    var values = new ArrayList<Value>();
    for (int i = 0; i < all.size(); i++) {
      Value value = all.get(i);
      if (value.op() != Op.FREM) {
        values.add(value);
        continue;
      }
      Value x = value.operand(0);
      Value y = value.operand(1);
      boolean narrow = value.type() == Type.F32; // the remainder of floats is a float: exact
      if (narrow) {
        x = append(function, values, Op.FWIDEN, Type.F64, x, value.line());
        y = append(function, values, Op.FWIDEN, Type.F64, y, value.line());
      }
      Value[] arguments = {x, y};
      current =
          inliner.append(remainder, current, values, arguments, CopiedLines.of(value), layout);
      Value result = current.param(0);
      values = new ArrayList<>();
      if (narrow) {
        result = append(function, values, Op.FNARROW, Type.F32, result, value.line());
      }
      replacements.replace(value, result);
    }
    current.setValues(values);
    current.setTerminator(terminator);
  }

  private static Value append(
      Function function, List<Value> values, Op op, Type type, Value operand, int line) {
    Value value = function.newValue(op, type, 0, new Value[] {operand}, line);
    values.add(value);
    return value;
  }
}
