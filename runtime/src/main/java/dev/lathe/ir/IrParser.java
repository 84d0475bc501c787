package dev.lathe.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Parses the text form of functions, as {@link IrPrinter} prints it:
 *
 * <pre>{@code
 * functions  = function*
 * function   = "func" "%" (NAME | STRING) params ["->" TYPE] "{" ["source" STRING] block+ "}"
 * block      = NAME [params] ":" statement* terminator          ; the entry, first, without params
 * params     = "(" [NAME ":" TYPE {"," NAME ":" TYPE}] ")"
 * statement  = (value | guard) ["@" line]
 * value      = NAME "=" MNEMONIC "." TYPE rest
 * rest       = literal                                          ; const
 *            | predicate operand "," operand                    ; icmp, fcmp
 *            | operand "," trap                                 ; nonzero
 *            | operand {"," operand}                            ; every other op
 * guard      = "guard" operand "," trap "(" [operand {"," operand}] ")"
 * terminator = "jump" target
 *            | "branch" operand "," target "," target
 *            | "switch" operand "[" [key ":" target {"," key ":" target}] "]" "else" target
 *            | "ret" [operand]
 * target     = NAME ["(" [operand {"," operand}] ")"]
 * literal    = see Literal
 * }</pre>
 *
 * <ul>
 *   <li>The suffix of a mnemonic is the result's type, or operand 0's type where the op's result is
 *       always bool ({@code icmp.i64}, {@code fcmp.f32}, {@code addov.i32}). So the type of every
 *       value can be read off its own line.
 *   <li>Each block head, statement, terminator and closing brace has a line of its own. {@code ;}
 *       starts a comment.
 *   <li>Values and blocks may have any name but a terminator's word and {@code guard}. If all names
 *       are of the form {@code v7} and {@code b7} they keep their numbers, else all are numbered in
 *       order of appearance. Values may be used above their definition, as in a loop laid out before
 *       its preheader.
 * </ul>
 */
public final class IrParser {
  private static final int MAX_NUMBER = 10_000_000;
  private static final Value[] NO_VALUES = {};

  private final IrLexer lexer;
  private Function function;
  private HashMap<String, Value> values;
  private HashMap<String, Block> blocks;
  private ArrayList<ForwardReference> forwardReferences;

  /** An operand whose definition has not been read yet. */
  private record ForwardReference(Value user, int index, Name operand, Type expected) {}

  private record Name(String text, int offset) {}

  private IrParser(String text) {
    this.lexer = new IrLexer(text);
  }

  /**
   * The one function in {@code text}.
   *
   * @throws IrException if the text is malformed, with its line and a caret, or the verifier refuses
   *     the function
   */
  public static Function parse(String text) {
    List<Function> all = parseAll(text);
    if (all.size() != 1) {
      throw new IrException("expected one function, not " + all.size());
    }
    return all.getFirst();
  }

  /** The functions in {@code text}, each verified; throws as {@link #parse}. */
  public static List<Function> parseAll(String text) {
    var all = new ArrayList<Function>();
    var parser = new IrParser(text);
    while (parser.lexer.kind() != IrLexer.END) {
      Function function = parser.function();
      Verifier.verify(function);
      all.add(function);
    }
    return all;
  }

  private Function function() {
    values = new HashMap<>();
    blocks = new HashMap<>();
    forwardReferences = new ArrayList<>();
    expect("func");
    expect('%');
    String name = lexer.kind() == IrLexer.STRING ? take(IrLexer.STRING, "") : takeName("a name");
    var names = new ArrayList<String>();
    var offsets = new ArrayList<Integer>();
    Type[] types = params(names, offsets).toArray(new Type[0]);
    Type result = Type.VOID;
    if (lexer.kind() == IrLexer.ARROW) {
      lexer.next();
      int offset = lexer.start();
      result = type(takeName("a type"), offset);
    }
    function = new Function(name, result, types);
    define(function.params(), names, offsets);
    expect('{');
    if (lexer.is("source")) {
      lexer.next();
      function.setSourceFile(take(IrLexer.STRING, "the source file's name in quotes"));
    }
    body();
    lexer.next();
    keepNumbers();
    return function;
  }

  /** Reads up to the closing brace, which stays the current token. */
  private void body() {
    Block block = null;
    boolean ended = false;
    var terminators = new ArrayList<Block>();
    var terminatorOffsets = new ArrayList<Integer>();
    while (lexer.kind() != '}') {
      if (!lexer.isFirstOnLine()) {
        throw unexpected("the end of the line");
      }
      int offset = lexer.start();
      boolean terminator = isTerminator();
      boolean guard = lexer.is("guard");
      String name = takeName("a block, a value or a terminator");
      boolean head = lexer.kind() == ':' || lexer.kind() == '(';
      if ((terminator || guard) && (head || lexer.kind() == '=')) {
        throw lexer.error(offset, name + " is a word of the language");
      }
      if (head) {
        block = head(name, offset, block == null);
        ended = false;
      } else if (block == null) {
        throw lexer.error(offset, "expected the entry block, such as b0:");
      } else if (ended) {
        throw lexer.error(offset, block + " has ended; expected a block, such as b1:");
      } else if (terminator) {
        terminators.add(block); // its values may be defined further down
        terminatorOffsets.add(offset);
        lexer.seek(offset);
        lexer.skipLine();
        ended = true;
      } else if (guard) {
        guard(block);
      } else {
        value(block, name, offset);
      }
    }
    if (block == null) {
      throw unexpected("the entry block");
    }
    resolveForwardReferences();
    int close = lexer.start();
    for (int i = 0; i < terminators.size(); i++) {
      lexer.seek(terminatorOffsets.get(i));
      terminators.get(i).setTerminator(terminator());
      if (lexer.kind() != '}' && !lexer.isFirstOnLine()) {
        throw unexpected("the end of the line");
      }
    }
    lexer.seek(close);
  }

  private boolean isTerminator() {
    return lexer.is("jump") || lexer.is("branch") || lexer.is("switch") || lexer.is("ret");
  }

  private Block head(String name, int offset, boolean entry) {
    Block block = entry ? function.entry() : function.addBlock();
    if (blocks.put(name, block) != null) {
      throw lexer.error(offset, name + " is defined twice");
    }
    if (lexer.kind() == '(') {
      if (entry) {
        throw lexer.error(lexer.start(), "the entry's parameters are the function's");
      }
      var names = new ArrayList<String>();
      var offsets = new ArrayList<Integer>();
      for (Type type : params(names, offsets)) {
        block.addParam(type);
      }
      define(block.params(), names, offsets);
    }
    expect(':');
    return block;
  }

  private List<Type> params(List<String> names, List<Integer> offsets) {
    var types = new ArrayList<Type>();
    expect('(');
    while (lexer.kind() != ')') {
      if (!types.isEmpty()) {
        expect(',');
      }
      offsets.add(lexer.start());
      names.add(takeName("a parameter"));
      expect(':');
      int offset = lexer.start();
      Type type = type(takeName("a type"), offset);
      if (type == Type.VOID) {
        throw lexer.error(offset, "a parameter cannot be void");
      }
      types.add(type);
    }
    lexer.next();
    return types;
  }

  private void define(List<Value> params, List<String> names, List<Integer> offsets) {
    for (int i = 0; i < params.size(); i++) {
      define(names.get(i), params.get(i), offsets.get(i));
    }
  }

  private void define(String name, Value value, int offset) {
    if (values.put(name, value) != null) {
      throw lexer.error(offset, name + " is defined twice");
    }
  }

  private void value(Block block, String name, int nameOffset) {
    expect('=');
    int offset = lexer.start();
    String mnemonic = takeName("an op");
    int dot = mnemonic.indexOf('.');
    Op op = Op.parse(dot < 0 ? mnemonic : mnemonic.substring(0, dot));
    if (op == null || op == Op.PARAM || op == Op.GUARD) {
      throw lexer.error(offset, op == Op.GUARD ? "guard has no result" : "unknown op");
    }
    if (dot < 0) {
      throw lexer.error(offset + mnemonic.length(), "expected a type, as in " + op + ".i32");
    }
    Type suffix = type(mnemonic.substring(dot + 1), offset + dot + 1);
    Type type = op.result() == Op.Result.TRUTH ? Type.BOOL : suffix;
    long attribute = 0;
    var operands = new ArrayList<Name>();
    switch (op.shape()) {
      case CONST -> attribute = literal(type);
      case NONZERO -> {
        operands.add(operandName());
        expect(',');
        attribute = trap().ordinal();
      }
      case INT_COMPARE -> {
        attribute = intPredicate().ordinal();
        operands(operands);
      }
      case FLOAT_COMPARE -> {
        attribute = floatPredicate().ordinal();
        operands(operands);
      }
      default -> operands(operands);
    }
    Type expected = op.result() == Op.Result.TRUTH ? suffix : null;
    define(name, append(block, op, type, attribute, operands, expected), nameOffset);
  }

  private void guard(Block block) {
    var operands = new ArrayList<Name>();
    operands.add(operandName());
    expect(',');
    TrapKind kind = trap();
    expect('(');
    if (lexer.kind() != ')') {
      operands(operands);
    }
    expect(')');
    append(block, Op.GUARD, Type.VOID, kind.ordinal(), operands, null);
  }

  private void operands(List<Name> operands) {
    operands.add(operandName());
    while (lexer.kind() == ',') {
      lexer.next();
      operands.add(operandName());
    }
  }

  private Name operandName() {
    int offset = lexer.start();
    return new Name(takeName("an operand"), offset);
  }

  /**
   * @param expected the type that operand 0 must have, or null
   */
  private Value append(
      Block block, Op op, Type type, long attribute, List<Name> operands, Type expected) {
    int line = 0;
    if (lexer.kind() == '@') {
      lexer.next();
      int offset = lexer.start();
      line = (int) literal(Type.I32, take(IrLexer.NUMBER, "a line"), offset);
    }
    var array = operands.isEmpty() ? NO_VALUES : new Value[operands.size()];
    Value value = function.newValue(op, type, attribute, array, line);
    for (int i = 0; i < array.length; i++) {
      var reference = new ForwardReference(value, i, operands.get(i), i == 0 ? expected : null);
      if (!resolve(reference)) {
        forwardReferences.add(reference);
      }
    }
    return block.append(value);
  }

  /** Sets the operand if its definition is known. */
  private boolean resolve(ForwardReference reference) {
    Value operand = values.get(reference.operand.text);
    if (operand == null) {
      return false;
    }
    if (reference.expected != null && operand.type() != reference.expected) {
      String message = "expected a value of " + reference.expected + ", not of " + operand.type();
      throw lexer.error(reference.operand.offset, message);
    }
    reference.user.setOperand(reference.index, operand);
    return true;
  }

  private void resolveForwardReferences() {
    for (ForwardReference reference : forwardReferences) {
      if (!resolve(reference)) {
        throw undefined(reference.operand);
      }
    }
  }

  private IrException undefined(Name name) {
    return lexer.error(name.offset, name.text + " is not defined");
  }

  private Terminator terminator() {
    String word = takeName("a terminator");
    switch (word) {
      case "jump" -> {
        return new Terminator.Jump(target());
      }
      case "branch" -> {
        Value condition = operand();
        expect(',');
        Target then = target();
        expect(',');
        return new Terminator.Branch(condition, then, target());
      }
      case "switch" -> {
        return choice(operand());
      }
      default -> {
        boolean bare = lexer.kind() == '}' || lexer.isFirstOnLine();
        return new Terminator.Return(bare ? null : operand());
      }
    }
  }

  private Terminator choice(Value selector) {
    var keys = new ArrayList<Integer>();
    var cases = new ArrayList<Target>();
    expect('[');
    while (lexer.kind() != ']') {
      if (!keys.isEmpty()) {
        expect(',');
      }
      int offset = lexer.start();
      keys.add((int) literal(Type.I32, take(IrLexer.NUMBER, "a key"), offset));
      expect(':');
      cases.add(target());
    }
    lexer.next();
    expect("else");
    var array = new int[keys.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = keys.get(i);
    }
    return new Terminator.Switch(selector, array, cases, target());
  }

  private Target target() {
    int offset = lexer.start();
    String name = takeName("a block");
    Block block = blocks.get(name);
    if (block == null) {
      throw lexer.error(offset, name + " is not defined");
    }
    var target = new Target(block);
    if (lexer.kind() == '(') {
      lexer.next();
      while (lexer.kind() != ')') {
        if (!target.arguments().isEmpty()) {
          expect(',');
        }
        target.arguments().add(operand());
      }
      lexer.next();
    }
    return target;
  }

  private Value operand() {
    Name name = operandName();
    Value value = values.get(name.text);
    if (value == null) {
      throw undefined(name);
    }
    return value;
  }

  private Type type(String name, int offset) {
    Type type = Type.parse(name);
    if (type == null) {
      throw lexer.error(offset, "unknown type");
    }
    return type;
  }

  private IntPredicate intPredicate() {
    for (IntPredicate predicate : IntPredicate.values()) {
      if (lexer.is(predicate.toString())) {
        lexer.next();
        return predicate;
      }
    }
    throw unexpected("a relation of integers, such as lt");
  }

  private FloatPredicate floatPredicate() {
    for (FloatPredicate predicate : FloatPredicate.values()) {
      if (lexer.is(predicate.toString())) {
        lexer.next();
        return predicate;
      }
    }
    throw unexpected("a relation of floats, such as olt");
  }

  private TrapKind trap() {
    for (TrapKind kind : TrapKind.values()) {
      if (lexer.is(kind.toString())) {
        lexer.next();
        return kind;
      }
    }
    throw unexpected("a trap, such as divide.i32");
  }

  private long literal(Type type) {
    int offset = lexer.start();
    if (lexer.kind() != IrLexer.NAME && lexer.kind() != IrLexer.NUMBER) {
      throw unexpected("a literal");
    }
    String text = lexer.text();
    lexer.next();
    return literal(type, text, offset);
  }

  private long literal(Type type, String text, int offset) {
    try {
      return Literal.parse(type, text);
    } catch (NumberFormatException e) {
      throw lexer.error(offset, e.getMessage());
    }
  }

  /** Gives values and blocks the numbers of their names, if all of them have one. */
  private void keepNumbers() {
    int valueCount = 0;
    for (String name : values.keySet()) {
      int number = number(name, 'v');
      if (number < 0) {
        return;
      }
      valueCount = Math.max(valueCount, number + 1);
    }
    int blockCount = 0;
    for (String name : blocks.keySet()) {
      int number = number(name, 'b');
      if (number < 0) {
        return;
      }
      blockCount = Math.max(blockCount, number + 1);
    }
    for (var entry : values.entrySet()) {
      entry.getValue().id = number(entry.getKey(), 'v');
    }
    for (var entry : blocks.entrySet()) {
      entry.getValue().id = number(entry.getKey(), 'b');
    }
    for (Block block : function.blocks()) {
      for (Value value : block.values()) {
        if (value.op() == Op.GUARD) {
          value.id = valueCount++;
        }
      }
    }
    function.setCounts(valueCount, blockCount);
  }

  /** The number in a name such as {@code v17}, or -1. */
  private static int number(String name, char prefix) {
    if (name.length() < 2 || name.length() > 8 || name.charAt(0) != prefix) {
      return -1;
    }
    int number = 0;
    for (int i = 1; i < name.length(); i++) {
      int digit = name.charAt(i) - '0';
      if (digit < 0 || digit > 9 || number == 0 && i > 1) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number < MAX_NUMBER ? number : -1;
  }

  private void expect(String word) {
    if (!lexer.is(word)) {
      throw unexpected("'" + word + "'");
    }
    lexer.next();
  }

  private void expect(char punctuation) {
    if (lexer.kind() != punctuation) {
      throw unexpected("'" + punctuation + "'");
    }
    lexer.next();
  }

  private String takeName(String what) {
    return take(IrLexer.NAME, what);
  }

  private String take(int kind, String what) {
    if (lexer.kind() != kind) {
      throw unexpected(what);
    }
    String text = lexer.text();
    lexer.next();
    return text;
  }

  private IrException unexpected(String expected) {
    return lexer.error(lexer.start(), "expected " + expected);
  }
}
