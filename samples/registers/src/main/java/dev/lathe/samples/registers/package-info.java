/**
 * A small language of registers, its interpreter, and its compiler: the tutorial for building
 * kernels at run time with {@link dev.lathe.ir.FunctionBuilder}.
 */
package dev.lathe.samples.registers;
