/**
 * The code generator's target-independent half: machine IR, lowering framework, register allocation
 * with its checker, frames and code buffers.
 *
 * <p>Lowering turns an {@link dev.lathe.ir.Function} into machine instructions over virtual
 * registers; allocation replaces those by physical ones; encoding appends bytes to a buffer. What a
 * target's instructions are is a table of {@link dev.lathe.codegen.MachineOp}s in the target's own
 * package. Knows nothing of Java source.
 */
package dev.lathe.codegen;
