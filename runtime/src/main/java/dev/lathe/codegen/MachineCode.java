package dev.lathe.codegen;

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
 */
public record MachineCode(
    byte[] code,
    int entryOffset,
    int alignment,
    ReturnConvention returns,
    List<TrapSite> sites,
    int recordLongs,
    int frameBytes) {}
