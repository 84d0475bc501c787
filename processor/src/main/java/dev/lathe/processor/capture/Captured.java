package dev.lathe.processor.capture;

import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import dev.lathe.lang.Ast;
import dev.lathe.lang.Diagnostic;
import dev.lathe.lang.Span;
import dev.lathe.processor.discover.GeneratedClass;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.TypeElement;

/** A kernel in the kernel language, and what was said while it was captured. */
public final class Captured {
  private final String name;
  private final Ast.Kernel kernel;
  private final SourceFile source;
  private final List<Tree> trees;
  private final List<Diagnostic> diagnostics;
  private final Map<String, GeneratedClass> owners;
  private final Map<String, TypeElement> tableOwners;
  private final String missingName;
  private final Span leftToJavac;

  Captured(
      String name,
      Ast.Kernel kernel,
      SourceFile source,
      List<Tree> trees,
      List<Diagnostic> diagnostics,
      Map<String, GeneratedClass> owners,
      Map<String, TypeElement> tableOwners,
      String missingName,
      Span leftToJavac) {
    this.name = name;
    this.kernel = kernel;
    this.source = source;
    this.trees = trees;
    this.diagnostics = diagnostics;
    this.owners = owners;
    this.tableOwners = tableOwners;
    this.missingName = missingName;
    this.leftToJavac = leftToJavac;
  }

  /** What its function is called, as in {@code com.acme.Add.add}. */
  public String name() {
    return name;
  }

  public Ast.Kernel kernel() {
    return kernel;
  }

  public SourceFile source() {
    return source;
  }

  /** What the kernel language does not have, in source order. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /**
   * The classes that give the functions of kernels that it may call by name, by the binary names of
   * their interfaces.
   */
  public Map<String, GeneratedClass> owners() {
    return owners;
  }

  /** The classes that have the lookup tables it reads, by their binary names. */
  public Map<String, TypeElement> tableOwners() {
    return tableOwners;
  }

  /** A name that nothing declares, perhaps because it is yet to be generated; else null. */
  public String missingName() {
    return missingName;
  }

  /** Where the user's own error is that javac will report and Lathe did not; else null. */
  public Span leftToJavac() {
    return leftToJavac;
  }

  /** Where a diagnostic about {@code span} points. */
  public Position position(Span span) {
    return new Position(trees.get(span.id()), source);
  }

  /**
   * The first loop that begins in {@code line}, or else whatever begins first there; null if
   * nothing does.
   */
  public Position loopAt(int line) {
    Tree found = null;
    for (Tree tree : trees) {
      if (source.span(0, tree).line() == line) {
        if (isLoop(tree)) {
          return new Position(tree, source);
        }
        found = found == null ? tree : found;
      }
    }
    return found == null ? null : new Position(found, source);
  }

  private static boolean isLoop(Tree tree) {
    return tree instanceof ForLoopTree
        || tree instanceof WhileLoopTree
        || tree instanceof DoWhileLoopTree;
  }

  Tree tree(Span span) {
    return trees.get(span.id());
  }
}
