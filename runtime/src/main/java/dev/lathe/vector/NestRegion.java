package dev.lathe.vector;

import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The body of a loop as a graph without cycles: loops in it are one node each, named by their
 * header, and edges back to its own header or out of it are where it ends.
 */
final class NestRegion {
  /** An edge; {@code from} is the block that branches, perhaps of a loop that is one node. */
  record Edge(Block from, Target target) {}

  private final Loops loops;
  private final Loops.Loop loop;
  private final Map<Value, Boolean> assumed;
  private final List<Block> nodes = new ArrayList<>();
  private final Map<Block, Integer> positions = new HashMap<>();
  private final Map<Block, List<Edge>> into = new HashMap<>();
  private final List<Edge> exits = new ArrayList<>();
  private final List<Edge> backs = new ArrayList<>();
  private final BodyGraph graph;

  /**
   * @param assumed conditions of branches that are known here
   */
  NestRegion(Loops.Loop loop, Loops loops, Map<Value, Boolean> assumed) {
    this.loop = loop;
    this.loops = loops;
    this.assumed = assumed;
    Set<Block> reached = new HashSet<>();
    reached.add(loop.header());
    for (Block block : loop.members()) { // in reverse post order
      if (reached.contains(node(block))) {
        if (node(block) == block) {
          positions.put(block, nodes.size());
          nodes.add(block);
          into.put(block, new ArrayList<>());
        }
        for (Target target : targets(block)) {
          Block to = node(target.block());
          if (to != null) {
            reached.add(to);
          }
        }
      }
    }
    for (Block block : loop.members()) {
      if (positions.containsKey(node(block))) {
        for (Target target : targets(block)) {
          add(block, target);
        }
      }
    }
    this.graph = graph();
  }

  private void add(Block block, Target target) {
    var edge = new Edge(block, target);
    Block to = node(target.block());
    if (to == null) {
      exits.add(edge);
    } else if (target.block() == loop.header()) {
      backs.add(edge);
    } else if (to != node(block)) {
      into.get(to).add(edge);
    }
  }

  /** The nodes, and behind them the end. */
  private BodyGraph graph() {
    int end = nodes.size();
    var next = new ArrayList<List<Integer>>();
    for (int b = 0; b <= end; b++) {
      next.add(new ArrayList<>());
    }
    for (int b = 0; b < end; b++) {
      for (Edge edge : into.get(nodes.get(b))) {
        next.get(positions.get(node(edge.from))).add(b);
      }
    }
    for (List<Edge> ends : List.of(exits, backs)) {
      for (Edge edge : ends) {
        next.get(positions.get(node(edge.from))).add(end);
      }
    }
    return new BodyGraph(next);
  }

  /** The node that {@code block} belongs to; null outside of the loop. */
  Block node(Block block) {
    Loops.Loop at = loops.of(block);
    Block node = block;
    while (at != null && at != loop) {
      node = at.header();
      at = at.parent();
    }
    return at == null ? null : node;
  }

  /** Where {@code block} may go. */
  List<Target> targets(Block block) {
    if (block.terminator() instanceof Terminator.Branch branch) {
      Boolean known = assumed.get(branch.condition());
      if (known != null) {
        return List.of(known ? branch.then() : branch.otherwise());
      }
    }
    return block.terminator().targets();
  }

  /** True if {@code block} goes one of two ways. */
  boolean isFork(Block block) {
    return targets(block).size() > 1;
  }

  Loops.Loop loop() {
    return loop;
  }

  /** Each before those that it goes to. */
  List<Block> nodes() {
    return nodes;
  }

  boolean has(Block node) {
    return positions.containsKey(node);
  }

  List<Edge> into(Block node) {
    return into.get(node);
  }

  /** The edges out of the loop. */
  List<Edge> exits() {
    return exits;
  }

  /** The edges back to the header. */
  List<Edge> backs() {
    return backs;
  }

  /**
   * The node before {@code node} that just as many iterations come to; null if there is none, and
   * the edges into it decide.
   */
  Block equivalent(Block node) {
    int found = graph.equivalent(positions.get(node));
    return found < 0 ? null : nodes.get(found);
  }

  /** True if every iteration comes to {@code node}. */
  boolean isAlways(Block node) {
    return graph.isAlways(positions.get(node));
  }
}
