package dev.lathe.random;

import dev.lathe.testing.OwnMath;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles one source with javac, in memory, many times in one JVM. */
final class JavaBatch {
  private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();
  private static final JavaFileManager FILES = JAVAC.getStandardFileManager(null, null, null);
  private static final List<String> OPTIONS =
      List.of("-proc:none", "-Xlint:none", "-g", "-implicit:none");

  private JavaBatch() {}

  /** What javac says against a program. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /** The class files of a source file, by class name; math functions are {@link OwnMath}. */
  static Map<String, byte[]> compile(String name, String source) throws Refused {
    var classes = new HashMap<String, ByteArrayOutputStream>();
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    var file = new Source(name, source);
    boolean done =
        JAVAC
            .getTask(
                new StringWriter(),
                new Output(FILES, classes),
                diagnostics,
                OPTIONS,
                null,
                List.of(file))
            .call();
    if (!done) {
      throw new Refused(
          diagnostics.getDiagnostics().stream()
              .map(each -> each.getLineNumber() + ": " + each.getMessage(null))
              .collect(Collectors.joining("\n")));
    }
    var result = new HashMap<String, byte[]>();
    classes.forEach((type, bytes) -> result.put(type, OwnMath.redirect(bytes.toByteArray())));
    return result;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Output extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes;

    Output(JavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
      super(files);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, javax.tools.FileObject sibling) {
      var bytes = new ByteArrayOutputStream();
      classes.put(name, bytes);
      return new SimpleJavaFileObject(URI.create("mem:///" + name + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          return bytes;
        }
      };
    }

    @Override
    public void close() {} // it is used again
  }
}
