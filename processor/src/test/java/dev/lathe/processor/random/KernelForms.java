package dev.lathe.processor.random;

import dev.lathe.ir.Function;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.Module;
import dev.lathe.jvm.ClassFileCompiler;
import dev.lathe.lang.Ast;
import dev.lathe.lang.Checked;
import dev.lathe.lang.Checker;
import dev.lathe.lang.JavaType;
import dev.lathe.lang.Lowering;
import dev.lathe.lang.Parser;
import dev.lathe.link.KernelSite;
import dev.lathe.link.LinkedModule;
import dev.lathe.link.TestKernel;
import dev.lathe.random.JavaProgram.Method;
import dev.lathe.random.JavaProgram.Program;
import dev.lathe.random.Values;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One kernel, with those that it calls, in every form: the Java body, native code as users get it,
 * the interpreter, also of what Lathe's own parser makes of the text, the class-file backend, and
 * native code without optimisation.
 */
final class KernelForms {
  private static final long STEP_LIMIT = 1_000_000_000;

  private interface Form {
    Object call(Object[] arguments) throws Throwable;
  }

  private record Named(String name, Form form) {}

  private final List<Named> forms = new ArrayList<>();
  private final Form body;
  private final Module module;

  /**
   * The forms of the root of {@code program}.
   *
   * @param text the methods for Lathe's own parser
   */
  KernelForms(CompiledProgram compiled, Program program, String text)
      throws ReflectiveOperationException {
    Method method = program.root();
    java.lang.reflect.Method reflected = compiled.method(method);
    MethodType type =
        MethodType.methodType(reflected.getReturnType(), reflected.getParameterTypes());
    JavaType result = method.result();
    body = arguments -> invoke(reflected, compiled.bodies(), arguments);
    add("native", arguments -> invoke(reflected, compiled.kernels(), arguments));
    Supplier<Module> build =
        () ->
            LinkedModule.of(
                compiled.kernels().getClass(), method.name(), type.toMethodDescriptorString());
    module = build.get();
    add("interpreter of text", interpreted(parsed(text, program.assertions()), result));
    add("interpreter", interpreted(module, result));
    MethodHandle classFile = ClassFileCompiler.compile(module, null);
    add(
        "class file",
        arguments -> Values.ofCarrier(result, classFile.invokeWithArguments(carried(arguments))));
    Class<?> declaring = reflected.getDeclaringClass();
    add(
        "unoptimized",
        called(TestKernel.unoptimized(declaring, method.name(), type, build), result));
  }

  /** The kernel and those that it calls, as generated code makes them. */
  Module module() {
    return module;
  }

  private void add(String name, Form form) {
    forms.add(new Named(name, form));
  }

  private static Module parsed(String text, boolean assertions) {
    Parser.Results result = Parser.parseAll(text);
    var module = new Module();
    for (Ast.Kernel kernel : result.kernels()) {
      Checked checked = Checker.check(kernel);
      if (!result.diagnostics().isEmpty() || !checked.diagnostics().isEmpty()) {
        throw new IllegalStateException(result.diagnostics() + " " + checked.diagnostics());
      }
      Function function = Lowering.lower(checked, "P." + kernel.name(), CompiledProgram.FILE);
      function.setAssertions(assertions);
      module.add(Parser.symbol(kernel), function);
    }
    module.verify();
    return module;
  }

  private static Form interpreted(Module module, JavaType result) {
    return arguments ->
        Values.ofBits(result, Interpreter.runLimited(module, STEP_LIMIT, bits(arguments)));
  }

  private static Form called(MethodHandle handle, JavaType result) {
    return arguments -> {
      Object returned =
          arguments.length > KernelSite.MAX_ARGUMENTS
              ? handle.invoke(bits(arguments))
              : handle.invokeWithArguments(carried(arguments));
      return Values.ofCarrier(result, returned);
    };
  }

  private static long[] bits(Object[] arguments) {
    var bits = new long[arguments.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Values.bits(arguments[i]);
    }
    return bits;
  }

  private static Object[] carried(Object[] arguments) {
    Object[] carried = arguments.clone();
    for (int i = 0; i < carried.length; i++) {
      if (!(carried[i] instanceof Long
          || carried[i] instanceof Float
          || carried[i] instanceof Double)) {
        carried[i] = (int) Values.bits(carried[i]);
      }
    }
    return carried;
  }

  private static Object invoke(java.lang.reflect.Method method, Object receiver, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(receiver, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /**
   * How a form's outcome differs from the Java body's, or null. The text begins with the form's
   * name and a colon.
   */
  String difference(Object[] arguments) {
    Object expected = outcome(body, arguments, true);
    for (Named each : forms) {
      boolean hasLines = hasLines(each.name);
      Object actual = outcome(each.form, arguments, hasLines);
      Object due =
          !hasLines && expected instanceof Thrown thrown
              ? new Thrown(thrown.type, thrown.message, List.of())
              : expected;
      if (!actual.equals(due)) {
        return each.name + ": " + describe(actual) + ", not " + describe(due);
      }
    }
    return null;
  }

  /** The interpreter throws where it stands. */
  private static boolean hasLines(String form) {
    return !form.startsWith("interpreter");
  }

  /** The outcome of the Java body: a box or {@link Thrown}. */
  Object expected(Object[] arguments) {
    return outcome(body, arguments, true);
  }

  private static String describe(Object outcome) {
    return outcome instanceof Thrown ? outcome.toString() : Values.print(outcome);
  }

  /**
   * An exception.
   *
   * @param lines of all frames in the program's file; empty if they do not matter
   */
  record Thrown(String type, String message, List<Integer> lines) {
    /** As the directive of a test file. */
    String directive(String call) {
      String text = "; throws: " + call + " " + type.substring(type.lastIndexOf('.') + 1);
      return message == null ? text : text + " \"" + message + "\"";
    }
  }

  private static Object outcome(Form form, Object[] arguments, boolean withLine) {
    try {
      return form.call(arguments);
    } catch (Throwable e) {
      return new Thrown(e.getClass().getName(), e.getMessage(), withLine ? lines(e) : List.of());
    }
  }

  private static List<Integer> lines(Throwable thrown) {
    var lines = new ArrayList<Integer>();
    for (StackTraceElement element : thrown.getStackTrace()) {
      if (CompiledProgram.FILE.equals(element.getFileName())) {
        lines.add(element.getLineNumber());
      }
    }
    return lines;
  }
}
