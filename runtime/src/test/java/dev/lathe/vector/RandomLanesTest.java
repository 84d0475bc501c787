package dev.lathe.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random loops over arrays of narrow elements and of records: masks, shifts, casts, conditions.
 * {@code -Dlathe.test.random=n} runs more, {@code -Dlathe.test.random.seed} others.
 */
class RandomLanesTest {
  private static final int COUNT = Integer.getInteger("lathe.test.random", 60);
  private static final List<String> TYPES =
      List.of("byte", "short", "char", "int", "byte", "short", "char", "int", "long", "float");

  @Test
  void lanesComputeWhatTheLoopDoes() {
    long start = Long.getLong("lathe.test.random.seed", System.nanoTime() & 0xFFFF_FFFFL);
    int lanes = 0;
    for (int i = 0; i < COUNT; i++) {
      long seed = i < COUNT / 2 ? i : start + i;
      var generator = new Generator(new Random(seed));
      String text = generator.loop();
      try {
        lanes += Loops.assertSame(text, generator.size + 1, generator.random) ? 1 : 0;
      } catch (Throwable t) {
        throw new AssertionError("-Dlathe.test.random.seed=" + (seed - i) + ", loop " + i, t);
      }
    }
    assertThat(lanes).as("loops in lanes of " + COUNT).isGreaterThan(COUNT / 2);
  }

  private static final class Generator {
    private final Random random;
    private final int size;
    private final String[] types = new String[3];
    private int locals;
    private int ahead; // what the test adds to the counter

    Generator(Random random) {
      this.random = random;
      this.size = random.nextInt(3) == 0 ? 2 + random.nextInt(3) : 1;
      for (int i = 0; i < types.length; i++) {
        types[i] = TYPES.get(random.nextInt(TYPES.size()));
      }
    }

    String loop() {
      var body = new StringBuilder();
      ahead = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 0;
      for (int i = random.nextInt(3); i > 0; i--) {
        body.append("int t").append(locals).append(" = ").append(number(3)).append("; ");
        locals++;
      }
      boolean sums = random.nextInt(4) == 0;
      if (sums) {
        String by = List.of("+", "^", "|", "&").get(random.nextInt(4));
        body.append("s ").append(by).append("= ").append(number(3)).append("; ");
      }
      for (int i = random.nextInt(3) + (sums ? 0 : 1); i > 0; i--) {
        statement(body);
      }
      return "int f(int n, int k, %s[] a, %s[] b, %s[] c) { int s = 0; for (%s) { %s} return s; }"
          .formatted(types[0], types[1], types[2], counter(), body);
    }

    private String counter() {
      if (ahead > 0) {
        int step = size == 1 ? 1 + random.nextInt(ahead + 1) : 1;
        String first = List.of("0", "0", "1", "k & 3").get(random.nextInt(4));
        return "int i = %s; i + %d < n; i += %d".formatted(first, ahead, step);
      }
      return random.nextInt(8) == 0 ? "int i = n - 1; i >= 0; i--" : "int i = 0; i < n; i++";
    }

    private void statement(StringBuilder body) {
      boolean guarded = random.nextInt(4) == 0;
      if (guarded) {
        body.append("if (").append(truth()).append(") { ");
      }
      int array = random.nextInt(3);
      int fields = size > 1 && random.nextBoolean() ? size : 1;
      for (int field = 0; field < fields; field++) {
        String at = fields == 1 ? index() : size + " * i + " + field;
        body.append("%c[%s] = (%s) (%s); ".formatted('a' + array, at, types[array], number(5)));
      }
      body.append(guarded ? "} " : "");
    }

    private String index() {
      if (size == 1) {
        return ahead == 0 || random.nextBoolean() ? "i" : "i + " + random.nextInt(ahead + 1);
      }
      int field = random.nextInt(size + (random.nextInt(8) == 0 ? 1 : 0));
      return size + " * i" + (field == 0 ? "" : " + " + field);
    }

    private String element() {
      int array = random.nextInt(3);
      boolean isInt = !List.of("long", "float").contains(types[array]);
      return (isInt ? "" : "(int) ") + (char) ('a' + array) + "[" + index() + "]";
    }

    private String truth() {
      String operator = List.of("<", ">", "<=", ">=", "==", "!=").get(random.nextInt(6));
      return number(2) + " " + operator + " " + number(2);
    }

    /** An int. */
    private String number(int depth) {
      if (depth == 0 || random.nextInt(6) == 0) {
        return switch (random.nextInt(8)) {
          case 0 -> "" + (random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(300));
          case 1 -> random.nextBoolean() ? "i" : "k";
          case 2 -> locals == 0 ? element() : "t" + random.nextInt(locals);
          default -> element();
        };
      }
      String a = number(depth - 1);
      return switch (random.nextInt(15)) {
        case 0, 1 -> "(" + a + " + " + number(depth - 1) + ")";
        case 2 -> "(" + a + " - " + number(depth - 1) + ")";
        case 3 -> "(" + a + " * " + (1 + random.nextInt(260)) + ")";
        case 4 -> "(" + a + " * " + number(depth - 1) + ")";
        case 5, 6 ->
            "("
                + a
                + " & "
                + List.of("255", "0xFFFF", "15", "0xFF00", "127").get(random.nextInt(5))
                + ")";
        case 7 -> "(" + a + " >> " + random.nextInt(18) + ")";
        case 8 -> "(" + a + " >>> " + random.nextInt(18) + ")";
        case 9 -> "(" + a + " << " + random.nextInt(18) + ")";
        case 10 -> "(" + List.of("byte", "short", "char").get(random.nextInt(3)) + ") " + a;
        case 11 ->
            "Math." + (random.nextBoolean() ? "min(" : "max(") + a + ", " + number(depth - 1) + ")";
        case 12 -> "(" + truth() + " ? " + a + " : " + number(depth - 1) + ")";
        case 13 ->
            "(" + a + List.of(" | ", " ^ ", " & ").get(random.nextInt(3)) + number(depth - 1) + ")";
        default -> (random.nextBoolean() ? "(~" : "(- ") + a + ")";
      };
    }
  }
}
