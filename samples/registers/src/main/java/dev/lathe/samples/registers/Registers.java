package dev.lathe.samples.registers;

import dev.lathe.Lathe;
import dev.lathe.ir.Function;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Interprets and compiles programs of the register language and prints both times.
 *
 * <p>Arguments: a file with a program, and the values of its parameters; by default four programs
 * that come with the sample, the first of them with its IR and machine code.
 */
public final class Registers {
  private static final int ROUNDS = 7;
  private static final long ROUND_NANOS = 20_000_000;

  private Registers() {}

  public static void main(String[] args) throws IOException {
    if (args.length > 0) {
      long[] arguments = new long[args.length - 1];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = Long.decode(args[i + 1]);
      }
      Program program = Program.parse(Files.readString(Path.of(args[0])));
      explain(program);
      head();
      compare(program, arguments);
      return;
    }
    explain(example("isqrt"));
    head();
    compare(example("isqrt"), 1_000_000_007L * 1_000_000_009L);
    compare(example("collatz"), 30_000);
    compare(example("primes"), 50_000);
    compare(example("xorshift"), 1_000_000, 42);
  }

  /** A program that comes with the sample. */
  static Program example(String name) {
    try (InputStream in = Registers.class.getResourceAsStream(name + ".reg")) {
      return Program.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A handle that takes the arguments of {@code program} as one array. */
  static MethodHandle kernel(Program program) {
    return Lathe.compile(Compiler.compile(program)).asSpreader(long[].class, program.parameters());
  }

  private static void explain(Program program) {
    System.out.println("As IR, optimised, and as machine code:\n");
    Function function = Compiler.compile(program);
    System.out.println(Lathe.explain(function));
  }

  private static void head() {
    System.out.printf("Times are medians of %d, in microseconds.%n%n", ROUNDS);
    System.out.println("program          result   interpreted        native   times faster");
  }

  private static void compare(Program program, long... arguments) {
    if (arguments.length != program.parameters()) {
      throw new IllegalArgumentException(
          program.name() + " takes " + program.parameters() + " arguments");
    }
    MethodHandle kernel = kernel(program);
    double[] interpreted = new double[ROUNDS];
    double[] compiled = new double[ROUNDS];
    long result = 0;
    int calls = 1;
    for (int round = 0; round < ROUNDS; round++) {
      long expected = 0;
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        expected = Interpreter.run(program, arguments);
      }
      long middle = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        result = call(kernel, arguments);
      }
      long end = System.nanoTime();
      if (result != expected) {
        throw new AssertionError(program.name() + ": " + result + " instead of " + expected);
      }
      interpreted[round] = (middle - start) / 1e3 / calls;
      compiled[round] = (end - middle) / 1e3 / calls;
      calls = Math.clamp(ROUND_NANOS / Math.max(middle - start, 1) * calls, 1, 100_000);
    }
    Arrays.sort(interpreted);
    Arrays.sort(compiled);
    double slow = interpreted[ROUNDS / 2];
    double fast = compiled[ROUNDS / 2];
    System.out.printf(
        Locale.ROOT,
        "%-10s %12d %13.2f %13.2f %14.0f%n",
        program.name(),
        result,
        slow,
        fast,
        slow / fast);
  }

  /** Calls the kernel; it throws what its program throws, an ArithmeticException at most. */
  static long call(MethodHandle kernel, long... arguments) {
    try {
      return (long) kernel.invokeExact(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
