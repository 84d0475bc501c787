package dev.lathe.processor.emit;

import com.palantir.javapoet.ClassName;
import dev.lathe.ir.Function;
import javax.lang.model.element.ExecutableElement;

/** How the generated class implements one kernel. */
public sealed interface KernelMethod {
  ExecutableElement method();

  /** By a holder class of its own. */
  record Compiled(ExecutableElement method, Function function, SourceLines lines)
      implements KernelMethod {}

  /** By the class that was generated for the interface from which the kernel is inherited. */
  record Delegated(ExecutableElement method, ClassName generated) implements KernelMethod {}
}
