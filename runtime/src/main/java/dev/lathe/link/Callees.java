package dev.lathe.link;

import dev.lathe.ir.Callee;
import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import dev.lathe.link.LinkException.Code;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects the functions that a kernel calls, directly or not, into a module. Those that are called
 * on the implementing object ({@code this.gcd(II)I}) are the kernels of the site's own generated
 * class. One that is called by the name of its interface is asked of the class that gave the
 * caller, which knows the class that has it: the call is compiled into generated code, so it finds
 * what the caller's source saw, across packages, modules and class loaders.
 */
final class Callees {
  private final KernelSite site;
  private final LinkedHashMap<String, Function> functions = new LinkedHashMap<>();
  private final Map<Function, String> paths = new HashMap<>();
  private final ArrayDeque<Function> pending = new ArrayDeque<>();

  private Callees(KernelSite site) {
    this.site = site;
  }

  /**
   * The module whose root is {@code root}, the kernel of {@code site}.
   *
   * @throws LinkException if a kernel that is called is not there
   */
  static Module module(KernelSite site, Function root) {
    return new Callees(site).collect(root);
  }

  private Module collect(Function root) {
    String signature = site.methodName() + site.method().toMethodDescriptorString();
    String name = site.declaring().getName() + "." + signature;
    String symbol = "this." + signature;
    paths.put(root, "");
    pending.add(root);
    while (!pending.isEmpty()) {
      Function caller = pending.remove();
      for (Callee callee : caller.callees()) {
        if (callee.symbol().equals(name)) {
          symbol = name; // a static kernel: nothing else calls kernels of this interface by name
        } else if (!callee.symbol().equals(symbol) && !functions.containsKey(callee.symbol())) {
          functions.put(callee.symbol(), find(caller, callee.symbol()));
        }
      }
    }
    var module = new Module(symbol, root);
    for (Map.Entry<String, Function> entry : functions.entrySet()) {
      module.add(entry.getKey(), entry.getValue());
    }
    module.verify();
    return module;
  }

  private Function find(Function caller, String symbol) {
    int start = symbol.lastIndexOf('.', symbol.indexOf('(')) + 1;
    boolean virtual = symbol.startsWith("this.");
    String path = virtual ? "" : paths.get(caller);
    Function function;
    try {
      function = site.function(path + (virtual ? symbol.substring(start) : symbol));
    } catch (LinkageError e) {
      throw new LinkException(Code.CALLEE, missing(caller, symbol, start) + " (" + e + ")", e);
    }
    if (function == null) {
      throw new LinkException(Code.CALLEE, missing(caller, symbol, start));
    }
    paths.put(function, virtual ? "" : path + symbol.substring(0, start));
    pending.add(function);
    return function;
  }

  private String missing(Function caller, String symbol, int start) {
    String call = "kernel " + caller.name() + " calls " + symbol.substring(start);
    if (symbol.startsWith("this.")) {
      return call
          + ", which is no kernel of "
          + site.declaring().getName()
          + "; annotate that method with @Jit and compile the interface again";
    }
    String owner = symbol.substring(0, start - 1);
    return call
        + " of "
        + owner
        + ", which is not there any more, or no kernel; compile both interfaces again, with Lathe's"
        + " processor";
  }
}
