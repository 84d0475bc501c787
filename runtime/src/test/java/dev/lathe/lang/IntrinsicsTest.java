package dev.lathe.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Function;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table against the JDK's own method. */
class IntrinsicsTest {
  private static final List<Class<?>> CLASSES =
      List.of(
          Math.class,
          StrictMath.class,
          Integer.class,
          Long.class,
          Short.class,
          Byte.class,
          Character.class,
          Float.class,
          Double.class,
          Boolean.class);

  /** Methods with primitive types that no kernel may call: tables of Unicode, and chance. */
  private static final Set<String> NOT_ARITHMETIC =
      Set.of(
          "random",
          "digit",
          "forDigit",
          "getDirectionality",
          "getNumericValue",
          "getType",
          "toLowerCase",
          "toTitleCase",
          "toUpperCase");

  static Stream<Method> supported() {
    return primitiveMethods().filter(m -> !find(m).isEmpty() && !isFunction(find(m).getFirst()));
  }

  /** True for what is not java.lang.Math's to the bit. */
  private static boolean isFunction(CalledMethod row) {
    return row.meaning() instanceof CalledMethod.Meaning.Function;
  }

  private static Stream<Method> primitiveMethods() {
    return CLASSES.stream()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(m -> Modifier.isStatic(m.getModifiers()) && Modifier.isPublic(m.getModifiers()))
        .filter(m -> m.getReturnType().isPrimitive())
        .filter(m -> Arrays.stream(m.getParameterTypes()).allMatch(Class::isPrimitive));
  }

  private static List<CalledMethod> find(Method method) {
    return Intrinsics.find(method.getDeclaringClass().getName(), method.getName());
  }

  @ParameterizedTest
  @MethodSource("supported")
  void computesWhatTheJdkComputes(Method method) {
    JavaType[] types =
        Arrays.stream(method.getParameterTypes()).map(JavaOracle::typeOf).toArray(JavaType[]::new);
    var header = new StringBuilder(method.getReturnType() + " f(");
    var call = new StringBuilder(method.getDeclaringClass().getSimpleName());
    call.append('.').append(method.getName()).append('(');
    for (int i = 0; i < types.length; i++) {
      String comma = i == 0 ? "" : ", ";
      header.append(comma).append(types[i]).append(" a").append(i);
      call.append(comma).append('a').append(i);
    }
    String text = header + ") { return " + call + "); }";
    Function function = JavaOracle.lower(text);
    var pair = new JavaOracle.Pair(text, function, method);
    for (Object[] arguments : arguments(types)) {
      pair.compare(arguments);
    }
  }

  /** All tuples of edge values for one and two parameters, some of those for three; random ones. */
  private static List<Object[]> arguments(JavaType[] types) {
    var tuples = new ArrayList<Object[]>();
    tuples.add(new Object[0]);
    for (JavaType type : types) {
      var longer = new ArrayList<Object[]>();
      for (Object[] tuple : tuples) {
        for (Object value : EdgeValues.of(type, 0)) {
          Object[] next = Arrays.copyOf(tuple, tuple.length + 1);
          next[tuple.length] = value;
          longer.add(next);
        }
      }
      tuples = longer;
    }
    var random = new SplittableRandom(1);
    if (types.length == 3) {
      var all = tuples;
      tuples = new ArrayList<>();
      for (int i = 0; i < 1_500; i++) {
        tuples.add(all.get(random.nextInt(all.size())));
      }
    }
    for (int i = 0; i < 200; i++) {
      var tuple = new Object[types.length];
      for (int k = 0; k < tuple.length; k++) {
        tuple[k] = EdgeValues.random(types[k], random);
      }
      tuples.add(tuple);
    }
    return tuples;
  }

  @Test
  void everyPrimitiveMethodIsSupportedOrKnownNotToBe() {
    var missing = new ArrayList<String>();
    for (Method method : primitiveMethods().toList()) {
      String name = method.getName();
      boolean excused =
          NOT_ARITHMETIC.contains(name)
              || method.getDeclaringClass() == Character.class && name.startsWith("is");
      if (find(method).isEmpty() && !excused) {
        missing.add(method.toString());
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void allOverloadsOfASupportedMethodAreInTheTable() {
    for (Method method : supported().toList()) {
      List<JavaType> types =
          Arrays.stream(method.getParameterTypes()).map(JavaOracle::typeOf).toList();
      assertThat(find(method))
          .as(method.toString())
          .anyMatch(row -> row.parameters().equals(types));
    }
  }

  @Test
  void everyRowIsAMethodOfTheJdk() {
    var signatures = new HashSet<String>();
    for (CalledMethod row : Intrinsics.all()) {
      assertThat(signatures.add(row.signature())).as(row.signature()).isTrue();
      assertThat(primitiveMethods())
          .as(row.signature())
          .anyMatch(m ->
              m.getDeclaringClass().getName().equals(row.owner())
                  && m.getName().equals(row.method())
                  && JavaOracle.typeOf(m.getReturnType()) == row.result()
                  && Arrays.stream(m.getParameterTypes())
                      .map(JavaOracle::typeOf)
                      .toList()
                      .equals(row.parameters()));
    }
  }

  @Test
  void overloadsResolveAsJavaResolvesThem() {
    var oracle = new JavaOracle();
    var arguments = new ArrayList<Object[]>();
    for (Object[] row :
        new Object[][] {
          {"double f(short a) { return Math.abs(a) / 2; }", (short) -3},
          {"double f(long a) { return Math.max(1, a) / 2; }", 5L},
          {"double f(int a) { return Math.round(a + 0.5f) / 2; }", 4},
          {"double f(long a) { return Math.round(a) / 2; }", Long.MAX_VALUE},
          {"double f(byte a) { return Math.sqrt(a); }", (byte) 2},
          {"double f(float a, int b) { return Math.min(a, b) / 3; }", 2.5f, 2},
          {"double f(char a) { return Math.floorMod(5L, a) / 2; }", 'b'},
          {"double f(int a) { return Math.floorMod(7L, a) * 4611686018427387904L; }", 4},
          {"double f(int a) { return Math.clamp(a, 1, 5) / 2; }", 9},
          {"double f(long a) { return Math.clamp(a, 1L, 5) / 2; }", 9L},
          {"double f(int a) { return Math.clamp(a, 1, 5f) / 2; }", 9},
          {"double f(int a) { return Math.scalb(a, 2) / 3; }", 9},
          {"double f(char a) { return Integer.bitCount(a); }", 'x'},
          {"double f(int a) { return Long.numberOfLeadingZeros(a); }", -1},
          {"double f(int a) { return StrictMath.copySign(1, a); }", -1},
          {"double f(int a) { return java.lang.Math.ulp(a) * 1e9; }", 1 << 30},
        }) {
      oracle.add((String) row[0]);
      arguments.add(Arrays.copyOfRange(row, 1, row.length));
    }
    List<JavaOracle.Pair> pairs = oracle.compile();
    for (int i = 0; i < pairs.size(); i++) {
      pairs.get(i).compare(arguments.get(i));
    }
  }

  @Test
  void argumentsAreEvaluatedOnceAndFromLeftToRight() {
    var oracle = new JavaOracle();
    oracle.add("int f(int a) { return Math.floorMod(a++, a *= 3) * 1000 + a; }");
    oracle.add("int f(int a) { return Math.addExact(a, a = 7) + Math.max(a += 2, a) * 100; }");
    oracle.add("int f(int a) { int m = 4; return Math.floorMod(m, a) + m * Math.floorMod(a, m); }");
    for (JavaOracle.Pair pair : oracle.compile()) {
      for (Object value : EdgeValues.of(JavaType.INT, 20)) {
        pair.compare(value);
      }
    }
  }
}
