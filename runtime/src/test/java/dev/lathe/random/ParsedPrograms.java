package dev.lathe.random;

import dev.lathe.codegen.x64.NativeForm;
import dev.lathe.ir.FloatContract;
import dev.lathe.ir.Heap;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.Module;
import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaProgram.Method;
import dev.lathe.random.JavaProgram.Program;
import dev.lathe.random.ProgramGenerator.Mode;
import dev.lathe.testing.EdgeValues;
import dev.lathe.testing.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Many random programs at once, read by Lathe's own parser: each runs as plain Java, in the
 * interpreter, as a class file, natively, natively without optimisation, so that calls are calls,
 * and natively with few registers or in slices, perhaps with all calls but otherwise optimised.
 * Reproducible programs are compared with their class files instead of plain Java. Results and
 * contents of arrays are compared to the bit, exceptions by class, message and line, those of
 * callers too.
 */
final class ParsedPrograms {
  static final String FILE = "P.java";

  /** Not a failure of ours: javac has such bugs. */
  private static final String VERIFIER = "verifier";

  /** The classes of plain Java, with assertions and without. */
  private static final String[] CLASSES = {"Off", "On"};

  private static final String IMPORTS =
      "import static java.lang.foreign.ValueLayout.*; import java.lang.foreign.*; import "
          + Tables.class.getName()
          + "; ";

  private static final int CALLS = 6;

  /** What takes more steps of the interpreter is not compared: it might never end. */
  private static final long STEP_LIMIT = 5_000_000;

  /** What only a fault takes. */
  private static final long LANES_STEP_LIMIT = 10 * STEP_LIMIT;

  /** Prints the seed of each program before it runs: to find the one that crashes the JVM. */
  private static final boolean VERBOSE = Boolean.getBoolean("lathe.test.random.verbose");

  private static final Watchdog WATCHDOG = Watchdog.started();

  /** What a program is, for the watchdog. */
  private record Watched(Program program, long seed, String what) {
    @Override
    public String toString() {
      return what + " of seed " + seed + "\n" + program.print("");
    }
  }

  /** What a call comes to. */
  private static final class Outcome {
    private long bits;
    private Throwable thrown;
    private List<Integer> lines = List.of(); // of the methods on the stack; empty if not known

    String describe(JavaType type) {
      return thrown == null
          ? Values.print(Values.ofBits(type, bits))
          : thrown + (lines.isEmpty() ? "" : " in lines " + lines);
    }
  }

  /**
   * A difference.
   *
   * @param form which differs
   * @param arguments null if the method cannot be compiled
   */
  record Failure(String form, String text, CallArguments arguments, Throwable cause) {}

  private final long seed;
  private final Mode mode;
  private final int share;
  private final RunStatistics statistics;
  private final Outcome expected = new Outcome();
  private final Outcome actual = new Outcome();
  private Object[] contents; // of the arrays after the call of plain Java
  private Object[] tables; // likewise; null if the program has none
  private Bridge java;
  private Bridge classFiles;
  private Random random;

  /**
   * Programs of {@code seed} and the following ones.
   *
   * @param share of the programs that run as a class file, and as unoptimised native code: one of
   *     so many
   */
  ParsedPrograms(long seed, Mode mode, int share, RunStatistics statistics) {
    this.seed = seed;
    this.mode = mode;
    this.share = share;
    this.statistics = statistics;
  }

  /**
   * Runs {@code count} programs of this seed.
   *
   * @return the first failure, shrunk and told, or null
   */
  String run(int count) {
    var programs = new ArrayList<Program>();
    for (int i = 0; i < count; i++) {
      programs.add(ProgramGenerator.program("m" + i, seed + i, List.of(), mode));
    }
    try {
      return run(programs);
    } finally {
      WATCHDOG.watch(null);
    }
  }

  private String run(List<Program> programs) {
    List<ProgramForms> forms;
    try {
      forms = compile(programs, seed);
    } catch (JavaBatch.Refused e) {
      return refused(programs, e);
    } catch (ProgramForms.Failed e) {
      if (e.getCause().toString().contains("LatheKeptArray")) { // rightly, of one in 100,000
        System.out.println("seed " + seed + ": no programs, as one keeps a small array");
        return null;
      }
      return report(e.program(), seed + programs.indexOf(e.program()), failure(e));
    }
    for (ProgramForms each : forms) {
      Failure failure = failure(each, seed + each.index());
      if (failure != null && failure.form.equals(VERIFIER)) {
        System.out.println("seed " + seed + ": javac's class is not verified: " + failure.text);
        return null;
      }
      if (failure != null) {
        return report(each.program(), seed + each.index(), failure);
      }
    }
    return null;
  }

  /** Compiles everything; program i is of seed {@code first + i}. */
  private List<ProgramForms> compile(List<Program> programs, long first)
      throws JavaBatch.Refused, ProgramForms.Failed {
    var source = new StringBuilder();
    var javaCallees = new Bridge.Callee[programs.size()];
    var classFileCallees = new ArrayList<Bridge.Callee>();
    var loader = new BatchLoader();
    var forms = new ProgramForms[programs.size()];
    int line = 1;
    for (String name : CLASSES) {
      source.append(line == 1 ? IMPORTS : "");
      source.append("final class ").append(name).append(" {\n");
      line++;
      for (int i = 0; i < forms.length; i++) {
        Program program = programs.get(i);
        if (!name.equals(CLASSES[program.assertions() ? 1 : 0])) {
          continue;
        }
        String text = program.print("static ");
        source.append(text);
        WATCHDOG.watch(new Watched(program, first + i, "compilation"));
        forms[i] = ProgramForms.of(i, program, line, share, first + i, loader::add);
        line += lines(text);
        javaCallees[i] = callee(name, program, false);
        statistics.program(
            text, forms[i].isNative(), forms[i].hasCalls(), forms[i].hasNativeCalls());
      }
      source.append("}\n");
      line++;
    }
    for (int i = 0; i < forms.length; i++) {
      classFileCallees.add(callee("K" + i, programs.get(i), true));
    }
    WATCHDOG.watch("javac of seed " + first);
    Map<String, byte[]> classes = JavaBatch.compile("P", source.toString());
    classes.forEach(loader::add);
    loader.add("J", Bridge.classFile("J", List.of(javaCallees)));
    loader.add("C", Bridge.classFile("C", classFileCallees));
    java = loader.bridge("J");
    classFiles = loader.bridge("C");
    return List.of(forms);
  }

  private static Failure failure(ProgramForms.Failed failed) {
    return new Failure(failed.form(), failed.getCause().toString(), null, failed.getCause());
  }

  private static Bridge.Callee callee(String owner, Program program, boolean carriers) {
    Method root = program.root();
    List<JavaType> params = root.parameters().stream().map(each -> each.type()).toList();
    return new Bridge.Callee(owner, root.name(), root.result(), params, carriers);
  }

  private static int lines(String text) {
    int lines = 0;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      lines++;
    }
    return lines;
  }

  /** Calls a kernel on random arguments. */
  private Failure failure(ProgramForms forms, long kernelSeed) {
    WATCHDOG.watch(new Watched(forms.program(), kernelSeed, "execution"));
    if (VERBOSE) {
      System.out.println("seed " + kernelSeed);
    }
    random = new Random(~kernelSeed);
    List<JavaProgram.Parameter> parameters = forms.program().root().parameters();
    boolean mayBeLong = random.nextInt(4) == 0;
    for (int call = 0; call < CALLS; call++) {
      Failure failure = failure(forms, CallArguments.random(parameters, mayBeLong, random));
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }

  private Failure failure(ProgramForms forms, CallArguments arguments) {
    long[] bits = arguments.bits();
    Object[] copies = arguments.copies();
    interpret(forms.module(), STEP_LIMIT, arguments, copies); // first: it alone can be stopped
    if (isTooLong(actual.thrown)) {
      statistics.tooLong();
      return null;
    }
    tables = forms.hasTables() ? Tables.contents() : null;
    contents = arguments.copies();
    if (forms.floats() == FloatContract.STRICT) {
      callBridge(java, forms.index(), forms.firstLine(), bits, contents, expected);
    } else {
      callBridge(classFiles, forms.index(), 1, bits, contents, expected);
    }
    if (expected.thrown instanceof VerifyError) {
      return new Failure(VERIFIER, expected.thrown.getMessage(), arguments, expected.thrown);
    }
    statistics.call(expected.thrown);
    if (differs(forms, copies)) {
      return failure("interpreter", forms, arguments, copies);
    }
    if (forms.lanes() != null) {
      copies = arguments.copies();
      interpret(forms.lanes(), LANES_STEP_LIMIT, arguments, copies);
      statistics.lanes();
      if (differs(forms, copies)) {
        return failure("lanes", forms, arguments, copies);
      }
    }
    if (forms.isClassFile() && forms.floats() == FloatContract.STRICT) {
      copies = arguments.copies();
      callBridge(classFiles, forms.index(), 1, bits, copies, actual);
      if (differs(forms, copies)) {
        return failure("class file", forms, arguments, copies);
      }
    }
    for (int i = 0; i < forms.natives().length; i++) {
      NativeForm form = forms.natives()[i];
      if (form == null) {
        continue;
      }
      long slices = form.slices();
      copies = arguments.copies();
      try {
        if (form.hasMemory()) {
          callMemory(form, bits, copies);
        } else {
          actual.bits = form.call(bits);
          actual.thrown = null;
        }
        if (differs(forms, copies)) {
          return failure("native " + i, forms, arguments, copies);
        }
      } catch (NativeForm.Trapped trapped) {
        boolean isDue =
            trapped.site() == null
                ? expected.thrown != null
                    || expected.bits == dev.lathe.codegen.ReturnConvention.SENTINEL
                : expected.thrown != null && form.isAt(trapped.site(), expected.lines);
        if (!isDue) {
          actual.thrown = new IllegalStateException("trap at " + trapped.site());
          actual.lines = List.of();
          return failure("native " + i, forms, arguments, copies);
        }
      } catch (AssertionError e) {
        return new Failure("native " + i, e.toString(), arguments, e);
      }
      statistics.slices(form.slices() - slices);
    }
    return null;
  }

  private static boolean isTooLong(Throwable thrown) {
    return thrown instanceof IllegalStateException && thrown.getMessage().endsWith("limit");
  }

  private void callMemory(NativeForm form, long[] bits, Object[] copies) {
    call(() -> form.call(bits, copies));
    if (actual.thrown != null && form.trapped() != null && expected.thrown != null) {
      actual.lines =
          form.isAt(form.trapped(), expected.lines)
              ? expected.lines
              : List.of(form.trapped().line());
    }
  }

  private void interpret(Module module, long limit, CallArguments arguments, Object[] copies) {
    var heap = new Heap();
    long[] bits = arguments.bits(heap, copies);
    call(() -> Interpreter.runLimited(module, heap, limit, bits));
  }

  private Failure failure(
      String form, ProgramForms forms, CallArguments arguments, Object[] copies) {
    JavaType type = forms.result();
    String text = actual.describe(type) + ", not " + expected.describe(type);
    int array = CallArguments.difference(contents, copies);
    if (array >= 0) {
      text +=
          "\ncontents of argument %d are\n%s, not\n%s"
              .formatted(
                  array, CallArguments.print(copies[array]), CallArguments.print(contents[array]));
    } else if (tables != null && !Tables.hold(tables)) {
      text += "\na table has other contents";
    }
    return new Failure(form, text, arguments, actual.thrown);
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
      actual.lines = List.of();
    }
  }

  private static void callBridge(
      Bridge bridge, int index, int firstLine, long[] bits, Object[] arrays, Outcome outcome) {
    try {
      outcome.bits = bridge.call(index, bits, arrays);
      outcome.thrown = null;
    } catch (Throwable e) {
      outcome.thrown = e;
      outcome.lines = lines(e, firstLine);
    }
  }

  /** True if {@link #actual} and {@code copies} are not as {@link #expected}. */
  private boolean differs(ProgramForms forms, Object[] copies) {
    return differs(forms.result())
        || CallArguments.difference(contents, copies) >= 0
        || tables != null && !Tables.hold(tables);
  }

  private boolean differs(JavaType type) {
    if (expected.thrown == null || actual.thrown == null) {
      return expected.thrown != actual.thrown
          || !EdgeValues.same(type.ir(), expected.bits, actual.bits);
    }
    if (expected.thrown instanceof NullPointerException && expected.thrown.getMessage() == null) {
      return !(actual.thrown instanceof NullPointerException); // HotSpot has not found the reason
    }
    String message = Messages.withoutAddresses(expected.thrown.toString());
    return !message.equals(Messages.withoutAddresses(actual.thrown.toString()))
        || !actual.lines.isEmpty() && !actual.lines.equals(expected.lines);
  }

  /** The lines in the file of all methods on the stack, from the program's first line on. */
  private static List<Integer> lines(Throwable thrown, int firstLine) {
    var lines = new ArrayList<Integer>();
    for (StackTraceElement element : thrown.getStackTrace()) {
      if (FILE.equals(element.getFileName())) {
        lines.add(element.getLineNumber() - firstLine + 1);
      }
    }
    return lines;
  }

  private String refused(List<Program> programs, JavaBatch.Refused refused) {
    for (int i = 0; i < programs.size(); i++) {
      Failure failure = alone(programs.get(i), seed + i, null);
      if (failure != null) {
        return report(programs.get(i), seed + i, failure);
      }
    }
    return "seed " + seed + ": only all programs together are refused: " + refused.getMessage();
  }

  /**
   * The program alone.
   *
   * @param arguments null for random ones
   */
  private Failure alone(Program program, long seed, CallArguments arguments) {
    var programs = new ParsedPrograms(seed, mode, share, new RunStatistics());
    try {
      ProgramForms forms = programs.compile(List.of(program), seed).getFirst();
      return arguments == null ? programs.failure(forms, seed) : programs.failure(forms, arguments);
    } catch (JavaBatch.Refused e) {
      String kind = e.getMessage().lines().findFirst().orElse("").replaceAll("[0-9]+: ", "");
      return new Failure("javac " + kind, e.getMessage(), null, e);
    } catch (ProgramForms.Failed e) {
      return failure(e);
    }
  }

  private String report(Program program, long seed, Failure failure) {
    System.out.println("seed " + seed + " fails: " + failure.form + ": " + failure.text);
    Program small =
        ProgramShrinker.shrink(
            program,
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
      return text.append('\n').append(program.print("")).toString();
    }
    text.append(found.form).append(": ").append(found.text);
    text.append(small.assertions() ? " (assertions enabled)\n\n" : "\n\n");
    text.append(small.print(""));
    if (found.cause != null) {
      StackTraceElement[] trace = found.cause.getStackTrace();
      for (int i = 0; i < Math.min(8, trace.length); i++) {
        text.append("    at ").append(trace[i]).append('\n');
      }
    }
    text.append(ProgramReport.testFile(small, ProgramForms.floats(seed), found.arguments));
    return text.toString();
  }

  private static boolean sameKind(String a, String b) {
    return a.substring(0, Math.min(60, a.length()))
        .equals(b.substring(0, Math.min(60, b.length())));
  }

  /** Sees the classes of one batch. */
  private static final class BatchLoader extends ClassLoader implements UnaryOperator<Object> {
    private final Map<String, byte[]> classes = new java.util.HashMap<>();

    BatchLoader() {
      super(ParsedPrograms.class.getClassLoader());
      setDefaultAssertionStatus(false);
      setClassAssertionStatus(CLASSES[1], true);
    }

    void add(String name, byte[] classFile) {
      classes.put(name, classFile);
    }

    @Override
    public Object apply(Object table) {
      return Tables.getter((String) table);
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
