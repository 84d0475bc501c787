package dev.lathe.vector;

import dev.lathe.ir.Block;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What of an iteration depends on some parameters of the loop's header: by what it is computed of,
 * or as these decide by which edge a block is reached.
 */
final class Dependents {
  private final LoopShape shape;
  private final Set<Value> values = new HashSet<>();
  private final Set<Block> blocks = new HashSet<>(); // that not all iterations come to

  private Dependents(LoopShape shape) {
    this.shape = shape;
  }

  static Dependents of(LoopShape shape, Collection<Value> params) {
    var found = new Dependents(shape);
    found.values.addAll(params);
    for (Block block : shape.blocks) {
      found.enter(block);
      for (Value value : block.values()) {
        for (int k = 0; k < value.operandCount(); k++) {
          if (found.values.contains(value.operand(k))) {
            found.values.add(value);
          }
        }
      }
    }
    return found;
  }

  private void enter(Block block) {
    if (block == shape.blocks.getFirst()) {
      return;
    }
    List<CommonPath.Edge> edges = shape.path.edges(block);
    Block decides = shape.masks().equivalent(block);
    boolean depends = decides(block, decides);
    if (decides == null ? depends : blocks.contains(decides)) {
      blocks.add(block);
    }
    for (Value merged : block.params()) {
      Value first = edges.getFirst().target().arguments().get(merged.paramIndex());
      boolean varies = false;
      for (CommonPath.Edge edge : edges) {
        Value passed = edge.target().arguments().get(merged.paramIndex());
        varies |= passed != first;
        if (values.contains(passed)) {
          values.add(merged);
        }
      }
      if (varies && depends) {
        values.add(merged);
      }
    }
  }

  /**
   * True if the parameters decide by which edge an iteration comes to {@code block}, or, if {@code
   * from} is null, whether it does.
   *
   * @param from where it comes from in any case; null if it may not come there at all
   */
  private boolean decides(Block block, Block from) {
    Set<Block> seen = new HashSet<>();
    Deque<Block> work = new ArrayDeque<>();
    work.add(block);
    while (!work.isEmpty()) {
      for (CommonPath.Edge edge : shape.path.edges(work.remove())) {
        Block before = edge.from();
        if (values.contains(shape.path.condition(before))) {
          return true;
        }
        if (before != from && seen.add(before)) {
          work.add(before);
        }
      }
    }
    return false;
  }

  /** True if some branch is decided by the parameters. */
  boolean decide() {
    for (Block block : shape.blocks) {
      if (block.terminator() instanceof Terminator.Branch branch
          && values.contains(branch.condition())) {
        return true;
      }
    }
    return false;
  }

  Set<Value> values() {
    return values;
  }

  /** True if an effect depends on the parameters, or whether the loop is left. */
  boolean hasEffect() {
    for (Block block : shape.blocks) {
      boolean depends = blocks.contains(block);
      CommonPath.Exit exit = shape.path.exit(block);
      if (exit != null && (depends || values.contains(exit.condition()))) {
        return true;
      }
      for (Value value : block.values()) {
        boolean is = value.op() == Op.STORE || shape.checks.contains(value);
        if (is && (depends || values.contains(value))) {
          return true;
        }
      }
    }
    return shape.blocks.getLast().terminator() instanceof Terminator.Branch branch
        && values.contains(branch.condition());
  }
}
