package dev.lathe.processor.random;

import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Module;
import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Variable;
import dev.lathe.random.JavaProgram.Method;
import dev.lathe.random.JavaProgram.Program;
import dev.lathe.random.ProgramGenerator;
import dev.lathe.random.ProgramGenerator.Mode;
import dev.lathe.random.ProgramShrinker;
import dev.lathe.random.RandomLiterals;
import dev.lathe.random.Values;
import dev.lathe.random.Watchdog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Generates programs of methods, compiles many of them at once, runs each in every form and reports
 * differences.
 */
final class RandomPrograms {
  /** What names of the interface's constants begin with. */
  private static final String CONSTANT = "K_";

  private static final int PROGRAMS_PER_COMPILATION = 200;
  private static final int CALLS = 16;
  private static final Watchdog WATCHDOG = Watchdog.started();

  private final long seed;
  private final List<String> constants = new ArrayList<>();
  private final Map<String, String> values = new HashMap<>();
  private final List<Variable> constantNames = new ArrayList<>();

  private RandomPrograms(long seed) {
    this.seed = seed;
    var literals = new RandomLiterals(new Random(seed));
    for (JavaType type : JavaType.values()) {
      if (type.isNumeric() || type == JavaType.BOOLEAN) {
        String name = CONSTANT + type.toString().toUpperCase(java.util.Locale.ROOT);
        String value = literals.of(type).print();
        constants.add(type + " " + name + " = " + value + ";");
        values.put(name, "(" + value + ")");
        constantNames.add(new Variable(type, name, true));
      }
    }
  }

  /**
   * Runs {@code count} programs.
   *
   * @return how many calls were compared
   * @throws AssertionError with the smallest failing program found
   */
  static long run(long seed, int count) {
    var random = new Random(seed);
    long calls = 0;
    for (int done = 0; done < count; done += PROGRAMS_PER_COMPILATION) {
      calls +=
          new RandomPrograms(random.nextLong())
              .run(Math.min(count - done, PROGRAMS_PER_COMPILATION));
    }
    return calls;
  }

  private CompiledProgram compiled(List<Program> programs) throws CompiledProgram.Refused {
    WATCHDOG.watch("javac of seed " + seed);
    boolean assertions = programs.getFirst().assertions();
    String annotation = "@dev.lathe.Jit" + (isInterruptible() ? "(interruptible = true)" : "");
    return CompiledProgram.of(CompiledProgram.source(annotation, constants, programs), assertions);
  }

  private boolean isInterruptible() {
    return (seed & 6) == 0;
  }

  /** For Lathe's parser: it has only Java's own constants. */
  private String text(Program program) {
    String text = program.print("");
    for (Map.Entry<String, String> constant : values.entrySet()) {
      text = text.replace(constant.getKey(), constant.getValue());
    }
    return text;
  }

  private long run(int count) {
    var programs = new ArrayList<Program>();
    boolean assertions = (seed & 1) == 0; // of all: they are in one class
    for (int i = 0; i < count; i++) {
      Program program = ProgramGenerator.program("m" + i, seed + i, constantNames, Mode.SCALARS);
      programs.add(new Program(program.methods(), assertions));
    }
    try {
      CompiledProgram compiled = compiled(programs);
      for (Program program : programs) {
        Failure failure = failure(compiled, program);
        if (failure != null) {
          throw new AssertionError(report(program, failure), failure.cause);
        }
      }
    } catch (CompiledProgram.Refused e) {
      throw refused(programs, e);
    } finally {
      WATCHDOG.watch(null);
    }
    return (long) programs.size() * CALLS;
  }

  /**
   * @param arguments null if the program cannot be compiled
   */
  record Failure(String text, Object[] arguments, Throwable cause) {
    /** What fails: a form, or compilation. */
    String kind() {
      return text.substring(0, text.indexOf(':'));
    }
  }

  /** Calls the root on random arguments; null if all forms agree. */
  private Failure failure(CompiledProgram compiled, Program program) {
    WATCHDOG.watch(
        new Object() {
          @Override
          public String toString() {
            return "program of seed " + seed + "\n" + CompiledProgram.print(program);
          }
        });
    KernelForms forms;
    try {
      forms = new KernelForms(compiled, program, text(program));
    } catch (RuntimeException | ReflectiveOperationException | AssertionError e) {
      return new Failure("backend: " + e, null, e);
    }
    var random = new Random(seed);
    for (int i = 0; i < CALLS; i++) {
      Object[] arguments =
          program.root().parameters().stream()
              .map(parameter -> Values.random(parameter.type(), random))
              .toArray();
      String difference = forms.difference(arguments);
      if (difference != null) {
        return new Failure(difference, arguments, null);
      }
    }
    return null;
  }

  /** The program alone. */
  private Failure failure(Program program) {
    try {
      return failure(compiled(List.of(program)), program);
    } catch (CompiledProgram.Refused e) {
      String message = e.getMessage().lines().findFirst().orElse("");
      return new Failure("javac " + message.replaceAll("[^a-zA-Z ]", "") + ": " + message, null, e);
    }
  }

  private AssertionError refused(List<Program> programs, CompiledProgram.Refused refused) {
    for (Program program : programs) {
      Failure failure = failure(program);
      if (failure != null) {
        return new AssertionError(report(program, failure), refused);
      }
    }
    return new AssertionError("all programs together are refused", refused);
  }

  private String report(Program program, Failure failure) {
    Program small =
        ProgramShrinker.shrink(
            program,
            candidate -> {
              Failure found = failure(candidate);
              return found != null && found.kind().equals(failure.kind());
            });
    Failure found = failure(small);
    if (found == null) {
      return "only among others, seed "
          + seed
          + ": "
          + failure.text
          + "\n"
          + CompiledProgram.print(program);
    }
    var text = new StringBuilder("\n").append(found.text);
    text.append(small.assertions() ? " (assertions enabled)\n\n" : "\n\n");
    String members =
        "    " + String.join("\n    ", constants) + "\n" + CompiledProgram.print(small).indent(2);
    text.append(found.arguments == null ? members : javaTest(small, members, found.arguments));
    if (found.arguments != null) {
      text.append("\n; test run\n").append(testFile(small, found.arguments));
    }
    return text.append("\n(seed ").append(seed).append(")\n").toString();
  }

  /** A test as it may be pasted. */
  private static String javaTest(Program program, String members, Object[] arguments) {
    var text = new StringBuilder("  @Test\n  void x() throws Exception {\n");
    text.append("    JavaOracle.of(\"\", \"\"\"\n").append(members.replace("\\", "\\\\"));
    text.append("    \"\"\").compare(\"").append(program.root().name()).append('"');
    for (Object argument : arguments) {
      text.append(", ").append(Values.print(argument));
    }
    return text.append(");\n  }\n").toString();
  }

  /** The kernel as a test file. */
  private String testFile(Program program, Object[] arguments) {
    try {
      var forms = new KernelForms(compiled(List.of(program)), program, text(program));
      Module module = forms.module();
      Method root = program.root();
      var call = new StringBuilder(module.root().name()).append('(');
      for (int i = 0; i < arguments.length; i++) {
        call.append(i == 0 ? "" : ", ")
            .append(Values.printIr(root.parameters().get(i).type(), arguments[i]));
      }
      call.append(')');
      Object expected = forms.expected(arguments);
      String text =
          module.hasCalls()
              ? "; module\n\n" + IrPrinter.print(module)
              : "\n" + IrPrinter.print(module.root());
      return text
          + (expected instanceof KernelForms.Thrown thrown
              ? thrown.directive(call.toString())
              : "; run: " + call + " == " + Values.printIr(root.result(), expected))
          + "\n";
    } catch (CompiledProgram.Refused | ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
