package dev.lathe.vector;

import dev.lathe.ir.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the fields of records in memory become vectors of each field, or are made of these: a list of
 * permutations. There are several ways, of which the target has a cheapest.
 */
final class LaneShuffles {
  /**
   * A permutation of one or two vectors: those that are given come first, then what steps make.
   *
   * @param b negative if there is one
   */
  record Step(int a, int b, long[] indices) {
    int sources() {
      return b < 0 ? 1 : 2;
    }

    private boolean isSame(Step other) {
      return a == other.a && b == other.b && Arrays.equals(indices, other.indices);
    }
  }

  private final VectorTarget target;
  private final Type type;
  private final int lanes;
  private final int stride;
  private final int given;
  private final int span;
  private final List<Step> steps = new ArrayList<>();
  private int[] results;

  private LaneShuffles(VectorTarget target, Type type, int stride, int span) {
    this.target = target;
    this.type = type;
    this.lanes = type.lanes();
    this.stride = stride;
    this.span = span;
    this.given = (elements() + lanes - 1) / lanes;
  }

  /**
   * Takes records apart.
   *
   * @param type of what is loaded
   * @param span how many elements of a record are between the first and the last that is wanted:
   *     nothing behind that of the last record is loaded
   * @param offsets of what is wanted
   */
  static LaneShuffles apart(VectorTarget target, Type type, int stride, int span, int[] offsets) {
    LaneShuffles best = null;
    for (int way = 0; way < 3; way++) {
      var next = new LaneShuffles(target, type, stride, span);
      if (next.apart(way, offsets)) {
        best = cheaper(best, next);
      }
    }
    return best;
  }

  /** Puts records together that have a field for each vector given. */
  static LaneShuffles together(VectorTarget target, Type type, int stride) {
    LaneShuffles best = null;
    for (int way = 0; way < 3; way++) {
      var next = new LaneShuffles(target, type, stride, stride);
      if (next.together(way)) {
        best = cheaper(best, next);
      }
    }
    return best;
  }

  private static LaneShuffles cheaper(LaneShuffles a, LaneShuffles b) {
    return a == null || a.cost() < 0 || b.cost() >= 0 && b.cost() < a.cost() ? b : a;
  }

  private int elements() {
    return (lanes - 1) * stride + span;
  }

  /** How many vectors are given. */
  int given() {
    return given;
  }

  /** Where in memory, from the lowest field on, a given vector begins. */
  int start(int k) {
    return Math.min(k * lanes, elements() - lanes);
  }

  List<Step> steps() {
    return steps;
  }

  /** What is wanted, as numbers of vectors. */
  int[] results() {
    return results;
  }

  /** What the steps cost; negative if there is no way. */
  int cost() {
    int cost = 0;
    for (Step step : steps) {
      int one = target.permuteCost(type, step.indices, step.sources());
      if (one < 0) {
        return -1;
      }
      cost += one;
    }
    return cost;
  }

  private int step(int a, int b, long[] indices) {
    var step = new Step(a, b, indices);
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).isSame(step)) {
        return given + i;
      }
    }
    steps.add(step);
    return given + steps.size() - 1;
  }

  // ---- apart

  private boolean apart(int way, int[] offsets) {
    results = new int[offsets.length];
    if (way == 2) {
      return apartByHalves(offsets);
    }
    for (int i = 0; i < offsets.length; i++) {
      results[i] = way == 0 ? chain(offsets[i]) : blended(offsets[i]);
      if (results[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /** Which given vector has an element. */
  private int vectorOf(int element) {
    return Math.min(element / lanes, given - 1);
  }

  private int laneOf(int element) {
    return element - start(vectorOf(element));
  }

  /** Takes from one vector after the other what it has. */
  private int chain(int offset) {
    int so = 0;
    for (int k = 1; k < given; k++) {
      var indices = new long[lanes];
      boolean any = false;
      for (int i = 0; i < lanes; i++) {
        int element = i * stride + offset;
        int of = vectorOf(element);
        any |= of == k;
        indices[i] = of == k ? lanes + laneOf(element) : of == 0 && k == 1 ? laneOf(element) : i;
      }
      so = any || k == 1 ? step(so, k, indices) : so;
    }
    return so;
  }

  /** What is wanted of each vector is in places of its own, if they are: first all in one. */
  private int blended(int offset) {
    var of = new int[lanes]; // the vector that a place comes from
    Arrays.fill(of, -1);
    var places = new long[lanes];
    for (int i = 0; i < lanes; i++) {
      int element = i * stride + offset;
      int place = laneOf(element);
      if (of[place] >= 0) {
        return -1;
      }
      of[place] = vectorOf(element);
      places[i] = place;
    }
    return step(blend(of, 0), -1, places);
  }

  /** A vector with lanes of given ones, or those behind {@code first}, all in their places. */
  private int blend(int[] of, int first) {
    int so = first;
    for (int k = 1; k < stride; k++) {
      var indices = new long[lanes];
      boolean any = false;
      for (int i = 0; i < lanes; i++) {
        any |= of[i] == k;
        indices[i] = of[i] == k ? lanes + i : i;
      }
      so = any ? step(so, first + k, indices) : so;
    }
    return so;
  }

  /** Of pairs of vectors each second lane, until each field is alone. */
  private boolean apartByHalves(int[] offsets) {
    if (Integer.bitCount(stride) != 1 || given != stride) {
      return false;
    }
    var now = new int[given];
    for (int k = 0; k < given; k++) {
      now[k] = k;
      int more = k * lanes - start(k);
      if (more > 0) { // what lies behind is not loaded
        var indices = new long[lanes];
        for (int i = 0; i < lanes; i++) {
          indices[i] = i + more < lanes ? i + more : i;
        }
        now[k] = step(k, -1, indices);
      }
    }
    for (int i = 0; i < offsets.length; i++) {
      int[] all = now;
      for (int left = offsets[i]; all.length > 1; left /= 2) {
        var half = new int[all.length / 2];
        for (int k = 0; k < half.length; k++) {
          half[k] = step(all[2 * k], all[2 * k + 1], eachSecond(left % 2));
        }
        all = half;
      }
      results[i] = all[0];
    }
    return true;
  }

  private long[] eachSecond(int first) {
    var indices = new long[lanes];
    for (int i = 0; i < lanes; i++) {
      indices[i] = 2 * i + first;
    }
    return indices;
  }

  // ---- together

  private boolean together(int way) {
    results = new int[stride];
    if (way == 2) {
      return togetherByHalves();
    }
    if (way == 1 && stride % 2 == 0) {
      return false;
    }
    if (way == 1) {
      togetherBlended();
      return true;
    }
    for (int k = 0; k < stride; k++) {
      int so = 0;
      for (int field = 1; field < stride; field++) {
        var indices = new long[lanes];
        for (int i = 0; i < lanes; i++) {
          int of = (k * lanes + i) % stride;
          int from = (k * lanes + i) / stride;
          indices[i] = of == field ? lanes + from : of == 0 && field == 1 ? from : i;
        }
        so = step(so, field, indices);
      }
      results[k] = so;
    }
    return true;
  }

  /** Each field's lanes have places of their own in the vectors that they go to. */
  private void togetherBlended() {
    var placed = new int[stride];
    for (int field = 0; field < stride; field++) {
      var indices = new long[lanes];
      for (int j = 0; j < lanes; j++) {
        indices[(j * stride + field) % lanes] = j;
      }
      placed[field] = step(field, -1, indices);
    }
    for (int k = 0; k < stride; k++) {
      var of = new int[lanes];
      for (int i = 0; i < lanes; i++) {
        of[i] = (k * lanes + i) % stride;
      }
      results[k] = blend(of, placed[0]);
    }
  }

  /** The lanes of two vectors by turns, until all are together. */
  private boolean togetherByHalves() {
    if (Integer.bitCount(stride) != 1) {
      return false;
    }
    var now = new int[stride];
    for (int k = 0; k < stride; k++) {
      now[k] = k;
    }
    // those that are half the fields apart first, so that neighbours meet last
    for (int apart = stride / 2; apart >= 1; apart /= 2) {
      var next = new int[stride];
      int run = stride / (2 * apart); // vectors of one field so far
      for (int f = 0; f < apart; f++) {
        for (int k = 0; k < run; k++) {
          int a = now[f * run + k];
          int b = now[(f + apart) * run + k];
          int[] both = byTurns(a, b);
          next[f * 2 * run + 2 * k] = both[0];
          next[f * 2 * run + 2 * k + 1] = both[1];
        }
      }
      now = next;
    }
    results = now;
    return true;
  }

  /** The lanes of two vectors by turns: of their lower halves, and of the upper ones. */
  private int[] byTurns(int a, int b) {
    var low = new long[lanes];
    var high = new long[lanes];
    for (int i = 0; i < lanes; i++) {
      low[i] = i % 2 * lanes + i / 2;
      high[i] = low[i] + lanes / 2;
    }
    return new int[] {step(a, b, low), step(a, b, high)};
  }
}
