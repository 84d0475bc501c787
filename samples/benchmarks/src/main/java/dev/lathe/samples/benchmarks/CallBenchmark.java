package dev.lathe.samples.benchmarks;

import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of calling a kernel, beside a raw downcall and the plain Java body. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class CallBenchmark {
  private static final MethodHandle RAW = RawAdd.link(false);
  private static final MethodHandle RAW_CRITICAL = RawAdd.link(true);
  private static final CallKernels LATHE = CallKernelsJit.create();
  private static final CallKernels JAVA = new CallKernels() {};

  private int a = 7;
  private int b = 35;
  private long c = 7;
  private long d = 35;
  private double x = 7;
  private double y = 35;

  @Benchmark
  public int rawDowncall() throws Throwable {
    return (int) RAW.invokeExact(a, b);
  }

  @Benchmark
  public int rawCriticalDowncall() throws Throwable {
    return (int) RAW_CRITICAL.invokeExact(a, b);
  }

  @Benchmark
  public int addLathe() {
    return LATHE.add(a, b);
  }

  @Benchmark
  public int addJava() {
    return JAVA.add(a, b);
  }

  @Benchmark
  public int divideLathe() {
    return LATHE.divide(a, b);
  }

  @Benchmark
  public int divideJava() {
    return JAVA.divide(a, b);
  }

  @Benchmark
  public long addExactLathe() {
    return LATHE.addExact(c, d);
  }

  @Benchmark
  public long addExactJava() {
    return JAVA.addExact(c, d);
  }

  @Benchmark
  public double fmaLathe() {
    return LATHE.fma(x, y, x);
  }

  @Benchmark
  public double fmaJava() {
    return JAVA.fma(x, y, x);
  }
}
