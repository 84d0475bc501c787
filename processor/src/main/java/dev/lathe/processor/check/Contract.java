package dev.lathe.processor.check;

import dev.lathe.ir.FloatContract;
import dev.lathe.ir.Function;
import dev.lathe.ir.Vectorize;
import dev.lathe.lang.Checked;
import dev.lathe.lang.Lowering;
import dev.lathe.processor.capture.Captured;
import dev.lathe.processor.discover.JitAnnotation;
import javax.lang.model.element.ExecutableElement;

/**
 * What {@code @Jit} says of a kernel and its function carries.
 *
 * @param floats what may be done to its floats
 * @param interruptible whether an interrupt of the thread ends it
 * @param vectorize what is wished of its loops
 */
public record Contract(FloatContract floats, boolean interruptible, Vectorize vectorize) {
  /** What stands on a kernel or its interface. */
  public static Contract of(ExecutableElement kernel) {
    return new Contract(
        FloatContract.valueOf(JitAnnotation.constant(kernel, "floats", "STRICT")),
        JitAnnotation.flag(kernel, "interruptible"),
        Vectorize.valueOf(JitAnnotation.constant(kernel, "vectorize", "AUTO")));
  }

  /** The function of a kernel that has no errors. */
  Function lower(Checked checked, Captured captured) {
    Function function = Lowering.lower(checked, captured.name(), captured.source().name(), floats);
    function.setInterruptible(interruptible);
    function.setVectorize(vectorize);
    return function;
  }
}
