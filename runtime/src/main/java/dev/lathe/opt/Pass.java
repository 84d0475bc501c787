package dev.lathe.opt;

import dev.lathe.ir.Function;

/**
 * One step of a {@link Pipeline}. A pass has no state of its own: one instance serves all functions
 * and threads.
 */
public interface Pass {
  /** The name that options, traces and orders use. */
  String name();

  /**
   * Rewrites {@code function}, which is verified before and after. Every rewrite that may be left
   * out asks {@link PassContext#spend} first.
   *
   * @return whether anything changed
   */
  boolean run(Function function, PassContext context);
}
