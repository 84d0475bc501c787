package dev.lathe.processor.capture;

import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ErroneousTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.TypeParameterTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import dev.lathe.lang.Ast;
import dev.lathe.lang.CalledMethod;
import dev.lathe.lang.Constant;
import dev.lathe.lang.Diagnostic;
import dev.lathe.lang.Intrinsics;
import dev.lathe.lang.JavaType;
import dev.lathe.lang.Message;
import dev.lathe.lang.Span;
import dev.lathe.lang.UnaryOperator;
import dev.lathe.processor.discover.Lifting;
import dev.lathe.processor.discover.Signature;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;

/**
 * Turns one method's tree into a kernel. Names of fields become constants, names of methods the
 * class and method they mean; what the kernel language does not have becomes a diagnostic and an
 * erroneous node, so that one walk finds all errors. The user's own type errors are not looked for.
 */
final class KernelCapture {
  private final SourceFile source;
  private final NameScope scope;
  private final CallTargets targets;
  private final FieldConstants constants;
  private final List<Tree> trees = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final LocalNames locals = new LocalNames();
  private final StatementCapture statements = new StatementCapture(this, locals);
  private final MemoryCapture memory = new MemoryCapture(this);
  private final Map<String, TypeElement> tableOwners = new HashMap<>();
  private List<? extends TypeParameterTree> typeParameters = List.of();
  private String missingName;
  private Span leftToJavac;

  KernelCapture(SourceFile source, NameScope scope, CallTargets targets, FieldConstants constants) {
    this.source = source;
    this.scope = scope;
    this.targets = targets;
    this.constants = constants;
  }

  /** The loop that a method without a body stands for. */
  Captured captureLifted(String name, MethodTree method, Lifting lifting) {
    CalledMethod scalar = targets.kernel(lifting.scalar());
    return capture(name, method, () -> new LiftedCapture(this, method, lifting, scalar).loop());
  }

  Captured capture(String name, MethodTree method) {
    return capture(name, method, () -> statements.block(method.getBody()));
  }

  private Captured capture(String name, MethodTree method, Supplier<Ast.Statement.Block> body) {
    Span span = span(method);
    typeParameters = method.getTypeParameters();
    var parameters = new ArrayList<Ast.Parameter>();
    for (VariableTree parameter : method.getParameters()) {
      locals.declare(parameter.getName().toString());
      parameters.add(
          new Ast.Parameter(
              span(parameter),
              isFinal(parameter),
              type(parameter.getType()),
              parameter.getName().toString()));
    }
    JavaType result = result(method.getReturnType());
    boolean isStatic = method.getModifiers().getFlags().contains(Modifier.STATIC);
    var kernel =
        new Ast.Kernel(span, isStatic, method.getName().toString(), result, parameters, body.get());
    return new Captured(
        name,
        kernel,
        source,
        trees,
        diagnostics,
        targets.owners(),
        tableOwners,
        missingName,
        leftToJavac);
  }

  /** A method without parameters that returns the initializer of a field of that type. */
  Captured captureInitializer(ExpressionTree initializer, JavaType type) {
    Span span = span(initializer);
    var body = new Ast.Statement.Return(span(initializer), expression(initializer));
    var block = new Ast.Statement.Block(span(initializer), List.of(body));
    var kernel = new Ast.Kernel(span, true, "initializer", type, List.of(), block);
    return new Captured(
        "initializer",
        kernel,
        source,
        trees,
        diagnostics,
        Map.of(),
        Map.of(),
        missingName,
        leftToJavac);
  }

  /**
   * javac fills in the type of a {@code var} when it attributes the body; it has no place in the
   * source.
   */
  boolean isVar(VariableTree tree) {
    return source.span(0, tree.getType()).end() < 0;
  }

  /** The initializer of a variable of that type, null for {@code var}. */
  Ast.Expression initializer(ExpressionTree tree, JavaType type) {
    return tree instanceof NewArrayTree array && array.getType() == null
        ? memory.initializer(array, type)
        : expression(tree);
  }

  Ast.Expression expression(ExpressionTree tree) {
    return switch (tree) {
      case ParenthesizedTree parenthesized -> expression(parenthesized.getExpression());
      case LiteralTree literal -> literal(literal);
      case IdentifierTree identifier -> identifier(identifier);
      case MemberSelectTree select -> select(select);
      case BinaryTree binary -> binary(binary);
      case UnaryTree unary -> unary(unary);
      case ConditionalExpressionTree conditional ->
          new Ast.Conditional(
              span(tree),
              expression(conditional.getCondition()),
              expression(conditional.getTrueExpression()),
              expression(conditional.getFalseExpression()));
      case TypeCastTree cast ->
          new Ast.Cast(span(tree), type(cast.getType()), expression(cast.getExpression()));
      case AssignmentTree assignment ->
          new Ast.Assignment(
              span(tree), target(assignment.getVariable()), expression(assignment.getExpression()));
      case CompoundAssignmentTree assignment ->
          new Ast.CompoundAssignment(
              span(tree),
              Operators.compound(tree.getKind()),
              target(assignment.getVariable()),
              expression(assignment.getExpression()));
      case ArrayAccessTree access -> memory.access(access);
      case NewArrayTree array -> memory.newArray(array);
      case MethodInvocationTree call -> call(call);
      case SwitchExpressionTree select -> statements.switchExpression(select);
      case ErroneousTree _ -> leftToJavac(span(tree));
      default -> unsupported(tree);
    };
  }

  Ast.Expression unsupported(ExpressionTree tree) {
    Span span = span(tree);
    Unsupported.Construct construct = Unsupported.expression(tree.getKind());
    report(Message.UNSUPPORTED_EXPRESSION.at(span, construct.name(), construct.remedy()));
    return new Ast.Erroneous(span);
  }

  private Ast.Expression literal(LiteralTree tree) {
    if (tree.getKind() == Tree.Kind.NULL_LITERAL) {
      return new Ast.Null(span(tree));
    }
    Constant constant = Constant.ofBox(tree.getValue());
    return constant == null ? unsupported(tree) : new Ast.Literal(span(tree), constant);
  }

  /** Left operands by a loop: a chain of thousands of {@code +} is deep. */
  private Ast.Expression binary(BinaryTree tree) {
    var chain = new ArrayDeque<BinaryTree>();
    ExpressionTree left = tree;
    while (left instanceof BinaryTree operation) {
      chain.push(operation);
      left = operation.getLeftOperand();
    }
    Ast.Expression result = expression(left);
    for (BinaryTree operation : chain) {
      result =
          new Ast.Binary(
              span(operation),
              Operators.binary(operation.getKind()),
              result,
              expression(operation.getRightOperand()));
    }
    return result;
  }

  private Ast.Expression unary(UnaryTree tree) {
    Span span = span(tree);
    ExpressionTree operand = tree.getExpression();
    return switch (tree.getKind()) {
      case PREFIX_INCREMENT -> new Ast.Step(span, true, true, target(operand));
      case PREFIX_DECREMENT -> new Ast.Step(span, false, true, target(operand));
      case POSTFIX_INCREMENT -> new Ast.Step(span, true, false, target(operand));
      case POSTFIX_DECREMENT -> new Ast.Step(span, false, false, target(operand));
      case UNARY_PLUS -> new Ast.Unary(span, UnaryOperator.PLUS, expression(operand));
      case UNARY_MINUS -> new Ast.Unary(span, UnaryOperator.MINUS, expression(operand));
      case BITWISE_COMPLEMENT -> new Ast.Unary(span, UnaryOperator.COMPLEMENT, expression(operand));
      case LOGICAL_COMPLEMENT -> new Ast.Unary(span, UnaryOperator.NOT, expression(operand));
      default -> throw new IllegalArgumentException(tree.getKind().name());
    };
  }

  /** The left side of an assignment: a local variable, or an element of an array. */
  private Ast.Expression target(ExpressionTree tree) {
    ExpressionTree inner = tree;
    while (inner instanceof ParenthesizedTree parenthesized) {
      inner = parenthesized.getExpression();
    }
    if (inner instanceof IdentifierTree identifier) {
      String name = identifier.getName().toString();
      if (locals.contains(name) || scope.field(name) == null) {
        return identifier(identifier);
      }
    }
    if (inner instanceof ArrayAccessTree
        || inner instanceof MemberSelectTree select && isReference(select.getExpression())) {
      return expression(inner);
    }
    Span span = span(inner);
    if (!(inner instanceof IdentifierTree || inner instanceof MemberSelectTree)) {
      return leftToJavac(span); // no variable
    }
    report(Message.UNSUPPORTED_TARGET.at(span));
    return new Ast.Erroneous(span);
  }

  private Ast.Expression identifier(IdentifierTree tree) {
    String name = tree.getName().toString();
    if (locals.contains(name)) {
      return new Ast.Name(span(tree), name);
    }
    if (name.equals("this") || name.equals("super")) {
      return unsupported(tree, Unsupported.THIS);
    }
    VariableElement field = scope.field(name);
    if (field == null) {
      return scope.isIncomplete() ? missing(tree, name) : leftToJavac(span(tree));
    }
    return constant(tree, field);
  }

  private Ast.Expression select(MemberSelectTree tree) {
    String name = tree.getIdentifier().toString();
    if (name.equals("this") || name.equals("super")) {
      return unsupported(tree, Unsupported.THIS);
    }
    if (name.equals("class")) {
      return unsupported(tree, Unsupported.CLASS_LITERAL);
    }
    if (name.equals("length") && isReference(tree.getExpression())) {
      return new Ast.ArrayLength(span(tree), expression(tree.getExpression()));
    }
    return switch (targets.qualifier(tree.getExpression(), locals::contains)) {
      case CallTargets.Qualifier.Type(var type) -> {
        VariableElement field = scope.field(type, name);
        if (field == null) {
          yield scope.isIncomplete(type) ? missing(tree, tree.toString()) : leftToJavac(span(tree));
        }
        yield constant(tree, field);
      }
      case CallTargets.Qualifier.Missing(var missing) -> missing(tree, missing);
      case CallTargets.Qualifier.Local _ -> {
        expression(tree.getExpression());
        yield leftToJavac(span(tree)); // of fields arrays have length only
      }
      case CallTargets.Qualifier.Instance _ -> unsupported(tree, Unsupported.FIELD_OF_OBJECT);
    };
  }

  private Ast.Expression constant(ExpressionTree tree, VariableElement field) {
    Span span = span(tree);
    if (field.asType().getKind() == TypeKind.ERROR) {
      return missing(tree, field.asType().toString());
    }
    if (CallTargets.kernelType(field.asType()).isArray()) {
      return table(tree, span, field);
    }
    if (Signature.isSegment(field.asType())) {
      return unsupported(tree, Unsupported.SEGMENT_IN_FIELD);
    }
    if (field.asType() instanceof ArrayType array
        && array.getComponentType().getKind() == TypeKind.ARRAY) {
      report(Message.ARRAY_OF_ARRAYS.at(span));
      return new Ast.Erroneous(span);
    }
    if (!field.asType().getKind().isPrimitive()) {
      report(Unsupported.type(span, field.asType().toString()));
      return new Ast.Erroneous(span);
    }
    Constant value = constants.valueOf(field);
    String missing = constants.takeMissingName();
    if (missing != null) {
      return missing(tree, missing);
    }
    if (constants.takeError()) {
      return leftToJavac(span);
    }
    if (value == null) {
      report(
          Message.UNSUPPORTED_EXPRESSION.at(
              span,
              "field " + field.getSimpleName() + ", which is not a compile-time constant,",
              "make it final with a constant initializer, or pass its value as a parameter"));
      return new Ast.Erroneous(span);
    }
    return new Ast.Literal(span, value);
  }

  /** An array that a kernel reads from a field. */
  private Ast.Expression table(ExpressionTree tree, Span span, VariableElement field) {
    TypeElement owner = targets.tableOwner(tree, field);
    String problem =
        field.getModifiers().containsAll(Set.of(Modifier.STATIC, Modifier.FINAL))
            ? targets.tableProblem(owner, field)
            : "is not static and final";
    if (problem != null) {
      report(
          Message.UNSUPPORTED_EXPRESSION.at(
              span,
              "array " + field.getSimpleName() + ", which " + problem + ",",
              problem.equals("is not static and final")
                  ? "make it so, or pass it as a parameter"
                  : "as the generated class reads it too, make it accessible in that package, or"
                      + " pass it as a parameter"));
      return new Ast.Erroneous(span);
    }
    String name = scope.binaryName(owner);
    tableOwners.put(name, owner);
    return new Ast.Table(
        span, name, field.getSimpleName().toString(), CallTargets.kernelType(field.asType()));
  }

  /** True if an expression with members can only be an array or segment. */
  boolean isReference(ExpressionTree tree) {
    return targets.isReference(tree, locals::contains);
  }

  /** The constant of a class that an expression names, or null. */
  VariableElement field(ExpressionTree tree) {
    return switch (tree) {
      case IdentifierTree identifier when !locals.contains(identifier.getName().toString()) ->
          scope.field(identifier.getName().toString());
      case MemberSelectTree select
          when targets.qualifier(select.getExpression(), locals::contains)
              instanceof CallTargets.Qualifier.Type(var type) ->
          scope.field(type, select.getIdentifier().toString());
      default -> null;
    };
  }

  /** The arguments of what cannot be called are not looked at: one message is enough. */
  private Ast.Expression call(MethodInvocationTree tree) {
    if (tree.getMethodSelect() instanceof MemberSelectTree select
        && isReference(select.getExpression())) {
      return memory.call(tree, select);
    }
    Span span = span(tree);
    return switch (targets.target(tree, locals::contains)) {
      case CallTargets.Target.Jdk(String owner, String method) -> {
        if (Intrinsics.isSupported(owner, method)) {
          yield new Ast.Call(span, owner, method, null, arguments(tree));
        }
        yield new Ast.Call(span, owner, method, null, List.of());
      }
      case CallTargets.Target.Methods(String method, List<CalledMethod> overloads) ->
          new Ast.Call(span, "", method, overloads, arguments(tree));
      case CallTargets.Target.Missing(String name, boolean mayCome) -> {
        missingName = mayCome ? name : missingName;
        yield leftToJavac(span);
      }
      case CallTargets.Target.OfPrimitive _ -> {
        arguments(tree);
        yield leftToJavac(span);
      }
      case CallTargets.Target.Unsupported(String what, String remedy) -> {
        report(Message.UNSUPPORTED_CALL.at(span, what, remedy));
        yield new Ast.Erroneous(span);
      }
    };
  }

  private List<Ast.Expression> arguments(MethodInvocationTree call) {
    var arguments = new ArrayList<Ast.Expression>();
    for (ExpressionTree argument : call.getArguments()) {
      arguments.add(expression(argument));
    }
    return arguments;
  }

  private JavaType result(Tree tree) {
    boolean isVoid =
        tree instanceof PrimitiveTypeTree type && type.getPrimitiveTypeKind() == TypeKind.VOID;
    JavaType type = isVoid ? JavaType.VOID : type(tree);
    if (type.isReference()) {
      report(Message.ARRAY_RESULT.at(span(tree), type));
      return JavaType.ERROR;
    }
    return type;
  }

  /** The type that a tree names, which is not void. */
  JavaType type(Tree tree) {
    if (tree instanceof PrimitiveTypeTree primitive) {
      JavaType type = JavaType.of(primitive.toString());
      if (type != JavaType.VOID) {
        return type;
      }
    }
    if (tree instanceof AnnotatedTypeTree annotated) {
      return type(annotated.getUnderlyingType());
    }
    if (tree instanceof ArrayTypeTree array && Unsupported.isPrimitive(array.getType())) {
      return type(array.getType()).array();
    }
    if (isSegment(tree)) {
      return JavaType.SEGMENT;
    }
    if (tree.getKind() != Tree.Kind.ERRONEOUS) {
      if (tree instanceof IdentifierTree name && isMissing(name)) {
        missingName = name.getName().toString();
      } else {
        report(
            tree instanceof ArrayTypeTree array
                ? Unsupported.arrayType(span(tree), array)
                : Unsupported.type(span(tree), tree.toString()));
      }
    }
    return JavaType.ERROR;
  }

  private boolean isSegment(Tree tree) {
    TypeElement type =
        switch (tree) {
          case IdentifierTree name -> scope.type(name.getName().toString());
          case MemberSelectTree select ->
              targets.qualifier(select, _ -> false) instanceof CallTargets.Qualifier.Type(var named)
                  ? named
                  : null;
          default -> null;
        };
    return type != null && type.getQualifiedName().contentEquals("java.lang.foreign.MemorySegment");
  }

  private boolean isMissing(IdentifierTree type) {
    for (TypeParameterTree parameter : typeParameters) {
      if (parameter.getName().equals(type.getName())) {
        return false;
      }
    }
    String name = type.getName().toString();
    return !scope.isTypeParameter(name) && scope.type(name) == null;
  }

  Ast.Expression unsupported(Tree tree, Unsupported.Construct construct) {
    Span span = span(tree);
    report(Message.UNSUPPORTED_EXPRESSION.at(span, construct.name(), construct.remedy()));
    return new Ast.Erroneous(span);
  }

  /** A name that another processor may yet generate. */
  private Ast.Expression missing(ExpressionTree tree, String name) {
    missingName = name;
    return leftToJavac(span(tree));
  }

  Ast.Expression leftToJavac(Span span) {
    if (leftToJavac == null) {
      leftToJavac = span;
    }
    return new Ast.Erroneous(span);
  }

  void report(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
  }

  private static boolean isFinal(VariableTree tree) {
    return tree.getModifiers().getFlags().contains(Modifier.FINAL);
  }

  Span span(Tree tree) {
    trees.add(tree);
    return source.span(trees.size() - 1, tree);
  }
}
