package dev.lathe.lang;

import dev.lathe.ir.Access;
import dev.lathe.ir.Block;
import dev.lathe.ir.FloatContract;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.lang.Ast.Case;
import dev.lathe.lang.Ast.Expression;
import dev.lathe.lang.Ast.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lowers a checked kernel to IR: statements here, expressions in {@link ExpressionLowering},
 * variables in {@link SsaBuilder}. Constant expressions become constants, and of an {@code if}
 * whose condition is constant only the taken part is lowered.
 */
public final class Lowering {
  /** How many variables, of a word each, javac adds to a loop over an array: it, length, index. */
  static final int HIDDEN_IN_FOR_EACH = 3;

  private final FunctionBuilder builder;
  private final SsaBuilder ssa;
  private final ExpressionLowering expressions;
  private final ArrayList<Jump> jumps = new ArrayList<>(); // innermost last
  private final ArrayList<FloatTrees> trees = new ArrayList<>(); // of the loops that are open
  private final Nesting nesting = new Nesting();
  private Frame frame;

  /**
   * Where break, continue and yield go.
   *
   * @param labels the statement's labels
   * @param next where continue goes; null if it is not a loop
   * @param result the type of a switch expression; null for statements
   */
  private record Jump(List<String> labels, Block exit, Block next, JavaType result) {}

  /**
   * The method whose body is being lowered: the kernel, or an intrinsic in place of a call.
   *
   * @param firstVariable the SSA variable of local 0
   * @param line the call's source line, which all its values take; 0 for the kernel itself
   * @param exit where return goes with its value; null in the kernel
   */
  record Frame(Checked checked, int firstVariable, int line, Block exit) {}

  private Lowering(FunctionBuilder builder) {
    this.builder = builder;
    this.ssa = new SsaBuilder(builder);
    this.expressions = new ExpressionLowering(builder, ssa, this);
  }

  /**
   * The kernel as a verified function.
   *
   * @param checked a kernel without errors
   * @param name the function's name, as in {@code com.acme.Add.add}
   * @param sourceFile the simple name of the file that lines refer to, or null
   */
  public static Function lower(Checked checked, String name, String sourceFile) {
    return lower(checked, name, sourceFile, FloatContract.STRICT);
  }

  /**
   * The same for another contract than that for exact floats.
   *
   * @param floats which also decides what math functions are called
   */
  public static Function lower(
      Checked checked, String name, String sourceFile, FloatContract floats) {
    if (!checked.diagnostics().isEmpty()) {
      throw new IllegalArgumentException(name + " has errors: " + checked.diagnostics());
    }
    FunctionBuilder builder = builder(checked, name);
    builder.source(sourceFile).floats(floats);
    var lowering = new Lowering(builder);
    lowering.kernel(checked);
    SsaCleanup.run(builder.current().function());
    return builder.build();
  }

  /** The kernel as a function that is not used but looked at; adds to {@code made}. */
  static Function lower(Checked checked, List<MemoryLowering.Made> made) {
    var lowering = new Lowering(builder(checked, checked.kernel().name()));
    lowering.kernel(checked);
    made.addAll(lowering.expressions.memory().made());
    SsaCleanup.run(lowering.builder.current().function());
    return lowering.builder.build();
  }

  private static FunctionBuilder builder(Checked checked, String name) {
    Ast.Kernel kernel = checked.kernel();
    var params = new Type[kernel.parameters().size()];
    for (int i = 0; i < params.length; i++) {
      params[i] = kernel.parameters().get(i).type().ir();
    }
    return new FunctionBuilder(name, kernel.result().ir(), params);
  }

  private void kernel(Checked checked) {
    frame = new Frame(checked, variables(checked), 0, null);
    for (int i = 0; i < checked.kernel().parameters().size(); i++) {
      ssa.write(frame.firstVariable + i, builder.param(i));
    }
    statement(checked.kernel().body());
    if (builder.current().terminator() == null) {
      returnNothing();
    }
  }

  /** Ends a void kernel, or code that is never reached. */
  private void returnNothing() {
    Type result = builder.current().function().result();
    if (result == Type.VOID) {
      builder.ret();
    } else {
      builder.ret(builder.constant(result, 0));
    }
  }

  private int variables(Checked checked) {
    int first = -1;
    for (Local local : checked.locals()) {
      int variable = ssa.variable(local.type().ir());
      first = first < 0 ? variable : first;
    }
    return first;
  }

  Frame frame() {
    return frame;
  }

  /** Lowers an intrinsic's definition in place of a call of it; null if it returns nothing. */
  Value inline(Checked definition, List<Value> arguments, int line) {
    Frame caller = frame;
    Ast.Kernel kernel = definition.kernel();
    List<Statement> body = kernel.body().statements();
    boolean straight = body.getLast() instanceof Statement.Return && !returnsBeforeEnd(body);
    Block exit = straight ? null : ssa.block(kernel.result().ir());
    frame = new Frame(definition, variables(definition), line, exit);
    for (int i = 0; i < arguments.size(); i++) {
      ssa.write(frame.firstVariable + i, arguments.get(i));
    }
    Value result;
    if (straight) {
      for (Statement statement : body.subList(0, body.size() - 1)) {
        statement(statement);
      }
      var last = (Statement.Return) body.getLast();
      result = expressions.value(last.value(), kernel.result());
    } else {
      statement(kernel.body());
      ssa.enter(exit);
      result = exit.param(0);
    }
    frame = caller;
    return result;
  }

  private static boolean returnsBeforeEnd(List<Statement> body) {
    for (Statement statement : body.subList(0, body.size() - 1)) {
      if (!(statement instanceof Statement.LocalVariables)
          && !(statement instanceof Statement.ExpressionStatement)) {
        return true; // or may: what holds statements is not searched
      }
    }
    return false;
  }

  private void statement(Statement statement) {
    nesting.deeper(() -> {
      statementHere(statement);
      return null;
    });
  }

  private void statementHere(Statement statement) {
    switch (statement) {
      case Statement.Block block -> {
        for (Statement inner : block.statements()) {
          statement(inner);
        }
      }
      case Statement.LocalVariables variables -> localVariables(variables);
      case Statement.ExpressionStatement expression -> expressions.effect(expression.expression());
      case Statement.Return exit -> returned(exit);
      case Statement.If branch -> branch(branch);
      case Statement.Assert assertion -> asserted(assertion);
      case Statement.While loop -> whileLoop(loop, List.of());
      case Statement.DoWhile loop -> doWhileLoop(loop, List.of());
      case Statement.For loop -> forLoop(loop, List.of());
      case Statement.ForEach loop -> forEach(loop, List.of());
      case Statement.Labeled labeled -> labeled(labeled);
      case Statement.Break jump -> leave(jump.label(), false);
      case Statement.Continue jump -> leave(jump.label(), true);
      case Statement.Switch select -> {
        Block exit = ssa.block();
        jumps.add(new Jump(List.of(), exit, null, null));
        cases(select.selector(), select.cases(), exit);
        jumps.removeLast();
        ssa.enter(exit);
      }
      case Statement.Yield yield -> yielded(yield);
      case Statement.Empty empty -> {}
      case Statement.Erroneous erroneous -> throw new IllegalArgumentException("erroneous");
    }
  }

  private void localVariables(Statement.LocalVariables statement) {
    for (Ast.Variable variable : statement.variables()) {
      if (variable.initializer() != null) {
        Local local = frame.checked.local(variable);
        Value value = expressions.value(variable.initializer(), local.type());
        ssa.write(frame.firstVariable + local.index(), value);
      }
    }
  }

  private void returned(Statement.Return exit) {
    Value value = null;
    if (exit.value() != null) {
      value = expressions.value(exit.value(), frame.checked.kernel().result());
    }
    if (frame.exit != null) {
      ssa.jump(frame.exit, value);
    } else if (value == null) {
      builder.ret();
    } else {
      builder.ret(value);
    }
    startUnreachable();
  }

  private void leave(String label, boolean goesOn) {
    Jump target = target(label, goesOn);
    FloatTrees.combine(trees, jumps.indexOf(target));
    ssa.jump(goesOn ? target.next : target.exit);
    startUnreachable();
  }

  /** The value of a variable, which may be a sum in progress. */
  Value read(int variable) {
    FloatTrees sums = FloatTrees.of(variable, trees);
    return sums == null ? ssa.read(variable) : sums.read(variable);
  }

  void write(int variable, Value value) {
    FloatTrees sums = FloatTrees.of(variable, trees);
    if (sums == null) {
      ssa.write(variable, value);
    } else {
      sums.write(variable, value);
    }
  }

  /** What follows a jump is lowered into a block that nothing leads to, and dropped at the end. */
  private void startUnreachable() {
    ssa.enter(ssa.block());
  }

  private void branch(Statement.If branch) {
    Constant constant = frame.checked.constant(branch.condition());
    if (constant != null) {
      Statement taken = constant.booleanValue() ? branch.then() : branch.otherwise();
      if (taken != null) {
        statement(taken);
      }
      return;
    }
    Block then = ssa.block();
    Block join = ssa.block();
    Block otherwise = branch.otherwise() == null ? join : ssa.block();
    expressions.branchOn(branch.condition(), then, otherwise);
    ssa.enter(then);
    statement(branch.then());
    ssa.jump(join);
    if (branch.otherwise() != null) {
      ssa.enter(otherwise);
      statement(branch.otherwise());
      ssa.jump(join);
    }
    ssa.enter(join);
  }

  /**
   * JLS 14.10. A detail that is cheap to evaluate and cannot be noticed is evaluated always, so
   * that the check is one guard.
   */
  private void asserted(Statement.Assert assertion) {
    Constant constant = frame.checked.constant(assertion.condition());
    if (constant != null && constant.booleanValue()) {
      return;
    }
    Block enabled = ssa.block();
    Block exit = ssa.block();
    expressions.line(assertion);
    ssa.branch(builder.op(Op.ASSERTIONS), enabled, exit);
    ssa.enter(enabled);
    if (assertion.detail() == null || Cost.isCheap(frame.checked, assertion.detail())) {
      guard(assertion, expressions.value(assertion.condition()));
      ssa.jump(exit);
    } else {
      Block failed = ssa.block();
      expressions.branchOn(assertion.condition(), exit, failed);
      ssa.enter(failed);
      guard(assertion, builder.bool(false));
      returnNothing(); // never reached
    }
    ssa.enter(exit);
  }

  /** Evaluates the detail and traps unless {@code condition} holds. */
  private void guard(Statement.Assert assertion, Value condition) {
    Expression detail = assertion.detail();
    if (detail == null) {
      expressions.line(assertion);
      builder.guard(TrapKind.ASSERT, condition);
      return;
    }
    JavaType type = frame.checked.type(detail);
    Value value = expressions.value(detail, type.promoted());
    expressions.line(assertion);
    builder.guard(
        switch (type) {
          case BOOLEAN -> TrapKind.ASSERT_BOOL;
          case CHAR -> TrapKind.ASSERT_CHAR;
          case LONG -> TrapKind.ASSERT_I64;
          case FLOAT -> TrapKind.ASSERT_F32;
          case DOUBLE -> TrapKind.ASSERT_F64;
          default -> TrapKind.ASSERT_I32;
        },
        condition,
        value);
  }

  // Loops. A header is sealed once its latch is known.

  /**
   * The trees that sums and products of {@code loop} follow, which is about to begin; null if there
   * are none.
   */
  private FloatTrees enterTrees(
      Statement loop, Expression condition, List<Expression> updates, Statement body) {
    Function function = builder.current().function();
    if (function.floats() != FloatContract.REPRODUCIBLE || frame.exit != null || frame.line != 0) {
      return null; // definitions of intrinsics keep their order
    }
    Map<Local, Boolean> reductions =
        FloatReductions.of(frame.checked, loop, condition, updates, body);
    if (reductions.isEmpty()) {
      return null;
    }
    expressions.line(loop);
    var made = new FloatTrees(builder, ssa, reductions, frame.firstVariable, jumps.size());
    trees.add(made);
    return made;
  }

  /** Ends what {@link #enterTrees} has begun, after the loop. */
  private void leaveTrees(FloatTrees made) {
    if (made != null) {
      trees.remove(made);
      made.combine();
    }
  }

  /** Begins {@code loop} in its header. */
  private void enterLoop(Statement loop, Block header, FloatTrees made, Value... arguments) {
    ssa.jump(header, arguments);
    BitSet assigned = frame.checked.assigned(loop);
    if (made != null && assigned != null) {
      assigned = (BitSet) assigned.clone();
      assigned.set(made.counter() - frame.firstVariable);
    }
    ssa.keep(header, frame.firstVariable, assigned);
    builder.at(header);
  }

  private void whileLoop(Statement.While loop, List<String> labels) {
    FloatTrees made = enterTrees(loop, loop.condition(), List.of(), loop.body());
    Block header = ssa.block();
    Block body = ssa.block();
    Block next = made == null ? header : ssa.block();
    Block exit = ssa.block();
    enterLoop(loop, header, made);
    expressions.branchOn(loop.condition(), body, exit);
    ssa.enter(body);
    body(loop.body(), new Jump(labels, exit, next, null));
    ssa.jump(next);
    if (made != null) {
      ssa.enter(next);
      made.next();
      ssa.jump(header);
    }
    ssa.seal(header);
    ssa.enter(exit);
    leaveTrees(made);
  }

  private void doWhileLoop(Statement.DoWhile loop, List<String> labels) {
    FloatTrees made = enterTrees(loop, loop.condition(), List.of(), loop.body());
    Block body = ssa.block();
    Block condition = ssa.block();
    Block exit = ssa.block();
    enterLoop(loop, body, made);
    body(loop.body(), new Jump(labels, exit, condition, null));
    ssa.jump(condition);
    ssa.enter(condition);
    if (made != null) {
      made.next();
    }
    expressions.branchOn(loop.condition(), body, exit);
    ssa.seal(body);
    ssa.enter(exit);
    leaveTrees(made);
  }

  private void forLoop(Statement.For loop, List<String> labels) {
    for (Statement initializer : loop.initializers()) {
      statement(initializer);
    }
    FloatTrees made = enterTrees(loop, loop.condition(), loop.updates(), loop.body());
    Block header = ssa.block();
    Block body = ssa.block();
    Block update = ssa.block();
    Block exit = ssa.block();
    enterLoop(loop, header, made);
    if (loop.condition() == null) {
      ssa.jump(body);
    } else {
      expressions.branchOn(loop.condition(), body, exit);
    }
    ssa.enter(body);
    body(loop.body(), new Jump(labels, exit, update, null));
    ssa.jump(update);
    ssa.enter(update);
    for (Expression expression : loop.updates()) {
      expressions.effect(expression);
    }
    if (made != null) {
      made.next();
    }
    ssa.jump(header);
    ssa.seal(header);
    ssa.enter(exit);
    leaveTrees(made);
  }

  /**
   * JLS 14.14.2. The index is the header's own parameter. Of a null reference Java's message tells
   * the number of the variable to which javac copies the array, as that has no name.
   */
  private void forEach(Statement.ForEach loop, List<String> labels) {
    Local local = frame.checked.local(loop.variable());
    JavaType type = frame.checked.type(loop.array());
    int copy = local.slot() - HIDDEN_IN_FOR_EACH + (frame.checked.kernel().isStatic() ? 0 : 1);
    Value array = expressions.value(loop.array());
    expressions.line(loop.array());
    Value length = builder.length(builder.nonnull(Access.LENGTH, "<local" + copy + ">", array));
    FloatTrees made = enterTrees(loop, null, List.of(), loop.body());
    Block header = ssa.block(Type.I32);
    Block body = ssa.block();
    Block update = ssa.block();
    Block exit = ssa.block();
    enterLoop(loop, header, made, builder.i32(0));
    Value index = header.param(0);
    ssa.branch(builder.icmp(IntPredicate.LT, index, length), body, exit);
    ssa.enter(body);
    Value element =
        builder.load(Access.LOAD, array, builder.index(Access.LOAD, null, array, index));
    ssa.write(
        frame.firstVariable + local.index(),
        Conversions.convert(builder, element, type.element(), local.type()));
    body(loop.body(), new Jump(labels, exit, update, null));
    ssa.jump(update);
    ssa.enter(update);
    if (made != null) {
      made.next();
    }
    ssa.jump(header, builder.op(Op.IADD, index, builder.i32(1)));
    ssa.seal(header);
    ssa.enter(exit);
    leaveTrees(made);
  }

  private void body(Statement body, Jump jump) {
    jumps.add(jump);
    statement(body);
    jumps.removeLast();
  }

  private void labeled(Statement.Labeled labeled) {
    var labels = new ArrayList<String>();
    Statement statement = labeled;
    while (statement instanceof Statement.Labeled inner) {
      labels.add(inner.label());
      statement = inner.body();
    }
    switch (statement) {
      case Statement.While loop -> whileLoop(loop, labels);
      case Statement.DoWhile loop -> doWhileLoop(loop, labels);
      case Statement.For loop -> forLoop(loop, labels);
      case Statement.ForEach loop -> forEach(loop, labels);
      default -> {
        Block exit = ssa.block();
        body(statement, new Jump(labels, exit, null, null));
        ssa.jump(exit);
        ssa.enter(exit);
      }
    }
  }

  /** The statement that a break or continue names; a plain break does not see labelled blocks. */
  private Jump target(String label, boolean loop) {
    for (int i = jumps.size() - 1; i >= 0; i--) {
      Jump jump = jumps.get(i);
      boolean isLoop = jump.next != null;
      if (label == null ? isLoop || !loop && jump.labels.isEmpty() : jump.labels.contains(label)) {
        return jump;
      }
    }
    throw new IllegalStateException("no target " + label);
  }

  // Switches

  Value switchExpression(Ast.SwitchExpression select, JavaType type) {
    Block exit = ssa.block(type.ir());
    jumps.add(new Jump(List.of(), exit, null, type));
    cases(select.selector(), select.cases(), exit);
    jumps.removeLast();
    ssa.enter(exit);
    return exit.param(0);
  }

  private void yielded(Statement.Yield yield) {
    int i = jumps.size() - 1;
    while (jumps.get(i).result == null) {
      i--;
    }
    Jump jump = jumps.get(i);
    ssa.jump(jump.exit, expressions.value(yield.value(), jump.result));
    startUnreachable();
  }

  private void cases(Expression selector, List<Case> cases, Block exit) {
    Value value = expressions.value(selector, JavaType.INT);
    var blocks = new ArrayList<Block>();
    var keys = new TreeMap<Integer, Block>();
    boolean hasDefault = false;
    Block otherwise = exit;
    for (Case group : cases) {
      Block block = ssa.block();
      blocks.add(block);
      for (Expression label : group.labels()) {
        keys.put(frame.checked.constant(label).intValue(), block);
      }
      if (group.isDefault()) {
        otherwise = block;
        hasDefault = true;
      }
    }
    boolean isExpression = jumps.getLast().result != null;
    if (isExpression && !hasDefault) {
      throw new IllegalStateException("a switch expression without default");
    }
    var sorted = new int[keys.size()];
    int count = 0;
    for (int key : keys.keySet()) {
      sorted[count++] = key;
    }
    ssa.switchOn(value, sorted, List.copyOf(keys.values()), otherwise);
    for (int i = 0; i < blocks.size(); i++) {
      ssa.enter(blocks.get(i));
      for (Statement statement : cases.get(i).body()) {
        statement(statement);
      }
      boolean fallsThrough = !cases.get(i).arrow() && i + 1 < blocks.size();
      if (fallsThrough) {
        ssa.jump(blocks.get(i + 1));
      } else if (isExpression) {
        returnNothing(); // never reached: every path yields
      } else {
        ssa.jump(exit);
      }
    }
  }
}
