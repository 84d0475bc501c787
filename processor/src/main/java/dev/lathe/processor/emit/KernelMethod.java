package dev.lathe.processor.emit;

import com.palantir.javapoet.ClassName;
import dev.lathe.ir.Function;
import javax.lang.model.element.ExecutableElement;

/** A kernel of a generated class: by whom its function is built. */
public sealed interface KernelMethod {
  ExecutableElement method();

  /** By the generated class itself. */
  record Compiled(ExecutableElement method, Function function, SourceLines lines)
      implements KernelMethod {}

  /** By the class that was generated for the interface from which the kernel is inherited. */
  record Inherited(ExecutableElement method, ClassName generated) implements KernelMethod {}
}
