package dev.lathe.vector;

import java.util.Arrays;
import java.util.List;

/**
 * Which nodes of a loop's body all ways lead through: a graph without cycles, of nodes numbered so
 * that each stands before those that it goes to, from the first, where the body begins, to the
 * last, where it ends.
 */
final class BodyGraph {
  private final int[] dominators;
  private final int[] postdominators;

  /**
   * @param next by node: those that it goes to
   */
  BodyGraph(List<List<Integer>> next) {
    int last = next.size() - 1;
    dominators = new int[last + 1];
    postdominators = new int[last + 1];
    Arrays.fill(dominators, 1, last + 1, -1);
    for (int from = 0; from < last; from++) {
      for (int to : next.get(from)) {
        dominators[to] = dominators[to] < 0 ? from : meet(dominators, dominators[to], from, false);
      }
    }
    postdominators[last] = last;
    for (int from = last - 1; from >= 0; from--) {
      postdominators[from] = -1;
      for (int to : next.get(from)) {
        int known = postdominators[from];
        postdominators[from] = known < 0 ? to : meet(postdominators, known, to, true);
      }
    }
  }

  private static int meet(int[] tree, int a, int b, boolean up) {
    while (a != b) {
      if (a < b == up) {
        a = tree[a];
      } else {
        b = tree[b];
      }
    }
    return a;
  }

  /**
   * The node before {@code node} that just as many iterations come to; -1 if there is none, and the
   * edges into it decide.
   */
  int equivalent(int node) {
    if (node == 0) {
      return -1;
    }
    int at = dominators[node];
    while (at < node) {
      at = postdominators[at];
    }
    return at == node ? dominators[node] : -1;
  }

  /** True if every iteration comes to {@code node}. */
  boolean isAlways(int node) {
    int at = node;
    while (at > 0) {
      at = equivalent(at);
    }
    return at == 0;
  }
}
