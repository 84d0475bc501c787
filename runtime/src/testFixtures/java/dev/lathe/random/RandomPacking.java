package dev.lathe.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Assignment;
import dev.lathe.random.JavaExpression.Element;
import dev.lathe.random.JavaExpression.Step;
import dev.lathe.random.JavaExpression.Variable;
import dev.lathe.random.JavaStatement.Declaration;
import dev.lathe.random.JavaStatement.Effect;
import dev.lathe.random.JavaStatement.If;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Makes what loops store one after the other where a condition holds, or nearly so. */
final class RandomPacking {
  private RandomPacking() {}

  /** Adds a counter of what is stored. */
  static Variable counter(
      List<JavaStatement> body, ProgramGenerator generator, RandomLaneValues values) {
    var counter = new Variable(JavaType.INT, generator.name("k"), false);
    boolean zero = generator.random.nextInt(3) != 0;
    JavaExpression first = zero ? RandomArrays.literal(0) : values.small();
    body.add(new Declaration(false, false, JavaType.INT, List.of(counter.name()), List.of(first)));
    return counter;
  }

  /** {@code if (c) b[k++] = x}, or {@code a[k++] = a[i]}. */
  static JavaStatement of(
      Variable counter,
      JavaExpression index,
      ProgramGenerator generator,
      JavaExpression condition,
      Function<JavaType, JavaExpression> value) {
    Random random = generator.random;
    RandomArrays arrays = generator.expressions.arrays;
    var stores = new ArrayList<JavaStatement>();
    for (int i = random.nextInt(6) / 4; i >= 0; i--) {
      boolean counts = i == 0 && random.nextInt(8) != 0;
      Variable array = arrays.any();
      var target = new Element(array, counts ? new Step(counter, "++", false) : counter);
      JavaExpression stored =
          random.nextInt(3) == 0 ? new Element(array, index) : value.apply(target.type());
      stores.add(new Effect(new Assignment(target, "=", stored)));
    }
    return new If(condition, stores, List.of());
  }
}
