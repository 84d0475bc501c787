package dev.lathe.opt;

import dev.lathe.analysis.CallGraph;
import dev.lathe.analysis.ControlFlow;
import dev.lathe.ir.Block;
import dev.lathe.ir.Callee;
import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Removes functions that the root does not reach, and callees that nobody calls. */
public final class DeadFunctions extends ModulePass {
  @Override
  public String name() {
    return "dead-functions";
  }

  @Override
  boolean run(Module module, PassContext context) {
    return context.spend() && remove(module);
  }

  static boolean remove(Module module) {
    CallGraph graph = CallGraph.of(module);
    boolean changed = false;
    List<String> symbols = module.symbols();
    for (int i = 0; i < symbols.size(); i++) {
      if (!graph.isReachable(i)) {
        module.remove(symbols.get(i));
        changed = true;
      } else {
        changed |= removeCallees(module.function(symbols.get(i)));
      }
    }
    return changed;
  }

  /** Removes callees that no call of {@code function} names. */
  static boolean removeCallees(Function function) {
    List<Callee> old = function.callees();
    var kept = new Callee[old.size()];
    int count = 0;
    for (Block block : function.blocks()) {
      for (Value value : block.values()) {
        if (value.op() == Op.CALL && kept[(int) value.attribute()] == null) {
          kept[(int) value.attribute()] = value.callee();
          count++;
        }
      }
    }
    if (count == old.size()) {
      return false;
    }
    var index = new int[kept.length];
    var callees = new ArrayList<Callee>();
    for (int i = 0; i < kept.length; i++) {
      if (kept[i] != null) {
        index[i] = callees.size();
        callees.add(kept[i]);
      }
    }
    var replacements = new Replacements(function.valueCount());
    for (Block block : function.blocks()) {
      var values = new ArrayList<>(block.values());
      for (int i = 0; i < values.size(); i++) {
        Value value = values.get(i);
        if (value.op() == Op.CALL && index[(int) value.attribute()] != value.attribute()) {
          values.set(i, copy(value, index[(int) value.attribute()]));
          replacements.replace(value, values.get(i));
        }
      }
      block.setValues(values);
    }
    function.setCallees(callees);
    replacements.resolveAll(ControlFlow.of(function));
    return true;
  }

  private static Value copy(Value call, int callee) {
    var operands = new Value[call.operandCount()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = call.operand(i);
    }
    Function function = call.block().function();
    return function.newValue(Op.CALL, call.type(), callee, operands, call.line());
  }
}
