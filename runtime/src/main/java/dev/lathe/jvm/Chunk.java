package dev.lathe.jvm;

import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.BitSet;

/**
 * The parts that one method holds. A function of a single chunk is that method. Of several chunks
 * each is a method {@code int chunk(long[] frame, Object[] references, int entry)}: it loads what
 * it needs from the frame, runs from the entry named, stores what other chunks need, and returns
 * the state to go on in ({@link Partition#state}) or {@link #RETURNED}; a driver method calls one
 * after the other.
 */
final class Chunk {
  /**
   * The state in which the function has returned, its result being in slot 0 of the {@link Frame}.
   */
  static final int RETURNED = -1;

  final int number;
  final ArrayList<Part> parts = new ArrayList<>();

  /** The parts that other chunks, or the driver, go to. */
  final ArrayList<Part> entries = new ArrayList<>();

  /** Estimated bytes of code. */
  int size;

  /** The values used here that live in a local across parts, in an order that sets index. */
  final ArrayList<Value> homes = new ArrayList<>();

  /** For each part the homes that are live where it begins, less the block's parameters. */
  BitSet[] liveIn;

  Chunk(int number) {
    this.number = number;
  }

  void add(Part part) {
    part.chunk = this;
    part.index = parts.size();
    parts.add(part);
    size += part.size;
  }
}
