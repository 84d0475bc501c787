package dev.lathe.opt;

import dev.lathe.ir.Function;
import dev.lathe.ir.Module;

/**
 * A pass over all functions of a module at once. There is nothing in it for one that stands alone.
 */
abstract class ModulePass implements Pass {
  @Override
  public final boolean run(Function function, PassContext context) {
    return false;
  }

  /**
   * Rewrites {@code module}, as {@link Pass#run} does a function.
   *
   * @return whether anything changed
   */
  abstract boolean run(Module module, PassContext context);
}
