package dev.lathe.codegen;

import java.util.Arrays;
import java.util.List;

/**
 * Webs: what block parameters tie together, parameters and the arguments passed to them, directly
 * or by way of others, as far as no two are live at once. If all of a web lives in one register, no
 * edge needs a move for it; so if possible none of it takes a register that is clobbered while some
 * of the web is live.
 */
final class Webs {
  /** A web that is live here and there and everywhere is not joined with more. */
  private static final int MOST_RANGES = 256;

  private final MachineFunction function;
  private final Liveness liveness;
  private final int[] next; // per virtual register: the way to the representative, which has itself
  private final int[][] ranges; // per representative of several: where the web is live
  private final int[] last; // per representative: where one of the web was last, or -1
  private final int[] clobbered; // per representative: registers of its class, as bits

  Webs(MachineFunction function, Liveness liveness) {
    this.function = function;
    this.liveness = liveness;
    int count = function.registerCount();
    next = new int[count];
    for (int i = 0; i < count; i++) {
      next[i] = i;
    }
    ranges = new int[count][];
    last = new int[count];
    Arrays.fill(last, -1);
    clobbered = new int[count];
    find();
    findClobbered();
    Arrays.fill(ranges, null);
  }

  /** Where one of the web of virtual register {@code register} was last, or -1. */
  int last(int register) {
    return last[representative(register)];
  }

  /** The registers of its class that its web does better to avoid, as bits. */
  int clobbered(int register) {
    return clobbered[representative(register)];
  }

  /** Says that {@code register} is in physical register {@code number} now. */
  void placed(int register, int number) {
    last[representative(register)] = number;
  }

  /** Joins what edges pass with what it is passed to, where loops are deepest first. */
  private void find() {
    List<MachineBlock> blocks = function.blocks();
    int deepest = 0;
    for (int b = 0; b < blocks.size(); b++) {
      deepest = Math.max(deepest, blocks.get(b).loopDepth);
    }
    int[] from = new int[deepest + 2]; // per depth from the deepest: where its blocks begin
    for (int b = 0; b < blocks.size(); b++) {
      from[deepest - blocks.get(b).loopDepth + 1]++;
    }
    for (int d = 1; d < from.length; d++) {
      from[d] += from[d - 1];
    }
    var byDepth = new MachineBlock[blocks.size()];
    for (int b = 0; b < blocks.size(); b++) {
      byDepth[from[deepest - blocks.get(b).loopDepth]++] = blocks.get(b);
    }
    for (int b = 0; b < byDepth.length; b++) {
      List<MachineEdge> edges = byDepth[b].successors;
      for (int e = 0; e < edges.size(); e++) {
        MachineEdge edge = edges.get(e);
        for (int i = 0; i < edge.arguments.length; i++) {
          join(edge.target.params[i], edge.arguments[i]);
        }
      }
    }
  }

  private void join(Operand.Reg param, Operand.Reg argument) {
    if (function.rematerialization(argument.index()) != null) {
      return; // made on the edge
    }
    int one = representative(param.index());
    int other = representative(argument.index());
    if (one != other && rangesLength(one) + rangesLength(other) <= MOST_RANGES) {
      int[] both = union(ranges(one), ranges(other));
      if (both != null) {
        next[other] = one;
        ranges[one] = both;
        ranges[other] = null;
      }
    }
  }

  private int[] ranges(int representative) {
    int[] known = ranges[representative];
    return known != null ? known : liveness.interval(representative).ranges();
  }

  private int rangesLength(int representative) {
    int[] known = ranges[representative];
    return known != null ? known.length : liveness.interval(representative).rangesLength();
  }

  /** The ranges of both in order, or null if they overlap. */
  private static int[] union(int[] a, int[] b) {
    int[] all = new int[a.length + b.length];
    int count = 0;
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      int from;
      int to;
      if (j == b.length || i < a.length && a[i] < b[j]) {
        from = a[i++];
        to = a[i++];
      } else {
        from = b[j++];
        to = b[j++];
      }
      if (count > 0 && from < all[count - 1]) {
        return null;
      }
      if (count > 0 && from == all[count - 1]) {
        all[count - 1] = to;
      } else {
        all[count++] = from;
        all[count++] = to;
      }
    }
    return Arrays.copyOf(all, count);
  }

  private int representative(int register) {
    int at = register;
    while (next[at] != at) {
      next[at] = next[next[at]]; // halves the way for the next
      at = next[at];
    }
    return at;
  }

  private void findClobbered() {
    for (int register = 0; register < next.length; register++) {
      if (ranges[register] != null) {
        int first = function.register(register).regClass().ordinal() * 32;
        for (int i = 0; i < 32; i++) {
          if (liveness.isClobbered(ranges[register], first + i)) {
            clobbered[register] |= 1 << i;
          }
        }
      }
    }
  }
}
