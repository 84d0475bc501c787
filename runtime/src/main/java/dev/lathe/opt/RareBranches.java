package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Uses;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes branches of selections by something unlikely, with all on the unlikely side that only this
 * one needs: a branch that always goes the same way costs less than to compute both and to wait for
 * the condition. Code for several lanes at once has selected before. Comparisons that such branches
 * share are made for each.
 */
public final class RareBranches implements Pass {
  /** How far up to look for what only the unlikely side needs. */
  private static final int WINDOW = 64;

  /** How deep conditions may be that are repeated. */
  private static final int DEPTH = 4;

  @Override
  public String name() {
    return "rare-branches";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    boolean any = false;
    for (int b = 0; b < function.blocks().size() && !any; b++) {
      Block block = function.blocks().get(b);
      any = isUnlikely(block.terminator()) || find(block.values(), 0) >= 0;
    }
    return any && new Splitting(function, context).run();
  }

  private static boolean isUnlikely(Terminator terminator) {
    return terminator instanceof Terminator.Branch branch
        && branch.condition().op() == Op.UNLIKELY
        && !branch.condition().type().isVector();
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
          Block behind = split(block);
          repeatCondition(block);
          block = behind;
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

    /**
     * Computes the condition of an unlikely branch at the end of {@code block}, where it is not
     * only there: a comparison that no one else needs is part of the branch.
     */
    private void repeatCondition(Block block) {
      if (block.terminator() instanceof Terminator.Branch branch
          && branch.condition().op() == Op.UNLIKELY
          && !isAlone(branch.condition(), block, DEPTH)
          && context.spend()) {
        changed = true;
        var values = new ArrayList<>(block.values());
        Value condition = repeat(branch.condition(), values, DEPTH);
        block.setValues(values);
        block.setTerminator(new Terminator.Branch(condition, branch.then(), branch.otherwise()));
      }
    }

    private static boolean isOfCondition(Value value, int depth) {
      Op op = value.op();
      boolean logic = op == Op.NOT || op == Op.AND || op == Op.OR;
      boolean compares = op == Op.ICMP || op == Op.FCMP || op == Op.UNLIKELY;
      return (logic || compares) && depth > 0 && value.type() == Type.BOOL;
    }

    private boolean isAlone(Value value, Block block, int depth) {
      if (!isOfCondition(value, depth)) {
        return true;
      }
      boolean alone = value.block() == block && uses.count(value) <= 1;
      for (int i = 0; i < value.operandCount() && alone; i++) {
        alone = isAlone(value.operand(i), block, depth - 1);
      }
      return alone;
    }

    private Value repeat(Value value, List<Value> values, int depth) {
      if (!isOfCondition(value, depth)) {
        return value;
      }
      var operands = new Value[value.operandCount()];
      for (int i = 0; i < operands.length; i++) {
        operands[i] = repeat(value.operand(i), values, depth - 1);
      }
      Value copy =
          function.newValue(value.op(), value.type(), value.attribute(), operands, value.line());
      values.add(copy);
      return copy;
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
      return withConditions(sunk);
    }

    /** Makes the conditions of selections that have been sunk, but not these, anew. */
    private List<Value> withConditions(List<Value> sunk) {
      var all = new ArrayList<Value>();
      for (int i = 0; i < sunk.size(); i++) {
        Value value = sunk.get(i);
        if (value.op() == Op.SELECT && !sunk.contains(value.operand(0))) {
          value.setOperand(0, repeat(value.operand(0), all, DEPTH));
        }
        all.add(value);
      }
      return all;
    }

    private void use(Value value) {
      if (value.id() < inside.length) {
        inside[value.id()]++;
      }
    }
  }
}
