package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Every statement of annotated methods, in every form, against the same methods as plain Java. */
class StatementOracleTest {
  private static void compare(String members) throws ReflectiveOperationException {
    assertThat(JavaOracle.of("", members).compare()).isPositive();
  }

  @Test
  void branchesAndLoops() throws Exception {
    compare(
        """
          int LIMIT = 40;

          default int branches(int a, int b) {
            if (a > b) {
              if (a > 0) return 1; else if (b > 0) return 2;
            } else if (a == b) {
              ;
            } else {
              a = b;
            }
            { int b2 = a; a = b2 ^ b; }
            return a;
          }

          default long loops(int a, long b) {
            int n = a & 63, i, sum = 0;
            for (i = 0; i < n; i++) sum += i * (int) b;
            for (int j = 0, k = LIMIT; j < k; j++, k -= 2) { sum ^= j << k; }
            for (var j = 0L; ; ) { if (j++ > n) break; sum += (int) j; }
            for (; n > 0; ) n -= 3;
            while (n < 20) { n++; if ((n & 1) == 0) continue; sum += n; }
            do { sum = 31 * sum + n; } while (--n > 0);
            do n++; while (false);
            return sum + n;
          }

          default int labels(int a, int b) {
            int found = 0;
            outer:
            for (int i = 0; i < 12; i++) {
              inner:
              while (true) {
                for (int j = i; j < 20; j++) {
                  if ((j ^ a) % 7 == 3) continue outer;
                  if ((j + b) % 11 == 5) break inner;
                  if (i * j > 150) break outer;
                  found++;
                }
                break;
              }
              block: {
                if ((i & 2) == 0) break block;
                found += 100;
              }
            }
            one: two: do { if (found++ < 5) continue two; break one; } while (true);
            return found;
          }

          default int gcd(int a, int b) {
            while (b != 0) {
              int t = a % b;
              a = b;
              b = t;
            }
            return a;
          }

          default boolean prime(short n) {
            if (n < 2) return false;
            for (int d = 2; d * d <= n; d++) if (n % d == 0) return false;
            return true;
          }
        """);
  }

  @Test
  void switchesInEveryForm() throws Exception {
    compare(
        """
          int TEN = 10;
          char LETTER = 'x';

          @SuppressWarnings("fallthrough")
          default int old(int a) {
            final int local = 7;
            final byte low = -3;
            int r = 0;
            switch (a & 15) {
              case 0:
              case 1: r = 1;
              case 2, 3: r += 2; break;
              default: r = 50;
              case TEN: int scoped = 4; r += scoped; break;
              case local + 4: scoped = 9; r += scoped; return r;
              case 'a' - 'a' + 12: { r = 6; }
            }
            switch (a) {}
            switch (a) { default: }
            switch (a) { case low: r++; }
            return r;
          }

          default int arrows(byte a, char c, short s) {
            int r;
            switch (a) {
              case -128, 127 -> r = 1;
              case 'A' -> { if (c > 5) { r = 3; break; } r = 4; }
              case K.TEN -> r = s;
              default -> r = 2;
            }
            switch (c) { case LETTER -> r++; case '\\uffff' -> { } }
            switch (s) { case Short.MIN_VALUE -> { return -1; } case 300 -> r *= 2; default -> { } }
            return r;
          }

          @SuppressWarnings("fallthrough")
          default double expressions(int a, long b, float f) {
            int small = switch (a) { case 1 -> 5; case Integer.MAX_VALUE, Integer.MIN_VALUE -> 6; default -> a; };
            var mixed = switch (a & 3) { case 0 -> 'c'; case 1 -> (byte) 1; default -> 7; };
            long wide = switch (small & 7) {
              case 0: yield b;
              case 1:
                a++;
              case 2: {
                if (b > 0) yield a;
              }
              default:
                for (int i = 0; ; i++) {
                  if (i * i > (a & 1023)) yield i;
                }
              case 5: yield mixed;
            };
            double d = switch (a) {
              case 3 -> { int k = a * 2; yield k; }
              case 4 -> f;
              default -> switch (small) { case 2 -> 1L; default -> 'c'; };
            };
            return small + mixed + wide + d + (switch (a) { default -> true; } ? 1 : 2);
          }

          default int sparse(int a) {
            return switch (a) {
              case -1_000_000_000 -> 1; case -5 -> 2; case 0 -> 3; case 1 -> 4; case 2 -> 5; case 3 -> 6;
              case 100 -> 7; case 100_000 -> 8; case Integer.MAX_VALUE -> 9; case Integer.MIN_VALUE -> 10;
              default -> 11;
            };
          }
        """);
  }
}
