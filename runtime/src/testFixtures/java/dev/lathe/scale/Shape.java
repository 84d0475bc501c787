package dev.lathe.scale;

import java.util.function.IntFunction;

/**
 * Kernels of any size, each deep or wide in one way. All have one method, {@code f}, of an int
 * parameter {@code p} unless its name says otherwise, that returns an int.
 */
public enum Shape {
  STATEMENTS(
      "statements",
      10_000,
      n -> body(repeat(n, i -> i % 2 == 0 ? "x += p;\n" : "x = x * 3 - p;\n"))),
  DIVISIONS(
      "statements that may trap",
      5000,
      n -> body(repeat(n, i -> "x += " + (1 + i) + " / (p + x);\n"))),
  LOCALS(
      "locals live across a loop",
      5000,
      n ->
          body(
              repeat(n, i -> "int v" + i + " = p + " + i + ";\n")
                  + "for (int i = 0; i < 10; i++) { x += i; }\n"
                  + repeat(n, i -> "x ^= v" + i + ";\n"))),
  UPDATED(
      "locals updated in a loop",
      3000,
      n ->
          body(
              repeat(n, i -> "int v" + i + " = p + " + i + ";\n")
                  + "for (int i = 0; i < 10; i++) {\n"
                  + repeat(n, i -> "v" + i + " += i;\n")
                  + "}\n"
                  + repeat(n, i -> "x ^= v" + i + ";\n"))),
  BRANCHES("ifs in a row", 3000, n -> body(repeat(n, i -> "if (x > " + i + ") x += p;\n"))),
  LOOPS(
      "loops in a row",
      2000,
      n -> body(repeat(n, i -> "for (int i = 0; i < 3; i++) x += i * p;\n"))),
  RETURNS("early returns", 3000, n -> body(repeat(n, i -> "if (x == " + i + ") return p;\n"))),
  NESTED_LOOPS(
      "nested loops",
      200,
      n ->
          body(
              repeat(n, i -> "for (int i" + i + " = 0; i" + i + " < (p & 1); i" + i + "++) {\n")
                  + "x += p;\n"
                  + "}\n".repeat(n))),
  NESTED_IFS(
      "nested ifs",
      500,
      n -> body(repeat(n, i -> "if (p > " + i + ") {\n") + "x += p;\n" + "}\n".repeat(n))),
  NESTED_BLOCKS("nested blocks", 1000, n -> body("{\n".repeat(n) + "x += p;\n" + "}\n".repeat(n))),
  NESTED_SWITCHES(
      "nested switches",
      200,
      n ->
          body(
              "switch (p) { case 1 -> {\n".repeat(n)
                  + "x += p;\n"
                  + "} default -> { } }\n".repeat(n))),
  LABELS(
      "labelled blocks",
      500,
      n ->
          body(
              repeat(n, i -> "l" + i + ": {\n")
                  + repeat(n, i -> "if (p == " + i + ") break l" + i + ";\n")
                  + "x += p;\n"
                  + "}\n".repeat(n))),
  ELSE_IFS(
      "arms of else if",
      2900,
      n -> body(repeat(n, i -> "if (p == " + i + ") x += " + (i + 1) + ";\nelse ") + "x = p;\n")),
  CASES(
      "cases of a dense switch",
      10_000,
      n ->
          body(
              "switch (p) {\n"
                  + repeat(n, i -> "case " + i + " -> x += " + i * 7 + ";\n")
                  + "default -> {} }\n")),
  SPARSE_CASES(
      "cases of a sparse switch",
      10_000,
      n ->
          body(
              "switch (p) {\n"
                  + repeat(n, i -> "case " + i * 1009 + " -> x ^= " + i + ";\n")
                  + "default -> {} }\n")),
  FALLING_CASES(
      "cases that fall through",
      5000,
      n -> body("switch (p) {\n" + repeat(n, i -> "case " + i + ": x += " + i + ";\n") + "}\n")),
  PARENTHESES(
      "nested parentheses",
      1000,
      n -> body("x = " + "(".repeat(n) + "p" + " + x)".repeat(n) + ";\n")),
  SUM("terms of a sum", 5000, n -> body("x = p" + repeat(n, i -> " + (x ^ " + i + ")") + ";\n")),
  RIGHT_SUM(
      "terms to the right",
      1000,
      n -> body("x = " + repeat(n, i -> "x - (") + "p" + ")".repeat(n) + ";\n")),
  CONDITIONALS(
      "nested conditionals",
      1000,
      n -> body("x = " + repeat(n, i -> "p == " + i + " ? x + " + i + " : ") + "p;\n")),
  CONJUNCTION(
      "operands of &&",
      3000,
      n -> body("if (p != 0" + repeat(n, i -> " && x != " + (i + 1)) + ") x = p;\n")),
  ALTERNATION(
      "operands of ||, &&",
      1500,
      n -> body("if (p == 0" + repeat(n, i -> " || x == " + i + " && p > " + i) + ") x = p;\n")),
  CALLS(
      "nested calls of Math",
      500,
      n -> body("x = " + "Math.max(x, ".repeat(n) + "p" + ")".repeat(n) + ";\n")),
  CASTS("casts", 1000, n -> body("x = " + "(int) (long) ".repeat(n / 2) + "p;\n")),
  UNARY("unary operators", 2000, n -> body("x = " + "- ~".repeat(n / 2) + "p;\n")),
  ASSIGNMENTS(
      "chained assignments",
      1000,
      n -> body("int y;\n" + "x = " + "y = x = ".repeat(n / 2) + "p;\n")),
  SWITCH_EXPRESSIONS(
      "nested switch expressions",
      100,
      n ->
          body(
              "x = "
                  + "switch (p) { case 1 -> 2; default -> ".repeat(n)
                  + "p"
                  + "; }".repeat(n)
                  + ";\n")),
  PARAMETERS(
      "parameters",
      254,
      n ->
          "int f("
              + repeat(n, i -> (i == 0 ? "int p" : ", int p") + i)
              + ") {\nint x = 0;\n"
              + repeat(n, i -> "x = x * 31 + p" + i + ";\n")
              + "return x;\n}\n"),
  REMAINDERS(
      "float remainders",
      300,
      n ->
          body(
              "double d = p;\n"
                  + repeat(n, i -> "d = (d + " + i + ") % 7.5;\n")
                  + "x = (int) d;\n"));

  private final String counted;
  private final int size;
  private final IntFunction<String> text;

  Shape(String counted, int size, IntFunction<String> text) {
    this.counted = counted;
    this.size = size;
    this.text = text;
  }

  /** What there are many of. */
  public String counted() {
    return counted;
  }

  /** How many of them must compile. */
  public int size() {
    return size;
  }

  /** How many of them must go through javac, whose methods have at most 65,535 bytes. */
  public int sizeInJava() {
    return switch (this) {
      case STATEMENTS, NESTED_LOOPS, NESTED_BLOCKS, PARENTHESES, PARAMETERS -> size;
      case CASES, SPARSE_CASES -> size / 4;
      default -> size / 2;
    };
  }

  /** The kernel with {@code n} of them. */
  public String text(int n) {
    return text.apply(n);
  }

  private static String body(String statements) {
    return "int f(int p) {\nint x = p;\n" + statements + "return x;\n}\n";
  }

  private static String repeat(int n, IntFunction<String> each) {
    var text = new StringBuilder();
    for (int i = 0; i < n; i++) {
      text.append(each.apply(i));
    }
    return text.toString();
  }
}
