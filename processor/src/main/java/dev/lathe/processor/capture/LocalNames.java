package dev.lathe.processor.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of the parameters and local variables in scope, in any number and depth (JLS 6.3). */
final class LocalNames {
  private final List<String> declared = new ArrayList<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /** Begins a scope; returns what {@link #leave} wants. */
  int enter() {
    return declared.size();
  }

  void leave(int mark) {
    while (declared.size() > mark) {
      counts.merge(declared.removeLast(), -1, Integer::sum);
    }
  }

  void declare(String name) {
    declared.add(name);
    counts.merge(name, 1, Integer::sum);
  }

  boolean contains(String name) {
    return counts.getOrDefault(name, 0) > 0;
  }
}
