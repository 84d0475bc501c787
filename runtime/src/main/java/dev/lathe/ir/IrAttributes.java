package dev.lathe.ir;

import java.util.ArrayList;

/** Reads what stands in the text form for an attribute: predicates, traps and literals. */
final class IrAttributes {
  private final IrLexer lexer;

  IrAttributes(IrLexer lexer) {
    this.lexer = lexer;
  }

  int intPredicate() {
    var predicate = IntPredicate.parse(lexer.text());
    if (predicate == null) {
      throw lexer.unexpected("a relation of integers, such as lt");
    }
    lexer.next();
    return predicate.ordinal();
  }

  int floatPredicate() {
    var predicate = FloatPredicate.parse(lexer.text());
    if (predicate == null) {
      throw lexer.unexpected("a relation of floats, such as olt");
    }
    lexer.next();
    return predicate.ordinal();
  }

  int trap() {
    TrapKind kind = TrapKind.parse(lexer.text());
    if (kind == null) {
      throw lexer.unexpected("a trap, such as divide.i32");
    }
    lexer.next();
    return kind.ordinal();
  }

  long literal(Type type) {
    if (lexer.kind() != IrLexer.NAME && lexer.kind() != IrLexer.NUMBER) {
      throw lexer.unexpected("a literal");
    }
    try {
      long bits = Literal.parse(type, lexer.text());
      lexer.next();
      return bits;
    } catch (NumberFormatException e) {
      throw lexer.error(lexer.start(), e.getMessage());
    }
  }

  long[] lanes(Type type) {
    var bits = new ArrayList<Long>();
    lexer.expect('[');
    while (bits.isEmpty() || lexer.kind() == ',') {
      if (!bits.isEmpty()) {
        lexer.next();
      }
      bits.add(literal(type));
    }
    lexer.expect(']');
    var array = new long[bits.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = bits.get(i);
    }
    return array;
  }
}
