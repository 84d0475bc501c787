package dev.lathe.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Function;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Literal;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.testing.EdgeValues;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Compares two functions of the same parameters over edge values, in the interpreter. */
final class Equivalence {
  private static final int MAX_TUPLES = 2_500;

  private Equivalence() {}

  /** Fails unless both give the same results and exceptions for tuples of edge values. */
  static void check(Function before, Function after, boolean[] used) {
    long[][] choices = new long[before.params().size()][];
    long tuples = 1;
    long limit = MAX_TUPLES;
    for (int i = 0; i < choices.length; i++) {
      Value param = before.params().get(i);
      choices[i] = used[i] ? EdgeValues.bits(param.type()) : new long[] {0};
      tuples *= choices[i].length;
      limit = used[i] && param.type().isFloat() ? 4 * MAX_TUPLES : limit; // all pairs of specials
    }
    var random = new SplittableRandom(11);
    boolean all = tuples <= limit;
    long count = all ? tuples : MAX_TUPLES;
    long[] arguments = new long[choices.length];
    for (long t = 0; t < count; t++) {
      long rest = t;
      for (int i = 0; i < choices.length; i++) {
        int n = choices[i].length;
        arguments[i] = choices[i][all ? (int) (rest % n) : random.nextInt(n)];
        rest /= n;
      }
      compare(before, after, arguments);
    }
  }

  static void check(Function before, Function after) {
    boolean[] used = new boolean[before.params().size()];
    Arrays.fill(used, true);
    check(before, after, used);
  }

  /** Fails unless both do the same for {@code arguments}. */
  static void compare(Function before, Function after, long... arguments) {
    Object expected = outcome(before, arguments);
    Object actual = outcome(after, arguments);
    boolean same =
        expected instanceof Long a && actual instanceof Long b
            ? EdgeValues.same(before.result(), a, b)
            : expected.equals(actual);
    if (!same) {
      assertThat(actual)
          .as(
              "%s of%n%s%nbecame%n%s",
              show(before, arguments), IrPrinter.print(before), IrPrinter.print(after))
          .isEqualTo(expected);
    }
  }

  private static Object outcome(Function function, long[] arguments) {
    try {
      long result = Interpreter.runLimited(function, 1_000_000, arguments);
      return function.result() == Type.VOID ? Long.valueOf(0) : Long.valueOf(result);
    } catch (ArithmeticException | IllegalArgumentException e) {
      return e.toString();
    }
  }

  private static String show(Function function, long[] arguments) {
    var text = new StringBuilder("arguments");
    for (int i = 0; i < arguments.length; i++) {
      text.append(' ').append(Literal.print(function.params().get(i).type(), arguments[i]));
    }
    return text.toString();
  }
}
