package dev.lathe.samples.registers;

/**
 * One line of a program. Registers are numbers below {@link Program#registers}; targets are indices
 * of instructions.
 */
sealed interface Instruction {
  /** The line of the source, counted from 1. */
  int line();

  /** A register or a number. */
  record Operand(boolean isRegister, long value) {
    int register() {
      return (int) value;
    }
  }

  /** {@code to = from}. */
  record Copy(int line, int to, Operand from) implements Instruction {}

  /** {@code to = left operator right}. */
  record Compute(int line, int to, Operator operator, Operand left, Operand right)
      implements Instruction {}

  /** {@code if left relation right goto target}. */
  record Branch(int line, Relation relation, Operand left, Operand right, int target)
      implements Instruction {}

  /** {@code goto target}. */
  record Jump(int line, int target) implements Instruction {}

  /** {@code return value}. */
  record Return(int line, Operand value) implements Instruction {}

  /** What {@link Compute} computes: Java's operators on {@code long}. */
  enum Operator {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    REMAINDER("%"),
    AND("&"),
    OR("|"),
    XOR("^"),
    SHIFT_LEFT("<<"),
    SHIFT_RIGHT(">>"),
    SHIFT_RIGHT_UNSIGNED(">>>");

    final String text;

    Operator(String text) {
      this.text = text;
    }

    /**
     * @throws ArithmeticException as Java does, for a division by 0
     */
    long apply(long a, long b) {
      return switch (this) {
        case ADD -> a + b;
        case SUBTRACT -> a - b;
        case MULTIPLY -> a * b;
        case DIVIDE -> a / b;
        case REMAINDER -> a % b;
        case AND -> a & b;
        case OR -> a | b;
        case XOR -> a ^ b;
        case SHIFT_LEFT -> a << b;
        case SHIFT_RIGHT -> a >> b;
        case SHIFT_RIGHT_UNSIGNED -> a >>> b;
      };
    }
  }

  /** What {@link Branch} tests. */
  enum Relation {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    final String text;

    Relation(String text) {
      this.text = text;
    }

    boolean holds(long a, long b) {
      return switch (this) {
        case EQUAL -> a == b;
        case NOT_EQUAL -> a != b;
        case LESS -> a < b;
        case LESS_OR_EQUAL -> a <= b;
        case GREATER -> a > b;
        case GREATER_OR_EQUAL -> a >= b;
      };
    }
  }
}
