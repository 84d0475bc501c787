package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.util.List;
import javax.tools.Diagnostic.Kind;
import org.junit.jupiter.api.Test;

/** What javac says about loops: by {@code -Alathe.remarks}, and where they must be lanes. */
class LoopDiagnosticTest {
  private static final String LOOPS =
      """
      import dev.lathe.Jit;

      public interface Loops {
        @Jit default void twice(double[] a) {
          for (int i = 0; i < a.length; i++) {
            a[i] *= 2;
          }
        }

        @Jit default int last(int[] a) {
          int k = 0;
          while (a[k] != 0) {
            k = a[k];
          }
          return k;
        }

        @Jit default double mix(double a, double b, double t) { return a + (b - a) * t; }

        @Jit void mix(double[] a, double[] b, double t, double[] out);
      }
      """;

  private static List<String> notes(Compilation compilation) {
    return compilation.diagnostics().stream()
        .filter(each -> each.getKind() == Kind.NOTE)
        .map(TestCompiler::text)
        .filter(text -> text.contains("[Lathe"))
        .toList();
  }

  @Test
  void oneRemarkTellsOfEachLoopAtItsPlace() {
    Compilation compilation =
        TestCompiler.compiler()
            .withOptions("-Xlint:all", "-Werror", "-Alathe.remarks")
            .compile(TestCompiler.files(LOOPS));
    assertThat(TestCompiler.messages(compilation)).isEmpty();
    assertThat(notes(compilation))
        .contains(
            "Loops.java:5:5: [LatheLoop] loop of kernel twice: 8 lanes, 2 registers (avx2);"
                + " 16 lanes, 2 registers (avx512)")
        .doesNotHaveDuplicates()
        .anyMatch(
            note -> note.startsWith("Loops.java:12:5: [LatheLoop] loop of kernel last: scalar:"))
        .anyMatch(
            note -> note.startsWith("Loops.java:20:13: [LatheLoop] loop of kernel mix: 8 lanes"))
        .hasSize(3);
  }

  @Test
  void loopsWithoutArraysHaveVerdictsToo() {
    String source =
        """
        import dev.lathe.Jit;

        public interface Counts {
          @Jit default int squares(int n) {
            int sum = 0;
            for (int i = 0; i < n; i++) {
              sum += i * i ^ i;
            }
            return sum;
          }

          @Jit default int gcd(int a, int b) {
            while (b != 0) {
              int rest = a % b;
              a = b;
              b = rest;
            }
            return a;
          }
        }
        """;
    Compilation compilation =
        TestCompiler.compiler()
            .withOptions("-Xlint:all", "-Werror", "-Alathe.remarks")
            .compile(TestCompiler.files(source));
    assertThat(TestCompiler.messages(compilation)).isEmpty();
    assertThat(notes(compilation))
        .anyMatch(note ->
            note.matches(
                "Counts.java:6:5: .LatheLoop. loop of kernel squares: \\d+ lanes.*avx512.*"))
        .anyMatch(
            note -> note.startsWith("Counts.java:13:5: [LatheLoop] loop of kernel gcd: scalar:"));
    assertThat(
            TestCompiler.messages(
                TestCompiler.compile(
                    source.replace("@Jit", "@Jit(vectorize = Jit.Vectorize.REQUIRED)"))))
        .singleElement()
        .asString()
        .contains("[LatheVectorizeRequired] this loop of kernel gcd cannot become SIMD code");
  }

  @Test
  void withoutTheOptionNothingIsSaid() {
    assertThat(notes(TestCompiler.compile(LOOPS))).isEmpty();
  }

  @Test
  void kernelsOfTheSameInterfaceAreKnownWhereLanesAreRequired() {
    Compilation compilation =
        TestCompiler.compile(
            LOOPS.replace("@Jit void", "@Jit(vectorize = Jit.Vectorize.REQUIRED) void"));
    assertThat(TestCompiler.messages(compilation)).isEmpty();
    assertThat(notes(compilation)).isEmpty();
  }

  @Test
  void loopsAroundLanesMayStayScalarWhereLanesAreRequired() {
    Compilation compilation =
        TestCompiler.compile(
            """
            import dev.lathe.Jit;

            @Jit(vectorize = Jit.Vectorize.REQUIRED)
            public interface Turns {
              default void transpose(int[] in, int[] out, int width, int height) {
                for (int y = 0; y < height; y++) {
                  for (int x = 0; x < width; x++) {
                    out[x * height + y] = in[y * width + x];
                  }
                }
              }
            }
            """);
    assertThat(TestCompiler.messages(compilation)).isEmpty();
    assertThat(notes(compilation)).isEmpty();
  }

  @Test
  void whatOnlySomeHostsCanIsNoted() {
    Compilation compilation =
        TestCompiler.compile(
            """
            import dev.lathe.Jit;

            @Jit(vectorize = Jit.Vectorize.REQUIRED)
            public interface Some {
              default void casts(double[] in, long[] out) {
                for (int i = 0; i < in.length; i++) {
                  out[i] = (long) in[i];
                }
              }
            }
            """);
    assertThat(TestCompiler.messages(compilation)).isEmpty();
    assertThat(notes(compilation))
        .containsExactly(
            "Some.java:6:5: [LatheVectorizeLevel] this loop of kernel casts becomes SIMD code with"
                + " avx512, but not with avx2: lanes would be no faster");
  }

  @Test
  void whatIsLeftOfLanesMayStayScalarWhereTheyAreRequired() {
    Compilation compilation =
        TestCompiler.compile(
            """
            import dev.lathe.Jit;

            @Jit(vectorize = Jit.Vectorize.REQUIRED)
            public interface Nests {
              default void steps(int[] in, int[] out) {
                for (int i = 0; i < in.length; i++) {
                  int h = in[i];
                  int n = 0;
                  while (h < 1000) {
                    h = 3 * h + 1;
                    n++;
                  }
                  out[i] = n;
                }
              }

              default void functions(double[] in, double[] out) {
                for (int i = 0; i < in.length; i++) {
                  out[i] = Math.sin(in[i]) * Math.pow(in[i], 1.5);
                }
              }
            }
            """);
    assertThat(TestCompiler.messages(compilation)).isEmpty();
  }

  @Test
  void kernelsOfOtherInterfacesAreLeftToTheRuntime() {
    Compilation compilation =
        TestCompiler.compile(
            """
            @dev.lathe.Jit
            public interface Twice {
              @dev.lathe.Jit static int twice(int a) { return 2 * a; }
            }
            """,
            """
            import dev.lathe.Jit;

            @Jit(vectorize = Jit.Vectorize.REQUIRED)
            public interface All {
              default void all(int[] a) {
                for (int i = 0; i < a.length; i++) {
                  a[i] = Twice.twice(a[i]);
                }
              }

              default int none(int a) { return a; }
            }
            """);
    assertThat(TestCompiler.messages(compilation)).isEmpty();
    assertThat(notes(compilation))
        .contains(
            "All.java:5:16: [LatheVectorizeUnknown] kernel all calls Twice.twice(I)I, which is no"
                + " kernel of this interface, so that what becomes of its loops is known at run"
                + " time only; ask Lathe.report, or look for a warning in the log");
  }
}
