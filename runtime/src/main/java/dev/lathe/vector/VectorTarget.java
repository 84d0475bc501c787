package dev.lathe.vector;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;

/**
 * What a machine does with vectors: how wide its registers are, and what an op costs or that there
 * is no way to do it. The planner asks before it plans; who lowers may assume that it was asked.
 */
public interface VectorTarget {
  /** A machine without vectors. */
  VectorTarget NONE =
      new VectorTarget() {
        @Override
        public int bits() {
          return 0;
        }

        @Override
        public int cost(Op op, Type type, Type from, boolean masked) {
          return -1;
        }
      };

  /** The bits of a register; 0 if there are no vectors. */
  int bits();

  /** How many registers for vectors there are. */
  default int registers() {
    return 32;
  }

  /**
   * About how many cycles pass before {@code op} can use what it gave the time before.
   *
   * @param type of one lane
   */
  default int latency(Op op, Type type) {
    return 4;
  }

  /** True if lanes that are off cost nothing: the end of a loop is a round like others then. */
  default boolean hasMasks() {
    return false;
  }

  /**
   * How many registers loads and stores must fill, if a round does little besides, for it to be
   * worth one of its own that nothing crosses lines of the cache.
   */
  default int registersToAlign() {
    return 24;
  }

  /**
   * About how many instructions {@code op} takes, as in scalar code, where an addition takes 1;
   * negative if it cannot be done.
   *
   * @param type the result's type; of a store that of what is stored
   * @param from operand 0's type, which conversions and comparisons differ by; of ops on memory the
   *     same as {@code type}
   * @param masked true for a load or store with a mask
   */
  int cost(Op op, Type type, Type from, boolean masked);

  /**
   * What {@link Op#PERMUTE} of {@code type}, or {@link Op#PERMUTE2} of two sources, takes by
   * constant indices; negative if it cannot be done.
   */
  default int permuteCost(Type type, long[] indices, int sources) {
    return cost(sources == 1 ? Op.PERMUTE : Op.PERMUTE2, type, type, false);
  }
}
