package dev.lathe.link;

import dev.lathe.ir.IrPrinter;
import dev.lathe.link.LinkException.Code;
import java.util.ArrayList;
import java.util.List;

/** What is known about kernels, for the public API. */
public final class Report {
  private Report() {}

  /**
   * The sites of all kernels of a generated class, which this initialises.
   *
   * @throws LinkException if it has none
   */
  public static List<KernelSite> sites(Class<?> generated) {
    var sites = new ArrayList<KernelSite>();
    for (Class<?> nested : generated.getDeclaredClasses()) {
      try {
        Class.forName(nested.getName(), true, nested.getClassLoader());
      } catch (ClassNotFoundException e) {
        throw new AssertionError(e);
      }
      KernelSite site = KernelSite.of(nested);
      if (site != null) {
        sites.add(site);
      }
    }
    if (sites.isEmpty()) {
      throw new LinkException(
          Code.NO_KERNEL, generated.getName() + " is no class that Lathe generated");
    }
    return sites;
  }

  /** IR and machine code of the kernels of that name. */
  public static String explain(Class<?> generated, String method) {
    var text = new StringBuilder();
    for (KernelSite site : sites(generated)) {
      if (site.methodName().equals(method)) {
        LinkedKernel kernel = site.link();
        text.append(IrPrinter.print(site.build()));
        if (kernel.reason() != null) {
          text.append("; runs as ").append(kernel.form()).append(": ").append(kernel.reason());
          text.append('\n');
        }
      }
    }
    if (text.isEmpty()) {
      throw new LinkException(
          Code.NO_KERNEL, generated.getName() + " has no kernel named " + method);
    }
    return text.toString();
  }

  public static long compiledKernels() {
    return Dispatcher.compiledKernels();
  }

  public static long fallbackKernels() {
    return Dispatcher.fallbackKernels();
  }
}
