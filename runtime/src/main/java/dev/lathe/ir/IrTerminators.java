package dev.lathe.ir;

import java.util.ArrayList;

/** Reads the terminators of one function, when all its values and blocks are known. */
final class IrTerminators {
  private final IrLexer lexer;
  private final IrAttributes attributes;
  private final IrNames names;

  IrTerminators(IrLexer lexer, IrAttributes attributes, IrNames names) {
    this.lexer = lexer;
    this.attributes = attributes;
    this.names = names;
  }

  /** Reads one, with what follows on its line. */
  Terminator read() {
    switch (names.name("a terminator").text()) {
      case "jump" -> {
        return new Terminator.Jump(target());
      }
      case "branch" -> {
        Value condition = operand();
        lexer.expect(',');
        Target then = target();
        lexer.expect(',');
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
    lexer.expect('[');
    while (lexer.kind() != ']') {
      if (!keys.isEmpty()) {
        lexer.expect(',');
      }
      keys.add((int) attributes.literal(Type.I32));
      lexer.expect(':');
      cases.add(target());
    }
    lexer.next();
    lexer.expect("else");
    var array = new int[keys.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = keys.get(i);
    }
    return new Terminator.Switch(selector, array, cases, target());
  }

  private Target target() {
    var target = new Target(names.block(names.name("a block")));
    if (lexer.kind() == '(') {
      lexer.next();
      while (lexer.kind() != ')') {
        if (!target.arguments().isEmpty()) {
          lexer.expect(',');
        }
        target.arguments().add(operand());
      }
      lexer.next();
    }
    return target;
  }

  private Value operand() {
    return names.value(names.operand());
  }
}
