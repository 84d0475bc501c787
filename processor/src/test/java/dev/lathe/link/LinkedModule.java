package dev.lathe.link;

import dev.lathe.Kernel;
import dev.lathe.ir.Module;

/** The modules that kernels of generated classes are linked to. */
public final class LinkedModule {
  private LinkedModule() {}

  /**
   * That of the kernel of this name and descriptor.
   *
   * @throws IllegalArgumentException if the class has no such kernel
   */
  public static Module of(Class<?> generated, String name, String descriptor) {
    for (Class<?> holder : generated.getDeclaredClasses()) {
      Kernel.initialize(holder);
      KernelSite site = KernelSite.of(holder);
      if (site != null
          && site.methodName().equals(name)
          && site.method().toMethodDescriptorString().equals(descriptor)) {
        return site.module();
      }
    }
    throw new IllegalArgumentException(generated + " has no kernel " + name + descriptor);
  }
}
