package dev.lathe.processor.check;

import dev.lathe.ir.Callee;
import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import dev.lathe.lang.Checked;
import dev.lathe.lang.Checker;
import dev.lathe.processor.capture.Captured;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * The kernels of one interface that have a source, by the symbols that calls of them name: what a
 * kernel calls that is not among them is known when it is linked.
 */
public final class KnownKernels {
  private record Known(Captured captured, Contract contract) {}

  private final Map<String, Known> kernels = new HashMap<>();

  /** Adds a kernel that calls name {@code symbol}. */
  public void add(String symbol, Captured kernel, Contract contract) {
    kernels.put(symbol, new Known(kernel, contract));
  }

  /** The module of {@code root} and all that it calls, or null if not all of it is known. */
  Module module(String symbol, Function root) {
    var module = new Module(symbol, root);
    var pending = new ArrayDeque<Function>();
    pending.add(root);
    while (!pending.isEmpty()) {
      for (Callee callee : pending.remove().callees()) {
        if (module.function(callee) == null) {
          Function function = function(callee.symbol());
          if (function == null) {
            return null;
          }
          module.add(callee.symbol(), function);
          pending.add(function);
        }
      }
    }
    return module;
  }

  private Function function(String symbol) {
    Known known = kernels.get(symbol);
    if (known == null
        || known.captured.leftToJavac() != null
        || !known.captured.diagnostics().isEmpty()) {
      return null;
    }
    Checked checked = Checker.check(known.captured.kernel());
    return checked.diagnostics().isEmpty() ? known.contract.lower(checked, known.captured) : null;
  }
}
