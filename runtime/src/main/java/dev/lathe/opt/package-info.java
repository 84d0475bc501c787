/**
 * Scalar passes over the IR, and {@link dev.lathe.opt.Pipeline}, which lists them all.
 *
 * <p>A {@link dev.lathe.opt.Pass} edits a function in place and leaves it verified; it keeps the
 * bits of every result (all NaNs counted as one), the exits and their order. Passes run in any
 * order without harm; tests hold the pipeline to the orders that pay. All are linear in the size of
 * the function and deterministic. This package knows no instruction set.
 */
package dev.lathe.opt;
