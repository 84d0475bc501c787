package dev.lathe.analysis;

import dev.lathe.ir.Block;
import dev.lathe.ir.Callee;
import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;

/**
 * Which functions of a module call which, from its root on: the strongly connected components, by
 * Tarjan (Depth-first search and linear graph algorithms, 1972), without recursion.
 */
public final class CallGraph {
  private final List<String> symbols;
  private final HashMap<String, Integer> numbers = new HashMap<>();
  private final int[][] callees; // one for each call, in order
  private final int[] calls; // of each function, from reachable ones
  private final int[] component; // -1 if not reachable
  private final BitSet recursive = new BitSet();
  private final int[] bottomUp;
  private int reachable;

  private CallGraph(Module module) {
    this.symbols = module.symbols();
    int size = symbols.size();
    for (int f = 0; f < size; f++) {
      numbers.put(symbols.get(f), f);
    }
    this.callees = new int[size][];
    for (int f = 0; f < size; f++) {
      callees[f] = callees(module.function(symbols.get(f)));
    }
    this.component = new int[size];
    Arrays.fill(component, -1);
    this.bottomUp = new int[size];
    new Search().run();
    this.calls = new int[size];
    for (int i = 0; i < reachable; i++) {
      for (int callee : callees[bottomUp[i]]) {
        calls[callee]++;
      }
    }
  }

  public static CallGraph of(Module module) {
    return new CallGraph(module);
  }

  private int[] callees(Function function) {
    if (function.callees().isEmpty()) {
      return new int[0];
    }
    var list = new ArrayList<Integer>();
    for (Block block : function.blocks()) {
      for (Value value : block.values()) {
        if (value.op() == Op.CALL) {
          list.add(number(value.callee()));
        }
      }
    }
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  /** How many functions the root reaches, itself included. */
  public int size() {
    return reachable;
  }

  /** The functions that the root reaches, by number, callees before callers as far as can be. */
  public int bottomUp(int index) {
    return bottomUp[index];
  }

  /** The number of the function that {@code callee} names: its place in the module. */
  public int number(Callee callee) {
    return numbers.get(callee.symbol());
  }

  /** The symbol of function {@code number}. */
  public String symbol(int number) {
    return symbols.get(number);
  }

  /** True if the root reaches function {@code number}. */
  public boolean isReachable(int number) {
    return component[number] >= 0;
  }

  /** How many calls of function {@code number} stand in functions that the root reaches. */
  public int calls(int number) {
    return calls[number];
  }

  /** The functions that function {@code number} calls, one for each call. */
  public int[] callees(int number) {
    return callees[number].clone();
  }

  /** True if function {@code number} may call itself, directly or through others. */
  public boolean isRecursive(int number) {
    return recursive.get(number);
  }

  /** True if the two may call each other. */
  public boolean areMutual(int a, int b) {
    return component[a] == component[b];
  }

  /** The state of the depth-first search. */
  private final class Search {
    private final int[] index = new int[symbols.size()]; // from 1; 0 is not yet seen
    private final int[] low = new int[symbols.size()];
    private final int[] next = new int[symbols.size()]; // callee to be looked at
    private final int[] path = new int[symbols.size()];
    private final int[] open = new int[symbols.size()]; // seen, in no component yet
    private int depth;
    private int opened;
    private int seen;
    private int components;

    void run() {
      enter(0);
      while (depth > 0) {
        int function = path[depth - 1];
        if (next[function] < callees[function].length) {
          int callee = callees[function][next[function]++];
          if (index[callee] == 0) {
            enter(callee);
          } else if (component[callee] < 0) {
            low[function] = Math.min(low[function], index[callee]);
            if (callee == function) {
              recursive.set(function);
            }
          }
        } else {
          leave(function);
        }
      }
    }

    private void enter(int function) {
      index[function] = ++seen;
      low[function] = seen;
      path[depth++] = function;
      open[opened++] = function;
    }

    private void leave(int function) {
      depth--;
      bottomUp[reachable++] = function;
      if (depth > 0) {
        low[path[depth - 1]] = Math.min(low[path[depth - 1]], low[function]);
      }
      if (low[function] < index[function]) {
        return;
      }
      int member;
      do {
        member = open[--opened];
        component[member] = components;
        if (member != function) {
          recursive.set(member);
          recursive.set(function);
        }
      } while (member != function);
      components++;
    }
  }
}
