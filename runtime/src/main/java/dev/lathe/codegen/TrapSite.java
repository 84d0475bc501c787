package dev.lathe.codegen;

import dev.lathe.ir.TrapKind;

/**
 * A place where a kernel may leave by a trap.
 *
 * @param kind what throws
 * @param line the source line, or 0
 */
public record TrapSite(TrapKind kind, int line) {}
