package dev.lathe.random;

import dev.lathe.codegen.x64.NativeEngine;
import dev.lathe.codegen.x64.NativeForm;
import dev.lathe.ir.Function;
import dev.lathe.ir.Interpreter;
import dev.lathe.jvm.ClassFileCompiler;
import dev.lathe.lang.Checked;
import dev.lathe.lang.Checker;
import dev.lathe.lang.JavaType;
import dev.lathe.lang.Lowering;
import dev.lathe.lang.Parser;
import dev.lathe.opt.ExpandFrem;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import dev.lathe.random.JavaProgram.Method;
import dev.lathe.testing.EdgeValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Many random programs at once, read by Lathe's own parser: each runs as plain Java, in the
 * interpreter, as a class file, natively, natively without optimisation, and natively with few
 * registers or in slices. Results are compared to the bit; exceptions by class, message and line.
 */
final class ParsedPrograms {
  private static final String FILE = "P.java";

  /** Not a failure of ours: javac has such bugs. */
  private static final String VERIFIER = "verifier";

  private static final int CALLS = 6;
  private static final long STEP_LIMIT = 3_000_000;

  /** One kernel in all forms, and its number in the bridges. */
  private record Forms(
      int index, Method method, int firstLine, Function function, NativeForm[] natives) {}

  /** What a call comes to. */
  private static final class Outcome {
    private long bits;
    private Throwable thrown;
    private int line; // 0 if it is not known

    String describe(JavaType type) {
      return thrown == null
          ? Values.print(Values.ofBits(type, bits))
          : thrown + (line == 0 ? "" : " in line " + line);
    }
  }

  /**
   * A difference.
   *
   * @param form which differs
   * @param arguments null if the method cannot be compiled
   */
  record Failure(String form, String text, long[] arguments, Throwable cause) {}

  private final long seed;
  private final RunStatistics statistics;
  private final Outcome expected = new Outcome();
  private final Outcome actual = new Outcome();
  private Bridge java;
  private Bridge classFiles;
  private Random random;

  ParsedPrograms(long seed, RunStatistics statistics) {
    this.seed = seed;
    this.statistics = statistics;
  }

  /**
   * Runs {@code count} methods of this seed.
   *
   * @return the first failure, shrunk and told, or null
   */
  String run(int count) {
    var methods = new ArrayList<Method>();
    for (int i = 0; i < count; i++) {
      methods.add(ProgramGenerator.method("m" + i, seed + i, List.of(), true));
    }
    List<Forms> forms;
    try {
      forms = compile(methods, seed);
    } catch (JavaBatch.Refused e) {
      return refused(methods, e);
    } catch (KernelFailure e) {
      return report(e.method, seed + methods.indexOf(e.method), e.failure);
    }
    for (Forms each : forms) {
      Failure failure = failure(each, seed + each.index);
      if (failure != null && failure.form.equals(VERIFIER)) {
        System.out.println("seed " + seed + ": javac's class is not verified: " + failure.text);
        return null;
      }
      if (failure != null) {
        return report(each.method, seed + each.index, failure);
      }
    }
    return null;
  }

  /** A kernel that some compiler fails on. */
  private static final class KernelFailure extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Method method;
    private final transient Failure failure;

    KernelFailure(Method method, String form, Throwable cause) {
      super(cause);
      this.method = method;
      this.failure = new Failure(form, cause.toString(), null, cause);
    }
  }

  /** Compiles everything; method i is of seed {@code first + i}. */
  private List<Forms> compile(List<Method> methods, long first)
      throws JavaBatch.Refused, KernelFailure {
    var source = new StringBuilder("public final class P {\n");
    var javaCallees = new ArrayList<Bridge.Callee>();
    var classFileCallees = new ArrayList<Bridge.Callee>();
    var loader = new BatchLoader();
    var forms = new ArrayList<Forms>();
    int line = 2;
    for (int i = 0; i < methods.size(); i++) {
      Method method = methods.get(i);
      String text = method.print("static ");
      source.append(text);
      Forms one = forms(i, method, line, text.substring("static ".length()), loader, first + i);
      forms.add(one);
      line += lines(text);
      List<JavaType> params = method.parameters().stream().map(each -> each.type()).toList();
      JavaType result = method.result();
      javaCallees.add(new Bridge.Callee("P", method.name(), result, params, false));
      classFileCallees.add(new Bridge.Callee("K" + i, method.name(), result, params, true));
      statistics.program(text);
    }
    Map<String, byte[]> classes = JavaBatch.compile("P", source.append("}\n").toString());
    classes.forEach(loader::add);
    loader.add("J", Bridge.classFile("J", javaCallees));
    loader.add("C", Bridge.classFile("C", classFileCallees));
    java = loader.bridge("J");
    classFiles = loader.bridge("C");
    return forms;
  }

  private static int lines(String text) {
    int lines = 0;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      lines++;
    }
    return lines;
  }

  private static Forms forms(
      int index, Method method, int firstLine, String text, BatchLoader loader, long seed)
      throws KernelFailure {
    String form = "front end";
    try {
      String name = "K" + index + "." + method.name();
      Checked checked = checked(text);
      Function function = Lowering.lower(checked, name, FILE);
      form = "class file";
      loader.add("K" + index, ClassFileCompiler.classFile(function));
      boolean check = seed % 8 == 0;
      var natives = new NativeForm[0];
      if (NativeEngine.isSupported()) {
        natives = new NativeForm[3];
        var choice = new Random(seed);
        var variants = NativeForm.Variant.values();
        form = "unoptimized";
        Function plain = Lowering.lower(checked, name, FILE);
        new ExpandFrem().run(plain, new PassContext());
        natives[0] = new NativeForm(plain, NativeForm.Variant.PLAIN, check, choice);
        form = "native";
        Function optimized = Lowering.lower(checked, name, FILE);
        var context = new PassContext();
        Pipeline.NATIVE.run(optimized, check ? context.verifying() : context);
        natives[1] = new NativeForm(optimized, NativeForm.Variant.PLAIN, check, choice);
        var variant = variants[1 + choice.nextInt(variants.length - 1)];
        form = variant.toString();
        boolean which = choice.nextInt(4) == 0;
        natives[2] = new NativeForm(which ? plain : optimized, variant, check, choice);
      }
      return new Forms(index, method, firstLine, function, natives);
    } catch (RuntimeException | Error e) {
      throw new KernelFailure(method, form, e);
    }
  }

  private static Checked checked(String text) {
    Parser.Result result = Parser.parse(text);
    Checked checked = Checker.check(result.kernel());
    if (!result.diagnostics().isEmpty() || !checked.diagnostics().isEmpty()) {
      throw new IllegalStateException(result.diagnostics() + " " + checked.diagnostics());
    }
    return checked;
  }

  /** Calls a kernel on random arguments. */
  private Failure failure(Forms forms, long kernelSeed) {
    random = new Random(~kernelSeed);
    List<JavaProgram.Parameter> parameters = forms.method.parameters();
    var bits = new long[parameters.size()];
    for (int call = 0; call < CALLS; call++) {
      for (int i = 0; i < bits.length; i++) {
        bits[i] = Values.randomBits(parameters.get(i).type(), random);
      }
      Failure failure = failure(forms, bits);
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }

  private Failure failure(Forms forms, long[] bits) {
    callBridge(java, forms.index, bits, expected);
    if (expected.thrown != null) {
      expected.line -= forms.firstLine - 1;
    }
    if (expected.thrown instanceof VerifyError) {
      return new Failure(VERIFIER, expected.thrown.getMessage(), bits.clone(), expected.thrown);
    }
    statistics.call(expected.thrown);
    call(() -> Interpreter.runLimited(forms.function, STEP_LIMIT, bits));
    if (differs(forms.method.result())) {
      return failure("interpreter", forms, bits);
    }
    callBridge(classFiles, forms.index, bits, actual);
    if (differs(forms.method.result())) {
      return failure("class file", forms, bits);
    }
    for (int i = 0; i < forms.natives.length; i++) {
      NativeForm form = forms.natives[i];
      long before = form.slices();
      try {
        actual.bits = form.call(bits);
        actual.thrown = null;
        if (differs(forms.method.result())) {
          return failure("native " + i, forms, bits);
        }
      } catch (NativeForm.Trapped trapped) {
        boolean isDue =
            trapped.site() == null
                ? expected.thrown != null
                    || expected.bits == dev.lathe.codegen.ReturnConvention.SENTINEL
                : expected.thrown != null && trapped.site().line() == expected.line;
        if (!isDue) {
          actual.thrown = new IllegalStateException("trap at " + trapped.site());
          actual.line = 0;
          return failure("native " + i, forms, bits);
        }
      } catch (AssertionError e) {
        return new Failure("native " + i, e.toString(), bits.clone(), e);
      }
      statistics.slices(form.slices() - before);
    }
    return null;
  }

  private Failure failure(String form, Forms forms, long[] bits) {
    JavaType type = forms.method.result();
    String text = actual.describe(type) + ", not " + expected.describe(type);
    return new Failure(form, text, bits.clone(), actual.thrown);
  }

  private interface Call {
    long bits() throws Throwable;
  }

  private void call(Call call) {
    try {
      actual.bits = call.bits();
      actual.thrown = null;
    } catch (Throwable e) {
      actual.thrown = e;
      actual.line = 0;
    }
  }

  private static void callBridge(Bridge bridge, int index, long[] bits, Outcome outcome) {
    try {
      outcome.bits = bridge.call(index, bits);
      outcome.thrown = null;
    } catch (Throwable e) {
      outcome.thrown = e;
      outcome.line = line(e);
    }
  }

  /** True if {@link #actual} is not as {@link #expected}. */
  private boolean differs(JavaType type) {
    if (expected.thrown == null || actual.thrown == null) {
      return expected.thrown != actual.thrown
          || !EdgeValues.same(type.ir(), expected.bits, actual.bits);
    }
    return !expected.thrown.toString().equals(actual.thrown.toString())
        || actual.line != 0 && actual.line != expected.line;
  }

  private static int line(Throwable thrown) {
    for (StackTraceElement element : thrown.getStackTrace()) {
      if (FILE.equals(element.getFileName())) {
        return element.getLineNumber();
      }
    }
    return -1;
  }

  private String refused(List<Method> methods, JavaBatch.Refused refused) {
    for (int i = 0; i < methods.size(); i++) {
      Failure failure = alone(methods.get(i), seed + i, null);
      if (failure != null) {
        return report(methods.get(i), seed + i, failure);
      }
    }
    return "seed " + seed + ": only all methods together are refused: " + refused.getMessage();
  }

  /**
   * The method alone.
   *
   * @param arguments null for random ones
   */
  private static Failure alone(Method method, long seed, long[] arguments) {
    var programs = new ParsedPrograms(seed, new RunStatistics());
    try {
      Forms forms = programs.compile(List.of(method), seed).getFirst();
      return arguments == null ? programs.failure(forms, seed) : programs.failure(forms, arguments);
    } catch (JavaBatch.Refused e) {
      String kind = e.getMessage().lines().findFirst().orElse("").replaceAll("[0-9]+: ", "");
      return new Failure("javac " + kind, e.getMessage(), null, e);
    } catch (KernelFailure e) {
      return e.failure;
    }
  }

  private static String report(Method method, long seed, Failure failure) {
    System.out.println("seed " + seed + " fails: " + failure.form + ": " + failure.text);
    Method small =
        ProgramShrinker.shrink(
            method,
            candidate -> {
              Failure found = alone(candidate, seed, failure.arguments);
              return found != null
                  && found.form.equals(failure.form)
                  && (found.arguments == null) == (failure.arguments == null)
                  && (found.arguments != null || sameKind(found.text, failure.text));
            });
    Failure found = alone(small, seed, failure.arguments);
    var text = new StringBuilder("seed ").append(seed).append(": ");
    if (found == null) {
      text.append("only among others: ").append(failure.form).append(": ").append(failure.text);
      return text.append('\n').append(method.print("")).toString();
    }
    text.append(found.form).append(": ").append(found.text).append("\n\n").append(small.print(""));
    if (found.cause != null) {
      StackTraceElement[] trace = found.cause.getStackTrace();
      for (int i = 0; i < Math.min(8, trace.length); i++) {
        text.append("    at ").append(trace[i]).append('\n');
      }
    }
    return text.append(ProgramReport.testFile(small, found.arguments)).toString();
  }

  private static boolean sameKind(String a, String b) {
    return a.substring(0, Math.min(40, a.length()))
        .equals(b.substring(0, Math.min(40, b.length())));
  }

  /** Sees the classes of one batch. */
  private static final class BatchLoader extends ClassLoader {
    private final Map<String, byte[]> classes = new java.util.HashMap<>();

    BatchLoader() {
      super(ParsedPrograms.class.getClassLoader());
    }

    void add(String name, byte[] classFile) {
      classes.put(name, classFile);
    }

    Bridge bridge(String name) {
      try {
        return (Bridge) loadClass(name).getConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.remove(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
