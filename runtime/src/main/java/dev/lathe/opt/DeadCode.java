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
import java.util.BitSet;
import java.util.List;

/**
 * Removes what has no effect: blocks that only jump on, edges between blocks that are one, values
 * and block parameters that nothing live uses. Live are terminators, values that can exit, and what
 * live values use; a parameter's arguments are live if it is, so cycles of values that feed only
 * each other go too.
 */
public final class DeadCode implements Pass {
  /** Jumps followed from one edge; longer chains take another run. */
  private static final int MAX_HOPS = 16;

  @Override
  public String name() {
    return "dead-code";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    boolean changed = removeDead(function, context);
    if (function.blocks().size() == 1) {
      return changed;
    }
    boolean simpler = threadJumps(function, context);
    simpler |= mergeTargets(function, context);
    simpler |= mergeChains(function, context);
    if (simpler) { // a condition may be unused now
      removeDead(function, context);
    }
    return simpler | changed;
  }

  /** Removes blocks that no path from the entry reaches. */
  public static boolean removeUnreachable(Function function) {
    List<Block> blocks = function.blocks();
    if (blocks.size() == 1) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    if (flow.size() == blocks.size()) {
      return false;
    }
    var reachable = new ArrayList<Block>(flow.size());
    for (int i = 0; i < blocks.size(); i++) {
      if (flow.isReachable(blocks.get(i))) {
        reachable.add(blocks.get(i));
      }
    }
    function.setBlocks(reachable);
    return true;
  }

  /** Sends edges to blocks that only jump on to where those jump. */
  private static boolean threadJumps(Function function, PassContext context) {
    Uses uses = null; // until a block only jumps on
    boolean[] trivial = new boolean[function.blockCount()];
    boolean any = false;
    List<Block> blocks = function.blocks();
    for (int b = 1; b < blocks.size(); b++) {
      if (onlyJumps(blocks.get(b))) {
        uses = uses == null ? Uses.of(function) : uses;
        trivial[blocks.get(b).id()] = isTrivial(blocks.get(b), uses);
        any |= trivial[blocks.get(b).id()];
      }
    }
    if (!any) {
      return false;
    }
    boolean changed = false;
    for (int b = 0; b < blocks.size(); b++) {
      List<Target> targets = blocks.get(b).terminator().targets();
      for (int t = 0; t < targets.size(); t++) {
        Target target = targets.get(t);
        for (int hops = 0; hops < MAX_HOPS && trivial[target.block().id()]; hops++) {
          if (!context.spend()) {
            return removeUnreachable(function) | changed;
          }
          skip(target);
          changed = true;
        }
      }
    }
    return removeUnreachable(function) | changed;
  }

  private static boolean onlyJumps(Block block) {
    return block.values().isEmpty()
        && block.terminator() instanceof Terminator.Jump jump
        && jump.target().block() != block;
  }

  /** True if {@code block}, which only jumps, does nothing but pass its parameters on. */
  private static boolean isTrivial(Block block, Uses uses) {
    List<Value> passed = block.terminator().targets().getFirst().arguments();
    int[] own = new int[block.params().size()];
    for (int i = 0; i < passed.size(); i++) {
      if (passed.get(i).block() == block) {
        own[passed.get(i).paramIndex()]++;
      }
    }
    for (int p = 0; p < own.length; p++) {
      if (own[p] != uses.count(block.param(p))) {
        return false;
      }
    }
    return true;
  }

  /** Redirects {@code target}, which names a trivial block, past it. */
  private static void skip(Target target) {
    Block block = target.block();
    Target next = ((Terminator.Jump) block.terminator()).target();
    var passed = new ArrayList<Value>(next.arguments().size());
    for (int i = 0; i < next.arguments().size(); i++) {
      Value argument = next.arguments().get(i);
      passed.add(
          argument.block() == block ? target.arguments().get(argument.paramIndex()) : argument);
    }
    target.setBlock(next.block());
    target.arguments().clear();
    target.arguments().addAll(passed);
  }

  /** Turns a branch whose targets are one into a jump. */
  private static boolean mergeTargets(Function function, PassContext context) {
    boolean changed = false;
    for (int b = 0; b < function.blocks().size(); b++) {
      Block block = function.blocks().get(b);
      if (block.terminator() instanceof Terminator.Branch branch
          && branch.then().block() == branch.otherwise().block()
          && branch.then().arguments().equals(branch.otherwise().arguments())
          && context.spend()) {
        block.setTerminator(new Terminator.Jump(branch.then()));
        changed = true;
      }
    }
    return changed;
  }

  /** Makes one block of each chain in which a jump is the only edge into the next block. */
  private static boolean mergeChains(Function function, PassContext context) {
    ControlFlow flow = ControlFlow.of(function);
    var replacements = new Replacements(function.valueCount());
    boolean[] merged = new boolean[function.blockCount()];
    boolean changed = false;
    for (int b = 0; b < flow.size(); b++) {
      Block head = flow.block(b);
      if (merged[head.id()]) {
        continue;
      }
      ArrayList<Value> values = null;
      Block last = head;
      while (last.terminator() instanceof Terminator.Jump jump
          && flow.edgeCount(jump.target().block()) == 1
          && context.spend()) {
        Block next = jump.target().block();
        if (values == null) {
          values = new ArrayList<>(head.values());
        }
        for (int p = 0; p < next.params().size(); p++) {
          replacements.replace(next.param(p), jump.target().arguments().get(p));
        }
        values.addAll(next.values());
        merged[next.id()] = true;
        last = next;
      }
      if (values != null) {
        head.setValues(values);
        head.setTerminator(last.terminator());
        changed = true;
      }
    }
    if (changed) {
      removeUnreachable(function);
      replacements.resolveAll(ControlFlow.of(function));
    }
    return changed;
  }

  private static boolean removeDead(Function function, PassContext context) {
    ControlFlow flow = ControlFlow.of(function);
    boolean[] live = liveness(function, flow);
    boolean found = false;
    for (int b = 0; b < flow.size() && !found; b++) {
      found =
          hasDead(flow.block(b).values(), live) || b > 0 && hasDead(flow.block(b).params(), live);
    }
    if (!found || !context.spend()) {
      return false;
    }
    Replacements replacements = null;
    for (int b = 0; b < flow.size(); b++) {
      Block block = flow.block(b);
      if (hasDead(block.values(), live)) {
        var kept = new ArrayList<Value>(block.values().size());
        for (int i = 0; i < block.values().size(); i++) {
          if (live[block.values().get(i).id()]) {
            kept.add(block.values().get(i));
          }
        }
        block.setValues(kept);
      }
      if (b > 0 && hasDead(block.params(), live)) {
        if (replacements == null) {
          replacements = new Replacements(function.valueCount());
        }
        removeParams(block, flow, live, replacements);
      }
    }
    if (replacements != null) {
      replacements.resolveAll(flow);
    }
    return true;
  }

  private static boolean hasDead(List<Value> values, boolean[] live) {
    for (int i = 0; i < values.size(); i++) {
      if (!live[values.get(i).id()]) {
        return true;
      }
    }
    return false;
  }

  private static void removeParams(
      Block block, ControlFlow flow, boolean[] live, Replacements replacements) {
    var dead = new BitSet();
    var old = new ArrayList<>(block.params());
    for (int p = 0; p < old.size(); p++) {
      dead.set(p, !live[old.get(p).id()]);
    }
    var targets = new ArrayList<Target>();
    for (int e = 0; e < flow.edgeCount(block); e++) {
      targets.add(flow.edge(block, e));
    }
    Value[] renamed = block.removeParams(dead, targets);
    for (int p = 0; p < renamed.length; p++) {
      if (renamed[p] != null) {
        replacements.replace(old.get(p), renamed[p]);
      }
    }
  }

  /** Which values, by id, are live. */
  private static boolean[] liveness(Function function, ControlFlow flow) {
    boolean[] live = new boolean[function.valueCount()];
    Value[] work = new Value[function.valueCount()];
    int count = 0;
    for (int b = 0; b < flow.size(); b++) {
      Block block = flow.block(b);
      for (int i = 0; i < block.values().size(); i++) {
        Value value = block.values().get(i);
        boolean proven = value.op() == Op.NONZERO && value.isProven();
        if (value.op().hasEffect() && !proven && !live[value.id()]) {
          live[value.id()] = true;
          work[count++] = value;
        }
      }
      Value used = Uses.terminatorOperand(block.terminator());
      if (used != null && !live[used.id()]) {
        live[used.id()] = true;
        work[count++] = used;
      }
    }
    while (count > 0) {
      Value value = work[--count];
      for (int i = value.operandCount() - 1; i >= 0; i--) {
        count = mark(value.operand(i), live, work, count);
      }
      if (value.op() == Op.PARAM) {
        for (int e = flow.edgeCount(value.block()) - 1; e >= 0; e--) {
          Target edge = flow.edge(value.block(), e);
          count = mark(edge.arguments().get(value.paramIndex()), live, work, count);
        }
      }
    }
    return live;
  }

  private static int mark(Value value, boolean[] live, Value[] work, int count) {
    if (live[value.id()]) {
      return count;
    }
    live[value.id()] = true;
    work[count] = value;
    return count + 1;
  }
}
