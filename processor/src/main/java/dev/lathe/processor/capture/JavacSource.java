package dev.lathe.processor.capture;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import dev.lathe.processor.discover.Lifting;
import dev.lathe.processor.discover.Linkage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.Elements;

/**
 * The sources that javac is compiling: where elements stand in them, and the kernels in them. An
 * element that comes from a class file has no source.
 */
public final class JavacSource {
  private final Trees trees;
  private final Elements elements;
  private Declarations declarations;
  private FieldConstants constants;

  private JavacSource(Trees trees, Elements elements) {
    this.trees = trees;
    this.elements = elements;
    newRound();
  }

  /** To be called for each round of annotation processing, in which javac has elements anew. */
  public void newRound() {
    declarations = new Declarations(trees);
    constants = new FieldConstants(trees, declarations, elements);
  }

  /** The sources behind {@code environment}, or null if it is not javac's own. */
  public static JavacSource of(ProcessingEnvironment environment) {
    try {
      return new JavacSource(Trees.instance(environment), environment.getElementUtils());
    } catch (IllegalArgumentException | LinkageError notJavac) {
      return null;
    }
  }

  /** True if the method is compiled from source in this build. */
  public boolean hasSource(ExecutableElement method) {
    return tree(method) != null;
  }

  public boolean hasBody(ExecutableElement method) {
    MethodTree tree = tree(method);
    return tree != null && tree.getBody() != null;
  }

  /** True if the method needs {@code default} and does not have it. */
  public boolean lacksDefault(ExecutableElement method) {
    MethodTree tree = tree(method);
    return tree != null
        && tree.getBody() != null
        && method.getEnclosingElement().getKind() == ElementKind.INTERFACE
        && !tree.getModifiers().getFlags().contains(Modifier.DEFAULT)
        && !tree.getModifiers().getFlags().contains(Modifier.STATIC)
        && !tree.getModifiers().getFlags().contains(Modifier.PRIVATE);
  }

  /**
   * Makes a method that {@link #lacksDefault} a default method.
   *
   * @return false if the build does not let us
   */
  public boolean addDefault(ExecutableElement method) {
    MethodTree tree = tree(method);
    if (!DefaultFlag.isSettable(tree)) {
      return false;
    }
    DefaultFlag.set(tree);
    return true;
  }

  /** The declaration of an element, or null if it has no source. */
  public Position position(Element element) {
    TreePath path = declarations.path(element);
    return path == null ? null : position(path, path.getLeaf());
  }

  /** The first type parameter of a type or method that has some. */
  public Position typeParameters(Element element) {
    TreePath path = declarations.path(element);
    if (path == null) {
      return null;
    }
    List<? extends Tree> parameters =
        path.getLeaf() instanceof MethodTree method
            ? method.getTypeParameters()
            : ((ClassTree) path.getLeaf()).getTypeParameters();
    return position(path, parameters.getFirst());
  }

  /** The first exception of a method that declares some. */
  public Position throwsClause(ExecutableElement method) {
    TreePath path = declarations.path(method);
    return path == null
        ? null
        : position(path, ((MethodTree) path.getLeaf()).getThrows().getFirst());
  }

  /** True for a field that javac replaces by its value, so that nothing computes it at run time. */
  public boolean isConstant(VariableElement field) {
    return constants.isConstant(field);
  }

  /**
   * The kernel that a method with a body is.
   *
   * @param name what the function is called, as in {@code com.acme.Add.add}
   * @param isKernel tells the methods that are kernels
   * @param linkage tells those that can be called
   */
  public Captured capture(
      ExecutableElement method,
      String name,
      Predicate<ExecutableElement> isKernel,
      Linkage linkage) {
    return kernel(method, isKernel, linkage).capture(name, tree(method));
  }

  /** The kernel that a method without a body is; the parameters are those of {@link #capture}. */
  public Captured captureLifted(
      Lifting lifting, String name, Predicate<ExecutableElement> isKernel, Linkage linkage) {
    ExecutableElement method = lifting.method();
    return kernel(method, isKernel, linkage).captureLifted(name, tree(method), lifting);
  }

  private KernelCapture kernel(
      ExecutableElement method, Predicate<ExecutableElement> isKernel, Linkage linkage) {
    TreePath path = declarations.path(method);
    var source = new SourceFile(trees, path.getCompilationUnit());
    var type = (TypeElement) method.getEnclosingElement();
    var scope = new NameScope(type, path.getCompilationUnit(), elements);
    return new KernelCapture(source, scope, new CallTargets(scope, isKernel, linkage), constants);
  }

  /**
   * The annotations {@code @Jit} on types that are declared in the bodies of {@code root}'s file,
   * which annotation processing does not show.
   */
  public List<LocalType> localTypes(Element root, String annotation) {
    TreePath path = declarations.path(root);
    var found = new ArrayList<LocalType>();
    if (path == null || !imports(path.getCompilationUnit(), annotation)) {
      return found;
    }
    String simple = annotation.substring(annotation.lastIndexOf('.') + 1);
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitBlock(BlockTree block, Void unused) {
        for (Tree statement : block.getStatements()) {
          if (statement instanceof ClassTree local && isAnnotated(local, simple)) {
            found.add(
                new LocalType(
                    local.getSimpleName().toString(), local.getKind(), position(path, local)));
          }
        }
        return super.visitBlock(block, unused);
      }
    }.scan(path.getLeaf(), null);
    return found;
  }

  /** A type with kernels, declared in a method. */
  public record LocalType(String name, Tree.Kind kind, Position position) {
    /** The type's kind with its article; null for an interface. */
    public String otherKind() {
      return switch (kind) {
        case INTERFACE -> null;
        case ENUM -> "an enum";
        case RECORD -> "a record";
        default -> "a class";
      };
    }
  }

  private static boolean imports(CompilationUnitTree unit, String annotation) {
    String onDemand = annotation.substring(0, annotation.lastIndexOf('.')) + ".*";
    for (ImportTree tree : unit.getImports()) {
      String name = tree.getQualifiedIdentifier().toString();
      if (name.equals(annotation) || name.equals(onDemand)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAnnotated(ClassTree local, String annotation) {
    if (hasAnnotation(local.getModifiers().getAnnotations(), annotation)) {
      return true;
    }
    for (Tree member : local.getMembers()) {
      if (member instanceof MethodTree method
          && hasAnnotation(method.getModifiers().getAnnotations(), annotation)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasAnnotation(List<? extends AnnotationTree> annotations, String name) {
    for (AnnotationTree annotation : annotations) {
      if (annotation.getAnnotationType().toString().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private MethodTree tree(ExecutableElement method) {
    TreePath path = declarations.path(method);
    return path == null ? null : (MethodTree) path.getLeaf();
  }

  private Position position(TreePath path, Tree tree) {
    return new Position(tree, new SourceFile(trees, path.getCompilationUnit()));
  }
}
