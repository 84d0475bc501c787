package dev.lathe.processor.capture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.Trees;
import dev.lathe.lang.Span;
import java.io.IOException;
import javax.tools.Diagnostic.Kind;

/** A compilation unit that javac has parsed. */
public final class SourceFile {
  private final Trees trees;
  private final CompilationUnitTree unit;

  SourceFile(Trees trees, CompilationUnitTree unit) {
    this.trees = trees;
    this.unit = unit;
  }

  CompilationUnitTree unit() {
    return unit;
  }

  /** The file's simple name, such as {@code Add.java}. */
  public String name() {
    String path = unit.getSourceFile().getName();
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  /** The file's text, empty if it cannot be read. */
  public String text() {
    try {
      return unit.getSourceFile().getCharContent(true).toString();
    } catch (IOException unreadable) {
      return "";
    }
  }

  Span span(int id, Tree tree) {
    int start = (int) trees.getSourcePositions().getStartPosition(unit, tree);
    int end = (int) trees.getSourcePositions().getEndPosition(unit, tree);
    int line = start < 0 ? 0 : (int) unit.getLineMap().getLineNumber(start);
    return new Span(id, start, end, line);
  }

  void print(Kind kind, String message, Tree tree) {
    trees.printMessage(kind, message, tree, unit);
  }
}
