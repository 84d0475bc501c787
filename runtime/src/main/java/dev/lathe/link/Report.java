package dev.lathe.link;

import dev.lathe.codegen.x64.X64Features;
import dev.lathe.ir.Function;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Module;
import dev.lathe.link.LinkException.Code;
import dev.lathe.vector.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

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
      Holders.initialize(nested);
      KernelSite site = KernelSite.of(nested);
      if (site != null) {
        sites.add(site);
      }
    }
    if (sites.isEmpty()) {
      throw new LinkException(
          Code.NO_KERNEL,
          generated.getName()
              + " is no class that Lathe generated; pass a generated one, such as AddJit");
    }
    return sites;
  }

  /**
   * The sites of the kernels of that name.
   *
   * @throws LinkException if there is none
   */
  public static List<KernelSite> sites(Class<?> generated, String method) {
    var found = new ArrayList<KernelSite>();
    var names = new TreeSet<String>();
    for (KernelSite site : sites(generated)) {
      names.add(site.methodName());
      if (site.methodName().equals(method)) {
        found.add(site);
      }
    }
    if (found.isEmpty()) {
      throw new LinkException(
          Code.NO_KERNEL,
          generated.getName() + " has no kernel named " + method + ", but " + names);
    }
    return found;
  }

  /** IR and machine code of the kernels of that name. */
  public static String explain(Class<?> generated, String method) {
    var text = new StringBuilder();
    for (KernelSite site : sites(generated, method)) {
      explain(site, text);
    }
    return text.toString();
  }

  /** IR and machine code of a kernel. */
  public static String explain(KernelSite site) {
    var text = new StringBuilder();
    explain(site, text);
    return text.toString();
  }

  private static void explain(KernelSite site, StringBuilder text) {
    site.link();
    Function function = site.build();
    Module module = function.callees().isEmpty() ? null : site.module();
    text.append("; ").append(site.signature());
    text.append(", as built\n").append(print(function, module));
    if (site.form() != NativeMode.AUTO) {
      text.append("; runs in its ").append(site.form()).append(" form: ");
      text.append(site.reason()).append('\n');
      return;
    }
    if (module == null) {
      NativeCompiler.optimise(function, Options.get());
    } else {
      NativeCompiler.optimise(module, Options.get());
      function = module.root();
      module = NativeCompiler.calling(module);
    }
    for (Verdict loop : site.loops()) {
      text.append("; ").append(loop).append('\n');
    }
    X64Features features = Host.get().features();
    text.append("; optimised\n").append(print(function, module));
    text.append("; machine code, x86-64 ").append(features).append('\n');
    text.append(NativeCompiler.listing(function, module, features));
  }

  private static String print(Function function, Module module) {
    return module == null ? IrPrinter.print(function) : IrPrinter.print(module);
  }

  public static long compiledKernels() {
    return Dispatcher.compiledKernels();
  }

  public static long fallbackKernels() {
    return Dispatcher.fallbackKernels();
  }
}
