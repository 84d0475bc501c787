package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.lang.CalledMethod;
import dev.lathe.lang.Intrinsics;
import dev.lathe.lang.JavaType;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The main test of exactness: native results against the annotated bodies themselves. */
class JavaOracleTest {
  private static final List<String> NUMERIC =
      List.of("byte", "short", "char", "int", "long", "float", "double");
  private static final List<String> INTEGRAL = List.of("byte", "short", "char", "int", "long");

  static List<String> numeric() {
    return NUMERIC;
  }

  static List<String> integral() {
    return INTEGRAL;
  }

  @ParameterizedTest
  @MethodSource("numeric")
  void arithmeticAndComparisonOfTwoTypes(String left) throws Exception {
    var members = new StringBuilder();
    for (String right : NUMERIC) {
      String result = NUMERIC.indexOf(left) > NUMERIC.indexOf(right) ? left : right;
      result = List.of("byte", "short", "char").contains(result) ? "int" : result;
      String[] operators = {"+", "-", "*", "/", "%"};
      for (int i = 0; i < operators.length; i++) {
        method(members, result, "op" + i, left, right, "a " + operators[i] + " b");
      }
      String[] relations = {"<", ">", "<=", ">=", "==", "!="};
      for (int i = 0; i < relations.length; i++) {
        method(members, "boolean", "is" + i, left, right, "a " + relations[i] + " b");
        method(members, "boolean", "not" + i, left, right, "!(a " + relations[i] + " b)");
      }
    }
    assertThat(JavaOracle.of("", members.toString()).compare()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("integral")
  void bitsAndShiftsOfTwoTypes(String left) throws Exception {
    var members = new StringBuilder();
    for (String right : INTEGRAL) {
      String result = left.equals("long") || right.equals("long") ? "long" : "int";
      method(members, result, "and", left, right, "a & b");
      method(members, result, "or", left, right, "a | b");
      method(members, result, "xor", left, right, "a ^ b");
      String shifted = left.equals("long") ? "long" : "int";
      method(members, shifted, "shl", left, right, "a << b");
      method(members, shifted, "shr", left, right, "a >> b");
      method(members, shifted, "ushr", left, right, "a >>> b");
    }
    assertThat(JavaOracle.of("", members.toString()).compare()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("numeric")
  void castsAssignmentsAndStepsOfATarget(String target) throws Exception {
    var members = new StringBuilder();
    for (String from : NUMERIC) {
      if (!from.equals(target)) { // javac warns of casts to the type itself
        method(members, target, "cast", from, "int", "(" + target + ") a");
      }
      for (String operator : List.of("+", "-", "*", "/", "%")) {
        assignment(members, target, from, operator);
      }
      if (INTEGRAL.contains(target) && INTEGRAL.contains(from)) {
        for (String operator : List.of("&", "|", "^", "<<", ">>", ">>>")) {
          assignment(members, target, from, operator);
        }
      }
    }
    for (String step : List.of("a++", "a--", "++a", "--a")) {
      String name = (step.startsWith("a") ? "post" : "pre") + (step.contains("+") ? "Inc" : "Dec");
      members
          .append("  default double %s(%s a) { %s x = %s; ".formatted(name, target, target, step))
          .append("return x * 3.0 + a; }\n");
    }
    assertThat(JavaOracle.of("", members.toString().replace("@Lossy ", "")).compare()).isPositive();
  }

  private static void assignment(
      StringBuilder members, String target, String from, String operator) {
    String name = "set" + Math.abs(operator.hashCode());
    members.append(
        """
          @SuppressWarnings("lossy-conversions")
          default %s %s_%s(%s a, %s b) { a %s= b; return a; }
        """
            .formatted(target, name, from, target, from, operator));
  }

  private static void method(
      StringBuilder members, String result, String name, String a, String b, String expression) {
    members.append(
        "  default %s %s_%s(%s a, %s b) { return %s; }\n"
            .formatted(result, name, b + a, a, b, expression));
  }

  @Test
  void unaryOperatorsAndBooleans() throws Exception {
    var members = new StringBuilder();
    for (String type : NUMERIC) {
      String result = List.of("byte", "short", "char").contains(type) ? "int" : type;
      members.append("  default %s neg(%s a) { return -a; }\n".formatted(result, type));
      members.append("  default %s plus(%s a) { return +a; }\n".formatted(result, type));
      if (INTEGRAL.contains(type)) {
        members.append("  default %s com(%s a) { return ~a; }\n".formatted(result, type));
      }
    }
    for (String operator : List.of("&", "|", "^", "&&", "||", "==", "!=")) {
      members.append(
          "  default boolean logic%d(boolean a, boolean b) { return a %s b; }\n"
              .formatted(Math.abs(operator.hashCode()), operator));
    }
    members.append(
        """
          default boolean not(boolean a) { return !a; }
          default boolean assigned(boolean a, boolean b) { a &= b; b |= a; a ^= !b; return a; }
          default boolean both(int a, int b) { return b != 0 && a / b > 2 || a > 10 && b <= 0; }
          default int pick(boolean c, int a, int b) { return c ? a : b; }
          default double mixed(boolean c, int a, double b) { return c ? a : b; }
          default long nested(int a, long b) { return a < 0 ? b < 0 ? -1L : a : b > a ? b : 7; }
          default char character(boolean a) { return a ? 1 : 'a'; }
          default int effects(int a, int b) { int r = a++ + a * (b = 3) - --a / b; r += b++ + ++b; return r; }
          default int lazy(int a, int b) { int n = 0; boolean c = a > 0 && (n = b) > 3 | (n += 2) > 4; return c ? n : -n; }
          default long order(int a, long b) { long x = a, y; y = x = b + a; x <<= 70; return x ^ y >>> (int) b; }
          default float corner(float a, int b) { b += 3.5; float r = (float) (a * 2.0) + b; r %= 7; return r; }
          default int saturate(double a, float b) { return (int) a + (byte) b + (short) a + (char) b; }
          default int big(int a) { return 0x7fff_ffff + a - 0b1010 * 017 + '\\u0041' + '\\n' + (int) 1e3f; }
        """);
    assertThat(
            JavaOracle.of("", members.toString().replace("b += 3.5;", "b = (int) (b + 3.5);"))
                .compare())
        .isPositive();
  }

  @Test
  void constantsOfEveryOrigin() throws Exception {
    String imports =
        """
        import static java.lang.Math.PI;
        import static java.lang.Integer.*;
        import static java.lang.Math.max;
        import java.time.*;
        import module java.base;
        """;
    String members =
        """
          int OWN = 3 + 4;
          byte NARROW = OWN;
          long SUM = OWN * 1_000_000_007L;
          char LETTER = 'x';
          boolean YES = OWN > 3 && !false;
          interface Inner { float HALF = 1 / 2f; }
          boolean SAME = "x" == "x" + "";
          int FIRST = K.SECOND * 2 + (SAME ? 1 : 0);
          int SECOND = (int) Inner.HALF + 21;
          default int forward(int a) { return a + FIRST + SECOND; }
          default double pi(double a) { return a * PI; }
          default int demand(int a) { return a ^ MIN_VALUE ^ SIZE; }
          default int own(int a) { return a + OWN * NARROW + LETTER; }
          default long qualified(long a) { return a + K.SUM + Long.MAX_VALUE + java.lang.Short.MIN_VALUE; }
          default float inner(float a) { return YES ? a * Inner.HALF : Float.MIN_NORMAL; }
          default int imported(int a) { return a + Year.MAX_VALUE + java.time.Year.MIN_VALUE; }
          default int shadowed(int OWN) { int NARROW = OWN + 1; return OWN * NARROW; }
          default int calls(int a, int b) { return max(a, b) + bitCount(a) + Math.min(b, K.OWN) + StrictMath.abs(a); }
          default int local(int a) { final int k = 5; byte b = k; return a / k + b; }
        """;
    assertThat(JavaOracle.of(imports, members.replace("Math.min", "java.lang.Math.min")).compare())
        .isPositive();
  }

  @Test
  void methodsThatTwoImportsOnDemandOffer() throws Exception {
    String imports = "import static java.lang.Integer.*;\nimport static java.lang.Math.*;\n";
    String members =
        """
          default long longs(long a, long b) { return max(a, b) + bitCount((int) a); }
          default double doubles(double a, float b) { return min(a, b) - signum((int) a); }
        """;
    assertThat(JavaOracle.of(imports, members).compare()).isPositive();
  }

  static List<String> owners() {
    return Intrinsics.all().stream().map(CalledMethod::owner).distinct().sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("owners")
  void everyIntrinsic(String owner) throws Exception {
    var members = new StringBuilder();
    int count = 0;
    for (CalledMethod row : Intrinsics.all()) {
      if (!row.owner().equals(owner) || row.result() == JavaType.VOID) {
        continue;
      }
      var parameters = new StringBuilder();
      var arguments = new StringBuilder();
      for (int i = 0; i < row.parameters().size(); i++) {
        parameters
            .append(i == 0 ? "" : ", ")
            .append(row.parameters().get(i))
            .append(" p")
            .append(i);
        arguments.append(i == 0 ? "p" : ", p").append(i);
      }
      members.append(
          "  default %s m%d(%s) { return %s.%s(%s); }\n"
              .formatted(row.result(), count++, parameters, owner, row.method(), arguments));
    }
    assertThat(JavaOracle.of("", members.toString()).compare()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 17, 60, 254})
  void manyParameters(int count) throws Exception {
    var parameters = new StringBuilder();
    var sum = new StringBuilder("0");
    for (int i = 0; i < count; i++) {
      parameters.append(i == 0 ? "int p" : ", int p").append(i);
      sum.append(" + p").append(i).append(" * ").append(i + 1);
    }
    CompiledClasses classes =
        TestCompiler.classes(
            "public interface K { @dev.lathe.Jit default int f(%s) { return %s; } }\n"
                .formatted(parameters, sum));
    Class<?>[] types = new Class<?>[count];
    var arguments = new Object[count];
    int expected = 0;
    for (int i = 0; i < count; i++) {
      types[i] = int.class;
      arguments[i] = i * 7919;
      expected += i * 7919 * (i + 1);
    }
    Object kernels = classes.load("KJit").getMethod("create").invoke(null);
    assertThat(classes.load("K").getMethod("f", types).invoke(kernels, arguments))
        .isEqualTo(expected);
  }

  @Test
  void manyParametersOfEveryType() throws Exception {
    var parameters = new StringBuilder();
    var sum = new StringBuilder("0.0");
    String[] types = {"byte", "short", "char", "int", "long", "float", "double"};
    for (int i = 0; i < 21; i++) {
      parameters.append(i == 0 ? "" : ", ").append(types[i % 7]).append(" p").append(i);
      sum.append(" + p").append(i);
    }
    CompiledClasses classes =
        TestCompiler.classes(
            """
            public interface K {
              @dev.lathe.Jit default double f(%s, boolean last) { return last ? %s : -1; }
              static double f() {
                byte b = -7;
                return KJit.create().f(b, (short) -8, 'c', 4, 5L, 0.5f, 0.25, b, (short) 9, 'd', -4, 1L << 40,
                    -1.5f, 1e10, b, (short) 1, 'e', 8, -3L, 2.5f, -0.125, true);
              }
            }
            """
                .formatted(parameters, sum));
    double expected =
        -7
            - 8
            + 'c'
            + 4
            + 5
            + 0.5
            + 0.25
            - 7
            + 9
            + 'd'
            - 4
            + (1L << 40)
            - 1.5
            + 1e10
            - 7
            + 1
            + 'e'
            + 8
            - 3
            + 2.5
            - 0.125;
    assertThat(classes.load("K").getMethod("f").invoke(null)).isEqualTo(expected);
  }

  /**
   * JLS 15.25: the operand is converted to float, the conditional's type, then to double. javac
   * converts it straight to double where the conditional stands without parentheses, so here plain
   * Java is no oracle.
   */
  @Test
  void anIntInAConditionalOfTypeFloatIsRoundedToFloat() throws Exception {
    CompiledClasses classes =
        TestCompiler.classes(
            """
            @dev.lathe.Jit
            public interface K {
              default double f(boolean c, int i, float f) {
                double d = c ? i : f;
                return d;
              }
            }
            """);
    Object kernels = classes.load("KJit").getMethod("create").invoke(null);
    Method f = classes.load("K").getMethod("f", boolean.class, int.class, float.class);
    assertThat(f.invoke(kernels, true, 16_777_217, 1f)).isEqualTo(16_777_216.0);
  }
}
