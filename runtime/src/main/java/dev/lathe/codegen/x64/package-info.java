/**
 * The x86-64 target: op table, encoder, lowering rules and calling convention.
 *
 * <p>Baseline is x86-64-v3 (AVX2, FMA, BMI2, LZCNT, MOVBE); float instructions are VEX-encoded
 * throughout.
 */
package dev.lathe.codegen.x64;
