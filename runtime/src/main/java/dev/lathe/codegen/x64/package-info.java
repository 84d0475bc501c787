/**
 * The x86-64 target: op table, encoder, lowering rules and calling convention.
 *
 * <p>Baseline is x86-64-v3 (AVX2, FMA, BMI2, LZCNT, MOVBE); float instructions are VEX-encoded
 * throughout.
 *
 * <p>{@link dev.lathe.codegen.x64.X64Op} is the table, one row for one line of the manual. Its rows
 * know nothing of each other: {@link dev.lathe.codegen.x64.X64Encoder} and {@link
 * dev.lathe.codegen.x64.X64Printer} read their columns. To add an instruction, add its row and
 * rewrite the test vectors with {@code -Dlathe.bless}, which asks the disassembler first.
 */
package dev.lathe.codegen.x64;
