package dev.lathe.processor.random;

import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Module;
import dev.lathe.lang.JavaType;
import dev.lathe.random.CallArguments;
import dev.lathe.random.JavaExpression.Variable;
import dev.lathe.random.JavaProgram.Method;
import dev.lathe.random.JavaProgram.Parameter;
import dev.lathe.random.JavaProgram.Program;
import dev.lathe.random.ProgramGenerator;
import dev.lathe.random.ProgramGenerator.Mode;
import dev.lathe.random.ProgramShrinker;
import dev.lathe.random.RandomLiterals;
import dev.lathe.random.Values;
import dev.lathe.random.Watchdog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;

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

  /** Says nothing of the programs that cannot be native code: they are many. */
  private static final Logger SILENT = Logger.getLogger("dev.lathe");

  static {
    SILENT.setLevel(Level.OFF);
  }

  private final long seed;
  private final List<String> constants = new ArrayList<>();
  private final Map<String, String> values = new HashMap<>();
  private final List<Variable> constantNames = new ArrayList<>();
  private final Map<Program, LiftedRoot> lifted = new IdentityHashMap<>();
  private final Mode mode;

  private RandomPrograms(long seed, Mode mode) {
    this.seed = seed;
    this.mode = mode;
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
  static long run(long seed, Mode mode, int count) {
    var random = new Random(seed);
    long calls = 0;
    for (int done = 0; done < count; done += PROGRAMS_PER_COMPILATION) {
      calls +=
          new RandomPrograms(random.nextLong(), mode)
              .run(Math.min(count - done, PROGRAMS_PER_COMPILATION));
    }
    return calls;
  }

  private CompiledProgram compiled(List<Program> programs) throws CompiledProgram.Refused {
    WATCHDOG.watch("javac of seed " + seed);
    boolean assertions = programs.getFirst().assertions();
    String annotation = "@dev.lathe.Jit" + (isInterruptible() ? "(interruptible = true)" : "");
    lifted.clear();
    for (Program program : programs) {
      LiftedRoot root = LiftedRoot.of(program, seed);
      if (root != null && mode == Mode.SCALARS) {
        lifted.put(program, root);
      }
    }
    return CompiledProgram.of(
        CompiledProgram.sources(annotation, constants, programs, lifted.values()), assertions);
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
      Program program = ProgramGenerator.program("m" + i, seed + i, constantNames, mode);
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
  record Failure(String text, CallArguments arguments, Throwable cause) {
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
    List<Parameter> parameters = program.root().parameters();
    for (int i = 0; i < (mode == Mode.SCALARS ? CALLS : CALLS / 2); i++) {
      CallArguments arguments = CallArguments.random(parameters, false, random);
      String difference = forms.difference(arguments);
      if (difference != null) {
        return new Failure(difference, arguments, null);
      }
    }
    LiftedRoot root = lifted.get(program);
    for (int i = 0; root != null && i < CALLS / 4; i++) {
      String difference = new KernelForms(compiled, root).difference(root.arguments(random));
      if (difference != null) {
        return new Failure(difference, null, null);
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
    boolean isTest =
        found.arguments != null
            && small.root().parameters().stream().noneMatch(each -> each.type().isReference());
    text.append(isTest ? javaTest(small, members, found.arguments) : members);
    if (found.arguments != null) {
      text.append("\n; test run\n").append(testFile(small, found.arguments));
    }
    return text.append("\n(seed ").append(seed).append(")\n").toString();
  }

  /** A test as it may be pasted. */
  private static String javaTest(Program program, String members, CallArguments arguments) {
    var text = new StringBuilder("  @Test\n  void x() throws Exception {\n");
    text.append("    JavaOracle.of(\"\", \"\"\"\n").append(members.replace("\\", "\\\\"));
    text.append("    \"\"\").compare(\"").append(program.root().name()).append('"');
    for (Object argument : arguments.boxed(program.root().parameters(), arguments.arrays())) {
      text.append(", ").append(Values.print(argument));
    }
    return text.append(");\n  }\n").toString();
  }

  /** The kernel as a test file. */
  private String testFile(Program program, CallArguments arguments) {
    try {
      var forms = new KernelForms(compiled(List.of(program)), program, text(program));
      Module module = forms.module();
      Method root = program.root();
      String call =
          module.root().name() + "(" + String.join(", ", arguments.print(root.parameters())) + ")";
      Object expected = forms.expected(arguments);
      String text =
          module.hasCalls()
              ? "; module\n\n" + IrPrinter.print(module)
              : "\n" + IrPrinter.print(module.root());
      return text
          + (expected instanceof KernelForms.Thrown thrown
              ? thrown.directive(call)
              : "; run: " + call + " == " + describe(root, expected))
          + "\n";
    } catch (CompiledProgram.Refused | ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static String describe(Method root, Object result) {
    return root.result() == JavaType.VOID ? "void" : Values.printIr(root.result(), result);
  }
}
