package dev.lathe.opt;

import java.util.List;

/** Which passes of {@link Pipeline} pay only in an order. */
final class PassOrders {
  /**
   * A constraint on a pipeline: the last {@code first} is followed by a {@code then}.
   *
   * @param why what is lost otherwise; never correctness
   */
  record Order(String first, String then, String why) {}

  private PassOrders() {}

  /** The order constraints that every pipeline meets which has both passes. */
  static List<Order> all() {
    return List.of(
        new Order("fast-floats", "expand-math", "bodies count on each rounding in them"),
        new Order("inline", "fold", "constant arguments simplify the copies"),
        new Order("inline", "dead-functions", "copied functions may be called no more"),
        new Order("full-unrolling", "if-conversion", "a loop around short ones is one block"),
        new Order("full-unrolling", "gvn", "copies share what does not change"),
        new Order("full-unrolling", "loop-peeling", "what is written out has no loop"),
        new Order("loop-peeling", "loop-rotation", "what is left is tested at its end"),
        new Order("loop-rotation", "jump-threading", "a way out of a loop is decided by its test"),
        new Order("jump-threading", "if-conversion", "branches on one condition make one diamond"),
        new Order("strength-reduction", "gvn", "x / 10 and x % 10 share their quotient"),
        new Order("loop-rotation", "bit-counting", "a loop must be one block"),
        new Order("loop-rotation", "gvn", "a bound at the end is the one before the loop"),
        new Order("index-checks", "loop-splitting", "what is proven needs no copy"),
        new Order("loop-rotation", "load-elimination", "a load at the end is one before it"),
        new Order("switch-branches", "if-conversion", "sides of a switch become selects"),
        new Order(
            "jump-threading", "switch-branches", "edges that decide a switch need no branches"),
        new Order("loop-splitting", "loop-unrolling", "copies without checks are smaller"),
        new Order("loop-splitting", "vectorize", "a loop must be free of checks"),
        new Order("vectorize-nests", "loop-splitting", "a nest has few loops"),
        new Order(
            "vectorize", "invariant-motion", "what does not change is computed in lanes once"),
        new Order("vectorize", "loop-unrolling", "rounds of iterations are one after the other"),
        new Order("loop-unrolling", "load-elimination", "copies share what they load"),
        new Order("invariant-motion", "loop-unrolling", "a bound may be computed in the loop"),
        new Order("loop-unrolling", "dead-code", "loads leave indices behind"),
        new Order("loop-splitting", "invariant-motion", "lengths are computed before both loops"),
        new Order("loop-splitting", "strength-reduction", "it divides by constants"),
        new Order("loop-rotation", "counter-offsets", "a test at the end says what it counts"),
        new Order("counter-offsets", "loop-splitting", "it divides loops that count their test"),
        new Order("loop-rotation", "index-checks", "a test at the end holds in the body"),
        new Order("loop-rotation", "range-propagation", "a test at the end holds in the body"),
        new Order(
            "loop-rotation", "invariant-motion", "a body entered for certain has a preheader"),
        new Order("strength-reduction", "invariant-motion", "parts of a division may not change"),
        new Order("loop-rotation", "induction-variables", "a product in the body is in each round"),
        new Order("induction-variables", "strength-reduction", "products are recognised"),
        new Order("induction-variables", "dead-code", "a counter may be unused then"),
        new Order("if-conversion", "fold", "selects of truth values become and, or"),
        new Order("if-conversion", "hoisting", "a predictable branch is not worth a select"),
        new Order("expand-math", "rare-branches", "bodies say what is unlikely"),
        new Order("if-conversion", "rare-branches", "a selection would be made of the branch"),
        new Order("expand-math", "fold", "constant operands simplify the body"),
        new Order("expand-math", "gvn", "copies of the body share what they have in common"),
        new Order("fold", "gvn", "equal computations have equal forms only when folded"),
        new Order("fold", "dead-code", "operands of folded values are unused"),
        new Order("gvn", "dead-code", "merged values leave blocks and parameters behind"));
  }
}
