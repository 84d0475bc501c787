package dev.lathe.processor.check;

import dev.lathe.codegen.x64.X64Features;
import dev.lathe.vector.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** What becomes of a kernel's loops on each level of the instruction set. */
final class LoopVerdicts {
  /**
   * The level on which {@code vectorize = REQUIRED} makes a scalar loop an error: the one with most
   * instructions for vectors, so that a loop which is scalar there is so everywhere.
   */
  static final X64Features REQUIRED = X64Features.AVX512;

  /** The level that every host has, on which such a loop is worth a note. */
  static final X64Features BASELINE = X64Features.AVX2;

  static final List<X64Features> LEVELS = List.of(BASELINE, REQUIRED);

  private final Map<Verdict, List<X64Features>> levels = new LinkedHashMap<>();
  private String unknownCallee;

  void add(Verdict verdict, X64Features level) {
    List<X64Features> same = levels.computeIfAbsent(verdict, _ -> new ArrayList<>());
    if (!same.contains(level)) {
      same.add(level);
    }
  }

  /** Notes that the kernel calls {@code symbol}, which nobody here knows. */
  void setUnknownCallee(String symbol) {
    unknownCallee = symbol;
  }

  /** A kernel that is called and not known, so that no loop has been looked at; else null. */
  String unknownCallee() {
    return unknownCallee;
  }

  /** The verdicts on a level. */
  List<Verdict> on(X64Features level) {
    return levels.entrySet().stream()
        .filter(each -> each.getValue().contains(level))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** All verdicts, in order of their lines. */
  List<Verdict> all() {
    return levels.keySet().stream().sorted((a, b) -> Integer.compare(a.line(), b.line())).toList();
  }

  /** The levels where {@code verdict} holds, as in {@code avx2 and avx512}. */
  String levels(Verdict verdict) {
    var text = new StringJoiner(" and ");
    levels.get(verdict).forEach(level -> text.add(level.toString()));
    return text.toString();
  }
}
