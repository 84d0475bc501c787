package dev.lathe.ir;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Functions that call each other by {@link Callee#symbol}. The first is the root: the one that is
 * called from outside. A function belongs to one module. Not thread-safe.
 */
public final class Module {
  private final LinkedHashMap<String, Function> functions = new LinkedHashMap<>();

  /** A module of no functions. */
  public Module() {}

  /** A module whose root is {@code root}. */
  public Module(String symbol, Function root) {
    add(symbol, root);
  }

  /** A module of one function, which calls none but itself by its name. */
  public static Module of(Function function) {
    return new Module(function.name(), function);
  }

  /**
   * Adds a function; the first one added is the root.
   *
   * @throws IrException if there is one of that symbol
   */
  public Module add(String symbol, Function function) {
    if (functions.putIfAbsent(symbol, function) != null) {
      throw new IrException("two functions are " + symbol);
    }
    return this;
  }

  /** Removes the function of that symbol, which must not be the root. */
  public void remove(String symbol) {
    if (symbol.equals(rootSymbol())) {
      throw new IllegalArgumentException("the root stays");
    }
    functions.remove(symbol);
  }

  /** The function of that symbol, or null. */
  public Function function(String symbol) {
    return functions.get(symbol);
  }

  /** The function that {@code callee}, of a function of this module, names; or null. */
  public Function function(Callee callee) {
    return functions.get(callee.symbol());
  }

  public Function root() {
    return functions.firstEntry().getValue();
  }

  public String rootSymbol() {
    return functions.firstEntry().getKey();
  }

  /** The symbols, the root's first, in the order of {@link #functions}; read only. */
  public List<String> symbols() {
    return List.copyOf(functions.keySet());
  }

  /** The functions, the root first; read only. */
  public Collection<Function> functions() {
    return Collections.unmodifiableCollection(functions.values());
  }

  public int size() {
    return functions.size();
  }

  /** True if a function has a table of callees that is not empty. */
  public boolean hasCalls() {
    for (Function function : functions.values()) {
      if (!function.callees().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Verifies each function ({@link Verifier}), and that what they call is there and has the types
   * that they think.
   *
   * @throws IrException if something is wrong
   */
  public void verify() {
    if (functions.isEmpty()) {
      throw new IrException("a module needs a function");
    }
    var errors = new ArrayList<String>();
    for (Function function : functions.values()) {
      Verifier.verify(function);
      for (Callee callee : function.callees()) {
        Function called = function(callee);
        if (called == null) {
          errors.add(function.name() + " calls " + callee.symbol() + ", which is not there");
        } else if (!isOf(callee, called)) {
          errors.add(function.name() + " calls " + callee + ", which has other types");
        }
      }
    }
    if (!errors.isEmpty()) {
      throw new IrException(String.join("\n", errors));
    }
  }

  private static boolean isOf(Callee callee, Function function) {
    if (callee.result() != function.result()
        || callee.params().size() != function.params().size()) {
      return false;
    }
    for (int i = 0; i < function.params().size(); i++) {
      if (callee.params().get(i) != function.params().get(i).type()) {
        return false;
      }
    }
    return true;
  }

  /** The text form. */
  @Override
  public String toString() {
    return IrPrinter.print(this);
  }
}
