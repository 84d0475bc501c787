package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Loops of made-up reductions, of which most become lanes, compute the same. {@code
 * -Dlathe.test.reductions=n} makes n of them, from {@code -Dlathe.test.reductions.seed=s} on.
 */
class RandomReductionsTest {
  private static final int COUNT = Integer.getInteger("lathe.test.reductions", 40);
  private static final long SEED = Long.getLong("lathe.test.reductions.seed", 20_261_123);

  private static final List<String> TYPES =
      List.of("int", "int", "long", "float", "double", "double", "byte", "short", "char");
  private static final List<String> RELATIONS = List.of("<", "<=", ">", ">=");

  /** Writes one loop. */
  private static final class Source {
    final Random random;
    final StringBuilder before = new StringBuilder();
    final StringBuilder body = new StringBuilder();
    final List<String> results = new ArrayList<>();
    final String[] types = new String[3];
    int names;

    Source(long seed) {
      this.random = new Random(seed);
      for (int i = 0; i < types.length; i++) {
        types[i] = TYPES.get(random.nextInt(TYPES.size()));
      }
    }

    String text() {
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        statement();
      }
      if (random.nextInt(5) == 0) {
        body.append("d[i] = (%s) (%s + 1); ".formatted(types[2], "d[i]"));
      }
      String loop =
          random.nextInt(4) == 0
              ? "for (int i = n - 1; i >= 0; i--)"
              : "for (int i = %d; i < n; i++)".formatted(random.nextInt(2));
      return "long f(int n, %s[] a, %s[] b, %s[] d, double p, int q) { %s%s { %s} return %s; }"
          .formatted(
              types[0], types[1], types[2], before, loop, body, String.join(" * 31 + ", results));
    }

    private String name(String type, String start) {
      String name = "v" + names++;
      before.append("%s %s = (%s) (%s); ".formatted(type, name, type, start));
      switch (type) {
        case "double" -> results.add("Double.doubleToLongBits(" + name + ")");
        case "float" -> results.add("Float.floatToIntBits(" + name + ")");
        default -> results.add("(long) " + name);
      }
      return name;
    }

    private String start(String type) {
      boolean isFloat = type.equals("double") || type.equals("float");
      return switch (random.nextInt(4)) {
        case 0 -> isFloat ? "-1.0 / 0" : "-100";
        case 1 -> isFloat ? "-0.0" : "100";
        case 2 -> "p";
        default -> "q";
      };
    }

    private String truth() {
      String name = "v" + names++;
      before.append("boolean %s = %s; ".formatted(name, random.nextBoolean()));
      results.add("(" + name + " ? 1L : 2L)");
      return name;
    }

    /** An element, and its type. */
    private String[] element() {
      int array = random.nextInt(3);
      String at = "abd".charAt(array) + "[i]";
      return switch (random.nextInt(4)) {
        case 0 -> new String[] {wider(types[array]), "(%s + %s)".formatted(at, at)};
        case 1 -> new String[] {wider(types[array]), "-" + at};
        default -> new String[] {types[array], at};
      };
    }

    private static String wider(String type) {
      return List.of("byte", "short", "char").contains(type) ? "int" : type;
    }

    private String relation() {
      return RELATIONS.get(random.nextInt(RELATIONS.size()));
    }

    private String condition() {
      String condition = element()[1] + " " + relation() + " " + random.nextInt(3);
      return random.nextInt(4) == 0 ? condition + " && " + element()[1] + " > q" : condition;
    }

    private void statement() {
      String[] element = element();
      String type = element[0];
      String x = element[1];
      switch (random.nextInt(10)) {
        case 7, 8 -> scan(type, x);
        case 0, 1 -> {
          String m = name(type, start(type));
          boolean swaps = random.nextInt(3) == 0;
          String better = swaps ? m + " " + relation() + " " + x : x + " " + relation() + " " + m;
          better = random.nextInt(3) == 0 ? condition() + " && " + better : better;
          String more = random.nextInt(3) == 0 ? "" : place();
          boolean isFirst = random.nextBoolean();
          String set = m + " = " + x + "; ";
          body.append("if (%s) { %s} ".formatted(better, isFirst ? set + more : more + set));
        }
        case 2 -> {
          String m = name(type, start(type));
          body.append("%s = %s %s %s ? %s : %s; ".formatted(m, x, relation(), m, x, m));
        }
        case 3 -> {
          String m = name(wider(type), start(type));
          String function = random.nextBoolean() ? "max" : "min";
          String condition = random.nextBoolean() ? "" : "if (" + condition() + ") ";
          body.append("%s%s = Math.%s(%s, %s); ".formatted(condition, m, function, m, x));
        }
        case 4 -> {
          String t = truth();
          switch (random.nextInt(6)) {
            case 0 -> body.append("%s |= %s; ".formatted(t, condition()));
            case 1 -> body.append("%s &= %s; ".formatted(t, condition()));
            case 2 -> body.append("%s ^= %s; ".formatted(t, condition()));
            case 3 -> body.append("%s = %s && (%s); ".formatted(t, t, condition()));
            case 4 -> body.append("%s = %s || %s; ".formatted(t, t, condition()));
            default -> body.append("if (%s) %s = true; ".formatted(condition(), t));
          }
        }
        case 5 -> body.append("if (%s) { %s} ".formatted(condition(), place()));
        case 6 -> {
          String s = name(wider(type), start(type));
          String sum = random.nextBoolean() ? "+=" : "-=";
          String term = random.nextBoolean() ? x : x + " / (p + 3) * (p - 0.5)";
          boolean isFloat = type.equals("double");
          String condition = random.nextBoolean() ? "" : "if (" + condition() + ") ";
          body.append("%s%s %s %s; ".formatted(condition, s, sum, isFloat ? term : x));
        }
        default -> {
          String h = name(random.nextBoolean() ? "int" : "long", "q");
          String by = random.nextBoolean() ? "31" : "(q - 5)";
          body.append("%s = %s * %s + (int) %s; ".formatted(h, h, by, x));
        }
      }
    }

    /** What an iteration leaves to the next one, and stores. */
    private void scan(String type, String x) {
      boolean isFloat = type.equals("double") || type.equals("float");
      String s = name(wider(type), start(type));
      String update =
          switch (random.nextInt(isFloat ? 2 : 6)) {
            case 0 -> "%s = Math.max(%s, %s); ".formatted(s, s, x);
            case 1 -> "%s = Math.min(%s, %s); ".formatted(s, x, s);
            case 2 -> "%s = %s > %s ? %s : %s; ".formatted(s, s, x, s, x);
            case 3 -> "%s ^= %s; ".formatted(s, x);
            case 4 -> "%s -= %s; ".formatted(s, x);
            default -> "%s += %s; ".formatted(s, x);
          };
      update = random.nextInt(3) == 0 ? "if (" + condition() + ") { " + update + "} " : update;
      String value = random.nextBoolean() ? s : s + " + d[i]";
      String store = "d[i] = (%s) (%s); ".formatted(types[2], value);
      body.append(random.nextInt(3) == 0 ? store + update : update + store);
    }

    /** What is kept of an iteration. */
    private String place() {
      String[] other = element();
      return switch (random.nextInt(5)) {
        case 0 -> name(other[0], "1") + " = " + other[1] + "; ";
        case 1 -> name("long", "-1") + " = i * 3L; ";
        case 2 -> truth() + " = " + condition() + "; ";
        case 3 -> name("int", "-1") + " = 7; ";
        default -> name("int", "-1") + " = i; ";
      };
    }
  }

  @Test
  void madeUpReductionsAreTheSameInLanes() {
    int inLanes = 0;
    for (long seed = SEED; seed < SEED + COUNT; seed++) {
      var source = new Source(seed);
      String text = source.text();
      inLanes += Loops.assertSame(text, 1, source.random) ? 1 : 0;
    }
    assertThat(inLanes).isGreaterThan(COUNT / 2);
  }
}
