package dev.lathe.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.Kernel;
import dev.lathe.KernelInterruptedException;
import dev.lathe.Lathe;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.kernels.Arithmetic;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlicesTest {
  /** Takes about a hundred slices. */
  private static final long LONG = 5_000_000;

  private static final long[] COUNTS = {0, 1, 2, 10, 100_000, LONG};

  /** {@code x = seed; for (i = 0; i < n; i++) x = (x ^ i) * 31;} and then {@code x} converted. */
  private static Function mix(Type result) {
    var f = new FunctionBuilder("SlicesTest.mix", result, Type.I64, Type.I64);
    var loop = f.block(Type.I64, Type.I64);
    var body = f.block();
    var end = f.block();
    f.jump(loop, f.i64(0), f.param(1));
    f.at(loop);
    Value i = loop.param(0);
    Value x = loop.param(1);
    f.branch(f.icmp(IntPredicate.LT, i, f.param(0)), new Target(body), new Target(end));
    f.at(body);
    Value next = f.op(Op.IMUL, f.op(Op.XOR, x, i), f.i64(31));
    f.jump(loop, f.op(Op.IADD, i, f.i64(1)), next);
    f.at(end);
    if (result == Type.VOID) {
      f.ret();
    } else {
      f.ret(
          switch (result.kind()) {
            case BOOL -> f.icmp(IntPredicate.LT, x, f.i64(0));
            case I32 -> f.convert(Op.TRUNC, Type.I32, x);
            case I64 -> x;
            default -> f.convert(Op.ITOF, result, x);
          });
    }
    return f.build();
  }

  private static long mix(long n, long seed) {
    long x = seed;
    for (long i = 0; i < n; i++) {
      x = (x ^ i) * 31;
    }
    return x;
  }

  @Test
  void resultsOfAllTypesAreThoseOfJava() throws Throwable {
    MethodHandle ofLong = TestSite.link("(JJ)J", () -> mix(Type.I64));
    MethodHandle ofInt = TestSite.link("(JJ)I", () -> mix(Type.I32));
    MethodHandle ofBoolean = TestSite.link("(JJ)Z", () -> mix(Type.BOOL));
    MethodHandle ofDouble = TestSite.link("(JJ)D", () -> mix(Type.F64));
    MethodHandle ofFloat = TestSite.link("(JJ)F", () -> mix(Type.F32));
    MethodHandle ofVoid = TestSite.link("(JJ)V", () -> mix(Type.VOID));
    for (long n : COUNTS) {
      long expected = mix(n, 7);
      assertThat((long) ofLong.invokeExact(n, 7L)).isEqualTo(expected);
      assertThat((int) ofInt.invokeExact(n, 7L)).isEqualTo((int) expected);
      assertThat((int) ofBoolean.invokeExact(n, 7L)).isEqualTo(expected < 0 ? 1 : 0);
      assertThat((double) ofDouble.invokeExact(n, 7L)).isEqualTo((double) expected);
      assertThat((float) ofFloat.invokeExact(n, 7L)).isEqualTo((float) expected);
      ofVoid.invokeExact(n, 7L);
    }
  }

  /** Divides by a parameter that counts down to 0 where the loop does not end before. */
  private static Function trapping(Type result) {
    var f = new FunctionBuilder("SlicesTest.trapping", result, Type.I32, Type.I32);
    f.source("Trapping.java");
    var loop = f.block(Type.I32, Type.I32, Type.I32);
    var end = f.block();
    f.jump(loop, f.i32(0), f.param(1), f.i32(0));
    f.at(loop);
    Value i = loop.param(0);
    f.line(17);
    Value divisor = f.nonzero(TrapKind.DIVIDE_I32, loop.param(1));
    Value sum = f.op(Op.IADD, loop.param(2), f.op(Op.IDIV, f.param(0), divisor));
    Value next = f.op(Op.IADD, i, f.i32(1));
    Value less = f.op(Op.ISUB, loop.param(1), f.i32(1));
    f.branch(
        f.icmp(IntPredicate.LT, next, f.param(0)),
        new Target(loop, next, less, sum),
        new Target(end));
    f.at(end);
    if (result == Type.VOID) {
      f.ret();
    } else {
      f.ret(sum);
    }
    return f.build();
  }

  /** See {@link #trapping}; of ints. */
  static Function dividing() {
    return trapping(Type.I32);
  }

  @Test
  void aTrapInALaterSliceIsJavasException() throws Throwable {
    MethodHandle kernel = TestSite.link("(II)I", () -> trapping(Type.I32));
    MethodHandle ofVoid = TestSite.link("(II)V", () -> trapping(Type.VOID));
    assertThat((int) kernel.invokeExact(3, 5)).isEqualTo(0 + 0 + 1);
    ofVoid.invokeExact(3, 5);
    for (int from : new int[] {0, 3, 1_000_000}) {
      assertThatThrownBy(() -> kernel.invoke(2_000_000, from))
          .isExactlyInstanceOf(ArithmeticException.class)
          .hasMessage("/ by zero")
          .satisfies(e -> {
            assertThat(e.getStackTrace()[0].getFileName()).isEqualTo("Trapping.java");
            assertThat(e.getStackTrace()[0].getLineNumber()).isEqualTo(17);
            assertThat(e.getStackTrace()[1].getClassName()).isEqualTo(SlicesTest.class.getName());
          });
      assertThatThrownBy(() -> ofVoid.invoke(2_000_000, from))
          .isExactlyInstanceOf(ArithmeticException.class);
    }
  }

  /** {@code s += p0 + p1 + ...}, p0 times. */
  private static Function sums(Type[] types) {
    var f = new FunctionBuilder("SlicesTest.sums", Type.F64, types);
    var loop = f.block(Type.F64, Type.I64);
    var end = f.block();
    f.jump(loop, f.f64(0), f.param(0));
    f.at(loop);
    Value sum = loop.param(0);
    for (int i = 1; i < types.length; i++) {
      Value value = f.param(i);
      if (types[i] != Type.F64) {
        Op widen = types[i].isFloat() ? Op.FWIDEN : Op.ITOF;
        value = f.convert(widen, Type.F64, value);
      }
      sum = f.op(Op.FADD, sum, value);
    }
    Value left = f.op(Op.ISUB, loop.param(1), f.i64(1));
    f.branch(f.icmp(IntPredicate.GT, left, f.i64(0)), new Target(loop, sum, left), new Target(end));
    f.at(end);
    f.ret(sum);
    return f.build();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 7, 8, 15, 16, 17, 18, 40})
  void argumentsArriveHoweverManyThereAre(int count) throws Throwable {
    var types = new Type[count];
    var classes = new Class<?>[count];
    var packed = new long[count];
    var arguments = new Object[count];
    double step = 0;
    Arrays.fill(types, Type.I64);
    for (int i = 0; i < count; i++) {
      switch (i % 4) {
        case 0 -> {
          classes[i] = long.class;
          arguments[i] = packed[i] = i == 0 ? 300_000 : i;
        }
        case 1 -> {
          types[i] = Type.F64;
          classes[i] = double.class;
          arguments[i] = (double) i;
          packed[i] = Double.doubleToRawLongBits(i);
        }
        case 2 -> {
          types[i] = Type.I32;
          classes[i] = int.class;
          arguments[i] = -i;
          packed[i] = -i;
        }
        default -> {
          types[i] = Type.F32;
          classes[i] = float.class;
          arguments[i] = (float) i;
          packed[i] = Float.floatToRawIntBits(i);
        }
      }
      step += i == 0 ? 0 : ((Number) arguments[i]).doubleValue();
    }
    MethodType type = MethodType.methodType(double.class, classes);
    MethodHandle handle = TestSite.link(type.toMethodDescriptorString(), () -> sums(types));
    Object result =
        count > KernelSite.MAX_ARGUMENTS
            ? handle.invoke(packed)
            : handle.invokeWithArguments(arguments);
    assertThat(result).isEqualTo(300_000 * step);
  }

  @Test
  void manyVirtualThreadsRunOneKernel() throws Exception {
    MethodHandle kernel = TestSite.link("(JJ)J", () -> mix(Type.I64));
    var results = new ArrayList<Future<Long>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 64; i++) {
        long seed = i;
        Callable<Long> call = () -> call(kernel, LONG / 10 + seed, seed);
        results.add(threads.submit(call));
      }
    }
    for (int i = 0; i < 64; i++) {
      assertThat(results.get(i).get()).isEqualTo(mix(LONG / 10 + i, i));
    }
  }

  private static long call(MethodHandle kernel, long n, long seed) {
    try {
      return (long) kernel.invokeExact(n, seed);
    } catch (Throwable t) {
      throw Kernel.rethrow(t);
    }
  }

  /** {@code do x = x * 4 + 2; while (x != 0)}, which never ends. */
  static Function endless(boolean interruptible) {
    var f = new FunctionBuilder("SlicesTest.endless", Type.I64, Type.I64);
    if (interruptible) {
      f.interruptible();
    }
    var loop = f.block(Type.I64);
    var end = f.block();
    f.jump(loop, f.param(0));
    f.at(loop);
    Value next = f.op(Op.IADD, f.op(Op.IMUL, loop.param(0), f.i64(4)), f.i64(2));
    f.branch(f.icmp(IntPredicate.NE, next, f.i64(0)), new Target(loop, next), new Target(end));
    f.at(end);
    f.ret(next);
    return f.build();
  }

  /** {@code x = 1; for (i = 0; i < n; i++) x = (x ^ i) * 31;} */
  static Function counting() {
    var f = new FunctionBuilder("SlicesTest.counting", Type.I64, Type.I64);
    var loop = f.block(Type.I64, Type.I64);
    var end = f.block();
    f.jump(loop, f.i64(0), f.i64(1));
    f.at(loop);
    Value i = f.op(Op.IADD, loop.param(0), f.i64(1));
    Value x = f.op(Op.IMUL, f.op(Op.XOR, loop.param(1), loop.param(0)), f.i64(31));
    f.branch(f.icmp(IntPredicate.LT, i, f.param(0)), new Target(loop, i, x), new Target(end));
    f.at(end);
    f.ret(x);
    return f.build();
  }

  static long count(long n) {
    return mix(n, 1);
  }

  @Test
  void anInterruptEndsAnInterruptibleKernelThatNeverEnds() throws Exception {
    MethodHandle kernel = TestSite.link("(J)J", () -> endless(true));
    for (boolean virtual : new boolean[] {false, true}) {
      var started = new CountDownLatch(1);
      var thrown = new AtomicReference<Throwable>();
      var flag = new AtomicBoolean();
      Runnable run =
          () -> {
            started.countDown();
            try {
              kernel.invoke(1L);
            } catch (Throwable t) {
              flag.set(Thread.currentThread().isInterrupted());
              thrown.set(t);
            }
          };
      Thread thread = virtual ? Thread.ofVirtual().start(run) : Thread.ofPlatform().start(run);
      started.await();
      Thread.sleep(5);
      assertThat(thread.isAlive()).isTrue();
      thread.interrupt();
      thread.join();
      assertThat(thrown.get())
          .isExactlyInstanceOf(KernelInterruptedException.class)
          .hasMessageContaining(Arithmetic.class.getName() + ".test ")
          .hasMessageContaining("Thread.interrupted()");
      assertThat(flag).isTrue();
    }
  }

  @Test
  void anInterruptDoesNotEndOtherKernels() throws Throwable {
    MethodHandle kernel = TestSite.link("(JJ)J", () -> mix(Type.I64));
    Thread.currentThread().interrupt();
    long result = (long) kernel.invokeExact(LONG, 7L);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(result).isEqualTo(mix(LONG, 7));
  }

  @Test
  void codeStaysWhileItRunsThoughNobodyElseHoldsIt() throws Exception {
    for (int i = 0; i < 2; i++) { // what other tests leave behind must not be freed meanwhile
      System.gc();
      Thread.sleep(20);
      Lathe.codeBytes();
    }
    long before = Lathe.codeBytes();
    var started = new CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              started.countDown();
              assertThatThrownBy(() -> TestSite.link("(J)J", () -> endless(true)).invoke(1L))
                  .isInstanceOf(KernelInterruptedException.class);
            });
    started.await();
    for (int i = 0; i < 2; i++) {
      System.gc();
      Thread.sleep(2); // references are enqueued by another thread
      assertThat(call(TestSite.link("(JJ)J", () -> mix(Type.I64)), 10, i)).isEqualTo(mix(10, i));
    }
    assertThat(thread.isAlive()).isTrue();
    assertThat(Lathe.codeBytes()).isGreaterThan(before);
    thread.interrupt();
    thread.join();
  }

  private static List<String> java(String main, String... options) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx64m"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> output = new String(process.getInputStream().readAllBytes()).lines().toList();
    assertThat(process.waitFor()).as("%s", output).isZero();
    return output;
  }

  @ParameterizedTest
  @ValueSource(strings = {"Serial", "Parallel", "G1", "Z", "Shenandoah"})
  void garbageIsCollectedWhileAKernelRuns(String collector) throws Exception {
    // in one piece the kernel would let none end
    assertThat(
            java(
                CollectionsMeanwhile.class.getName(),
                "-XX:+Use" + collector + "GC",
                "-XX:TieredStopAtLevel=1"))
        .containsExactly("20 collections while it runs", "ended");
  }

  @Test
  void aKernelFirstCalledWhereTheStackEndsRunsAFrameHigher() throws Exception {
    assertThat(java(LoopAtStackEdge.class.getName()))
        .containsExactly("met the edge", "right", "right");
  }

  @Test
  void theBudgetFollowsTheTimeOfASlice() {
    assertThat(Slices.scaled(1000, 50_000)).isEqualTo(1000);
    assertThat(Slices.scaled(1000, 100_000)).isEqualTo(500);
    assertThat(Slices.scaled(1000, 25_000)).isEqualTo(2000);
    assertThat(Slices.scaled(1000, 100)).as("four times at most").isEqualTo(4000);
    assertThat(Slices.scaled(1000, 10_000_000)).as("a quarter at least").isEqualTo(250);
    assertThat(Slices.scaled(1, 10_000_000)).isEqualTo(1);
    assertThat(Slices.scaled(1 << 22, 100)).as("not without end").isEqualTo(1 << 22);
    assertThat(Slices.scaled(1 << 22, 20_000)).as("not without end").isEqualTo(1 << 22);
    assertThat(Slices.scaled(Long.MAX_VALUE / 5, 1)).isPositive();
  }
}
