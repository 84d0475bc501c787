package dev.lathe.lang;

import java.util.BitSet;

/**
 * What is known of local variables at a point of a kernel (JLS 16), by {@link Local#index}.
 *
 * <p>At a point that control cannot get to everything is known: all variables are both definitely
 * assigned and definitely unassigned there.
 */
final class FlowState {
  /** Variables that certainly have a value. */
  final BitSet assigned;

  /** Variables that may have been assigned: all others are definitely unassigned. */
  final BitSet touched;

  private FlowState(BitSet assigned, BitSet touched) {
    this.assigned = assigned;
    this.touched = touched;
  }

  static FlowState empty() {
    return new FlowState(new BitSet(), new BitSet());
  }

  /** The state where control never is. */
  static FlowState nowhere(int locals) {
    var all = new BitSet();
    all.set(0, locals);
    return new FlowState(all, new BitSet());
  }

  FlowState copy() {
    return new FlowState((BitSet) assigned.clone(), (BitSet) touched.clone());
  }

  /** The state where control comes from here or from {@code other}. */
  FlowState join(FlowState other) {
    FlowState both = copy();
    both.assigned.and(other.assigned);
    both.touched.or(other.touched);
    return both;
  }

  void declare(int local) {
    assigned.clear(local);
    touched.clear(local);
  }

  void assign(int local) {
    assigned.set(local);
    touched.set(local);
  }
}
