package dev.lathe.processor.emit;

import dev.lathe.ir.Function;
import dev.lathe.processor.discover.GeneratedClass;
import java.util.Map;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;

/** A kernel of a generated class: by whom its function is built. */
public sealed interface KernelMethod {
  ExecutableElement method();

  /** False if it is known to call no other kernel. */
  default boolean mayCall() {
    return !(this instanceof Compiled compiled) || !compiled.function().callees().isEmpty();
  }

  /**
   * By the generated class itself.
   *
   * @param owners the classes that give the functions of kernels that it calls by name, by the
   *     binary names of their interfaces
   * @param tableOwners the classes that have the lookup tables it reads, by their binary names
   */
  record Compiled(
      ExecutableElement method,
      Function function,
      SourceLines lines,
      Map<String, GeneratedClass> owners,
      Map<String, TypeElement> tableOwners)
      implements KernelMethod {}

  /** By the class that was generated for the interface from which the kernel is inherited. */
  record Inherited(ExecutableElement method, GeneratedClass generated) implements KernelMethod {}
}
