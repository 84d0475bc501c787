package dev.lathe.ir;

import dev.lathe.ir.IrNames.Name;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses the text form of functions, as {@link IrPrinter} prints it:
 *
 * <pre>{@code
 * functions  = function*                                         ; as a module: the root first
 * function   = "func" symbol params ["->" TYPE] "{" header block+ "}"
 * symbol     = "%" (NAME | STRING)
 * header     = ["source" STRING]
 *              ["symbol" STRING]                                 ; in the module, if not the name
 *              ["interruptible"] ["assertions"]                  ; the function's flags
 *              ["floats" CONTRACT]                               ; if it is not strict
 *              ["vectorize" ("required" | "off")]
 *              {"callee" symbol "(" [TYPE {"," TYPE}] ")" ["->" TYPE]}
 *              {"table" symbol TYPE}
 *              {"inlined" symbol [STRING] "@" NUMBER "at" "@" line}
 * block      = NAME [params] ":" statement* terminator          ; the entry, first, without params
 * params     = "(" [[NAME ":"] TYPE {"," [NAME ":"] TYPE}] ")"
 * line       = NUMBER | "i" digits                              ; of this function | inlined, from 0
 * statement  = (value | guard | yield | call | store | vstore) ["@" line]
 * value      = [NAME "="] MNEMONIC "." TYPE rest
 * operand    = NAME | "^" NUMBER
 * rest       = literal                                          ; const
 *            | predicate operand "," operand                    ; icmp, fcmp
 *            | function operand ["," operand]                   ; math
 *            | operand "," trap                                 ; nonzero
 *            | symbol "(" [operand {"," operand}] ")"           ; call
 *            | operand "," access [STRING]                      ; nonnull
 *            | operand "," operand "," access [STRING]          ; index
 *            | operand "," operand ["," access]                 ; load, proven: of segments
 *            | operand "," NUMBER                               ; newarray
 *            | symbol                                           ; table
 *            | "[" literal {"," literal} "]"                    ; vconst
 *            | operand "," NUMBER                               ; extract: the first lane
 *            | operand {"," operand} ["," access]               ; vload, gather: of segments
 *            | [operand {"," operand}]                          ; every other op
 * guard      = "guard" operand "," trap "(" [operand {"," operand}] ")"
 * yield      = "yield" [operand]
 * call       = "call" symbol "(" [operand {"," operand}] ")"     ; of a void function
 * store      = "store" operand "," operand "," operand ["," access]
 * vstore     = ("vstore" | "scatter") operand {"," operand} ["," access]
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
 *   <li>Values and blocks may have any name but a terminator's word, {@code guard}, {@code yield},
 *       {@code call}, {@code store}, {@code vstore} and {@code scatter}; the entry not that of a
 *       word of the header either. If all names are of the form {@code v7} and {@code b7} they keep
 *       their numbers, else all are numbered in order of appearance. Values may be used above their
 *       definition, as in a loop laid out before its preheader.
 *   <li>A value may go without a name: it has the next number then, and {@code ^1} is the last
 *       value before the line, named or not, {@code ^2} the one before that. Bodies of math
 *       functions stand so in the jar: what they have in common looks the same.
 * </ul>
 */
public final class IrParser {
  private static final Value[] NO_VALUES = {};

  private final IrLexer lexer;
  private final IrAttributes attributes;
  private Function function;
  private String symbol;
  private IrNames names;

  private IrParser(String text) {
    this.lexer = new IrLexer(text);
    this.attributes = new IrAttributes(lexer);
  }

  /**
   * The one function in {@code text}.
   *
   * @throws IrException if the text is malformed, with its line and a caret, or the verifier
   *     refuses the function
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

  /**
   * The functions in {@code text} as a module, whose root is the first; verified. Throws as {@link
   * #parse}.
   */
  public static Module parseModule(String text) {
    var module = new Module();
    var parser = new IrParser(text);
    while (parser.lexer.kind() != IrLexer.END) {
      Function function = parser.function();
      module.add(parser.symbol, function);
    }
    module.verify();
    return module;
  }

  private Function function() {
    names = new IrNames(lexer);
    lexer.expect("func");
    String name = symbol();
    var params = new ArrayList<Name>();
    Type[] types = params(params).toArray(new Type[0]);
    function = new Function(name, result(), types);
    names.define(params, function.params());
    lexer.expect('{');
    symbol = name;
    header();
    body();
    lexer.next();
    names.number(function);
    return function;
  }

  private String symbol() {
    lexer.expect('%');
    boolean quoted = lexer.kind() == IrLexer.STRING;
    return lexer.take(quoted ? IrLexer.STRING : IrLexer.NAME, "a name");
  }

  private void header() {
    if (takes("source")) {
      function.setSourceFile(lexer.take(IrLexer.STRING, "the source file's name in quotes"));
    }
    if (takes("symbol")) {
      symbol = lexer.take(IrLexer.STRING, "the symbol in quotes");
    }
    function.setInterruptible(takes("interruptible"));
    function.setAssertions(takes("assertions"));
    if (takes("floats")) {
      function.setFloats(attributes.floatContract());
    }
    if (takes("vectorize")) {
      function.setVectorize(attributes.vectorize());
    }
    while (takes("callee")) {
      int offset = lexer.start();
      String callee = symbol();
      var params = new ArrayList<Type>();
      lexer.expect('(');
      while (lexer.kind() != ')') {
        if (!params.isEmpty()) {
          lexer.expect(',');
        }
        params.add(type(name("a type")));
      }
      lexer.next();
      try {
        int before = function.callees().size();
        function.addCallee(new Callee(callee, result(), params));
        if (function.callees().size() == before) {
          throw new IrException(callee + " is declared twice");
        }
      } catch (IrException e) {
        throw lexer.error(offset, e.getMessage());
      }
    }
    tables();
    while (takes("inlined")) {
      IrLines.declare(lexer, function, symbol());
    }
  }

  private void tables() {
    while (takes("table")) {
      int offset = lexer.start();
      String table = symbol();
      int before = function.tables().size();
      function.addTable(new Table(table, type(name("a type")), null));
      if (function.tables().size() == before) {
        throw lexer.error(offset, table + " is declared twice");
      }
    }
  }

  private boolean takes(String word) {
    boolean is = lexer.is(word) && lexer.isFirstOnLine();
    if (is) {
      lexer.next();
    }
    return is;
  }

  private Type result() {
    if (lexer.kind() != IrLexer.ARROW) {
      return Type.VOID;
    }
    lexer.next();
    return type(name("a type"));
  }

  /** Reads up to the closing brace, which stays the current token. */
  private void body() {
    Block block = null;
    boolean ended = false;
    var terminators = new ArrayList<Block>();
    var terminatorOffsets = new ArrayList<Integer>();
    var terminatorNames = new ArrayList<Integer>();
    while (lexer.kind() != '}') {
      if (!lexer.isFirstOnLine()) {
        throw lexer.unexpected("the end of the line");
      }
      boolean terminator = isTerminator();
      boolean guard = lexer.is("guard");
      boolean yields = lexer.is("yield");
      boolean calls = lexer.is("call");
      boolean stores = lexer.is("store") || lexer.is("vstore") || lexer.is("scatter");
      Name name = name("a block, a value or a terminator");
      int offset = name.offset();
      boolean head = lexer.kind() == ':' || lexer.kind() == '(';
      if ((terminator || guard || yields || calls || stores) && (head || lexer.kind() == '=')) {
        throw lexer.error(offset, name.text() + " is a word of the language");
      }
      if (head) {
        block = head(name, block == null);
        ended = false;
      } else if (block == null) {
        throw lexer.error(offset, "expected the entry block, such as b0:");
      } else if (ended) {
        throw lexer.error(offset, block + " has ended; expected a block, such as b1:");
      } else if (terminator) {
        terminators.add(block); // its values may be defined further down
        terminatorOffsets.add(offset);
        terminatorNames.add(names.last());
        lexer.seek(offset);
        lexer.skipLine();
        ended = true;
      } else if (guard) {
        guard(block);
      } else if (yields) {
        yields(block);
      } else if (calls) {
        call(block, Type.VOID);
      } else if (stores) {
        memory(block, Op.parse(name.text()), Type.VOID);
      } else {
        value(block, name);
      }
    }
    if (block == null) {
      throw lexer.unexpected("the entry block");
    }
    names.resolve();
    var reader = new IrTerminators(lexer, attributes, names);
    int close = lexer.start();
    for (int i = 0; i < terminators.size(); i++) {
      lexer.seek(terminatorOffsets.get(i));
      names.setLast(terminatorNames.get(i));
      terminators.get(i).setTerminator(reader.read());
      if (lexer.kind() != '}' && !lexer.isFirstOnLine()) {
        throw lexer.unexpected("the end of the line");
      }
    }
    lexer.seek(close);
  }

  private boolean isTerminator() {
    return lexer.is("jump") || lexer.is("branch") || lexer.is("switch") || lexer.is("ret");
  }

  private Block head(Name name, boolean entry) {
    Block block = entry ? function.entry() : function.addBlock();
    names.define(name, block);
    if (lexer.kind() == '(') {
      if (entry) {
        throw lexer.error(lexer.start(), "the entry's parameters are the function's");
      }
      var params = new ArrayList<Name>();
      for (Type type : params(params)) {
        block.addParam(type);
      }
      names.define(params, block.params());
    }
    lexer.expect(':');
    return block;
  }

  /** Reads parameters in parentheses: returns their types and adds their names to {@code list}. */
  private List<Type> params(List<Name> list) {
    var types = new ArrayList<Type>();
    lexer.expect('(');
    while (lexer.kind() != ')') {
      if (!types.isEmpty()) {
        lexer.expect(',');
      }
      Name name = name("a parameter");
      if (lexer.kind() == ':') {
        list.add(name);
        lexer.next();
        name = name("a type");
      } else {
        list.add(names.unnamed(list.size(), name.offset()));
      }
      Type type = type(name);
      if (type == Type.VOID) {
        throw lexer.error(name.offset(), "a parameter cannot be void");
      }
      types.add(type);
    }
    lexer.next();
    return types;
  }

  private void value(Block block, Name name) {
    Name full = name;
    if (lexer.kind() == '=' || opOf(full.text()) == null) {
      lexer.expect('=');
      full = name("an op");
    } else {
      name = names.unnamed(0, full.offset());
    }
    String mnemonic = full.text();
    int offset = full.offset();
    int dot = mnemonic.indexOf('.');
    Op op = opOf(mnemonic);
    if (op == null || op == Op.PARAM || op.result() == Op.Result.NONE) {
      throw lexer.error(
          offset, op == null || op == Op.PARAM ? "unknown op" : op + " has no result");
    }
    if (dot < 0) {
      throw lexer.error(offset + mnemonic.length(), "expected a type, as in " + op + ".i32");
    }
    Type suffix = type(new Name(mnemonic.substring(dot + 1), offset + dot + 1));
    Type type = op.result() == Op.Result.TRUTH ? suffix.mask() : suffix;
    long attribute = 0;
    var operands = new ArrayList<Name>();
    switch (op.shape()) {
      case CONST -> attribute = attributes.literal(type);
      case FLAG -> {
        if (suffix != type) {
          throw lexer.error(offset, op + " is a bool");
        }
      }
      case CALL -> {
        if (type == Type.VOID) {
          throw lexer.error(offset, "a void call has no result");
        }
        names.define(name, call(block, type));
        return;
      }
      case NONNULL, INDEX, PROVEN, LIMIT, LINEOFFSET, LOAD, VLOAD, GATHER, NEWARRAY, TABLE -> {
        names.define(name, memory(block, op, type));
        return;
      }
      case NONZERO -> {
        operands.add(names.operand());
        lexer.expect(',');
        attribute = attributes.trap();
        if (lexer.kind() == ',') {
          lexer.next();
          if (!lexer.text().equals("proven")) {
            throw lexer.unexpected("proven");
          }
          lexer.next();
          attribute |= Value.PROVEN;
        }
      }
      case LANES -> attribute = function.addLanes(attributes.lanes(type));
      case EXTRACT -> {
        operands.add(names.operand());
        lexer.expect(',');
        attribute = attributes.literal(Type.I32);
      }
      case INT_COMPARE -> {
        attribute = attributes.intPredicate();
        operands(operands);
      }
      case FLOAT_COMPARE -> {
        attribute = attributes.floatPredicate();
        operands(operands);
      }
      case MATH -> {
        attribute = attributes.mathFunction();
        operands(operands);
      }
      default -> operands(operands);
    }
    Type expected = op.result() == Op.Result.TRUTH ? suffix : null;
    names.define(name, append(block, op, type, attribute, operands, expected));
  }

  /** The op of a mnemonic with its suffix, or null. */
  private static Op opOf(String mnemonic) {
    int dot = mnemonic.indexOf('.');
    return Op.parse(dot < 0 ? mnemonic : mnemonic.substring(0, dot));
  }

  private Value call(Block block, Type type) {
    int offset = lexer.start();
    String callee = symbol();
    int index = function.callees().size() - 1;
    while (index >= 0 && !function.callee(index).symbol().equals(callee)) {
      index--;
    }
    if (index < 0) {
      throw lexer.error(offset, callee + " is not declared as a callee");
    }
    var operands = new ArrayList<Name>();
    lexer.expect('(');
    if (lexer.kind() != ')') {
      operands(operands);
    }
    lexer.expect(')');
    return append(block, Op.CALL, type, index, operands, null);
  }

  private Value memory(Block block, Op op, Type type) {
    var operands = new ArrayList<Name>();
    int fixed = op.isOfVectors() ? op.writes() ? 3 : 2 : op.shape().operands();
    for (int i = 0; i < fixed; i++) {
      if (i > 0) {
        lexer.expect(',');
      }
      operands.add(names.operand());
    }
    long attribute = op.writes() ? Access.STORE.code() : 0;
    switch (op.shape()) {
      case NEWARRAY -> {
        lexer.expect(',');
        attribute = attributes.literal(Type.I32);
      }
      case TABLE -> attribute = table();
      case NONNULL, INDEX -> {
        lexer.expect(',');
        Access access = access();
        boolean named = lexer.kind() == IrLexer.STRING;
        String name = named ? lexer.take(IrLexer.STRING, "a name") : null;
        attribute = function.checkAttribute(access, name);
      }
      default -> {
        while (lexer.kind() == ',') {
          lexer.next();
          boolean mask = op.isOfVectors() && operands.size() == fixed && !isAccess();
          if (mask) {
            operands.add(names.operand());
          } else {
            attribute = access().code();
            break;
          }
        }
      }
    }
    return append(block, op, type, attribute, operands, null);
  }

  private int table() {
    int offset = lexer.start();
    String symbol = symbol();
    for (int i = 0; i < function.tables().size(); i++) {
      if (function.table(i).symbol().equals(symbol)) {
        return i;
      }
    }
    throw lexer.error(offset, symbol + " is not declared as a table");
  }

  private boolean isAccess() {
    return lexer.kind() == IrLexer.NAME && Access.parse(lexer.text()) != null;
  }

  private Access access() {
    Access access = lexer.kind() == IrLexer.NAME ? Access.parse(lexer.text()) : null;
    if (access == null) {
      throw lexer.unexpected("an access, such as load or get.f64");
    }
    lexer.next();
    return access;
  }

  private void yields(Block block) {
    var operands = new ArrayList<Name>();
    if ((lexer.kind() == IrLexer.NAME || lexer.kind() == '^') && !lexer.isFirstOnLine()) {
      operands.add(names.operand());
    }
    append(block, Op.YIELD, Type.VOID, 0, operands, null);
  }

  private void guard(Block block) {
    var operands = new ArrayList<Name>();
    operands.add(names.operand());
    lexer.expect(',');
    int kind = attributes.trap();
    lexer.expect('(');
    if (lexer.kind() != ')') {
      operands(operands);
    }
    lexer.expect(')');
    append(block, Op.GUARD, Type.VOID, kind, operands, null);
  }

  private void operands(List<Name> operands) {
    operands.add(names.operand());
    while (lexer.kind() == ',') {
      lexer.next();
      operands.add(names.operand());
    }
  }

  /**
   * @param expected the type that operand 0 must have, or null
   */
  private Value append(
      Block block, Op op, Type type, long attribute, List<Name> operands, Type expected) {
    int line = 0;
    if (lexer.kind() == '@') {
      lexer.next();
      line = IrLines.line(lexer, function);
    }
    var array = operands.isEmpty() ? NO_VALUES : new Value[operands.size()];
    Value value = function.newValue(op, type, attribute, array, line);
    for (int i = 0; i < array.length; i++) {
      names.setOperand(value, i, operands.get(i), i == 0 ? expected : null);
    }
    return block.append(value);
  }

  private Type type(Name name) {
    Type type = Type.parse(name.text());
    if (type == null) {
      throw lexer.error(name.offset(), "unknown type");
    }
    return type;
  }

  private Name name(String what) {
    return names.name(what);
  }
}
