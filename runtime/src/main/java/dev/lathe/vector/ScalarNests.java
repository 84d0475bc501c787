package dev.lathe.vector;

import dev.lathe.analysis.Loops;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Why loops that have loops in them are not lanes. Known before the loops in them have been looked
 * at, and worth a verdict only if one of those stays scalar. They are known by their lines, as they
 * are split in between.
 */
final class ScalarNests {
  private record Nest(Verdict verdict, List<Integer> lines) {}

  private final List<Nest> nests = new ArrayList<>();
  private final Set<Integer> inLanes = new HashSet<>();

  /** Notes the verdict on a loop around {@code inner}. */
  void add(Verdict verdict, List<Loops.Loop> inner) {
    var lines = new ArrayList<Integer>();
    for (Loops.Loop loop : inner) {
      lines.add(Vectorizer.line(loop));
    }
    nests.add(new Nest(verdict, lines));
  }

  /** Notes that an innermost loop has become lanes. */
  void addLanes(int line) {
    inLanes.add(line);
  }

  /** Tells the verdicts that are left, once. */
  void tell(Consumer<Verdict> verdicts) {
    for (Nest nest : nests) {
      if (nest.lines.contains(0) || !inLanes.containsAll(nest.lines)) {
        verdicts.accept(nest.verdict);
      }
    }
    nests.clear();
    inLanes.clear();
  }
}
