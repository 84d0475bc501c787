package dev.lathe.processor.capture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/**
 * Where types, methods and fields stand in the sources of one round. A file is walked once, where
 * {@link Trees#getPath(Element)} walks it for each element.
 */
final class Declarations {
  private final Trees trees;
  private final Map<Element, TreePath> paths = new HashMap<>();
  private final Set<Element> searched = new HashSet<>();

  Declarations(Trees trees) {
    this.trees = trees;
  }

  /** The declaration of {@code element}, or null if it has no source. */
  TreePath path(Element element) {
    TreePath path = paths.get(element);
    if (path == null && searched.add(outermost(element))) {
      TreePath type = trees.getPath(outermost(element));
      if (type != null) {
        TreePath unit = new TreePath(type.getCompilationUnit());
        type.getCompilationUnit().getTypeDecls().forEach(tree -> add(unit, tree));
      }
      path = paths.get(element);
    }
    return path;
  }

  private static Element outermost(Element element) {
    Element outermost = element;
    while (outermost.getEnclosingElement() instanceof TypeElement around) {
      outermost = around;
    }
    return outermost;
  }

  private void add(TreePath around, Tree tree) {
    if (tree instanceof ClassTree || tree instanceof MethodTree || tree instanceof VariableTree) {
      var path = new TreePath(around, tree);
      Element element = trees.getElement(path);
      if (element != null) {
        paths.putIfAbsent(element, path);
      }
      if (tree instanceof ClassTree type) {
        type.getMembers().forEach(member -> add(path, member));
      }
    }
  }
}
