package dev.lathe.jvm;

import dev.lathe.ir.Block;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * What is emitted in one piece: some consecutive values of a block, and, in the block's last part,
 * its terminator. As a rule a part is a whole block. A block too long for a method is several
 * parts, each going on to the next. A switch of too many cases is a search tree of parts without
 * values: the inner nodes go on {@link #below} or {@link #above} their middle key, the leaves
 * switch.
 */
final class Part {
  final Block block;

  /** The values: indices {@code from} to {@code to}, exclusive, in the block. */
  final int from;

  final int to;

  /** True if control enters the block here, with arguments for its parameters. */
  final boolean first;

  /** Estimated bytes of code. */
  int size;

  /** The part of the same block that follows, or null if this one ends with the terminator. */
  Part next;

  /** The cases of the block's switch that this part tests: {@code low} up to {@code high}. */
  int low;

  int high;

  /** Where an inner node of a search tree goes; both null or none. */
  Part below;

  Part above;

  Chunk chunk;

  /** The position in {@link Chunk#parts}. */
  int index;

  /** The position in {@link Chunk#entries}, or -1 if only its own chunk goes there. */
  int entry = -1;

  Part(Block block, int from, int to, boolean first) {
    this.block = block;
    this.from = from;
    this.to = to;
    this.first = first;
  }

  List<Value> values() {
    return block.values().subList(from, to);
  }

  /** The block's terminator, or null if the block goes on in {@link #next}. */
  Terminator terminator() {
    return next == null ? block.terminator() : null;
  }

  /** The switch's case in the middle of this node's range. */
  int middle() {
    return (low + high) >>> 1;
  }

  /** The targets that this part itself branches to. */
  List<Target> targets() {
    if (next != null || below != null) {
      return List.of();
    }
    List<Target> all = block.terminator().targets();
    if (block.terminator() instanceof Terminator.Switch s && high - low < s.cases().size()) {
      var some = new ArrayList<>(s.cases().subList(low, high));
      some.add(s.otherwise());
      return some;
    }
    return all;
  }

  /** The number by which another chunk asks for this part. */
  int state() {
    return chunk.number << 16 | entry;
  }
}
