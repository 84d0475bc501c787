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

  /** Says what may be done to its arithmetic of floats; {@link FloatContract#STRICT} if nobody. */
  public FunctionBuilder floats(FloatContract contract) {
    function.setFloats(contract);
    return this;
  }

  /** Says what is wished of the loops; {@link Vectorize#AUTO} if nobody says. */
  public FunctionBuilder vectorize(Vectorize wish) {
    function.setVectorize(wish);
    return this;
  }

  /** Sets the source line of the values made from now on; 0, or one beyond a million, for none. */
  public void line(int line) {
    this.line = line < Function.INLINED ? line : 0;
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
      throw IrException.of(op + " has an attribute: it is made by a method of its own");
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
    return append(Op.ICMP, a.type().mask(), predicate.ordinal(), new Value[] {a, b});
  }

  public Value fcmp(FloatPredicate predicate, Value a, Value b) {
    return append(Op.FCMP, a.type().mask(), predicate.ordinal(), new Value[] {a, b});
  }

  /** What {@code function} gives for {@code operands}, which have its type. */
  public Value math(MathFunction function, Value... operands) {
    return append(Op.MATH, function.type(), function.ordinal(), operands);
  }

  /**
   * The constant whose number is {@code index} modulo their number.
   *
   * @param constants 2, 4, 8 or 16 of one type
   */
  public Value lookup(Value index, Value... constants) {
    var operands = new Value[constants.length + 1];
    operands[0] = index;
    System.arraycopy(constants, 0, operands, 1, constants.length);
    return append(Op.LOOKUP, constants[0].type(), 0, operands);
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

  /** The constant null of a reference type. */
  public Value nullOf(Type type) {
    return constant(type, 0);
  }

  /** The length of {@code array}, an i32; 0 for null. */
  public Value length(Value array) {
    return append(Op.ALEN, Type.I32, 0, new Value[] {array});
  }

  /** The size of {@code segment} in bytes, an i64; 0 for null. */
  public Value byteSize(Value segment) {
    return append(Op.BYTESIZE, Type.I64, 0, new Value[] {segment});
  }

  /**
   * {@code reference}, proven not to be null; traps if it is.
   *
   * @param access what for: the exception's message tells
   * @param name what the message calls the reference, or null
   */
  public Value nonnull(Access access, String name, Value reference) {
    long attribute = function.checkAttribute(access, name);
    return append(Op.NONNULL, reference.type(), attribute, new Value[] {reference});
  }

  /**
   * {@code index}, proven to be one of {@code reference}; traps if it is not, or if that is null.
   *
   * @param index i32 of an array, i64 of a segment
   * @param access what for
   * @param name what Java's message calls the reference, or null
   */
  public Value index(Access access, String name, Value reference, Value index) {
    long attribute = function.checkAttribute(access, name);
    return append(Op.INDEX, index.type(), attribute, new Value[] {reference, index});
  }

  /**
   * What stands at {@code index} of {@code reference}.
   *
   * @param access {@link Access#LOAD} of an array; of a segment that of the index
   * @param index made by {@link #index} of the same reference
   */
  public Value load(Access access, Value reference, Value index) {
    Element element = access.isSegment() ? access.element() : reference.type().element();
    if (element == null) {
      throw IrException.of(function.name() + ", line " + line + ": " + access + " is no load");
    }
    return append(Op.LOAD, element.loaded(), access.code(), new Value[] {reference, index});
  }

  /** Writes {@code value} to where {@link #load} reads. */
  public void store(Access access, Value reference, Value index, Value value) {
    append(Op.STORE, Type.VOID, access.code(), new Value[] {reference, index, value});
  }

  /**
   * A new array of zeros for this call; traps if {@code length} is negative.
   *
   * @param most what {@code length} is at most
   */
  public Value newArray(Element element, Value length, int most) {
    return append(Op.NEWARRAY, Type.arrayOf(element), most, new Value[] {length});
  }

  /** The array of {@code table}. */
  public Value table(Table table) {
    return append(Op.TABLE, table.type(), function.addTable(table), NO_VALUES);
  }

  /**
   * A value with vectors of an op that is not made by a method of its own.
   *
   * @param type the result's
   * @param attribute of an {@link Op#EXTRACT} the first lane, of an access its {@link Access#code};
   *     else 0
   */
  public Value vector(Op op, Type type, long attribute, Value... operands) {
    return append(op, type, attribute, operands);
  }

  /** Constant lanes, each as {@link Value#bits}. */
  public Value lanes(Type type, long... bits) {
    return append(Op.VCONST, type, function.addLanes(bits), NO_VALUES);
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
