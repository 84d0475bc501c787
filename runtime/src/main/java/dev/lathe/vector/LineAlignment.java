package dev.lathe.vector;

import dev.lathe.ir.Value;
import java.util.HashMap;
import java.util.Map;

/**
 * What rounds of whole registers gain from beginning at a line of the cache: an access that crosses
 * from one line to the next takes the time of two. Java's arrays begin 16 bytes after a multiple of
 * 8, so with registers as long as lines all accesses do.
 *
 * @param access the one whose first element is to begin a line
 * @param least so many iterations are worth the round before
 */
record LineAlignment(MemoryAccess access, long least) {
  /** The bytes of a line. */
  static final int LINE = 64;

  /** What takes more for a register is not done once more. */
  private static final long LONGEST = 48;

  /** What takes more for each access waits for that, not for memory that is near. */
  private static final long SHORT = 4;

  /** So many times as many registers are far. */
  private static final long FAR = 32;

  /** An access of the same array or segment counts for more: it is where it is for certain. */
  private static final int SAME = 3;

  private static final int OTHER = 2;

  /**
   * The alignment that is best for most accesses; null if none is worth it.
   *
   * @param plan of full rounds
   * @param masked of a round of one register with lanes that are off
   */
  static LineAlignment of(LoopShape shape, VectorPlan plan, VectorPlan masked) {
    Map<MemoryAccess, LinearForm> forms = new HashMap<>();
    for (MemoryAccess access : shape.accesses) {
      if (isCandidate(access, masked)) {
        forms.put(access, LinearForm.of(MemoryAccess.place(access.value())));
      }
    }
    long cost = masked.maskedCost();
    boolean possible = !RoundRest.isNeeded(shape) || RoundRest.isPossible(shape, plan);
    for (Reduction reduction : shape.reductions.values()) {
      possible &= !reduction.type().isBool();
    }
    if (forms.isEmpty() || cost > LONGEST || !possible) {
      return null;
    }
    boolean waits = cost > SHORT * forms.size() || plan.isChained();
    long registers = plan.registersToAlign() * (waits ? FAR / forms.size() : 1);
    long least = plan.lanes() + masked.lanes() * (1 + registers);
    if (least > plan.mostIterations()) {
      return null;
    }
    MemoryAccess best = null;
    int most = 0;
    for (MemoryAccess access : shape.accesses) {
      int weight = forms.containsKey(access) ? weight(access, forms, masked.lanes()) : 0;
      if (weight > most) {
        best = access;
        most = weight;
      }
    }
    return new LineAlignment(best, least);
  }

  /** True of what fills a register in each part of a round. */
  private static boolean isCandidate(MemoryAccess access, VectorPlan masked) {
    return access.mode() == MemoryAccess.Mode.UNIT && masked.isOneRegister(access.element().lane());
  }

  /** How many accesses begin a line where {@code access} does, as far as that can be known. */
  private static int weight(MemoryAccess access, Map<MemoryAccess, LinearForm> forms, int lanes) {
    int weight = 0;
    for (Map.Entry<MemoryAccess, LinearForm> each : forms.entrySet()) {
      Long apart = each.getValue().minus(forms.get(access));
      if (apart != null && apart / MemoryAccess.unit(access.value()) % lanes == 0) {
        Value reference = each.getKey().reference();
        weight += reference == access.reference() ? SAME : OTHER;
      }
    }
    return weight;
  }
}
