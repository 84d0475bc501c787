package dev.lathe.ir;

import java.util.ArrayList;

/**
 * Reads what stands in the text form for an attribute: predicates, functions, traps and literals.
 */
final class IrAttributes {
  private final IrLexer lexer;

  IrAttributes(IrLexer lexer) {
    this.lexer = lexer;
  }

  int intPredicate() {
    return word(IntPredicate.parse(lexer.text()), "a relation of integers, such as lt");
  }

  int floatPredicate() {
    return word(FloatPredicate.parse(lexer.text()), "a relation of floats, such as olt");
  }

  int trap() {
    return word(TrapKind.parse(lexer.text()), "a trap, such as divide.i32");
  }

  int mathFunction() {
    return word(MathFunction.parse(lexer.text()), "a function, such as cbrt");
  }

  FloatContract floatContract() {
    FloatContract contract = FloatContract.parse(lexer.text());
    word(contract, "a contract, such as fast");
    return contract;
  }

  /** Takes the word that means {@code meaning}; its number. */
  private int word(Enum<?> meaning, String what) {
    if (meaning == null) {
      throw lexer.unexpected(what);
    }
    lexer.next();
    return meaning.ordinal();
  }

  Vectorize vectorize() {
    Vectorize wish = lexer.is("off") ? Vectorize.OFF : Vectorize.REQUIRED;
    if (!lexer.is(wish.toString())) {
      throw lexer.unexpected("required or off");
    }
    lexer.next();
    return wish;
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
