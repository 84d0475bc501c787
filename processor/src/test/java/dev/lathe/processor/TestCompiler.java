package dev.lathe.processor;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/** Compiles sources in memory with Lathe's processor, as strictly as javac can be told. */
public final class TestCompiler {
  private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
  private static final Pattern TYPE =
      Pattern.compile(
          "^(?:public |final |sealed |@Jit )*(?:interface|class|record|enum|@interface) (\\w+)",
          Pattern.MULTILINE | Pattern.UNICODE_CHARACTER_CLASS);

  private TestCompiler() {}

  /** javac with {@code -Xlint:all -Werror} and Lathe's processor. */
  public static Compilation compile(String... sources) {
    return compiler().compile(files(sources));
  }

  public static Compiler compiler() {
    return Compiler.javac()
        .withOptions("-Xlint:all", "-Werror", "-implicit:none", "-g")
        .withProcessors(new LatheProcessor());
  }

  /** The classes of a compilation without errors and warnings. */
  public static CompiledClasses classes(String... sources) {
    try {
      return CompiledClasses.of(compile(sources));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Each source as a file named after the first type in it. */
  static List<JavaFileObject> files(String... sources) {
    var files = new ArrayList<JavaFileObject>();
    for (String source : sources) {
      Matcher packageName = PACKAGE.matcher(source);
      Matcher type = TYPE.matcher(source);
      if (!type.find()) {
        throw new IllegalArgumentException("no type in " + source);
      }
      String prefix = packageName.find() ? packageName.group(1) + "." : "";
      files.add(JavaFileObjects.forSourceString(prefix + type.group(1), source));
    }
    return files;
  }

  /** Errors and warnings as {@code Add.java:3:14: text}. */
  public static List<String> messages(Compilation compilation) {
    var messages = new ArrayList<String>();
    for (Diagnostic<? extends JavaFileObject> diagnostic : compilation.diagnostics()) {
      if (diagnostic.getKind() != Diagnostic.Kind.NOTE) {
        messages.add(text(diagnostic));
      }
    }
    return messages;
  }

  static String text(Diagnostic<? extends JavaFileObject> diagnostic) {
    if (diagnostic.getSource() == null) {
      return diagnostic.getMessage(null);
    }
    String path = diagnostic.getSource().getName();
    return path.substring(path.lastIndexOf('/') + 1)
        + ":"
        + diagnostic.getLineNumber()
        + ":"
        + diagnostic.getColumnNumber()
        + ": "
        + diagnostic.getMessage(null);
  }

  /**
   * Takes out the mark {@code @@}; returns the source and {@code line:column} of where it stood.
   */
  static Marked marked(String source) {
    int at = source.indexOf("@@");
    if (at < 0) {
      throw new IllegalArgumentException("no mark in " + source);
    }
    String before = source.substring(0, at);
    long line = before.lines().count() + (before.endsWith("\n") ? 1 : 0);
    int column = at - before.lastIndexOf('\n');
    return new Marked(before + source.substring(at + 2), line + ":" + column);
  }

  record Marked(String source, String position) {}
}
