package dev.lathe.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random kernels of every construct against javac and the JVM. {@code -Dlathe.random.kernels=20000}
 * with another {@code -Dlathe.random.seed} makes a long search of it.
 */
class RandomKernelTest {
  private static final JavaType[] TYPES = {
    JavaType.BOOLEAN,
    JavaType.BYTE,
    JavaType.SHORT,
    JavaType.CHAR,
    JavaType.INT,
    JavaType.LONG,
    JavaType.FLOAT,
    JavaType.DOUBLE
  };
  private static final int PER_COMPILATION = 200;

  @Test
  void randomKernelsComputeWhatJavaComputes() {
    int count = Integer.getInteger("lathe.random.kernels", PER_COMPILATION);
    var random = new SplittableRandom(Long.getLong("lathe.random.seed", 42));
    for (int done = 0; done < count; done += PER_COMPILATION) {
      var oracle = new JavaOracle();
      for (int i = 0; i < PER_COMPILATION; i++) {
        oracle.add(new Generator(random.split()).kernel());
      }
      for (JavaOracle.Pair pair : oracle.compile()) {
        compare(pair, random);
      }
    }
  }

  private static void compare(JavaOracle.Pair pair, SplittableRandom random) {
    Class<?>[] types = pair.java().getParameterTypes();
    for (int run = 0; run < 25; run++) {
      var arguments = new Object[types.length];
      for (int i = 0; i < arguments.length; i++) {
        List<Object> values = EdgeValues.of(JavaOracle.typeOf(types[i]), 4);
        arguments[i] = values.get(random.nextInt(values.size()));
      }
      pair.compare(arguments);
    }
  }

  /** Makes kernels that are correct Java: whatever is typed wrongly gets a cast. */
  private static final class Generator {
    private final SplittableRandom random;
    private final List<JavaType> variables = new ArrayList<>(); // v0, v1, …
    private int loops;

    Generator(SplittableRandom random) {
      this.random = random;
    }

    String kernel() {
      var header = new StringBuilder();
      for (int i = 0; i < 4; i++) {
        variables.add(type());
        header.append(i == 0 ? "" : ", ").append(variables.get(i)).append(" v").append(i);
      }
      JavaType result = type();
      var body = new StringBuilder();
      int statements = 1 + random.nextInt(6);
      for (int i = 0; i < statements; i++) {
        body.append(statement(2));
      }
      return result + " f(" + header + ") { " + body + "return " + of(result, 4) + "; }";
    }

    private JavaType type() {
      return TYPES[random.nextInt(TYPES.length)];
    }

    private JavaType numeric() {
      return TYPES[1 + random.nextInt(TYPES.length - 1)];
    }

    private JavaType integral() {
      return TYPES[1 + random.nextInt(5)];
    }

    private String variable(JavaType type) {
      var fitting = new ArrayList<String>();
      for (int i = 0; i < variables.size(); i++) {
        if (variables.get(i) == type) {
          fitting.add("v" + i);
        }
      }
      return fitting.isEmpty() ? null : fitting.get(random.nextInt(fitting.size()));
    }

    private String statement(int depth) {
      int kind = random.nextInt(depth == 0 ? 3 : 7);
      return switch (kind) {
        case 0 -> {
          JavaType type = type();
          String value = of(type, 3);
          variables.add(type);
          String keyword = random.nextInt(3) == 0 ? "final " : "";
          String name = "v" + (variables.size() - 1);
          if (!keyword.isEmpty()) {
            variables.set(variables.size() - 1, JavaType.ERROR); // never named again: it is final
          }
          yield keyword + type + " " + name + " = " + value + "; ";
        }
        case 1, 2 -> effect(3) + "; ";
        case 3 -> "if (" + of(JavaType.BOOLEAN, 3) + ") " + block(depth);
        case 4 -> "if (" + of(JavaType.BOOLEAN, 3) + ") " + block(depth) + "else " + block(depth);
        case 5 -> {
          String i = "i" + loops++;
          String bound = Integer.toString(1 + random.nextInt(4));
          String leave =
              random.nextBoolean()
                  ? "if ("
                      + of(JavaType.BOOLEAN, 2)
                      + ") "
                      + (random.nextBoolean() ? "break; " : "continue; ")
                  : "";
          yield "for (int "
              + i
              + " = 0; "
              + i
              + " < "
              + bound
              + "; "
              + i
              + "++) { "
              + leave
              + block(depth)
              + "} ";
        }
        default ->
            "switch ("
                + of(JavaType.INT, 2)
                + " & 3) { case 0: "
                + block(depth)
                + (random.nextBoolean() ? "break; " : "")
                + "case 2, 3: "
                + block(depth)
                + (random.nextBoolean() ? "default: " + block(depth) : "")
                + "} ";
      };
    }

    private String block(int depth) {
      int visible = variables.size();
      var block = new StringBuilder("{ ");
      for (int i = 0; i < 1 + random.nextInt(2); i++) {
        block.append(statement(depth - 1));
      }
      for (int i = visible; i < variables.size(); i++) {
        variables.set(i, JavaType.ERROR); // out of scope
      }
      return block.append("} ").toString();
    }

    /** An assignment of any kind to a variable of any type. */
    private String effect(int depth) {
      JavaType type = type();
      String name = variable(type);
      if (name == null) {
        return effect(depth);
      }
      if (type == JavaType.BOOLEAN) {
        String operator = new String[] {"=", "&=", "|=", "^="}[random.nextInt(4)];
        return name + " " + operator + " " + of(type, depth - 1);
      }
      return switch (random.nextInt(4)) {
        case 0 -> name + " = " + of(type, depth - 1);
        case 1 ->
            random.nextBoolean()
                ? name + (random.nextBoolean() ? "++" : "--")
                : (random.nextBoolean() ? "++" : "--") + name;
        case 2 ->
            name
                + " "
                + new String[] {"+", "-", "*", "/", "%"}[random.nextInt(5)]
                + "= "
                + of(numeric(), depth - 1);
        default ->
            type.isIntegral()
                ? name
                    + " "
                    + new String[] {"<<", ">>", ">>>", "&", "|", "^"}[random.nextInt(6)]
                    + "= "
                    + of(integral(), depth - 1)
                : name + " += " + of(numeric(), depth - 1);
      };
    }

    /** An expression of exactly this type, or one that is cast to it. */
    private String of(JavaType type, int depth) {
      if (depth <= 0 || random.nextInt(6) == 0) {
        String name = random.nextInt(3) > 0 ? variable(type) : null;
        return name != null ? name : literal(type);
      }
      if (random.nextInt(10) == 0) {
        String name = variable(type);
        return name == null ? literal(type) : "(" + name + " = " + of(type, depth - 1) + ")";
      }
      if (type == JavaType.BOOLEAN) {
        return condition(depth);
      }
      return "(" + type + ") (" + number(depth) + ")";
    }

    private String condition(int depth) {
      String[] relations = {"<", "<=", ">", ">=", "==", "!="};
      String[] logical = {"&&", "||", "&&", "||", "&", "|", "^", "==", "!="};
      return switch (random.nextInt(4)) {
        case 0 -> "!" + of(JavaType.BOOLEAN, depth - 1).transform(this::parenthesized);
        case 1 ->
            "("
                + of(JavaType.BOOLEAN, depth - 1)
                + " "
                + logical[random.nextInt(logical.length)]
                + " "
                + of(JavaType.BOOLEAN, depth - 1)
                + ")";
        case 2 ->
            "("
                + of(JavaType.BOOLEAN, depth - 1)
                + " ? "
                + of(JavaType.BOOLEAN, depth - 1)
                + " : "
                + of(JavaType.BOOLEAN, depth - 1)
                + ")";
        default ->
            "("
                + of(numeric(), depth - 1)
                + " "
                + relations[random.nextInt(6)]
                + " "
                + of(numeric(), depth - 1)
                + ")";
      };
    }

    private String parenthesized(String text) {
      return "(" + text + ")";
    }

    /** A numeric expression of whatever type follows from its operands. */
    private String number(int depth) {
      String[] arithmetic = {"+", "-", "*", "/", "%", "+", "-", "*"};
      String[] bitwise = {"&", "|", "^", "<<", ">>", ">>>"};
      String[] calls = {"Math.max", "Math.min", "Math.floorMod", "Math.floorDiv", "Math.addExact"};
      int next = depth - 1;
      return switch (random.nextInt(8)) {
        case 0, 1 ->
            of(numeric(), next) + " " + arithmetic[random.nextInt(8)] + " " + of(numeric(), next);
        case 2 ->
            of(integral(), next) + " " + bitwise[random.nextInt(6)] + " " + of(integral(), next);
        case 3 ->
            of(JavaType.BOOLEAN, next) + " ? " + of(numeric(), next) + " : " + of(numeric(), next);
        case 4 -> "-(" + of(numeric(), next) + ")";
        case 5 -> "~(" + of(integral(), next) + ")";
        case 6 ->
            calls[random.nextInt(calls.length)]
                + "("
                + of(integral(), next)
                + ", "
                + of(integral(), next)
                + ")";
        default -> {
          JavaType type = numeric();
          String name = variable(type);
          String step = random.nextBoolean() ? "++" : "--";
          yield name == null ? literal(type) : random.nextBoolean() ? name + step : step + name;
        }
      };
    }

    private String literal(JavaType type) {
      List<Object> values = EdgeValues.of(type, 0);
      Object value = values.get(random.nextInt(values.size()));
      return switch (type) {
        case BOOLEAN, INT -> "(" + value + ")";
        case CHAR ->
            "'\\u%04x'"
                .formatted((int) (Character) value % 0xd800)
                .replace("\\u000a", "\\n")
                .replace("\\u000d", "\\r")
                .replace("\\u0027", "\\'")
                .replace("\\u005c", "\\\\");
        case LONG -> "(" + value + "L)";
        case FLOAT ->
            ((Float) value).isNaN() || ((Float) value).isInfinite()
                ? "("
                    + (value.equals(Float.NaN)
                        ? "0f"
                        : value.toString().charAt(0) == '-' ? "-1f" : "1f")
                    + " / 0f)"
                : "(" + value + "f)";
        case DOUBLE ->
            ((Double) value).isNaN() || ((Double) value).isInfinite()
                ? "("
                    + (value.equals(Double.NaN)
                        ? "0."
                        : value.toString().charAt(0) == '-' ? "-1." : "1.")
                    + " / 0)"
                : "(" + value + ")";
        default -> "((" + type + ") " + value + ")";
      };
    }
  }
}
