package dev.lathe.codegen.x64;

import dev.lathe.ir.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * How lanes are permuted whose new places are known: which instructions, and so how many. Bytes
 * move inside sixteens of them ({@code vpshufb}), and sixteens as a whole; what comes from other
 * sixteens takes a {@link Round} each, and their results are joined.
 */
final class X64Shuffle {
  private static final int SIXTEEN = 16;

  /** What {@code vpshufb} makes 0. */
  private static final int CLEARED = 0x80;

  /**
   * One sixteen of a source for each of the result's.
   *
   * @param source which of the two vectors
   * @param sixteens where each comes from
   * @param bytes of these, or {@link #CLEARED}
   */
  record Round(int source, int[] sixteens, long[] bytes) {
    /** True if the sixteens stay where they are. */
    boolean isInPlace() {
      for (int i = 0; i < sixteens.length; i++) {
        if (sixteens[i] >= 0 && sixteens[i] != i) {
          return false;
        }
      }
      return true;
    }

    /** Where the sixteens come from, as two bits for each. */
    int places() {
      int places = 0;
      for (int i = sixteens.length - 1; i >= 0; i--) {
        places = places << 2 | Math.max(0, sixteens[i]);
      }
      return places;
    }

    /** The same of halves of 16 bytes of 32, as two bits for each 8. */
    int placesOfHalves() {
      int places = 0;
      for (int i = 1; i >= 0; i--) {
        int from = Math.max(0, sixteens[i]);
        places = places << 4 | 2 * from | (2 * from + 1) << 2;
      }
      return places;
    }
  }

  private X64Shuffle() {}

  /** The lanes that {@code indices} stand for, all in range. */
  static int[] indices(long[] indices, Type type, int sources) {
    var lanes = new int[indices.length];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = (int) indices[i] & sources * type.lanes() - 1;
    }
    return lanes;
  }

  static boolean isIdentity(int[] indices, int from) {
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] != i + from) {
        return false;
      }
    }
    return true;
  }

  /**
   * The first of lanes of two sources that follow each other, inside groups of so many lanes; 0 if
   * they do not, or are all those of one source.
   */
  static int window(int[] indices, int group) {
    int first = indices[0] < group ? indices[0] : 0;
    for (int i = 0; i < indices.length && first > 0; i++) {
      int at = first + i % group;
      int from = at < group ? i - i % group + at : indices.length + i - i % group + at - group;
      first = indices[i] == from ? first : 0;
    }
    return first;
  }

  /** True if each lane stays where it is in one of the two sources. */
  static boolean isBlend(int[] indices) {
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] != i && indices[i] != i + indices.length) {
        return false;
      }
    }
    return true;
  }

  /** True for each second lane of two sources, from lane {@code first} on. */
  static boolean isEachSecond(int[] indices, int first) {
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] != 2 * i + first) {
        return false;
      }
    }
    return true;
  }

  /** The indices into one of two sources; where the other is used a lane stays in its place. */
  static int[] ofSource(int[] indices, int source) {
    var own = new int[indices.length];
    for (int i = 0; i < own.length; i++) {
      boolean used = indices[i] / indices.length == source;
      own[i] = used ? indices[i] % indices.length : i;
    }
    return own;
  }

  /** Which lanes come from the second source. */
  static int ofSecond(int[] indices) {
    int bits = 0;
    for (int i = 0; i < indices.length; i++) {
      bits |= indices[i] / indices.length << i;
    }
    return bits;
  }

  /** The rounds that put lanes of {@code type} to their places. */
  static List<Round> rounds(Type type, int[] indices) {
    int lane = type.bits() / 8;
    int size = type.lanes() * lane;
    var left = new int[size]; // the bytes yet to come, or -1
    for (int i = 0; i < size; i++) {
      left[i] = indices[i / lane] * lane + i % lane;
    }
    var rounds = new ArrayList<Round>();
    for (int source = 0; source < 2; source++) {
      Round round = round(left, source, size);
      while (round != null) {
        rounds.add(round);
        round = round(left, source, size);
      }
    }
    return rounds;
  }

  private static Round round(int[] left, int source, int size) {
    var sixteens = new int[size / SIXTEEN];
    var bytes = new long[size];
    java.util.Arrays.fill(bytes, CLEARED);
    boolean any = false;
    for (int s = 0; s < sixteens.length; s++) {
      sixteens[s] = -1;
      for (int i = s * SIXTEEN; i < (s + 1) * SIXTEEN; i++) {
        int from = left[i] % size / SIXTEEN;
        if (left[i] < 0 || left[i] / size != source || sixteens[s] >= 0 && from != sixteens[s]) {
          continue;
        }
        sixteens[s] = from;
        bytes[i] = left[i] % SIXTEEN;
        left[i] = -1;
        any = true;
      }
    }
    return any ? new Round(source, sixteens, bytes) : null;
  }

  // ---- costs

  /** About how many instructions a permutation of one or two vectors takes. */
  static int cost(Type type, long[] constants, int sources, boolean avx512) {
    int[] indices = indices(constants, type, sources);
    if (sources == 1 && isIdentity(indices, 0)) {
      return 0;
    }
    if (avx512 && type.bits() > 8 || sources == 2 && isBlend(indices)) {
      return 1;
    }
    if (type.bits() >= 32) {
      if (sources == 1) {
        return 1;
      }
      if (window(indices, 128 / type.bits()) > 0) {
        return 1;
      }
      boolean second = type.lanes() * type.bits() == 256;
      boolean one = isIdentity(ofSource(indices, 0), 0) || isIdentity(ofSource(indices, 1), 0);
      return one || second && (isEachSecond(indices, 0) || isEachSecond(indices, 1)) ? 2 : 3;
    }
    int cost = -1;
    for (Round round : rounds(type, indices)) {
      cost += round.isInPlace() ? 2 : 3;
    }
    return cost;
  }
}
