package dev.lathe.processor.random;

import dev.lathe.ir.Function;
import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaExpression.Variable;
import dev.lathe.random.JavaProgram.Method;
import dev.lathe.random.ProgramGenerator;
import dev.lathe.random.ProgramShrinker;
import dev.lathe.random.RandomLiterals;
import dev.lathe.random.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Generates methods, compiles many of them at once, runs each in every form and reports
 * differences.
 */
final class RandomPrograms {
  /** What names of the interface's constants begin with. */
  private static final String CONSTANT = "K_";

  private static final int METHODS_PER_COMPILATION = 200;
  private static final int CALLS = 16;

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
   * Runs {@code count} methods.
   *
   * @return how many calls were compared
   * @throws AssertionError with the smallest failing method found
   */
  static long run(long seed, int count) {
    var random = new Random(seed);
    long calls = 0;
    for (int done = 0; done < count; done += METHODS_PER_COMPILATION) {
      calls +=
          new RandomPrograms(random.nextLong())
              .run(Math.min(count - done, METHODS_PER_COMPILATION));
    }
    return calls;
  }

  private CompiledProgram compiled(List<Method> methods) throws CompiledProgram.Refused {
    return CompiledProgram.of(CompiledProgram.source(constants, methods));
  }

  /** For Lathe's parser: it has only Java's own constants. */
  private String text(Method method) {
    String text = method.print("");
    for (Map.Entry<String, String> constant : values.entrySet()) {
      text = text.replace(constant.getKey(), constant.getValue());
    }
    return text;
  }

  private long run(int count) {
    var methods = new ArrayList<Method>();
    for (int i = 0; i < count; i++) {
      methods.add(ProgramGenerator.method("m" + i, seed + i, constantNames, true));
    }
    CompiledProgram program;
    try {
      program = compiled(methods);
    } catch (CompiledProgram.Refused e) {
      throw refused(methods, e);
    }
    long calls = 0;
    for (Method method : methods) {
      Failure failure = failure(program, method);
      if (failure != null) {
        throw new AssertionError(report(method, failure), failure.cause);
      }
      calls += CALLS;
    }
    return calls;
  }

  /**
   * @param arguments null if the method cannot be compiled
   */
  record Failure(String text, Object[] arguments, Throwable cause) {
    /** What fails: a form, or compilation. */
    String kind() {
      return text.substring(0, text.indexOf(':'));
    }
  }

  /** Calls the method on random arguments; null if all forms agree. */
  private Failure failure(CompiledProgram program, Method method) {
    KernelForms forms;
    try {
      forms = new KernelForms(program, method, text(method));
    } catch (RuntimeException | ReflectiveOperationException | AssertionError e) {
      return new Failure("backend: " + e, null, e);
    }
    var random = new Random(seed);
    for (int i = 0; i < CALLS; i++) {
      Object[] arguments =
          method.parameters().stream()
              .map(parameter -> Values.random(parameter.type(), random))
              .toArray();
      String difference = forms.difference(arguments);
      if (difference != null) {
        return new Failure(difference, arguments, null);
      }
    }
    return null;
  }

  /** The method alone. */
  private Failure failure(Method method) {
    try {
      return failure(compiled(List.of(method)), method);
    } catch (CompiledProgram.Refused e) {
      String message = e.getMessage().lines().findFirst().orElse("");
      return new Failure("javac " + message.replaceAll("[^a-zA-Z ]", "") + ": " + message, null, e);
    }
  }

  private AssertionError refused(List<Method> methods, CompiledProgram.Refused refused) {
    for (Method method : methods) {
      Failure failure = failure(method);
      if (failure != null) {
        return new AssertionError(report(method, failure), refused);
      }
    }
    return new AssertionError("all methods together are refused", refused);
  }

  private String report(Method method, Failure failure) {
    Method small =
        ProgramShrinker.shrink(
            method,
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
          + method.print("default ");
    }
    var text = new StringBuilder("\n").append(found.text).append("\n\n");
    String members =
        "    " + String.join("\n    ", constants) + "\n" + small.print("default ").indent(2);
    text.append(found.arguments == null ? members : javaTest(small, members, found.arguments));
    if (found.arguments != null) {
      text.append("\n; test run\n\n").append(testFile(small, found.arguments));
    }
    return text.append("\n(seed ").append(seed).append(")\n").toString();
  }

  /** A test as it may be pasted. */
  private static String javaTest(Method method, String members, Object[] arguments) {
    var text = new StringBuilder("  @Test\n  void x() throws Exception {\n");
    text.append("    JavaOracle.of(\"\", \"\"\"\n").append(members.replace("\\", "\\\\"));
    text.append("    \"\"\").compare(\"").append(method.name()).append('"');
    for (Object argument : arguments) {
      text.append(", ").append(Values.print(argument));
    }
    return text.append(");\n  }\n").toString();
  }

  /** The kernel as a test file. */
  private String testFile(Method method, Object[] arguments) {
    try {
      CompiledProgram program = compiled(List.of(method));
      var forms = new KernelForms(program, method, text(method));
      Function function = forms.function();
      var call = new StringBuilder(function.name()).append('(');
      for (int i = 0; i < arguments.length; i++) {
        call.append(i == 0 ? "" : ", ")
            .append(Values.printIr(method.parameters().get(i).type(), arguments[i]));
      }
      call.append(')');
      Object expected = forms.expected(arguments);
      return function
          + (expected instanceof KernelForms.Thrown thrown
              ? thrown.directive(call.toString())
              : "; run: " + call + " == " + Values.printIr(method.result(), expected))
          + "\n";
    } catch (CompiledProgram.Refused | ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
