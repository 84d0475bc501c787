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
 * switch. Where an edge has too many arguments, parts without values pass some each ({@link
 * #moved}).
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

  /**
   * The edge of which this part passes the arguments {@link #low} up to {@link #high}: it stores
   * them to the frame, where {@link Partition#first} of the target finds them. Null in all others.
   */
  Target moved;

  /**
   * True if this part of an edge does not store to the parameters' slots yet, as later parts still
   * read what is there, but keeps those values elsewhere.
   */
  boolean saves;

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

  /** The block's terminator, or null if this part does not end with it. */
  Terminator terminator() {
    return next == null && moved == null ? block.terminator() : null;
  }

  /** The switch's case in the middle of this node's range. */
  int middle() {
    return (low + high) >>> 1;
  }

  /** The targets that this part itself branches to. */
  List<Target> targets() {
    if (next != null || below != null || moved != null) {
      return List.of();
    }
    if (block.terminator() instanceof Terminator.Switch s) {
      var some = new ArrayList<>(s.cases().subList(low, high));
      some.add(s.otherwise());
      return some;
    }
    return block.terminator().targets();
  }
}
