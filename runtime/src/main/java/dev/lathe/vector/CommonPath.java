package dev.lathe.vector;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import dev.lathe.opt.CountedLoop;
import dev.lathe.opt.LoopSplitting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What lanes do of a loop's body: a graph without cycles from the header to the block that tests.
 * Branches to what seldom happens, and out of the loop, are exits: if any lane takes one, the
 * iterations of that round are done one by one.
 */
final class CommonPath {
  /** An edge between two blocks of the path. */
  record Edge(Block from, Target target) {}

  /**
   * A branch that lanes do not take.
   *
   * @param condition of the branch
   * @param when whether it is left where the condition holds, or where not
   */
  record Exit(Block block, Value condition, boolean when) {}

  private final List<Block> blocks = new ArrayList<>();
  private final Map<Block, Exit> exits = new HashMap<>();
  private final Map<Block, List<Edge>> edges = new HashMap<>(); // into a block
  private boolean hasSwitch;

  private CommonPath() {}

  static CommonPath of(CountedLoop counted, ControlFlow flow, Loops loops) {
    var path = new CommonPath();
    Loops.Loop loop = counted.loop();
    Set<Block> reached = new HashSet<>();
    reached.add(loop.header());
    for (Block block : loop.members()) { // in reverse post order
      if (!reached.contains(block)) {
        continue;
      }
      path.blocks.add(block);
      path.edges.put(block, new ArrayList<>());
      if (block == counted.test()) {
        continue;
      }
      path.hasSwitch |= block.terminator() instanceof Terminator.Switch;
      Exit exit = exit(block, loop, loops);
      if (exit != null) {
        path.exits.put(block, exit);
      }
      for (Target target : path.targets(block)) {
        reached.add(target.block());
      }
    }
    for (Block block : path.blocks) {
      if (block == counted.test()) {
        continue;
      }
      for (Target target : path.targets(block)) {
        if (path.edges.containsKey(target.block())) {
          path.edges.get(target.block()).add(new Edge(block, target));
        }
      }
    }
    return path;
  }

  private static Exit exit(Block block, Loops.Loop loop, Loops loops) {
    if (!(block.terminator() instanceof Terminator.Branch branch)) {
      return null;
    }
    if (LoopSplitting.isRare(branch) || !loops.contains(loop, branch.then().block())) {
      return new Exit(block, branch.condition(), true);
    }
    return loops.contains(loop, branch.otherwise().block())
        ? null
        : new Exit(block, branch.condition(), false);
  }

  /** The blocks, in an order in which each is before those that it goes to. */
  List<Block> blocks() {
    return blocks;
  }

  /** True if some block chooses between several others. */
  boolean hasSwitch() {
    return hasSwitch;
  }

  /** The exit at the end of {@code block}, or null. */
  Exit exit(Block block) {
    return exits.get(block);
  }

  boolean hasExits() {
    return !exits.isEmpty();
  }

  /** True if lanes leave only for what seldom happens, not where the loop ends early. */
  boolean hasRareExitsOnly() {
    for (Exit exit : exits.values()) {
      if (exit.condition().op() != Op.UNLIKELY) {
        return false;
      }
    }
    return true;
  }

  /** Where lanes go from {@code block}, which does not test. */
  List<Target> targets(Block block) {
    Exit exit = exits.get(block);
    if (exit == null) {
      return block.terminator().targets();
    }
    var branch = (Terminator.Branch) block.terminator();
    return List.of(exit.when ? branch.otherwise() : branch.then());
  }

  /** The same of any block, also that which tests. */
  List<Target> targetsOf(Block block) {
    return exits.containsKey(block) ? targets(block) : block.terminator().targets();
  }

  /** True if lanes may go from one block to another. */
  boolean reaches(Block from, Block to) {
    if (from == to) {
      return true;
    }
    Set<Block> reached = new HashSet<>();
    reached.add(from);
    for (Block block : blocks.subList(blocks.indexOf(from), blocks.size() - 1)) {
      if (reached.contains(block)) {
        for (Target target : targets(block)) {
          reached.add(target.block());
        }
      }
    }
    return reached.contains(to);
  }

  /** What {@code value} is in lanes: what all of them pass, if it is a parameter. */
  Value passed(Value value) {
    Value at = value;
    while (at.op() == Op.PARAM && !edges.getOrDefault(at.block(), List.of()).isEmpty()) {
      Value one = null;
      for (CommonPath.Edge edge : edges.get(at.block())) {
        Value argument = edge.target().arguments().get(at.paramIndex());
        if (one != null && one != argument) {
          return at;
        }
        one = argument;
      }
      at = one;
    }
    return at;
  }

  /** The edges into {@code block} that lanes take. */
  List<Edge> edges(Block block) {
    return edges.get(block);
  }

  /** True if {@code edge} is that of a branch whose condition holds. */
  boolean isThen(Edge edge) {
    return ((Terminator.Branch) edge.from().terminator()).then() == edge.target();
  }

  /** What {@code block} branches on for lanes, or null. */
  Value condition(Block block) {
    return exits.containsKey(block) || !(block.terminator() instanceof Terminator.Branch branch)
        ? null
        : branch.condition();
  }
}
