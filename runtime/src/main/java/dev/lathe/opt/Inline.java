package dev.lathe.opt;

import dev.lathe.analysis.CallGraph;
import dev.lathe.analysis.ControlFlow;
import dev.lathe.ir.Block;
import dev.lathe.ir.FloatContract;
import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Replaces calls by copies of what they call, callees before callers, so that what is copied has
 * its own callees in it already. Functions that may call themselves stay.
 *
 * <p>Copied are: everything a function calls, if it stays small altogether; else small functions,
 * and those that are called once only. No function grows beyond {@value #LARGE} values, so time and
 * space are linear in that and the number of functions, however often they call each other.
 *
 * <p>Where there are arrays or segments all calls must go, as machine code does not pass them on:
 * then a function may grow to {@value #MEMORY} values.
 *
 * <p>A function keeps {@link FloatContract#FAST} only if all floats in it may be fast.
 */
public final class Inline extends ModulePass {
  /** What takes up to so many values with all that it calls needs no calls. */
  static final int WHOLE = 2_000;

  /** A function of so few values costs less than its call. */
  static final int SMALL = 30;

  /** What a function may grow to, if it pays. */
  static final int LARGE = 4_000;

  /** What a function may grow to in a module with arrays or segments. */
  static final int MEMORY = 20_000;

  @Override
  public String name() {
    return "inline";
  }

  @Override
  boolean run(Module module, PassContext context) {
    boolean changed = DeadFunctions.remove(module); // they might call what goes here
    return new Run(module, CallGraph.of(module), context).run() | changed;
  }

  private static boolean hasReferences(Module module) {
    for (Function function : module.functions()) {
      if (function.hasReferences()) {
        return true;
      }
    }
    return false;
  }

  /** The size of {@code function}: its values, constants aside, and blocks. */
  static int size(Function function) {
    int size = function.blocks().size();
    for (Block block : function.blocks()) {
      for (Value value : block.values()) {
        size += value.isConst() ? 0 : 1;
      }
    }
    return size;
  }

  /** One run over one module. */
  private static final class Run {
    private final Module module;
    private final CallGraph graph;
    private final PassContext context;
    private final int[] size; // now, by number; that of reachable functions
    private final long[] whole; // with all callees that may be copied in their place
    private final int mostWhole;
    private final int mostGrown;

    Run(Module module, CallGraph graph, PassContext context) {
      this.module = module;
      this.graph = graph;
      this.context = context;
      this.size = new int[module.size()];
      this.whole = new long[module.size()];
      boolean memory = hasReferences(module);
      this.mostWhole = memory ? MEMORY : WHOLE;
      this.mostGrown = memory ? MEMORY : LARGE;
    }

    boolean run() {
      boolean changed = false;
      for (int i = 0; i < graph.size(); i++) {
        int number = graph.bottomUp(i);
        Function function = module.function(graph.symbol(number));
        size[number] = size(function);
        whole[number] = size[number];
        for (int callee : graph.callees(number)) {
          if (!graph.isRecursive(callee)) {
            whole[number] = Math.min(whole[number] + whole[callee], Integer.MAX_VALUE);
          }
        }
        if (graph.callees(number).length > 0) {
          changed |= inline(number, function);
          size[number] = size(function);
        }
      }
      return changed;
    }

    private boolean inline(int caller, Function function) {
      List<Block> blocks = List.copyOf(function.blocks());
      var replacements = new Replacements(function.valueCount());
      var layout = new ArrayList<Block>();
      boolean changed = false;
      for (Block block : blocks) {
        layout.add(block);
        changed |= inline(caller, block, replacements, layout);
      }
      if (changed) {
        function.setBlocks(layout);
        replacements.resolveAll(ControlFlow.of(function));
        DeadFunctions.removeCallees(function);
      }
      return changed;
    }

    private boolean inline(int caller, Block block, Replacements replacements, List<Block> layout) {
      Function function = block.function();
      Terminator terminator = block.terminator();
      Block current = block;
      ArrayList<Value> values = null; // of the current block, once there is a copy
      List<Value> all = List.copyOf(block.values());
      for (int i = 0; i < all.size(); i++) {
        Value value = all.get(i);
        if (value.op() != Op.CALL || !pays(caller, graph.number(value.callee()))) {
          if (values != null) {
            values.add(value);
          }
          continue;
        }
        if (values == null) {
          values = new ArrayList<>(all.subList(0, i));
        }
        int callee = graph.number(value.callee());
        Function body = module.function(value.callee());
        var arguments = new Value[value.operandCount()];
        for (int a = 0; a < arguments.length; a++) {
          arguments[a] = value.operand(a);
        }
        current =
            new Inliner(function)
                .append(
                    body,
                    current,
                    values,
                    arguments,
                    CopiedLines.inlined(function, body, value),
                    layout);
        if (function.floats() == FloatContract.FAST
            && body.floats() != FloatContract.FAST
            && FastFloats.concerns(body)) {
          function.setFloats(FloatContract.STRICT);
        }
        values = new ArrayList<>();
        if (!current.params().isEmpty()) {
          replacements.replace(value, current.param(0));
        }
        size[caller] += size[callee];
        if (graph.calls(callee) == 1) {
          module.remove(graph.symbol(callee)); // else a chain of calls would hold copies of copies
        }
      }
      if (values == null) {
        return false;
      }
      current.setValues(values);
      current.setTerminator(terminator);
      return true;
    }

    private boolean pays(int caller, int callee) {
      if (graph.isRecursive(callee) || size[caller] + size[callee] > mostGrown) {
        return false;
      }
      boolean wanted =
          whole[caller] <= mostWhole || size[callee] <= SMALL || graph.calls(callee) == 1;
      return wanted && context.spend();
    }
  }
}
