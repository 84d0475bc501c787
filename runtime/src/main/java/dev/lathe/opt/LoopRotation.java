package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns {@code while (c) body} into {@code if (c) do body while (c)}: the header, which tests
 * whether to stay, is copied to the end of the block before the loop. The header itself is left to
 * the latches, so the branch back is the test, and what is invariant has a place that is only
 * reached when the loop is entered.
 */
public final class LoopRotation implements Pass {
  private static final int MAX_VALUES = 20;

  private static final int MAX_PARAMS = 64;

  @Override
  public String name() {
    return "loop-rotation";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (function.blocks().size() == 1) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    Loops loops = Loops.of(flow, new DominatorTree(function));
    var headers = new ArrayList<Header>();
    for (Loops.Loop loop : loops.all()) {
      Header header = header(loop, loops);
      if (header != null && context.spend()) {
        headers.add(header);
      }
    }
    if (headers.isEmpty()) {
      return false;
    }
    for (Header header : headers) {
      header.before = Preheader.of(header.loop, flow, loops);
    }
    ControlFlow entered = ControlFlow.of(function);
    for (Header header : headers) {
      split(header.stay, entered);
      split(header.leave, entered);
    }
    rotate(function, headers);
    return true;
  }

  /** The header of {@code loop} if rotating it gains anything, else null. */
  private static Header header(Loops.Loop loop, Loops loops) {
    Block block = loop.header();
    if (!(block.terminator() instanceof Terminator.Branch branch)
        || block.params().size() > MAX_PARAMS) {
      return null;
    }
    boolean thenStays = loops.contains(loop, branch.then().block());
    if (thenStays == loops.contains(loop, branch.otherwise().block())) {
      return null;
    }
    if (block.values().size() > MAX_VALUES) {
      return null;
    }
    for (Block latch : loop.latches()) {
      if (latch == block) {
        return null; // the branch back is the test already
      }
      List<Target> targets = latch.terminator().targets();
      for (int t = 0; t < targets.size(); t++) {
        if (!loops.contains(loop, targets.get(t).block())) {
          return null;
        }
      }
    }
    return new Header(block, loop, branch, thenStays);
  }

  /** A header to be copied. */
  private static final class Header {
    final Block block;
    final Loops.Loop loop;
    final Target stay;
    final Target leave;
    final boolean thenStays;
    Block before; // ends with a jump to the header, the only edge into the loop

    Header(Block block, Loops.Loop loop, Terminator.Branch branch, boolean thenStays) {
      this.block = block;
      this.loop = loop;
      this.stay = thenStays ? branch.then() : branch.otherwise();
      this.leave = thenStays ? branch.otherwise() : branch.then();
      this.thenStays = thenStays;
    }
  }

  /** Makes {@code target} the only edge to where it leads, if need be to a new block. */
  private static void split(Target target, ControlFlow flow) {
    if (flow.edgeCount(target.block()) == 1) {
      return;
    }
    Preheader.onEdge(target);
  }

  /** Copies each header to the end of the block before its loop. */
  private static void rotate(Function function, List<Header> headers) {
    var copies = new BlockCopies(function);
    for (Header header : headers) {
      BlockCopies.Copy copy = copies.copy(header.block, header.before);
      Target stay = copies.target(copy, header.stay);
      Target leave = copies.target(copy, header.leave);
      Value test = ((Terminator.Branch) header.block.terminator()).condition();
      Value condition = copies.copied(test, copy);
      header.before.setTerminator(
          header.thenStays
              ? new Terminator.Branch(condition, stay, leave)
              : new Terminator.Branch(condition, leave, stay));
    }
    copies.mend();
  }
}
