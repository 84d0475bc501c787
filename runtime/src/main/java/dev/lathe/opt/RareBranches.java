package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Uses;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes branches of selections by something unlikely, with all on the unlikely side that only this
 * one needs: a branch that always goes the same way costs less than to compute both and to wait for
 * the condition. Code for several lanes at once has selected before.
 */
public final class RareBranches implements Pass {
  /** How far up to look for what only the unlikely side needs. */
  private static final int WINDOW = 64;

  @Override
  public String name() {
    return "rare-branches";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    boolean any = false;
    for (int b = 0; b < function.blocks().size() && !any; b++) {
      any = find(function.blocks().get(b).values(), 0) >= 0;
    }
    return any && new Splitting(function, context).run();
  }

  private static int find(List<Value> values, int from) {
    for (int i = from; i < values.size(); i++) {
      Value value = values.get(i);
      if (value.op() == Op.SELECT
          && !value.type().isVector()
          && value.operand(0).op() == Op.UNLIKELY) {
        return i;
      }
    }
    return -1;
  }

  private static final class Splitting {
    private final Function function;
    private final PassContext context;
    private final Uses uses;
    private final int[] inside; // by id: uses by what is on the unlikely side
    private final Replacements replacements;
    private final ArrayList<Block> layout = new ArrayList<>();
    private boolean changed;

    Splitting(Function function, PassContext context) {
      this.function = function;
      this.context = context;
      this.uses = Uses.of(function);
      this.inside = new int[function.valueCount()];
      this.replacements = new Replacements(function.valueCount());
    }

    boolean run() {
      List<Block> blocks = List.copyOf(function.blocks());
      for (int b = 0; b < blocks.size(); b++) {
        Block block = blocks.get(b);
        while (block != null) {
          layout.add(block);
          block = split(block);
        }
      }
      if (changed) {
        function.setBlocks(layout);
        replacements.resolveAll(ControlFlow.of(function));
      }
      return changed;
    }

    /** Ends {@code block} at its first selection; what comes behind, or null if there is none. */
    private Block split(Block block) {
      List<Value> values = List.copyOf(block.values());
      int at = find(values, 0);
      if (at < 0 || !context.spend()) {
        return null;
      }
      changed = true;
      Value select = values.get(at);
      Block rare = function.addBlock();
      Block behind = function.addBlock();
      layout.add(rare);
      replacements.replace(select, behind.addParam(select.type()));
      var kept = new ArrayList<>(values.subList(0, at));
      rare.setValues(sink(select, kept));
      rare.setTerminator(new Terminator.Jump(new Target(behind, select.operand(1))));
      behind.setValues(values.subList(at + 1, values.size()));
      behind.setTerminator(block.terminator());
      block.setValues(kept);
      block.setTerminator(
          new Terminator.Branch(
              select.operand(0), new Target(rare), new Target(behind, select.operand(2))));
      return behind;
    }

    /** Takes out of {@code kept} what only the first choice of {@code select} needs. */
    private List<Value> sink(Value select, List<Value> kept) {
      var sunk = new ArrayList<Value>();
      use(select.operand(1));
      for (int i = kept.size() - 1; i >= 0 && i >= kept.size() - WINDOW; i--) {
        Value value = kept.get(i);
        if (inside[value.id()] > 0
            && inside[value.id()] == uses.count(value)
            && value.op().isPure()) {
          sunk.addFirst(value);
          kept.remove(i);
          for (int o = 0; o < value.operandCount(); o++) {
            use(value.operand(o));
          }
        }
      }
      return sunk;
    }

    private void use(Value value) {
      if (value.id() < inside.length) {
        inside[value.id()]++;
      }
    }
  }
}
