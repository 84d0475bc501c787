package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes branches of a switch with few cases in an innermost loop that counts and accesses memory:
 * one comparison after the other, in the order of the cases. Such loops may become lanes, of which
 * each goes its way under masks, and short sides become selects.
 *
 * <pre>{@code
 * switch v [1: a, 7: b] default c     →     v == 1 ? a : v == 7 ? b : c
 * }</pre>
 */
public final class SwitchBranches implements Pass {
  /** More are better off with a table. */
  private static final int MAX_CASES = 8;

  @Override
  public String name() {
    return "switch-branches";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (!hasSwitch(function) || !context.hasFuel()) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    var dominators = new DominatorTree(function);
    Loops loops = Loops.of(flow, dominators);
    if (loops.isIrreducible()) {
      return false;
    }
    List<Block> found = new ArrayList<>();
    for (Loops.Loop loop : LoopSplitting.innermost(loops)) {
      if (accessesMemory(loop) && counts(loop)) {
        for (Block block : loop.members()) {
          if (isShort(block)) {
            found.add(block);
          }
        }
      }
    }
    boolean changed = false;
    for (Block block : found) {
      if (context.spend()) {
        replace(function, block);
        changed = true;
      }
    }
    return changed;
  }

  private static boolean hasSwitch(Function function) {
    for (Block block : function.blocks()) {
      if (isShort(block)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isShort(Block block) {
    return block.terminator() instanceof Terminator.Switch choice
        && choice.keys().length <= MAX_CASES;
  }

  private static boolean accessesMemory(Loops.Loop loop) {
    for (Block block : loop.members()) {
      for (Value value : block.values()) {
        if (value.op() == Op.LOAD || value.op() == Op.STORE) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * True if the loop's end compares what grows by a constant in each iteration; what with, whether
   * that changes, is not known yet.
   */
  private static boolean counts(Loops.Loop loop) {
    if (loop.latches().size() != 1
        || !(loop.latches().getFirst().terminator() instanceof Terminator.Branch branch)
        || branch.condition().op() != Op.ICMP) {
      return false;
    }
    Value condition = branch.condition();
    return isSum(condition.operand(0), loop) || isSum(condition.operand(1), loop);
  }

  private static boolean isSum(Value value, Loops.Loop loop) {
    return value.op() == Op.IADD
        && value.operand(1).isConst()
        && value.operand(0).op() == Op.PARAM
        && value.operand(0).block() == loop.header();
  }

  private static void replace(Function function, Block from) {
    var choice = (Terminator.Switch) from.terminator();
    int line = choice.selector().line();
    Block block = from;
    int cases = choice.keys().length;
    if (cases == 0) {
      from.setTerminator(new Terminator.Jump(choice.otherwise()));
    }
    for (int i = 0; i < cases; i++) {
      Value key = block.append(function.newConst(Type.I32, choice.keys()[i], line));
      Value[] operands = {choice.selector(), key};
      Value equal =
          block.append(
              function.newValue(Op.ICMP, Type.BOOL, IntPredicate.EQ.ordinal(), operands, line));
      Block next = i == cases - 1 ? null : function.addBlock();
      Target rest = next == null ? choice.otherwise() : new Target(next);
      block.setTerminator(new Terminator.Branch(equal, choice.cases().get(i), rest));
      block = next;
    }
  }
}
