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
 * Replaces each {@code frem} by the body of the function that computes it in other ops: no machine
 * has an instruction for it. Native code needs this pass, so it can neither be turned off nor run
 * out of fuel.
 */
public final class ExpandFrem implements Pass {
  private final Function f32;
  private final Function f64;

  /** Expands by these bodies, of two parameters each. */
  ExpandFrem(Function f32, Function f64) {
    this.f32 = f32;
    this.f64 = f64;
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
      Function body = value.type() == Type.F32 ? f32 : f64;
      Value[] arguments = {value.operand(0), value.operand(1)};
      current = inliner.append(body, current, values, arguments, value.line(), layout);
      replacements.replace(value, current.param(0));
      values = new ArrayList<>();
    }
    current.setValues(values);
    current.setTerminator(terminator);
  }
}
