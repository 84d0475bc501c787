package dev.lathe.samples.benchmarks;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of calling a kernel over one short array, beside a raw downcall and plain Java. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class ArrayCallBenchmark {
  private static final MethodHandle RAW = RawAdd.linkLoad();
  private static final ArrayKernels LATHE = ArrayKernelsJit.create();
  private static final ArrayKernels JAVA = new ArrayKernels() {};

  @Param({"1", "16", "64"})
  public int length;

  private int[] array;

  @Setup
  public void fill() {
    array = new int[length];
    Arrays.setAll(array, i -> i);
  }

  @Benchmark
  public int rawCriticalDowncall() throws Throwable {
    return (int) RAW.invokeExact(MemorySegment.ofArray(array));
  }

  @Benchmark
  public int sumLathe() {
    return LATHE.sum(array);
  }

  @Benchmark
  public int sumJava() {
    return JAVA.sum(array);
  }
}
