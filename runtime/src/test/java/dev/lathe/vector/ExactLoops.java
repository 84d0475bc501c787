package dev.lathe.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes kernels in which no float is ever rounded. Elements are small integers, NaN, infinities and
 * zeros of both signs; of each expression it is known how many bits it has before and behind the
 * point, and none has more than its type holds, sums over all iterations included. Divisors are
 * powers of two. Products over iterations are of powers of two about 1, of which there are too few
 * to overflow.
 */
final class ExactLoops {
  /** Bits of a sum more than of what is added. */
  private static final int MORE = 8;

  private static final List<String> ARRAYS =
      List.of("double", "double", "double", "float", "float", "int", "short", "byte");

  /** An expression: below {@code 2^whole}, a multiple of {@code 2^-part}; of a float type. */
  private record Exact(String text, boolean wide, int whole, int part) {
    int bits() {
      return whole + part;
    }

    int most() {
      return wide ? 52 : 23;
    }
  }

  private final Random random;
  private final String[] types = new String[4];
  private final List<Exact> locals = new ArrayList<>();
  private int names;

  ExactLoops(Random random) {
    this.random = random;
    for (int i = 0; i < types.length; i++) {
      types[i] = i == 0 ? (random.nextBoolean() ? "double" : "float") : any(ARRAYS);
    }
  }

  /** An element of an array: an integer below 8, or none. */
  static double element(Random random, boolean special) {
    return switch (random.nextInt(special ? 24 : 16)) {
      case 0 -> 0.0;
      case 1 -> -0.0;
      case 16 -> random.nextInt(40) == 0 ? Double.NaN : 3;
      case 17 -> random.nextInt(20) == 0 ? Double.POSITIVE_INFINITY : -3;
      case 18 -> random.nextInt(20) == 0 ? Double.NEGATIVE_INFINITY : 1;
      default -> random.nextInt(15) - 7;
    };
  }

  /** A parameter: a power of two with either sign, or a zero, NaN or infinity. */
  static double scalar(Random random, boolean special) {
    double power = Math.scalb(random.nextBoolean() ? 1.0 : -1.0, random.nextInt(4) - 2);
    return switch (random.nextInt(special ? 12 : 8)) {
      case 8 -> -0.0;
      case 9 -> Double.POSITIVE_INFINITY;
      case 10 -> Double.NaN;
      default -> power;
    };
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static String type(boolean wide) {
    return wide ? "double" : "float";
  }

  /** A kernel over arrays a, b, c and d, the first of floats, and the scalars p and q. */
  String kernel() {
    var text = new StringBuilder();
    boolean wide = random.nextInt(3) != 0;
    text.append(type(wide)).append(" f(int n, double p, float q");
    for (int i = 0; i < types.length; i++) {
      text.append(", ").append(types[i]).append("[] ").append((char) ('a' + i));
    }
    text.append(") { ");
    int loops = 1 + random.nextInt(2);
    var results = new ArrayList<String>();
    for (int i = 0; i < loops; i++) {
      loop(text, results);
    }
    String sum = results.isEmpty() ? "0" : results.getFirst();
    text.append("return (").append(type(wide)).append(") ").append(sum).append("; }");
    return text.toString();
  }

  private void loop(StringBuilder text, List<String> results) {
    var sums = new ArrayList<String>();
    var body = new StringBuilder();
    locals.clear();
    for (int i = random.nextInt(3); i > 0; i--) {
      Exact value = number(random.nextBoolean(), 1 + random.nextInt(6));
      String name = "t" + names++;
      body.append(type(value.wide)).append(' ').append(name).append(" = ").append(value.text);
      body.append("; ");
      locals.add(new Exact(name, value.wide, value.whole, value.part));
    }
    int statements = 1 + random.nextInt(3);
    for (int i = 0; i < statements; i++) {
      String statement = random.nextInt(3) == 0 ? store() : reduction(text, sums);
      String condition = random.nextInt(4) == 0 ? "if (" + truth() + ") " : "";
      body.append(condition).append("{ ").append(statement).append(" } ");
    }
    if (random.nextInt(12) == 0) {
      body.append("if (").append(truth()).append(") break; ");
    }
    String head =
        switch (random.nextInt(6)) {
          case 0 -> "for (int i = n - 1; i >= 0; i--) { ";
          case 1 -> "for (int i = 0; i < n / 2; i++) { ";
          default -> "for (int i = 0; i < n; i++) { ";
        };
    text.append(head).append(body).append("} ");
    results.addAll(sums);
  }

  private String store() {
    int array = random.nextInt(3) == 0 ? random.nextInt(types.length) : 0;
    boolean wide = types[array].equals("double");
    boolean isFloat = wide || types[array].equals("float");
    // what is stored may be loaded again: an element has few bits
    Exact value = number(wide, 1 + random.nextInt(5));
    String least = "Math.max(-7" + ", Math.min(7, (int) (" + value.text + ")))";
    String stored = isFloat ? least : "(" + types[array] + ") (" + least + ")";
    return (char) ('a' + array) + "[i] = " + stored + ";";
  }

  /** An update of a new variable, which {@code text} declares. */
  private String reduction(StringBuilder text, List<String> sums) {
    boolean wide = random.nextInt(3) != 0;
    String name = "s" + names++;
    sums.add(name);
    int most = (wide ? 52 : 23) - MORE;
    String first = any(List.of("0", "1", "-0.0f", "-3", "0.5f"));
    String update;
    switch (random.nextInt(8)) {
      case 0 -> {
        first = "1";
        String factor = any(List.of("2f : 0.5f", "-1f : 1f", "0.5f : 2f", "-0.5f : -2f"));
        update = name + " *= " + truth() + " ? " + factor + ";";
      }
      case 1 -> {
        String extreme = random.nextBoolean() ? "Math.min" : "Math.max";
        update = name + " = " + extreme + "(" + name + ", " + fitting(wide, most).text + ");";
      }
      case 2 -> {
        Exact a = fitting(wide, most / 2);
        Exact b = fitting(wide, most / 2);
        update = name + " = Math.fma(" + a.text + ", " + b.text + ", " + name + ");";
      }
      case 3 -> update = name + " -= " + fitting(wide, most).text + ";";
      case 4 -> {
        Exact a = fitting(wide, most / 2);
        Exact b = fitting(wide, most / 2);
        update = name + " += " + a.text + " * " + b.text + ";";
      }
      default -> update = name + " += " + fitting(wide, most).text + ";";
    }
    text.append(type(wide)).append(' ').append(name).append(" = ").append(first).append("; ");
    String store = "a[i] = Math.max(-7, Math.min(7, (int) " + name + "));";
    return switch (random.nextInt(12)) {
      case 0, 1 -> update + " " + store;
      case 2 -> store + " " + update;
      default -> update;
    };
  }

  private Exact fitting(boolean wide, int bits) {
    for (int size = 6; size > 0; size--) {
      Exact value = number(wide, 1 + random.nextInt(size));
      if (value.bits() <= bits && value.part <= bits / 2) {
        return value;
      }
    }
    return new Exact(wide ? "2.0" : "2f", wide, 2, 0);
  }

  private String truth() {
    boolean wide = random.nextBoolean();
    String operator = any(List.of("<", ">", "<=", ">=", "==", "!="));
    String right = random.nextBoolean() ? "" + (random.nextInt(9) - 4) : number(wide, 2).text;
    return "(" + number(wide, 2).text + " " + operator + " " + right + ")";
  }

  private Exact number(boolean wide, int size) {
    if (size <= 1) {
      return leaf(wide);
    }
    Exact a = number(wide, size / 2);
    Exact b = number(wide, size - size / 2);
    int whole = Math.max(a.whole, b.whole);
    int part = Math.max(a.part, b.part);
    Exact made =
        switch (random.nextInt(14)) {
          case 0, 1, 2 -> make("(%s + %s)", a, b, whole + 1, part);
          case 3, 4 -> make("(%s - %s)", a, b, whole + 1, part);
          case 5, 6, 7 -> make("(%s * %s)", a, b, a.whole + b.whole, a.part + b.part);
          case 8 -> make(any(List.of("Math.min(%s, %s)", "Math.max(%s, %s)")), a, b, whole, part);
          case 9 -> make("(" + truth() + " ? %s : %s)", a, b, whole, part);
          case 10 -> {
            Exact c = leaf(wide);
            int sum = Math.max(a.whole + b.whole, c.whole) + 1;
            String text = "Math.fma(" + a.text + ", %s, %s)";
            yield make(text, b, c, sum, Math.max(a.part + b.part, c.part));
          }
          case 11 -> {
            String divisor = wide ? any(List.of("p", "4.0", "-0.5", "q")) : any(List.of("q", "8f"));
            yield make("(%s / " + divisor + ")", a, a, a.whole + 2, a.part + 3);
          }
          case 12 -> make(any(List.of("-(%s)", "Math.abs(%s)")), a, a, a.whole, a.part);
          default -> convert(wide, a);
        };
    return made.bits() <= made.most() ? made : a;
  }

  private Exact make(String format, Exact a, Exact b, int whole, int part) {
    return new Exact(String.format(format, a.text, b.text), a.wide, whole, part);
  }

  private Exact convert(boolean wide, Exact a) {
    Exact other = number(!wide, 2);
    boolean fits = other.bits() <= (wide ? 52 : 23);
    String cast = "(" + type(wide) + ") ";
    return fits ? new Exact("(" + cast + other.text + ")", wide, other.whole, other.part) : a;
  }

  private Exact leaf(boolean wide) {
    if (random.nextInt(5) == 0) {
      String number = any(List.of("0.5", "-0.0", "1.0", "3.0", "-2.0", "0.25"));
      return new Exact(wide ? number : number + "f", wide, 2, 2);
    }
    if (random.nextInt(8) == 0) {
      return wide
          ? new Exact(random.nextBoolean() ? "p" : "q", true, 2, 2)
          : new Exact("q", false, 2, 2);
    }
    if (!locals.isEmpty() && random.nextInt(3) == 0) {
      Exact local = any(locals);
      if (local.wide == wide) {
        return local;
      }
    }
    int array = random.nextInt(types.length);
    return new Exact("(" + type(wide) + ") " + (char) ('a' + array) + "[i]", wide, 4, 0);
  }
}
