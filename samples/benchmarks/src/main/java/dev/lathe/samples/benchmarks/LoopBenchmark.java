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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What slices cost: loops as Lathe runs them, the same in one piece, for which every garbage
 * collection would have to wait, and as plain Java.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class LoopBenchmark {
  private static final String ACCESS = "--enable-native-access=ALL-UNNAMED";
  private static final LoopKernels LATHE = LoopKernelsJit.create();
  private static final LoopKernels JAVA = new LoopKernels() {};

  /** Which loop. */
  public enum Loop {
    SUM {
      @Override
      double run(LoopKernels kernels) {
        return kernels.sum(3_000_000);
      }
    },
    WIDE {
      @Override
      double run(LoopKernels kernels) {
        return kernels.wide(3_000_000);
      }
    },
    INTEGRAL {
      @Override
      double run(LoopKernels kernels) {
        return kernels.integral(1_000_000);
      }
    },
    NESTED {
      @Override
      double run(LoopKernels kernels) {
        return kernels.nested(100_000);
      }
    },
    TRIANGLE {
      @Override
      double run(LoopKernels kernels) {
        return kernels.triangle(2_000);
      }
    },
    COLLATZ {
      @Override
      double run(LoopKernels kernels) {
        int steps = 0;
        for (long n = 2; n < 300; n++) {
          steps += kernels.collatz(n << 40 | 0x12345);
        }
        return steps;
      }
    },
    BITS {
      @Override
      double run(LoopKernels kernels) {
        int count = 0;
        for (long n = 0; n < 1_000; n++) {
          count += kernels.bits(n * 0x9E37_79B9_7F4A_7C15L);
        }
        return count;
      }
    };

    abstract double run(LoopKernels kernels);
  }

  @Param public Loop loop;

  @Benchmark
  @Fork(jvmArgsAppend = ACCESS)
  public double inSlices() {
    return loop.run(LATHE);
  }

  @Benchmark
  @Fork(jvmArgsAppend = {ACCESS, "-Dlathe.passes=-yields"})
  public double inOnePiece() {
    return loop.run(LATHE);
  }

  @Benchmark
  @Fork(jvmArgsAppend = ACCESS)
  public double java() {
    return loop.run(JAVA);
  }
}
