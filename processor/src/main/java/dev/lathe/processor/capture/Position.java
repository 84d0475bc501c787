package dev.lathe.processor.capture;

import com.sun.source.tree.Tree;
import javax.tools.Diagnostic.Kind;

/** A node of javac's tree that a message can point at. */
public final class Position {
  private final Tree tree;
  private final SourceFile source;

  Position(Tree tree, SourceFile source) {
    this.tree = tree;
    this.source = source;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Position position && tree.equals(position.tree);
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }

  /** Prints a message there: at the operator of a binary expression, the dot of a call. */
  public void print(Kind kind, String message) {
    source.print(kind, message, tree);
  }
}
