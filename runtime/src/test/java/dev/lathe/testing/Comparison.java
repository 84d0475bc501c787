package dev.lathe.testing;

import dev.lathe.ir.Function;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Compares an engine with the interpreter. A difference is shrunk and written to {@code
 * target/failures} as a test file that can be moved among the others as it is.
 */
public final class Comparison {
  private static final long STEP_LIMIT = 200_000;

  private Comparison() {}

  /**
   * Compares {@code engine} with the interpreter on a random function and several arguments.
   *
   * @throws AssertionError if they differ, with the smallest function found
   */
  public static void compareRandom(Engine engine, long seed, RandomFunctions.Options options) {
    Function function = RandomFunctions.generate(seed, options);
    var random = new Random(seed);
    for (int i = 0; i < 8; i++) {
      compare(engine, function, RandomFunctions.anyArguments(function, random));
    }
  }

  /**
   * Compares {@code engine} with the interpreter on a random module and several arguments.
   *
   * @throws AssertionError if they differ, with the module
   */
  public static void compareRandomModule(
      Engine engine, long seed, RandomFunctions.Options options) {
    Module module = RandomFunctions.generateModule(seed, options);
    Function root = module.root();
    String text = IrPrinter.print(module);
    Engine.Kernel kernel = engine.compile(IrParser.parseModule(text));
    var random = new Random(seed);
    for (int i = 0; i < 6; i++) {
      Arguments arguments = RandomFunctions.anyArguments(root, random);
      Effect expected = Effect.of(interpreter(module), arguments);
      if (expected.outcome().exception() instanceof IllegalStateException e && isOurs(e)) {
        continue;
      }
      Effect actual = Effect.of(kernel, arguments);
      if (!actual.isSame(root.result(), expected)) {
        throw new AssertionError(
            engine.name()
                + ": "
                + actual.describe(root.result())
                + "\n"
                + testFile(root, text, arguments, expected));
      }
    }
  }

  /** Compares with the interpreter on one list of arguments; throws as {@link #compareRandom}. */
  public static void compare(Engine engine, Function function, long... arguments) {
    compare(engine, function, Arguments.of(function, arguments));
  }

  /** The same with arguments that may be references; what they hold then is compared, too. */
  public static void compare(Engine engine, Function function, Arguments arguments) {
    if (difference(engine, function, arguments) == null) {
      return;
    }
    Function small = Shrinker.shrink(function, f -> difference(engine, f, arguments) != null);
    String text = testFile(small, arguments);
    Path path = write(function.name(), text);
    throw new AssertionError(
        engine.name() + ": " + difference(engine, small, arguments) + " in " + path + "\n" + text);
  }

  /** An engine that runs {@code pass} on the function, then interprets it. */
  public static Engine interpretAfter(String name, Consumer<Function> pass) {
    return interpretModuleAfter(name, module -> module.functions().forEach(pass));
  }

  /** An engine that runs {@code pass} on the module, then interprets it. */
  public static Engine interpretModuleAfter(String name, Consumer<Module> pass) {
    return Engine.interpreting(
        name,
        module -> {
          pass.accept(module);
          return (heap, arguments) -> Interpreter.runLimited(module, heap, STEP_LIMIT, arguments);
        });
  }

  /** How the engine differs, or null if it does not, or if the function runs too long to tell. */
  public static String difference(Engine engine, Function function, long... arguments) {
    return difference(engine, function, Arguments.of(function, arguments));
  }

  private static String difference(Engine engine, Function function, Arguments arguments) {
    Effect expected = interpret(function, arguments);
    if (expected.outcome().exception() instanceof IllegalStateException e && isOurs(e)) {
      return null;
    }
    Effect actual;
    try {
      actual = Effect.of(engine.compile(copy(function)), arguments);
    } catch (Throwable e) {
      actual = new Effect(new Outcome(0, e), "");
    }
    return actual.isSame(function.result(), expected)
        ? null
        : actual.describe(function.result()) + ", not " + expected.describe(function.result());
  }

  /** True if cut by the limit, or for a guard that is wrong: the shrinker makes such. */
  private static boolean isOurs(IllegalStateException e) {
    return !"Already closed".equals(e.getMessage()); // a segment's
  }

  private static Effect interpret(Function function, Arguments arguments) {
    return Effect.of(interpreter(Module.of(function)), arguments);
  }

  private static Engine.MemoryKernel interpreter(Module module) {
    return (heap, arguments) -> Interpreter.runLimited(module, heap, STEP_LIMIT, arguments);
  }

  /** An equal function with the same numbers, through the text form. */
  public static Function copy(Function function) {
    return IrParser.parse(IrPrinter.print(function));
  }

  /** A test file in which {@code function} is called and does what the interpreter does. */
  public static String testFile(Function function, Arguments arguments) {
    return testFile(function, IrPrinter.print(function), arguments, interpret(function, arguments));
  }

  private static String testFile(
      Function function, String text, Arguments arguments, Effect effect) {
    String call = function.name() + "(" + arguments + ")";
    Outcome expected = effect.outcome();
    String expectation;
    if (expected.exception() == null) {
      boolean nan = EdgeValues.isNan(function.result(), expected.bits());
      expectation =
          "; run: " + call + " == " + (nan ? "nan" : expected.describe(function.result()));
    } else {
      String message = expected.exception().getMessage();
      message = message == null ? null : Messages.withoutAddresses(message);
      expectation =
          "; throws: "
              + call
              + " "
              + expected.exception().getClass().getSimpleName()
              + (message == null ? "" : " \"" + message + "\"");
    }
    return "; test run\n"
        + (function.callees().isEmpty() ? "" : "; module\n")
        + "\n"
        + text
        + expectation
        + (effect.after().isEmpty() ? "" : " after " + effect.after())
        + "\n";
  }

  private static Path write(String name, String text) {
    Path path = Path.of("target", "failures", name + ".lir");
    try {
      Files.createDirectories(path.getParent());
      return Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
