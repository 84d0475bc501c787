package dev.lathe.ir;

import java.util.List;

/**
 * Builds a {@link Function}, value by value. This is the API that generated classes call; it is
 * small and frozen: methods are added, never changed.
 *
 * <pre>{@code
 * var f = new FunctionBuilder("Add.add", Type.I32, Type.I32, Type.I32);
 * f.ret(f.op(Op.IADD, f.param(0), f.param(1)));
 * Function add = f.build();
 * }</pre>
 *
 * <p>Every method that makes a value appends it to the current block (at first the entry) and
 * throws {@link IrException} if the typing rules of {@link Op} are broken.
 */
public final class FunctionBuilder {
  private static final Value[] NO_VALUES = {};

  private final Function function;
  private Block current;
  private int line;

  /**
   * @param name as in {@code com.acme.Add.add}
   * @param result {@link Type#VOID} for none
   */
  public FunctionBuilder(String name, Type result, Type... params) {
    this.function = new Function(name, result, params);
    this.current = function.entry();
  }

  /** Names the source file that {@link #line} refers to. */
  public FunctionBuilder source(String file) {
    function.setSourceFile(file);
    return this;
  }

  /** Lets an interrupt of the thread end the function: {@link Function#isInterruptible}. */
  public FunctionBuilder interruptible() {
    function.setInterruptible(true);
    return this;
  }

  /** Says what {@link Op#ASSERTIONS} is; false if nobody says. */
  public FunctionBuilder assertions(boolean enabled) {
    function.setAssertions(enabled);
    return this;
  }

  /** Sets the source line of the values made from now on; 0 for none. */
  public void line(int line) {
    this.line = line;
  }

  /** The function's parameter {@code index}. */
  public Value param(int index) {
    return function.entry().param(index);
  }

  public Value i32(int value) {
    return constant(Type.I32, value);
  }

  public Value i64(long value) {
    return constant(Type.I64, value);
  }

  public Value f32(float value) {
    return constant(Type.F32, Float.floatToRawIntBits(value) & 0xFFFF_FFFFL);
  }

  public Value f64(double value) {
    return constant(Type.F64, Double.doubleToRawLongBits(value));
  }

  public Value bool(boolean value) {
    return constant(Type.BOOL, value ? 1 : 0);
  }

  /** A constant of the given type with {@link Value#bits}. */
  public Value constant(Type type, long bits) {
    return append(Op.CONST, type, bits, NO_VALUES);
  }

  /** A value of an op without attribute whose result type follows from its operands. */
  public Value op(Op op, Value... operands) {
    if (op.shape().hasAttribute()) {
      throw new IrException(op + " has an attribute: it is made by a method of its own");
    }
    Type first = operands.length == 0 ? Type.VOID : operands[0].type();
    Type given = op == Op.SELECT && operands.length > 1 ? operands[1].type() : Type.VOID;
    Type type = op.result().of(first, given);
    return append(op, type, 0, operands);
  }

  /** A conversion to {@code type}. */
  public Value convert(Op op, Type type, Value operand) {
    return append(op, type, 0, new Value[] {operand});
  }

  public Value icmp(IntPredicate predicate, Value a, Value b) {
    return append(Op.ICMP, Type.BOOL, predicate.ordinal(), new Value[] {a, b});
  }

  public Value fcmp(FloatPredicate predicate, Value a, Value b) {
    return append(Op.FCMP, Type.BOOL, predicate.ordinal(), new Value[] {a, b});
  }

  /** {@code divisor}, proven not to be 0; traps as {@code kind} (a division) if it is. */
  public Value nonzero(TrapKind kind, Value divisor) {
    return append(Op.NONZERO, divisor.type(), kind.ordinal(), new Value[] {divisor});
  }

  /** Traps as {@code kind} with its operands unless {@code condition} holds. */
  public void guard(TrapKind kind, Value condition, Value... operands) {
    var all = new Value[operands.length + 1];
    all[0] = condition;
    System.arraycopy(operands, 0, all, 1, operands.length);
    append(Op.GUARD, Type.VOID, kind.ordinal(), all);
  }

  /** Calls {@code callee}; the result has no use if that is void. */
  public Value call(Callee callee, Value... arguments) {
    String error = callee.typeError(callee.result(), arguments);
    if (error != null) {
      throw IrException.of(function.name() + ", line " + line + ": " + error);
    }
    return append(Op.CALL, callee.result(), function.addCallee(callee), arguments);
  }

  /** A new block with the given parameters, in layout after all others; {@link #at} moves there. */
  public Block block(Type... params) {
    Block block = function.addBlock();
    for (Type param : params) {
      block.addParam(param);
    }
    return block;
  }

  /** Makes {@code block} the current one. */
  public void at(Block block) {
    current = block;
  }

  /** The block that values are appended to. */
  public Block current() {
    return current;
  }

  /** Ends the current block with a jump. */
  public void jump(Block block, Value... arguments) {
    terminate(new Terminator.Jump(new Target(block, arguments)));
  }

  /**
   * Ends the current block: to {@code then} if {@code condition} holds, else to {@code otherwise}.
   */
  public void branch(Value condition, Target then, Target otherwise) {
    terminate(new Terminator.Branch(condition, then, otherwise));
  }

  /** The same without arguments. */
  public void branch(Value condition, Block then, Block otherwise) {
    branch(condition, new Target(then), new Target(otherwise));
  }

  /**
   * Ends the current block: to the case whose key equals {@code selector}, else to {@code
   * otherwise}.
   */
  public void switchOn(Value selector, int[] keys, List<Target> cases, Target otherwise) {
    terminate(new Terminator.Switch(selector, keys.clone(), List.copyOf(cases), otherwise));
  }

  /** Ends the current block: leaves the function with {@code value}. */
  public void ret(Value value) {
    terminate(new Terminator.Return(value));
  }

  /** Ends the current block: leaves a void function. */
  public void ret() {
    terminate(new Terminator.Return(null));
  }

  /**
   * The function, verified.
   *
   * @throws IrException if it is malformed, with its text and a caret under each fault
   */
  public Function build() {
    Verifier.verify(function);
    return function;
  }

  private Value append(Op op, Type type, long attribute, Value[] operands) {
    String error = Value.typeError(op, type, attribute, operands);
    if (error != null) {
      throw IrException.of(function.name() + ", line " + line + ": " + error);
    }
    if (current.terminator() != null) {
      throw IrException.of(function.name() + ": " + current + " has ended; call at() first");
    }
    return current.append(function.newValue(op, type, attribute, operands, line));
  }

  private void terminate(Terminator terminator) {
    if (current.terminator() != null) {
      throw IrException.of(function.name() + ": " + current + " has ended already");
    }
    current.setTerminator(terminator);
  }
}
