package dev.lathe.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Cast;
import dev.lathe.random.JavaExpression.Conditional;
import dev.lathe.random.JavaExpression.Literal;
import dev.lathe.random.JavaExpression.Variable;
import org.junit.jupiter.api.Test;

class JavaExpressionTest {
  /** Else javac converts the long as if it were not a double in between, against JLS 15.25. */
  @Test
  void conditionalsWhoseOperandsAreRoundedKeepParenthesesOfTheirOwn() {
    var c = new Variable(JavaType.BOOLEAN, "c", false);
    var no = new Literal(JavaType.BOOLEAN, "false", 0);
    var zero = new Literal(JavaType.SHORT, "(short) 0", 0);
    var x = new Variable(JavaType.LONG, "x", false);
    var rounded = new Literal(JavaType.DOUBLE, "0d", 0);
    var inner = new Conditional(JavaType.DOUBLE, c, rounded, x);
    var outer = new Conditional(JavaType.DOUBLE, no, zero, inner);
    assertThat(new Cast(JavaType.LONG, outer).print())
        .isEqualTo("(long) (false ? (short) 0 : (c ? 0d : x))");
  }
}
