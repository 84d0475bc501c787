package dev.lathe.processor.random;

import dev.lathe.ir.Function;
import dev.lathe.ir.Heap;
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
import dev.lathe.random.CallArguments;
import dev.lathe.random.JavaProgram.Method;
import dev.lathe.random.JavaProgram.Parameter;
import dev.lathe.random.JavaProgram.Program;
import dev.lathe.random.Tables;
import dev.lathe.random.Values;
import dev.lathe.testing.Messages;
import java.lang.foreign.MemorySegment;
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
  /** What takes more steps of the interpreter is not compared: it might never end. */
  private static final long STEP_LIMIT = 5_000_000;

  private static final String LIFTED = "lifted";

  /** For the result that a void method has not. */
  private static final Object VOID = "void";

  private interface Form {
    Object call(Object[] arguments) throws Throwable;
  }

  private record Named(String name, Form form) {}

  private final List<Named> forms = new ArrayList<>();
  private final Form body;
  private final Form interpreter; // null of a lifted kernel
  private final Module module; // null of a lifted kernel
  private final List<Parameter> parameters;

  /**
   * The forms of the root of {@code program}.
   *
   * @param text the methods for Lathe's own parser
   */
  KernelForms(CompiledProgram compiled, Program program, String text)
      throws ReflectiveOperationException {
    Method method = program.root();
    parameters = method.parameters();
    java.lang.reflect.Method reflected = compiled.method(method.name(), parameters);
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
    interpreter = interpreted(module, result);
    add("interpreter", interpreter);
    MethodHandle classFile = ClassFileCompiler.compile(module, null);
    add(
        "class file",
        arguments -> returned(result, classFile.invokeWithArguments(carried(arguments))));
    if (parameters.stream().noneMatch(each -> each.type().isReference())) {
      Class<?> declaring = reflected.getDeclaringClass();
      add(
          "unoptimized",
          called(TestKernel.unoptimized(declaring, method.name(), type, build), result));
    }
  }

  /** The loop that a lifted kernel stands for, and the kernel. */
  KernelForms(CompiledProgram compiled, LiftedRoot lifted) {
    parameters = lifted.parameters();
    java.lang.reflect.Method reflected = compiled.method(lifted.root().name(), parameters);
    body = arguments -> invoke(reflected, compiled.bodies(), arguments);
    interpreter = null;
    add(LIFTED, arguments -> invoke(reflected, compiled.kernels(), arguments));
    module = null;
  }

  /** The kernel and those that it calls, as generated code makes them. */
  Module module() {
    return module;
  }

  private void add(String name, Form form) {
    forms.add(new Named(name, form));
  }

  private static Module parsed(String text, boolean assertions) {
    Parser.Results result = Parser.parseAll(text, Tables.names());
    var module = new Module();
    for (Ast.Kernel kernel : result.kernels()) {
      Checked checked = Checker.check(kernel);
      if (!result.diagnostics().isEmpty() || !checked.diagnostics().isEmpty()) {
        throw new IllegalStateException(result.diagnostics() + " " + checked.diagnostics());
      }
      Function function = Lowering.lower(checked, "P." + kernel.name(), CompiledProgram.FILE);
      function.setAssertions(assertions);
      Tables.bind(function);
      module.add(Parser.symbol(kernel), function);
    }
    module.verify();
    return module;
  }

  private static Form interpreted(Module module, JavaType result) {
    return arguments -> {
      var heap = new Heap();
      long bits = Interpreter.runLimited(module, heap, STEP_LIMIT, bits(arguments, heap));
      return result == JavaType.VOID ? VOID : Values.ofBits(result, bits);
    };
  }

  private static Form called(MethodHandle handle, JavaType result) {
    return arguments -> {
      Object returned =
          arguments.length > KernelSite.MAX_ARGUMENTS
              ? handle.invoke(bits(arguments, null))
              : handle.invokeWithArguments(carried(arguments));
      return returned(result, returned);
    };
  }

  private static Object returned(JavaType type, Object carrier) {
    return type == JavaType.VOID ? VOID : Values.ofCarrier(type, carrier);
  }

  /** References are numbers of {@code heap}. */
  private static long[] bits(Object[] arguments, Heap heap) {
    var bits = new long[arguments.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = isReference(arguments[i]) ? heap.add(arguments[i]) : Values.bits(arguments[i]);
    }
    return bits;
  }

  private static boolean isReference(Object argument) {
    return argument == null || argument instanceof MemorySegment || argument.getClass().isArray();
  }

  private static Object[] carried(Object[] arguments) {
    Object[] carried = arguments.clone();
    for (int i = 0; i < carried.length; i++) {
      if (!(isReference(carried[i])
          || carried[i] instanceof Long
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
      Object result = method.invoke(receiver, arguments);
      return method.getReturnType() == void.class ? VOID : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /**
   * How a form's outcome differs from the Java body's, or null. The text begins with the form's
   * name and a colon.
   */
  String difference(CallArguments arguments) {
    if (interpreter != null && isTooLong(arguments)) {
      return null;
    }
    Object[] contents = arguments.copies();
    Object expected = outcome(body, arguments.boxed(parameters, contents), true);
    Object[] tables = Tables.contents();
    for (Named each : forms) {
      boolean hasLines = hasLines(each.name);
      Object[] copies = arguments.copies();
      Object actual = outcome(each.form, arguments.boxed(parameters, copies), hasLines);
      if (each.name.equals(LIFTED) && actual instanceof Thrown thrown) {
        actual = thrown.withoutCaller();
      }
      Object due =
          !hasLines && expected instanceof Thrown thrown
              ? new Thrown(thrown.type, thrown.message, List.of())
              : expected;
      if (due instanceof Thrown thrown && thrown.isWithoutHelp() && actual instanceof Thrown ours) {
        actual = new Thrown(ours.type, null, ours.lines);
      }
      if (!actual.equals(due)) {
        return each.name + ": " + describe(actual) + ", not " + describe(due);
      }
      int array = CallArguments.difference(contents, copies);
      if (array >= 0) {
        return each.name
            + ": contents of argument "
            + array
            + " are "
            + CallArguments.print(copies[array])
            + ", not "
            + CallArguments.print(contents[array]);
      }
      if (!Tables.hold(tables)) {
        return each.name + ": a table has other contents";
      }
    }
    return null;
  }

  /** The interpreter tells: it alone can be stopped. */
  private boolean isTooLong(CallArguments arguments) {
    Object[] boxed = arguments.boxed(parameters, arguments.copies());
    return outcome(interpreter, boxed, false) instanceof Thrown thrown
        && thrown.type.equals(IllegalStateException.class.getName())
        && thrown.message.endsWith("limit");
  }

  /** The interpreter throws where it stands. */
  private static boolean hasLines(String form) {
    return !form.startsWith("interpreter");
  }

  /** The outcome of the Java body: a box or {@link Thrown}. */
  Object expected(CallArguments arguments) {
    return outcome(body, arguments.boxed(parameters, arguments.copies()), true);
  }

  private static String describe(Object outcome) {
    return outcome instanceof Thrown || outcome == VOID
        ? outcome.toString()
        : Values.print(outcome);
  }

  /**
   * An exception.
   *
   * @param lines of all frames in the program's file; empty if they do not matter
   */
  record Thrown(String type, String message, List<Integer> lines) {
    /** The same without the line of the outermost method, which a loop in Java has elsewhere. */
    Thrown withoutCaller() {
      return new Thrown(type, message, lines.subList(0, Math.max(0, lines.size() - 1)));
    }

    /** JEP 358 promises no message; of a method that HotSpot has just compiled it may find none. */
    boolean isWithoutHelp() {
      return message == null && type.equals(NullPointerException.class.getName());
    }

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
      String message = e.getMessage() == null ? null : Messages.withoutAddresses(e.getMessage());
      return new Thrown(e.getClass().getName(), message, withLine ? lines(e) : List.of());
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
