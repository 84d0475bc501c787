package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaFileObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated sources, whole. {@code mvn test -Dlathe.bless=true} writes them anew; read the
 * difference before you commit it.
 */
class GoldenTest {
  private static final Path GOLDENS = Path.of("src/test/resources/goldens");

  record Golden(String name, String... sources) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Golden> goldens() {
    return List.of(
        new Golden(
            "overloads",
            """
            package com.acme;

            import dev.lathe.Jit;

            @Jit
            public interface Mix {
              long SEED = 0x9E3779B97F4A7C15L;

              default long mix(long h, int b) {
                var x = h ^ b;
                return Long.rotateLeft(x * SEED, 31);
              }

              default byte mix(byte h, boolean odd, char c) {
                h = (byte) (h + (odd ? c : 1));
                return h;
              }

              default boolean mix(float a, double b) {
                return a / 3 < b;
              }
            }
            """),
        new Golden(
            "loop",
            """
            package com.acme;

            import dev.lathe.Jit;

            public interface Gcd {
              @Jit static int gcd(int a, int b) {
                while (b != 0) {
                  int t = a % b;
                  a = b;
                  b = t;
                }
                return a;
              }
            }
            """),
        new Golden(
            "switch",
            """
            package com.acme;

            import dev.lathe.Jit;

            public interface Days {
              int FEBRUARY = 2;

              @Jit(interruptible = true)
              default int days(int month, boolean leap) {
                return switch (month) {
                  case FEBRUARY -> leap ? 29 : 28;
                  case 4, 6, 9, 11 -> 30;
                  default -> {
                    if (month < 1) yield Math.negateExact(month);
                    yield 31;
                  }
                };
              }

              @Jit
              default void nothing(long a) {}
            }
            """),
        new Golden(
            "arrays",
            """
            package com.acme;

            import dev.lathe.Jit;
            import java.lang.foreign.MemorySegment;
            import java.lang.foreign.ValueLayout;

            public interface Sines {
              @Jit
              default void sines(byte[] angles, double scale, double[] out) {
                for (int i = 0; i < angles.length; i++) {
                  out[i] += scale * Tables.SINE[angles[i] & 3];
                }
              }

              @Jit
              default int first(MemorySegment s, int... counts) {
                int[] pair = {counts == null ? 0 : s.getAtIndex(ValueLayout.JAVA_INT, 1L), 2};
                return pair[s.byteSize() > 8 ? 1 : 0];
              }
            }
            """,
            """
            package com.acme;

            interface Tables {
              double[] SINE = {0, 1, 0, -1};
            }
            """),
        new Golden(
            "lifted",
            """
            package com.acme;

            import dev.lathe.Jit;
            import java.lang.foreign.MemorySegment;

            public interface Power {
              @Jit
              default double power(double base, int exponent) {
                double power = 1;
                for (int i = 0; i < exponent; i++) {
                  power *= base;
                }
                return power;
              }

              @Jit
              void power(double[] base, int exponent, double[] out);

              @Jit
              void power(MemorySegment base, int[] exponent, double[] out, int from, int to);
            }
            """),
        new Golden(
            "nested",
            """
            package com.acme;

            import dev.lathe.Jit;

            public class Outer {
              protected interface Div {
                @Jit
                default int div(int a, int b) {
                  return a / b;
                }
              }
            }
            """),
        new Golden(
            "inherited",
            """
            package com.acme;

            import dev.lathe.Jit;

            interface Sub extends Base {
              @Jit
              default int sub(int a, int b) {
                return a - b;
              }
            }
            """,
            """
            package com.acme;

            import dev.lathe.Jit;

            interface Base {
              @Jit
              default int add(int a, int b) {
                return a + b;
              }

              @Jit
              default int sub(int a, int b) {
                return b - a;
              }

              default int plain(int a) {
                return a;
              }
            }
            """),
        new Golden(
            "calls",
            """
            package com.acme;

            import dev.lathe.Jit;

            @Jit
            public interface Fast extends Gcd {
              @Override
              default int gcd(int a, int b) {
                return a > 0 && b > 0 ? Gcd.super.gcd(a, b) : (int) lcm(a, b);
              }
            }
            """,
            """
            package com.acme;

            import dev.lathe.Jit;

            @Jit
            public interface Gcd {
              default int gcd(int a, int b) {
                return b == 0 ? a : gcd(b, a % b);
              }

              default long lcm(int a, byte b) {
                return (long) a / gcd(a, b) * b;
              }

              default long lcm(int a, int b) {
                return lcm(a, (byte) b);
              }
            }
            """),
        new Golden(
            "defaultpackage",
            """
            import dev.lathe.Jit;

            interface Add {
              @Jit
              default int add(int a, int b) {
                return a + b;
              }
            }
            """),
        new Golden(
            "nameclash",
            """
            package com.acme;

            import dev.lathe.Jit;

            interface Clash {
              int Op = 1;
              int Type = 2;
              int Kernel = 3;
              int v0 = 4;
              int handle_IIII = 5;
              boolean initialized = true;

              interface Value {}

              interface Object {}

              @Jit
              default int handle(int handle, int ir, int b, int function) {
                return handle + ir + b + function + Op;
              }

              @Jit
              default float f(float f, float t, float other) {
                return f * t - other;
              }

              @Jit
              default int build(int HANDLE, int MethodHandles) {
                return HANDLE << MethodHandles;
              }

              @Jit
              default int link(int Float) {
                return Float + Kernel;
              }
            }
            """),
        new Golden(
            "constant",
            """
            package com.acme;

            import dev.lathe.Jit;

            public interface Add {
              Add ADD = AddJit.create();

              @Jit
              default int add(int a, int b) {
                return a + b;
              }
            }
            """),
        new Golden(
            "unicode",
            """
            package com.acme;

            import dev.lathe.Jit;

            public interface Größe {
              @Jit
              default int fläche(int länge, int höhe) {
                return länge * höhe; // m²: \\u006d
              }
            }
            """));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void theGeneratedSourceIsTheGolden(Golden golden) throws Exception {
    Compilation compilation = TestCompiler.compile(golden.sources());
    assertThat(TestCompiler.messages(compilation)).isEmpty();
    for (JavaFileObject file : compilation.generatedSourceFiles()) {
      String path = file.toUri().getPath();
      // Plain ASCII, as not every file system has more.
      String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^\\w.]", "_");
      Path expected = GOLDENS.resolve(golden.name()).resolve(name);
      String text = file.getCharContent(true).toString();
      if (Boolean.getBoolean("lathe.bless")) {
        Files.createDirectories(expected.getParent());
        Files.writeString(expected, text);
      }
      assertThat(text).isEqualTo(Files.readString(expected));
    }
  }
}
