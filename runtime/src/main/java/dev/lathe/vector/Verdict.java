package dev.lathe.vector;

/**
 * What has become of a loop.
 *
 * @param line of the function's source, 0 if it is not known
 * @param lanes how many iterations a round does; 0 if the loop stays scalar
 * @param interleave how many registers of the widest type a round takes for each value
 * @param jam of a loop that has loops in it, how many iterations of the loop around it a round
 *     does; else 1, or 0 if the loop stays scalar
 * @param checks how many tests before the loop choose between lanes and the scalar loop, besides
 *     that of the number of iterations
 * @param reason why the loop stays scalar, or null
 * @param remedy what could be done about it, or null
 */
public record Verdict(
    int line, int lanes, int interleave, int jam, int checks, String reason, String remedy) {
  static Verdict scalar(int line, Obstacle obstacle) {
    return new Verdict(line, 0, 0, 0, 0, obstacle.reason(), obstacle.remedy());
  }

  public boolean isVectorized() {
    return lanes > 0;
  }

  @Override
  public String toString() {
    String where = line == 0 ? "loop" : "loop at line " + line;
    if (!isVectorized()) {
      return where + ": scalar: " + reason + (remedy == null ? "" : "; " + remedy);
    }
    return where
        + ": "
        + lanes
        + " lanes"
        + (interleave > 1 ? ", " + interleave + " registers" : "")
        + (jam > 1 ? ", jam " + jam : "")
        + (checks > 0 ? ", " + checks + (checks == 1 ? " check" : " checks") : "");
  }
}
