package dev.lathe.vector;

import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Parameters of the loop's header that some iterations replace, all at once: those that have a
 * better element than the one kept, as the place of the least does with it; or any, by what does
 * not depend on what was kept. What counts in the end is one iteration: the best, or of equals the
 * first or the last one.
 *
 * @param key the parameter with the element kept; null for none
 * @param comparison of the key and the element of an iteration; null for none
 * @param greatest true if greater ones are better
 * @param first true if of equals the first one counts
 * @param members in the order of the header
 * @param choice whether an iteration replaces them
 */
record Selection(
    Value key,
    Value comparison,
    boolean greatest,
    boolean first,
    List<Member> members,
    Choice choice) {
  /**
   * A parameter.
   *
   * @param next what an iteration makes of it
   * @param by what replaces it; null if there are several
   */
  record Member(Value param, Value next, Value by) {}

  /** Whether an iteration replaces what is kept. */
  sealed interface Choice permits Always, Guarded {}

  /** It does, or does not. */
  record Always(boolean replaces) implements Choice {}

  /** That depends. */
  record Guarded(Step.Guard guard, Choice on, Choice off) implements Choice {}

  /** The member that keeps the place of all. */
  Value owner() {
    return members.getFirst().param();
  }

  Member member(Value param) {
    for (Member member : members) {
      if (member.param == param) {
        return member;
      }
    }
    throw new AssertionError(param);
  }

  /** True if what {@code member} is follows from the iteration that counts. */
  boolean isFollowing(Member member, LoopShape shape) {
    return member.by != null && (shape.isUniform(member.by) || shape.affine(member.by) != null);
  }

  /** What lanes compute: what decides, and what they keep. */
  List<Value> values(LoopShape shape) {
    var all = new ArrayList<Value>();
    for (Member member : members) {
      if (member.param == key || !isFollowing(member, shape)) {
        all.add(member.next);
      }
    }
    addGuards(choice, all);
    return all;
  }

  private static void addGuards(Choice choice, List<Value> all) {
    if (choice instanceof Guarded guarded) {
      if (guarded.guard.condition() != null) {
        all.add(guarded.guard.condition());
      }
      addGuards(guarded.on, all);
      addGuards(guarded.off, all);
    }
  }

  /** The edges that decide. */
  List<CommonPath.Edge> edges() {
    var all = new ArrayList<CommonPath.Edge>();
    addEdges(choice, all);
    return all;
  }

  private static void addEdges(Choice choice, List<CommonPath.Edge> all) {
    if (choice instanceof Guarded guarded) {
      if (guarded.guard.edge() != null) {
        all.add(guarded.guard.edge());
      }
      addEdges(guarded.on, all);
      addEdges(guarded.off, all);
    }
  }
}
