package dev.lathe.ir;

import java.util.List;

/**
 * How a block ends. Targets may be changed in place; to change the kind of terminator, set another
 * one with {@link Block#setTerminator}.
 */
public sealed interface Terminator {
  /** The targets, in a fixed order; empty for a return. */
  List<Target> targets();

  /** Goes to {@code target}. */
  record Jump(Target target) implements Terminator {
    @Override
    public List<Target> targets() {
      return List.of(target);
    }
  }

  /** Goes to {@code then} if {@code condition} (a bool) holds, else to {@code otherwise}. */
  record Branch(Value condition, Target then, Target otherwise) implements Terminator {
    @Override
    public List<Target> targets() {
      return List.of(then, otherwise);
    }
  }

  /**
   * Goes to {@code targets[i]} where {@code keys[i]} equals {@code selector} (an i32), else to
   * {@code otherwise}. Keys are distinct and ascending.
   */
  record Switch(Value selector, int[] keys, List<Target> cases, Target otherwise)
      implements Terminator {
    @Override
    public List<Target> targets() {
      var all = new java.util.ArrayList<>(cases);
      all.add(otherwise);
      return all;
    }
  }

  /** Leaves the function with {@code value}, which is null if and only if the result is void. */
  record Return(Value value) implements Terminator {
    @Override
    public List<Target> targets() {
      return List.of();
    }
  }
}
