package dev.lathe.testing;

import dev.lathe.ir.Heap;
import dev.lathe.ir.Type;

/**
 * What a call did.
 *
 * @param outcome what it came to
 * @param after what the arguments that are arrays and segments then hold, as {@link Arguments}
 *     describes it; all NaNs alike
 */
record Effect(Outcome outcome, String after) {
  /** Calls {@code kernel}. */
  static Effect of(Engine.Kernel kernel, Arguments arguments) {
    var heap = new Heap();
    long[] bits = arguments.make(heap);
    var outcome = Outcome.of(kernel, heap, bits);
    return new Effect(outcome, arguments.describe(heap, bits));
  }

  boolean isSame(Type result, Effect other) {
    return outcome.isSame(result, other.outcome) && after.equals(other.after);
  }

  String describe(Type result) {
    return outcome.describe(result) + (after.isEmpty() ? "" : " after " + after);
  }
}
