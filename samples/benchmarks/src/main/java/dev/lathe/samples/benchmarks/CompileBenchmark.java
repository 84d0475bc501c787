package dev.lathe.samples.benchmarks;

import dev.lathe.codegen.MachineCode;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The time from the first builder call to machine code, in a warm JVM. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class CompileBenchmark {
  /** Loops and recursion: all kernels of {@link ScalarKernels} and {@link LoopKernels}. */
  @State(Scope.Thread)
  public static class Kernel {
    @Param({
      "ScalarKernels.squareRoots(I)J",
      "ScalarKernels.bitCounts(I)I",
      "ScalarKernels.grayCodes(I)I",
      "ScalarKernels.reversedBits(I)I",
      "ScalarKernels.permutations(IJ)J",
      "ScalarKernels.coprimes(I)I",
      "ScalarKernels.collatz(I)I",
      "ScalarKernels.cubeRoots(I)D",
      "ScalarKernels.monteCarlo(IJ)D",
      "ScalarKernels.integral(I)D",
      "ScalarKernels.machine(I)I",
      "ScalarKernels.fib(I)I",
      "ScalarKernels.tak(III)I",
      "LoopKernels.sum(J)J",
      "LoopKernels.wide(I)I",
      "LoopKernels.integral(I)D",
      "LoopKernels.nested(I)J",
      "LoopKernels.triangle(I)J",
      "LoopKernels.collatz(J)I",
      "LoopKernels.bits(J)I"
    })
    String kernel;
  }

  @Benchmark
  public MachineCode kernel(Kernel kernel) {
    return Compilations.compileKernel(kernel.kernel);
  }

  @Benchmark
  public MachineCode add() {
    return Compilations.compile(Compilations.add());
  }

  @Benchmark
  public MachineCode expressionOf1000() {
    return Compilations.compile(Compilations.chain(1_000));
  }

  @Benchmark
  public MachineCode expressionOf10000() {
    return Compilations.compile(Compilations.chain(10_000));
  }
}
