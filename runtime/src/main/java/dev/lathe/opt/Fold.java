package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.ir.Function;

/**
 * Constant folding, algebraic identities and canonical forms, in one walk: afterwards constants
 * stand on the right, subtraction of a constant is addition, negated compares are the inverse
 * compares. Branches on constants become jumps and what they cut off is removed.
 *
 * <p>Requirements for any fold rule. A rule
 *
 * <ol>
 *   <li>keeps the type of the value it replaces;
 *   <li>gives the same bits for every operand: wrapped sums, MIN_VALUE, distances beyond the width;
 *       for floats NaN (any bits), infinities, both zeros and subnormals;
 *   <li>decreases the measure (cost of the values that are not constants, then the number of
 *       operands out of canonical order), so that folding ends;
 *   <li>uses only operands of the values it matched, which dominate the place of the rewrite;
 *   <li>makes no values that cost more than the matched root alone: an inner value may have other
 *       uses and stay;
 *   <li>neither removes nor moves a value that can exit, unless it is proven not to;
 *   <li>looks at a bounded number of values.
 * </ol>
 */
public final class Fold implements Pass {
  @Override
  public String name() {
    return "fold";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    boolean changed = new Folder(function, context).walk(ControlFlow.of(function));
    return DeadCode.removeUnreachable(function) | changed;
  }
}
