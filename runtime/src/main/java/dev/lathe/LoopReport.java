package dev.lathe;

import dev.lathe.vector.Verdict;

/**
 * What became of a loop over arrays or segments: SIMD code, or a reason why not.
 *
 * @param line of the source, 0 if it is not known; of a loop in a kernel that was inlined, the line
 *     of the call
 * @param lanes how many iterations are done at once; 0 if the loop stays scalar
 * @param interleave how many registers of the widest type one value takes in that
 * @param jam of a loop that has loops in it, how many iterations of the loop around it a round
 *     does; else 1, or 0 if the loop stays scalar
 * @param checks how many tests before the loop choose between lanes and the scalar loop, besides
 *     that of the number of iterations
 * @param reason why the loop stays scalar, or null
 * @param remedy what could be done about it, or null
 */
public record LoopReport(
    int line, int lanes, int interleave, int jam, int checks, String reason, String remedy) {
  static LoopReport of(Verdict verdict) {
    return new LoopReport(
        verdict.line(),
        verdict.lanes(),
        verdict.interleave(),
        verdict.jam(),
        verdict.checks(),
        verdict.reason(),
        verdict.remedy());
  }

  /** True if the loop is SIMD code, but for its last iterations. */
  public boolean isVectorized() {
    return lanes > 0;
  }

  /** One line for people, such as {@code loop at line 12: 16 lanes, 2 registers, 1 check}. */
  @Override
  public String toString() {
    return new Verdict(line, lanes, interleave, jam, checks, reason, remedy).toString();
  }
}
