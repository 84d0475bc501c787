package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a {@link Op#YIELD} at the end of every block that jumps back, so that no cycle is without
 * one, those without a header included. The last of all passes: no other wants to see them.
 */
public final class Yields implements Pass {
  @Override
  public String name() {
    return "yields";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (function.blocks().size() == 1) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    boolean changed = false;
    for (int b = 0; b < flow.size(); b++) {
      Block block = flow.block(b);
      if (jumpsBack(block, flow) && !endsWithYield(block)) {
        var values = new ArrayList<Value>(block.values());
        values.add(function.newValue(Op.YIELD, Type.VOID, 0, new Value[0], 0));
        block.setValues(values);
        changed = true;
      }
    }
    return changed;
  }

  private static boolean jumpsBack(Block block, ControlFlow flow) {
    List<Target> targets = block.terminator().targets();
    for (int i = 0; i < targets.size(); i++) {
      if (flow.position(targets.get(i).block()) <= flow.position(block)) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsWithYield(Block block) {
    List<Value> values = block.values();
    return !values.isEmpty() && values.getLast().op() == Op.YIELD;
  }
}
