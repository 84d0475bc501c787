package dev.lathe.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lathe.KernelInterruptedException;
import dev.lathe.Lathe;
import dev.lathe.ir.Function;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.Module;
import dev.lathe.ir.Table;
import dev.lathe.ir.Type;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class MemoryCallsTest {
  /** Takes many slices. */
  private static final int LONG = 2_000_000;

  /** {@code for (i = 0; i < a.length; i++) s += a[i];} */
  private static final String SUM =
      """
      func %Sums.sum(v0: array.f64) -> f64 {
        source "Sums.java"
      b0:
        zero = const.f64 0.0
        i0 = const.i32 0
        one = const.i32 1
        jump loop(i0, zero)
      loop(i: i32, s: f64):
        whole = nonnull.array.f64 v0, length "a" @3
        n = alen.i32 whole @3
        less = icmp.i32 lt i, n @3
        branch less, body, end
      body:
        j = index.i32 v0, i, load "a" @4
        x = load.f64 v0, j @4
        t = fadd.f64 s, x @4
        k = iadd.i32 i, one @3
        jump loop(k, t)
      end:
        ret s
      }
      """;

  /** {@code for (i = 0; i < n; i++) a[i] = i * k + b[i];} */
  private static final String FILL =
      """
      func %Fills.fill(v0: array.i32, v1: array.i32, v2: i32, v3: i32) {
        source "Fills.java"
      b0:
        i0 = const.i32 0
        one = const.i32 1
        jump loop(i0)
      loop(i: i32):
        less = icmp.i32 lt i, v2 @3
        branch less, body, end
      body:
        p = imul.i32 i, v3 @4
        j = index.i32 v1, i, load "b" @4
        x = load.i32 v1, j @4
        y = iadd.i32 p, x @4
        w = index.i32 v0, i, store "a" @4
        store v0, w, y @4
        k = iadd.i32 i, one @3
        jump loop(k)
      end:
        ret
      }
      """;

  private static MethodHandle link(String descriptor, String text) {
    return TestSite.link(descriptor, () -> IrParser.parse(text));
  }

  private static double[] doubles(int n) {
    var array = new double[n];
    Arrays.setAll(array, i -> i % 1000 + 0.5);
    return array;
  }

  private static double sum(double[] array) {
    double s = 0;
    for (double x : array) {
      s += x;
    }
    return s;
  }

  private static void fill(int[] a, int[] b, int n, int k) {
    for (int i = 0; i < n; i++) {
      a[i] = i * k + b[i];
    }
  }

  @Test
  void anArrayIsReadInOneSliceAndInMany() throws Throwable {
    MethodHandle kernel = link("([D)D", SUM);
    for (int n : new int[] {0, 1, 2, 15, 16, 17, 1000, LONG}) {
      assertThat((double) kernel.invokeExact(doubles(n))).isEqualTo(sum(doubles(n)));
    }
  }

  @Test
  void anArrayIsWrittenLikeInJava() throws Throwable {
    MethodHandle kernel = link("([I[III)V", FILL);
    for (int n : new int[] {0, 1, 33, LONG}) {
      var a = new int[n];
      var b = new int[n];
      Arrays.setAll(b, i -> i * 7);
      var expected = new int[n];
      fill(expected, b, n, 3);
      kernel.invokeExact(a, b, n, 3);
      assertThat(a).isEqualTo(expected);
    }
  }

  @Test
  void theSameArrayMayBePassedTwice() throws Throwable {
    MethodHandle kernel = link("([I[III)V", FILL);
    int[] expected = new int[1000];
    Arrays.setAll(expected, i -> i * 7);
    int[] array = expected.clone();
    fill(expected, expected, 1000, 5);
    kernel.invokeExact(array, array, 1000, 5);
    assertThat(array).isEqualTo(expected);
  }

  @Test
  void whatWasWrittenBeforeAnExceptionIsThere() {
    MethodHandle kernel = link("([I[III)V", FILL);
    for (int[] lengths : new int[][] {{10, 5}, {5, 10}, {LONG, LONG / 2}, {0, 0}, {0, 1}}) {
      var a = new int[lengths[0]];
      var b = new int[lengths[1]];
      var expected = a.clone();
      Throwable thrown = catchThrowable(() -> kernel.invoke(a, b, LONG + 1, 3));
      Throwable javas = catchThrowable(() -> fill(expected, b, LONG + 1, 3));
      assertThat(thrown).hasSameClassAs(javas).hasMessage(javas.getMessage());
      assertThat(a).isEqualTo(expected);
    }
  }

  @Test
  void nullThrowsWhereJavaDoes() throws Throwable {
    MethodHandle sum = link("([D)D", SUM);
    assertThatThrownBy(() -> sum.invoke((double[]) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("Cannot read the array length because \"a\" is null");
    MethodHandle fill = link("([I[III)V", FILL);
    fill.invokeExact((int[]) null, (int[]) null, 0, 1);
    assertThatThrownBy(() -> fill.invoke(new int[1], (int[]) null, 1, 1))
        .hasMessage("Cannot load from int array because \"b\" is null");
    assertThatThrownBy(() -> fill.invoke((int[]) null, new int[1], 1, 1))
        .hasMessage("Cannot store to int array because \"a\" is null");
  }

  @Test
  void traceBeginsInTheKernelAndGoesOnInItsCaller() {
    MethodHandle kernel = link("([I[III)V", FILL);
    Throwable thrown = catchThrowable(() -> kernel.invoke(new int[3], new int[LONG], LONG, 1));
    StackTraceElement[] trace = thrown.getStackTrace();
    assertThat(trace[0]).hasToString("Fills.fill(Fills.java:4)");
    assertThat(trace[1].getClassName()).isEqualTo(getClass().getName());
    assertThat(trace).noneMatch(frame -> frame.getClassName().startsWith("java.lang.invoke."));
  }

  @Test
  void traceHasFramesForInlinedFunctions() {
    var root =
        """
        func %com.acme.Root.run(v0: array.i32, v1: i32) -> i32 {
          source "Root.java"
          callee %outer(array.i32, i32) -> i32
        b0:
          v2 = call.i32 %outer(v0, v1) @7
          ret v2
        }
        func %com.acme.Outer.outer(v0: array.i32, v1: i32) -> i32 {
          source "Outer.java"
          symbol "outer"
          callee %inner(array.i32, i32) -> i32
        b0:
          v2 = call.i32 %inner(v0, v1) @70
          ret v2
        }
        func %com.acme.Inner.inner(v0: array.i32, v1: i32) -> i32 {
          source "Inner.java"
          symbol "inner"
        b0:
          v2 = index.i32 v0, v1, load "a" @700
          v3 = load.i32 v0, v2 @700
          v4 = const.i32 100
          v5 = nonzero.i32 v3, divide.i32 @701
          v6 = idiv.i32 v4, v5 @701
          ret v6
        }
        """;
    MethodHandle kernel = TestSite.linkModule("([II)I", () -> IrParser.parseModule(root));
    Throwable outside = catchThrowable(() -> kernel.invoke(new int[3], 3));
    assertThat(outside).hasMessage("Index 3 out of bounds for length 3");
    assertThat(Arrays.stream(outside.getStackTrace()).limit(3).map(Object::toString))
        .containsExactly(
            "com.acme.Inner.inner(Inner.java:700)",
            "com.acme.Outer.outer(Outer.java:70)",
            "com.acme.Root.run(Root.java:7)");
    Throwable zero = catchThrowable(() -> kernel.invoke(new int[3], 2));
    assertThat(zero).isInstanceOf(ArithmeticException.class).hasMessage("/ by zero");
    assertThat(zero.getStackTrace()[0]).hasToString("com.acme.Inner.inner(Inner.java:701)");
  }

  @Test
  void collectionsMayMoveArraysBetweenSlices() throws Throwable {
    MethodHandle sum = link("([D)D", SUM);
    MethodHandle fill = link("([I[III)V", FILL);
    var done = new AtomicBoolean();
    Thread collector =
        Thread.ofPlatform()
            .start(() -> {
              while (!done.get()) {
                System.gc();
              }
            });
    try {
      for (int round = 0; round < 3; round++) {
        double[] array = doubles(LONG);
        assertThat((double) sum.invokeExact(array)).isEqualTo(sum(array));
        var a = new int[LONG];
        var b = new int[LONG];
        Arrays.fill(b, round);
        fill.invokeExact(a, b, LONG, 3);
        var expected = new int[LONG];
        fill(expected, b, LONG, 3);
        assertThat(Arrays.equals(a, expected)).isTrue();
      }
    } finally {
      done.set(true);
      collector.join();
    }
  }

  @Test
  void manyThreadsRunTheSameKernel() throws Throwable {
    MethodHandle kernel = link("([I[III)V", FILL);
    try (ExecutorService platform = Executors.newFixedThreadPool(64);
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < 64; i++) {
        int k = i;
        tasks.add(() -> {
          var a = new int[50_000];
          var b = new int[50_000];
          var expected = new int[50_000];
          fill(expected, b, 50_000, k);
          call(kernel, a, b, 50_000, k);
          return Arrays.equals(a, expected);
        });
      }
      for (ExecutorService threads : List.of(platform, virtual)) {
        for (Future<Boolean> each : threads.invokeAll(tasks)) {
          assertThat(each.get()).isTrue();
        }
      }
    }
  }

  private static void call(MethodHandle kernel, int[] a, int[] b, int n, int k) {
    try {
      kernel.invokeExact(a, b, n, k);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  @Test
  void anInterruptEndsAnInterruptibleKernel() throws Throwable {
    MethodHandle kernel =
        link("([I[III)V", FILL.replace("source \"Fills.java\"", "source \"F\"\n interruptible"));
    var a = new int[LONG];
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> kernel.invoke(a, new int[LONG], LONG, 1))
        .isInstanceOf(KernelInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(a[LONG - 1]).isZero();
  }

  @Test
  void manyParametersArePackedButForArrays() throws Throwable {
    var params = new StringBuilder();
    var descriptor = new StringBuilder("([D");
    for (int i = 2; i < 18; i++) {
      params.append(", v").append(i).append(i % 2 == 0 ? ": f64" : ": i32");
      descriptor.append(i % 2 == 0 ? 'D' : 'I');
    }
    String text =
        """
        func %f(v1: array.f64PARAMS, v18: array.i32) -> f64 {
        b0:
          v20 = index.i32 v1, v3, load
          v21 = load.f64 v1, v20
          v22 = fadd.f64 v21, v16
          v23 = index.i32 v18, v17, store
          store v18, v23, v3
          ret v22
        }
        """
            .replace("PARAMS", params);
    MethodHandle kernel = link(descriptor + "[I)D", text);
    var scalars = new long[16];
    scalars[1] = 2; // v3
    scalars[14] = Double.doubleToRawLongBits(0.25); // v16
    scalars[15] = 1; // v17
    var ints = new int[2];
    assertThat((double) kernel.invokeExact(scalars, new double[] {1, 2, 4}, ints)).isEqualTo(4.25);
    assertThat(ints).containsExactly(0, 2);
  }

  private static final float[] TABLE = {1, 2, 4};

  @Test
  void aTableIsReadOncePerCall() throws Throwable {
    MethodHandle getter =
        MethodHandles.lookup().findStaticGetter(getClass(), "TABLE", float[].class);
    MethodHandle kernel =
        TestSite.link(
            "(I)F",
            () -> {
              Function function =
                  IrParser.parse(
                      """
                      func %f(v0: i32) -> f32 {
                        table %TABLE array.f32
                      b0:
                        v1 = table.array.f32 %TABLE
                        v2 = index.i32 v1, v0, load "TABLE"
                        v3 = load.f32 v1, v2
                        ret v3
                      }
                      """);
              Type type = function.table(0).type();
              function.setTables(List.of(new Table("TABLE", type, getter)));
              return function;
            });
    assertThat((float) kernel.invokeExact(2)).isEqualTo(4);
    assertThatThrownBy(() -> kernel.invoke(3)).hasMessage("Index 3 out of bounds for length 3");
  }

  // ---- what runs as class files

  @Test
  void recursionOverArraysRunsAsAClassFile() throws Throwable {
    String text =
        """
        func %f(v0: array.i32, v1: i32) -> i32 {
          callee %f(array.i32, i32) -> i32
        b0:
          v2 = index.i32 v0, v1, load
          v3 = load.i32 v0, v2
          v4 = const.i32 0
          v5 = icmp.i32 eq v3, v4
          branch v5, b1, b2
        b1:
          ret v1
        b2:
          v6 = call.i32 %f(v0, v3)
          ret v6
        }
        """;
    MethodHandle kernel = Lathe.compile(IrParser.parse(text));
    assertThat((int) kernel.invokeExact(new int[] {2, 0, 1}, 0)).isEqualTo(1);
    assertThat(Lathe.explain(IrParser.parse(text))).contains("calls f, which is recursive");
  }

  @Test
  void arraysOfBooleansRunAsClassFiles() throws Throwable {
    String text =
        """
        func %f(v0: array.bool, v1: i32) -> bool {
        b0:
          v2 = index.i32 v0, v1, load
          v3 = load.bool v0, v2
          ret v3
        }
        """;
    MethodHandle kernel = Lathe.compile(IrParser.parse(text));
    assertThat((boolean) kernel.invokeExact(new boolean[] {false, true}, 1)).isTrue();
    assertThat(Lathe.explain(IrParser.parse(text))).contains("boolean[]");
  }

  @Test
  void modulesOfLargeFunctionsBecomeOne() {
    var text = new StringBuilder();
    text.append("func %f(v0: array.i32) -> i32 {\n  callee %g(array.i32, i32) -> i32\nb0:\n");
    text.append("  v1 = const.i32 1\n");
    for (int i = 2; i < 30; i++) {
      text.append("  v%d = call.i32 %%g(v0, v%d)\n".formatted(i, i - 1));
    }
    text.append("  ret v29\n}\nfunc %g(v0: array.i32, v1: i32) -> i32 {\nb0:\n");
    text.append("  v2 = index.i32 v0, v1, load\n  v3 = load.i32 v0, v2\n");
    for (int i = 4; i < 300; i++) {
      text.append(
          "  v%d = ixor.i32 v%d, v%d\n"
              .replace("ixor", i % 2 == 0 ? "imul" : "iadd")
              .formatted(i, i - 1, i - 2));
    }
    text.append("  ret v299\n}\n");
    Module module = IrParser.parseModule(text.toString());
    assertThat(TestSite.linkModule("([I)I", () -> IrParser.parseModule(text.toString())))
        .isNotNull();
    assertThat(module.size()).isEqualTo(2);
  }

  @Test
  void codeIsFreedWithTheHandle() throws Throwable {
    long before = Lathe.codeBytes();
    var handles = new MethodHandle[50];
    for (int i = 0; i < handles.length; i++) {
      handles[i] = Lathe.compile(IrParser.parse(SUM));
      assertThat((double) handles[i].invokeExact(doubles(i))).isEqualTo(sum(doubles(i)));
    }
    long after = Lathe.codeBytes();
    assertThat(after).isGreaterThan(before);
    Arrays.fill(handles, null);
    for (int i = 0; i < 400 && Lathe.codeBytes() >= after; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(Lathe.codeBytes()).isLessThan(after);
  }

  @Test
  void aFunctionOverArraysIsCompiledByThePublicApi() throws Throwable {
    MethodHandle kernel = Lathe.compile(IrParser.parse(SUM));
    assertThat(kernel.type().toMethodDescriptorString()).isEqualTo("([D)D");
    assertThat((double) kernel.invokeExact(doubles(100))).isEqualTo(sum(doubles(100)));
    assertThat(Lathe.explain(IrParser.parse(SUM))).contains("; machine code");
  }

  /** An index that is read from memory is the one that was checked, whoever writes there. */
  @Test
  void racingWritersNeverMoveAnIndexOutOfItsArray() throws Throwable {
    MethodHandle kernel =
        link(
            "([I[I)I",
            """
            func %Gather.sum(v0: array.i32, v1: array.i32) -> i32 {
              source "Gather.java"
            b0:
              zero = const.i32 0
              one = const.i32 1
              n = alen.i32 v0
              jump loop(zero, zero)
            loop(i: i32, s: i32):
              less = icmp.i32 lt i, n
              branch less, body, end
            body:
              p = index.i32 v0, i, load "a" @3
              j = load.i32 v0, p @3
              q = index.i32 v1, j, load "b" @3
              x = load.i32 v1, q @3
              t = iadd.i32 s, x @3
              k = iadd.i32 i, one
              jump loop(k, t)
            end:
              ret s
            }
            """);
    var indices = new int[1000];
    var ones = new int[10];
    Arrays.fill(ones, 1);
    var running = new AtomicBoolean(true);
    var writer =
        new Thread(() -> {
          for (int i = 0; running.get(); i++) {
            indices[i * 31 % 1000 & 511] = i % 3 == 0 ? 9 : i * 0x9E3779B9;
            indices[i * 31 % 1000 & 511] = 1;
          }
        });
    writer.start();
    int sums = 0;
    int refusals = 0;
    try {
      for (int call = 0; call < 20_000; call++) {
        try {
          assertThat((int) kernel.invokeExact(indices, ones)).isEqualTo(1000);
          sums++;
        } catch (ArrayIndexOutOfBoundsException e) {
          assertThat(e).hasMessageEndingWith(" out of bounds for length 10");
          refusals++;
        }
      }
    } finally {
      running.set(false);
      writer.join();
    }
    assertThat(sums + refusals).isEqualTo(20_000);
  }
}
