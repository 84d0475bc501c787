package dev.lathe.ir;

import java.util.List;
import java.util.Map;

/**
 * Prints the text form of functions; the grammar stands in {@link IrParser}, which reads it back to
 * the same function, numbers of values and blocks included. Also prints functions that the verifier
 * refuses, as far as they go.
 */
public final class IrPrinter {
  private final StringBuilder out = new StringBuilder();

  private IrPrinter() {}

  /** The text form of {@code function}, with a newline at the end. */
  public static String print(Function function) {
    return print(function, Map.of());
  }

  /** The text form of {@code module}: its functions, separated by blank lines. */
  public static String print(Module module) {
    var printer = new IrPrinter();
    for (String symbol : module.symbols()) {
      Function function = module.function(symbol);
      printer.out.append(printer.out.isEmpty() ? "" : "\n");
      printer.function(function, symbol.equals(function.name()) ? null : symbol, Map.of());
    }
    return printer.out.toString();
  }

  /** The declaration of {@code callee}. */
  static String print(Callee callee) {
    var printer = new IrPrinter();
    printer.callee(callee);
    return printer.out.toString();
  }

  /**
   * The text form of one value without indentation and newline: {@code v2 = iadd.i32 v0, v1 @3}.
   */
  public static String print(Value value) {
    var printer = new IrPrinter();
    printer.value(value);
    return printer.out.toString();
  }

  /**
   * Prints with notes as comment lines under what they concern.
   *
   * @param notes messages by value (parameters not among them), block or terminator; compared by
   *     identity
   */
  static String print(Function function, Map<Object, List<String>> notes) {
    var printer = new IrPrinter();
    printer.function(function, null, notes);
    return printer.out.toString();
  }

  private void function(Function function, String symbol, Map<Object, List<String>> notes) {
    out.append("func %");
    name(function.name());
    params(function.params());
    if (function.result() != Type.VOID) {
      out.append(" -> ").append(function.result());
    }
    out.append(" {\n");
    if (function.sourceFile() != null) {
      out.append("  source ");
      quoted(function.sourceFile());
      out.append('\n');
    }
    if (symbol != null) {
      out.append("  symbol ");
      quoted(symbol);
      out.append('\n');
    }
    if (function.isInterruptible()) {
      out.append("  interruptible\n");
    }
    if (function.assertions()) {
      out.append("  assertions\n");
    }
    if (function.hasFloats()) {
      out.append("  floats ").append(function.floats()).append('\n');
    }
    if (function.vectorize() != Vectorize.AUTO) {
      out.append("  vectorize ").append(function.vectorize()).append('\n');
    }
    for (Callee callee : function.callees()) {
      out.append("  callee ");
      callee(callee);
      out.append('\n');
    }
    for (Table table : function.tables()) {
      out.append("  table %");
      name(table.symbol());
      out.append(' ').append(table.type()).append('\n');
    }
    for (InlinedLine line : function.inlinedLines()) {
      out.append("  inlined %");
      name(line.function());
      if (line.sourceFile() != null) {
        out.append(' ');
        quoted(line.sourceFile());
      }
      line(" @", line.line());
      line(" at @", line.call());
      out.append('\n');
    }
    for (Block block : function.blocks()) {
      int start = out.length();
      out.append(block);
      if (block != function.entry() && !block.params().isEmpty()) {
        params(block.params());
      }
      out.append(':');
      endLine(start, 0, notes.get(block));
      for (Value value : block.values()) {
        start = out.length();
        out.append("  ");
        value(value);
        endLine(start, 2, notes.get(value));
      }
      if (block.terminator() != null) {
        start = out.length();
        out.append("  ");
        terminator(block.terminator());
        endLine(start, 2, notes.get(block.terminator()));
      }
    }
    out.append("}\n");
  }

  private void callee(Callee callee) {
    out.append('%');
    name(callee.symbol());
    out.append('(');
    for (int i = 0; i < callee.params().size(); i++) {
      out.append(i == 0 ? "" : ", ").append(callee.params().get(i));
    }
    out.append(')');
    if (callee.result() != Type.VOID) {
      out.append(" -> ").append(callee.result());
    }
  }

  private void endLine(int start, int indent, List<String> messages) {
    int length = out.length() - start;
    out.append('\n');
    if (messages == null) {
      return;
    }
    for (String message : messages) {
      out.append(';');
      for (int i = 1; i < indent; i++) {
        out.append(' ');
      }
      out.append('^');
      for (int i = Math.max(indent, 1) + 1; i < length; i++) {
        out.append('~');
      }
      out.append(' ').append(message).append('\n');
    }
  }

  private void params(List<Value> params) {
    out.append('(');
    for (int i = 0; i < params.size(); i++) {
      out.append(i == 0 ? "" : ", ")
          .append(params.get(i))
          .append(": ")
          .append(params.get(i).type());
    }
    out.append(')');
  }

  private void value(Value value) {
    if (value.op() == Op.GUARD) {
      guard(value);
    } else if (value.op() == Op.YIELD) {
      out.append(value.op());
      if (value.operandCount() > 0) {
        out.append(' ').append(value.operand(0));
      }
    } else if (value.op() == Op.CALL) {
      call(value);
    } else if (value.op().shape().ordinal() >= Op.Shape.NONNULL.ordinal()) {
      memory(value);
    } else {
      out.append(value).append(" = ").append(value.op()).append('.').append(suffix(value));
      Op op = value.op();
      if (op == Op.CONST) {
        out.append(' ').append(Literal.print(value.type(), value.bits()));
      } else if (op == Op.ICMP || op == Op.FCMP || op == Op.MATH) {
        out.append(' ').append(attribute(value));
      } else if (op == Op.VCONST) {
        lanes(value);
      }
      for (int i = 0; i < value.operandCount(); i++) {
        out.append(i == 0 ? " " : ", ").append(value.operand(i));
      }
      if (value.op().shape() == Op.Shape.EXTRACT) {
        out.append(", ").append(value.attribute());
      }
      if (value.op().shape() == Op.Shape.NONZERO) {
        out.append(", ").append(attribute(value)).append(value.isProven() ? ", proven" : "");
      }
    }
    if (value.line() != 0) {
      line(" @", value.line());
    }
  }

  private void line(String before, int line) {
    boolean inlined = line >= Function.INLINED;
    out.append(before).append(inlined ? "i" : "");
    out.append(inlined ? line - Function.INLINED : line);
  }

  /**
   * The type that follows the mnemonic: the result's, or operand 0's where the result is a truth.
   */
  private static Type suffix(Value value) {
    return value.op().result() == Op.Result.TRUTH && value.operandCount() > 0
        ? value.operand(0).type()
        : value.type();
  }

  /** A predicate, function or trap. */
  private static Object attribute(Value value) {
    Op.Shape shape = value.op().shape();
    if (!Value.isAttribute(shape, value.attribute())) {
      return "?" + value.attribute();
    }
    if (shape == Op.Shape.INT_COMPARE) {
      return value.intPredicate();
    }
    if (shape == Op.Shape.FLOAT_COMPARE) {
      return value.floatPredicate();
    }
    return shape == Op.Shape.MATH ? value.mathFunction() : value.trapKind();
  }

  private void lanes(Value value) {
    Function function = value.block() == null ? null : value.block().function();
    if (function == null || value.attribute() >= function.laneConstants()) {
      out.append(" ?").append(value.attribute());
      return;
    }
    out.append(" [");
    long[] lanes = value.lanes();
    for (int i = 0; i < lanes.length; i++) {
      out.append(i == 0 ? "" : ", ").append(Literal.print(value.type(), lanes[i]));
    }
    out.append(']');
  }

  private void guard(Value value) {
    out.append("guard ").append(value.operandCount() == 0 ? null : value.operand(0));
    out.append(", ").append(attribute(value)).append('(');
    for (int i = 1; i < value.operandCount(); i++) {
      out.append(i == 1 ? "" : ", ").append(value.operand(i));
    }
    out.append(')');
  }

  private void memory(Value value) {
    if (value.type() == Type.VOID) {
      out.append(value.op());
    } else {
      out.append(value).append(" = ").append(value.op()).append('.').append(value.type());
    }
    for (int i = 0; i < value.operandCount(); i++) {
      out.append(i == 0 ? " " : ", ").append(value.operand(i));
    }
    Op.Shape shape = value.op().shape();
    if (!Value.isAttribute(shape, value.attribute())) {
      out.append(", ?").append(value.attribute());
    } else if (shape == Op.Shape.NEWARRAY) {
      out.append(", ").append(value.attribute());
    } else if (shape == Op.Shape.TABLE) {
      List<Table> tables = value.block() == null ? List.of() : value.block().function().tables();
      int index = (int) value.attribute();
      out.append(" %");
      name(index < tables.size() ? tables.get(index).symbol() : "?" + index);
    } else if (shape == Op.Shape.NONNULL || shape == Op.Shape.INDEX) {
      out.append(", ").append(value.access());
      int name = (int) (value.attribute() >>> MemoryRules.NAME_SHIFT);
      if (name > 0) {
        Function function = value.block() == null ? null : value.block().function();
        boolean known = function != null && name <= function.referenceNames();
        out.append(' ');
        quoted(known ? function.referenceName(name) : "?" + name);
      }
    } else if (value.access().isSegment()) {
      out.append(", ").append(value.access());
    }
  }

  private void call(Value value) {
    if (value.type() == Type.VOID) {
      out.append("call %");
    } else {
      out.append(value).append(" = call.").append(value.type()).append(" %");
    }
    List<Callee> callees = value.block() == null ? List.of() : value.block().function().callees();
    long index = value.attribute();
    name(index >= 0 && index < callees.size() ? callees.get((int) index).symbol() : "?" + index);
    out.append('(');
    for (int i = 0; i < value.operandCount(); i++) {
      out.append(i == 0 ? "" : ", ").append(value.operand(i));
    }
    out.append(')');
  }

  private void terminator(Terminator terminator) {
    switch (terminator) {
      case Terminator.Jump jump -> {
        out.append("jump ");
        target(jump.target());
      }
      case Terminator.Branch branch -> {
        out.append("branch ").append(branch.condition()).append(", ");
        target(branch.then());
        out.append(", ");
        target(branch.otherwise());
      }
      case Terminator.Switch choice -> {
        out.append("switch ").append(choice.selector()).append(" [");
        for (int i = 0; i < choice.cases().size(); i++) {
          out.append(i == 0 ? "" : ", ");
          out.append(i < choice.keys().length ? choice.keys()[i] : "?").append(": ");
          target(choice.cases().get(i));
        }
        out.append("] else ");
        target(choice.otherwise());
      }
      case Terminator.Return leave ->
          out.append("ret").append(leave.value() == null ? "" : " " + leave.value());
    }
  }

  private void target(Target target) {
    out.append(target.block());
    List<Value> arguments = target.arguments();
    for (int i = 0; i < arguments.size(); i++) {
      out.append(i == 0 ? "(" : ", ").append(arguments.get(i));
    }
    out.append(arguments.isEmpty() ? "" : ")");
  }

  private void name(String name) {
    boolean plain = !name.isEmpty() && Character.isJavaIdentifierStart(name.charAt(0));
    for (int i = 1; i < name.length() && plain; i++) {
      plain = IrLexer.isNamePart(name.charAt(i));
    }
    if (plain) {
      out.append(name);
    } else {
      quoted(name);
    }
  }

  private void quoted(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        default -> out.append(c);
      }
    }
    out.append('"');
  }
}
