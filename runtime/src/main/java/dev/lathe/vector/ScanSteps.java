package dev.lathe.vector;

import dev.lathe.ir.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * How lanes of one register are combined with all before them: each step combines the register with
 * itself, permuted together with what changes nothing. Either all lanes move up by 1, 2, 4 and so
 * on (Kogge and Stone 1973), or that only inside 16 bytes, and then the last lane of half a group
 * comes to the other half (Sklansky 1960), which costs less where no instruction moves lanes across
 * 16 bytes.
 *
 * @param type of the register
 * @param moves the steps' indices into what changes nothing, followed by the register
 * @param last those of the last lane
 * @param cost of all permutations; negative if there is no way
 */
record ScanSteps(Type type, List<long[]> moves, long[] last, int cost) {
  private static final int SIXTEEN = 128; // bits

  /** The cheaper way. */
  static ScanSteps of(VectorTarget target, Type type) {
    ScanSteps up = of(target, type, type.lanes());
    ScanSteps inside = of(target, type, Math.min(type.lanes(), SIXTEEN / type.bits()));
    return up.cost >= 0 && up.cost <= inside.cost || inside.cost < 0 ? up : inside;
  }

  private static ScanSteps of(VectorTarget target, Type type, int group) {
    int lanes = type.lanes();
    List<long[]> moves = new ArrayList<>();
    for (int by = 1; by < lanes; by *= 2) {
      var indices = new long[lanes];
      for (int i = 0; i < lanes; i++) {
        indices[i] = by < group ? inGroup(i, by, group, lanes) : ofHalf(i, by, lanes);
      }
      moves.add(indices);
    }
    var last = new long[lanes];
    java.util.Arrays.fill(last, lanes - 1L);
    int cost = target.permuteCost(type, last, 1);
    for (long[] indices : moves) {
      int one = target.permuteCost(type, indices, 2);
      cost = cost < 0 || one < 0 ? -1 : cost + one;
    }
    return new ScanSteps(type, moves, last, cost);
  }

  /** Moved up inside a group. */
  private static long inGroup(int lane, int by, int group, int lanes) {
    return lane % group < by ? lane + group - by : lanes + lane - by;
  }

  /** The last lane of the lower half of so many, in the upper half. */
  private static long ofHalf(int lane, int half, int lanes) {
    return (lane & half) == 0 ? lane : lanes + (lane / half * half) - 1L;
  }

  /** Each lane's predecessor: of two registers, the last of the first comes to the first. */
  long[] before() {
    var indices = new long[type.lanes()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = type.lanes() - 1L + i;
    }
    return indices;
  }
}
