package dev.lathe.samples.benchmarks;

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

/** Scalar loops as Lathe's code, as plain Java, and as C where gcc is installed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class ScalarBenchmark {
  @Param ScalarRun kernel;

  private ScalarRun.Form lathe;
  private ScalarRun.Form java;
  private ScalarRun.Form c;

  @Setup
  public void setUp() throws Exception {
    lathe = kernel.of(ScalarKernelsJit.create());
    java = kernel.of(new ScalarKernels() {});
    CLibrary library = CLibrary.compile("gcc");
    c =
        library != null
            ? kernel.of(library)
            : () -> {
              throw new IllegalStateException("gcc is not installed");
            };
  }

  @Benchmark
  public Object lathe() throws Throwable {
    return lathe.run();
  }

  @Benchmark
  public Object plainJava() throws Throwable {
    return java.run();
  }

  @Benchmark
  public Object gcc() throws Throwable {
    return c.run();
  }
}
