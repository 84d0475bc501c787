package dev.lathe.processor.random;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import dev.lathe.processor.CompiledClasses;
import dev.lathe.processor.LatheProcessor;
import dev.lathe.random.JavaProgram.Method;
import dev.lathe.random.JavaProgram.Parameter;
import dev.lathe.random.JavaProgram.Program;
import dev.lathe.random.Tables;
import dev.lathe.random.Values;
import java.util.Collection;
import java.util.List;
import javax.tools.Diagnostic;

/** An interface of many kernels, compiled by javac with Lathe's processor, and loaded. */
final class CompiledProgram {
  /** The simple name of the file that stack traces of kernels name. */
  static final String FILE = "P.java";

  private static final String IMPORTS =
      "import static java.lang.foreign.ValueLayout.*; import java.lang.foreign.*; import "
          + Tables.class.getName()
          + "; ";

  private final Class<?> type;
  private final Object bodies;
  private final Object kernels;

  private CompiledProgram(CompiledClasses classes) throws ReflectiveOperationException {
    type = classes.load("P");
    bodies = classes.load("Bodies").getConstructor().newInstance();
    Class<?> generated = classes.load("PJit");
    kernels = generated.getMethod("create").invoke(null);
  }

  /** What javac says against a program, with the program. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final long line;

    Refused(String message, long line) {
      super(message);
      this.line = line;
    }

    /** Where the first error is. */
    long line() {
      return line;
    }
  }

  /**
   * The sources of the interface, and of a class with the loops that lifted kernels stand for.
   *
   * @param lifted of some of the programs
   */
  static List<String> sources(
      String annotation,
      List<String> constants,
      List<Program> programs,
      Collection<LiftedRoot> lifted) {
    var text = new StringBuilder(IMPORTS + annotation + "\npublic interface P {\n");
    constants.forEach(constant -> text.append("  ").append(constant).append('\n'));
    programs.forEach(program -> text.append(print(program)));
    var bodies = new StringBuilder(IMPORTS + "public final class Bodies implements P {\n");
    bodies.append("public Bodies() {}\n");
    for (LiftedRoot each : lifted) {
      text.append(each.declaration());
      bodies.append(each.loop());
    }
    return List.of(text.append("}\n").toString(), bodies.append("}\n").toString());
  }

  /** The methods as an interface has them; some that call no others are static. */
  static String print(Program program) {
    var text = new StringBuilder();
    for (Method method : program.methods()) {
      boolean isStatic = method != program.root() && method.isLeaf() && method.fuel() % 2 == 0;
      text.append(method.print(isStatic ? "@dev.lathe.Jit static " : "default "));
    }
    return text.toString();
  }

  /** Compiles {@link #sources} with the processor, and loads them with assertions or without. */
  static CompiledProgram of(List<String> sources, boolean assertions) throws Refused {
    Compiler javac = Compiler.javac().withOptions("-Xlint:none", "-implicit:none", "-g");
    Compilation compilation =
        javac
            .withProcessors(new LatheProcessor())
            .compile(
                JavaFileObjects.forSourceString("P", sources.get(0)),
                JavaFileObjects.forSourceString("Bodies", sources.get(1)));
    for (var diagnostic : compilation.diagnostics()) {
      if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
        throw new Refused(diagnostic.getMessage(null), diagnostic.getLineNumber());
      }
    }
    try {
      CompiledClasses classes = CompiledClasses.of(compilation);
      classes.setDefaultAssertionStatus(assertions);
      return new CompiledProgram(classes);
    } catch (java.io.IOException | ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** The method of that name, to be invoked on {@link #bodies} and {@link #kernels}. */
  java.lang.reflect.Method method(String name, List<Parameter> parameters) {
    var types = new Class<?>[parameters.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = Values.classOf(parameters.get(i).type());
    }
    try {
      return type.getMethod(name, types);
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  /** An instance whose methods are the Java bodies. */
  Object bodies() {
    return bodies;
  }

  /** An instance whose methods are native kernels. */
  Object kernels() {
    return kernels;
  }
}
