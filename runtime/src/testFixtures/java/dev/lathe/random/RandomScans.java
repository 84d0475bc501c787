package dev.lathe.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Assignment;
import dev.lathe.random.JavaExpression.Call;
import dev.lathe.random.JavaExpression.Cast;
import dev.lathe.random.JavaExpression.Element;
import dev.lathe.random.JavaExpression.Variable;
import dev.lathe.random.JavaStatement.Effect;
import dev.lathe.random.JavaStatement.If;
import java.util.List;
import java.util.Random;

/** Makes reductions whose value is stored in each iteration. */
final class RandomScans {
  private static final List<String> OPERATORS = List.of("+=", "+=", "-=", "^=", "&=", "|=", "*=");

  private RandomScans() {}

  /**
   * {@code s += x; b[i] = s}, or the other way round.
   *
   * @param sum a number
   * @param condition of what is conditional
   */
  static JavaStatement of(
      Random random, Variable sum, JavaExpression term, JavaExpression condition, Element target) {
    JavaStatement update = new Effect(update(random, sum, term));
    if (random.nextInt(4) == 0) {
      update = new If(condition, List.of(update), List.of());
    }
    JavaType type = target.type();
    JavaExpression value = type == JavaType.BOOLEAN ? condition : new Cast(type, sum);
    if (random.nextInt(4) == 0 && type != JavaType.BOOLEAN) {
      value = new Cast(type, RandomExpressions.binary(type.promoted(), "+", value, target));
    }
    JavaStatement store = new Effect(new Assignment(target, "=", value));
    boolean isExclusive = random.nextInt(3) == 0;
    return new JavaStatement.Block(
        null, isExclusive ? List.of(store, update) : List.of(update, store));
  }

  private static JavaExpression update(Random random, Variable sum, JavaExpression term) {
    JavaType type = sum.type();
    if (type.isIntegral() && random.nextInt(3) != 0) {
      return new Assignment(sum, OPERATORS.get(random.nextInt(OPERATORS.size())), term);
    }
    JavaType number = type.promoted();
    String name = random.nextBoolean() ? "Math.min" : "Math.max";
    JavaExpression least = new Call(number, name, List.of(sum, new Cast(number, term)));
    JavaExpression fitting = number == type ? least : new Cast(type, least);
    return new Assignment(sum, "=", fitting);
  }
}
