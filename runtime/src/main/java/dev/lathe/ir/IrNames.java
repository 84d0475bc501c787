package dev.lathe.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** The names of one function's values and blocks while it is parsed. */
final class IrNames {
  private static final int MAX_NUMBER = 10_000_000;

  /** Numbers may leave so many out, so that a small text cannot ask for large tables. */
  private static final int MOST_GAPS = 10_000;

  /** A name and where it stands. */
  record Name(String text, int offset) {}

  /** An operand whose definition has not been read yet. */
  private record ForwardReference(Value user, int index, Name operand, Type expected) {}

  private final IrLexer lexer; // for errors
  private final HashMap<String, Value> values = new HashMap<>();
  private final HashMap<String, Block> blocks = new HashMap<>();
  private final ArrayList<ForwardReference> forwardReferences = new ArrayList<>();
  private final ArrayList<String> inOrder = new ArrayList<>(); // names of values
  private int last; // how many of them stand before what is read

  IrNames(IrLexer lexer) {
    this.lexer = lexer;
  }

  void define(Name name, Value value) {
    if (values.put(name.text, value) != null) {
      throw lexer.error(name.offset, name.text + " is defined twice");
    }
    inOrder.add(name.text);
    last = inOrder.size();
  }

  /** The name of a value without one, of which {@code skipped} are still to be defined before. */
  Name unnamed(int skipped, int offset) {
    return new Name("v" + (inOrder.size() + skipped), offset);
  }

  /** Reads a name. */
  Name name(String what) {
    int offset = lexer.start();
    return new Name(lexer.take(IrLexer.NAME, what), offset);
  }

  /** Reads the name of a value, or how far it is back. */
  Name operand() {
    if (lexer.kind() != '^') {
      return name("an operand");
    }
    int offset = lexer.start();
    lexer.next();
    int back = number("^" + lexer.take(IrLexer.NUMBER, "how far the value is back"), '^');
    if (back < 1 || back > last) {
      throw lexer.error(offset, "there is no such value");
    }
    return new Name(inOrder.get(last - back), offset);
  }

  /** How many values stand before what is read. */
  int last() {
    return last;
  }

  /** Goes back to where {@code last} values stood before. */
  void setLast(int last) {
    this.last = last;
  }

  void define(Name name, Block block) {
    if (blocks.put(name.text, block) != null) {
      throw lexer.error(name.offset, name.text + " is defined twice");
    }
  }

  void define(List<Name> names, List<Value> params) {
    for (int i = 0; i < params.size(); i++) {
      define(names.get(i), params.get(i));
    }
  }

  Value value(Name name) {
    Value value = values.get(name.text);
    if (value == null) {
      throw undefined(name);
    }
    return value;
  }

  Block block(Name name) {
    Block block = blocks.get(name.text);
    if (block == null) {
      throw undefined(name);
    }
    return block;
  }

  /**
   * Sets an operand to the value of that name, now or when it will be known.
   *
   * @param expected the type that it must have, or null
   */
  void setOperand(Value user, int index, Name operand, Type expected) {
    var reference = new ForwardReference(user, index, operand, expected);
    if (values.containsKey(operand.text)) {
      resolve(reference);
    } else {
      forwardReferences.add(reference);
    }
  }

  /** Sets the operands that were not known; everything is defined now. */
  void resolve() {
    for (ForwardReference reference : forwardReferences) {
      resolve(reference);
    }
  }

  private void resolve(ForwardReference reference) {
    Value operand = value(reference.operand);
    if (reference.expected != null && operand.type() != reference.expected) {
      String message = "expected a value of " + reference.expected + ", not of " + operand.type();
      throw lexer.error(reference.operand.offset, message);
    }
    reference.user.setOperand(reference.index, operand);
  }

  private IrException undefined(Name name) {
    return lexer.error(name.offset, name.text + " is not defined");
  }

  /** Gives values and blocks the numbers of their names, if all of them have one. */
  void number(Function function) {
    int valueCount = count(values.keySet(), 'v');
    int blockCount = count(blocks.keySet(), 'b');
    if (valueCount < 0 || blockCount < 0) {
      return;
    }
    if (valueCount > 16 * values.size() + MOST_GAPS
        || blockCount > 16 * blocks.size() + MOST_GAPS) {
      return;
    }
    for (var entry : values.entrySet()) {
      entry.getValue().id = number(entry.getKey(), 'v');
    }
    for (var entry : blocks.entrySet()) {
      entry.getValue().id = number(entry.getKey(), 'b');
    }
    for (Block block : function.blocks()) {
      for (Value value : block.values()) {
        if (value.type() == Type.VOID) {
          value.id = valueCount++; // it has no name
        }
      }
    }
    function.setCounts(valueCount, blockCount);
  }

  /** One more than the greatest number, or -1 if a name has none. */
  private static int count(Iterable<String> names, char prefix) {
    int count = 0;
    for (String name : names) {
      int number = number(name, prefix);
      if (number < 0) {
        return -1;
      }
      count = Math.max(count, number + 1);
    }
    return count;
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
}
