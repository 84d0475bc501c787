package dev.lathe.codegen;

import dev.lathe.ir.Access;
import java.util.List;

/**
 * Compiled code: position-independent, ready to be copied to executable memory at a multiple of
 * {@code alignment}.
 *
 * @param code instructions and, behind them, constants; not to be changed
 * @param entryOffset where to call
 * @param alignment in bytes, a power of two
 * @param returns how the result, or the trap, is told
 * @param sites the trap sites; site number {@code n} is element {@code n - 1}
 * @param recordLongs the size of the record of {@link ReturnConvention#RECORD}, else 0
 * @param frameBytes the stack that a call takes, return address included
 * @param limits of a memory kernel: what its record tells of segments; see {@link
 *     ReturnConvention#ARGUMENTS}
 */
public record MachineCode(
    byte[] code,
    int entryOffset,
    int alignment,
    ReturnConvention returns,
    List<TrapSite> sites,
    int recordLongs,
    int frameBytes,
    List<Limit> limits) {

  /** Code of a kernel without arrays and segments. */
  public MachineCode(
      byte[] code,
      int entryOffset,
      int alignment,
      ReturnConvention returns,
      List<TrapSite> sites,
      int recordLongs,
      int frameBytes) {
    this(code, entryOffset, alignment, returns, sites, recordLongs, frameBytes, List.of());
  }

  /**
   * How many indices, from 0, {@code access} may use on the segment of a slot: of n = its element's
   * bytes and s = the segment's, s / n if the access counts elements, else max(0, s - n + 1). It is
   * 0 where no access is possible: of null, if the segment is dead or of another thread, if it is
   * read-only and the access writes. Of an aligned access it is 0 also if {@code maxByteAlignment}
   * of the segment is less than n, unless the segment is native and the access counts bytes: then
   * the code itself finds out whether the address is aligned. Of slot 0 and of arrays it is 0.
   */
  public record Limit(int slot, Access access) {}
}
