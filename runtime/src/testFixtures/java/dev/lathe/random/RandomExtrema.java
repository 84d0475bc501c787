package dev.lathe.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Assignment;
import dev.lathe.random.JavaExpression.Cast;
import dev.lathe.random.JavaExpression.Conditional;
import dev.lathe.random.JavaExpression.Variable;
import dev.lathe.random.JavaStatement.Declaration;
import dev.lathe.random.JavaStatement.Effect;
import dev.lathe.random.JavaStatement.If;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes statements that keep the least or greatest value so far, and perhaps where it was; and
 * hashes.
 */
final class RandomExtrema {
  private final ProgramGenerator generator;
  private final Random random;

  RandomExtrema(ProgramGenerator generator) {
    this.generator = generator;
    this.random = generator.random;
  }

  /**
   * Compares {@code element} with {@code sum}.
   *
   * @param sums variables of which one may get what the counter is
   */
  JavaStatement statement(
      Variable sum, JavaExpression element, Variable counter, List<Variable> sums) {
    JavaType type = sum.type();
    List<JavaStatement> all = new ArrayList<>();
    JavaExpression value = element;
    if (random.nextInt(4) != 0) {
      String name = generator.name("v");
      all.add(new Declaration(true, false, type, List.of(name), List.of(element)));
      value = new Variable(type, name, false);
    }
    String operator = List.of("<", ">", "<=", ">=").get(random.nextInt(4));
    boolean swaps = random.nextInt(4) == 0;
    JavaExpression a = swaps ? sum : value;
    JavaExpression better =
        RandomExpressions.binary(JavaType.BOOLEAN, operator, a, swaps ? value : sum);
    var then = new ArrayList<JavaStatement>();
    then.add(new Effect(new Assignment(sum, "=", value)));
    Variable other = sums.get(random.nextInt(sums.size()));
    if (other != sum && other.type() != JavaType.BOOLEAN && random.nextInt(3) != 0) {
      JavaExpression place = new Cast(other.type(), counter);
      then.add(random.nextInt(2) * then.size(), new Effect(new Assignment(other, "=", place)));
    } else if (random.nextInt(4) == 0) {
      JavaExpression kept = random.nextInt(8) == 0 ? value : sum;
      JavaExpression chosen = new Conditional(type, better, value, kept);
      all.add(new Effect(new Assignment(sum, "=", chosen)));
      return new JavaStatement.Block(null, all);
    }
    all.add(new If(better, then, List.of()));
    return new JavaStatement.Block(null, all);
  }

  /** {@code sum = sum * by + element}, of integers. */
  JavaStatement polynomial(Variable sum, JavaExpression by, JavaExpression element) {
    JavaType type = sum.type();
    JavaExpression hash = RandomExpressions.binary(type, "*", sum, new Cast(type, by));
    String operator = random.nextInt(4) == 0 ? "-" : "+";
    hash = RandomExpressions.binary(type, operator, hash, element);
    return new Effect(new Assignment(sum, "=", hash));
  }
}
