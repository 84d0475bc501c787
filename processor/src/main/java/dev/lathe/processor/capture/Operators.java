package dev.lathe.processor.capture;

import com.sun.source.tree.Tree;
import dev.lathe.lang.BinaryOperator;

/** javac's kinds of binary and compound assignment trees as operators of the kernel language. */
final class Operators {
  private Operators() {}

  static BinaryOperator binary(Tree.Kind kind) {
    return switch (kind) {
      case MULTIPLY -> BinaryOperator.MULTIPLY;
      case DIVIDE -> BinaryOperator.DIVIDE;
      case REMAINDER -> BinaryOperator.REMAINDER;
      case PLUS -> BinaryOperator.ADD;
      case MINUS -> BinaryOperator.SUBTRACT;
      case LEFT_SHIFT -> BinaryOperator.SHIFT_LEFT;
      case RIGHT_SHIFT -> BinaryOperator.SHIFT_RIGHT;
      case UNSIGNED_RIGHT_SHIFT -> BinaryOperator.SHIFT_RIGHT_UNSIGNED;
      case LESS_THAN -> BinaryOperator.LESS;
      case GREATER_THAN -> BinaryOperator.GREATER;
      case LESS_THAN_EQUAL -> BinaryOperator.LESS_EQUAL;
      case GREATER_THAN_EQUAL -> BinaryOperator.GREATER_EQUAL;
      case EQUAL_TO -> BinaryOperator.EQUAL;
      case NOT_EQUAL_TO -> BinaryOperator.NOT_EQUAL;
      case AND -> BinaryOperator.AND;
      case XOR -> BinaryOperator.XOR;
      case OR -> BinaryOperator.OR;
      case CONDITIONAL_AND -> BinaryOperator.CONDITIONAL_AND;
      case CONDITIONAL_OR -> BinaryOperator.CONDITIONAL_OR;
      default -> throw new IllegalArgumentException(kind.name());
    };
  }

  static BinaryOperator compound(Tree.Kind kind) {
    return switch (kind) {
      case MULTIPLY_ASSIGNMENT -> BinaryOperator.MULTIPLY;
      case DIVIDE_ASSIGNMENT -> BinaryOperator.DIVIDE;
      case REMAINDER_ASSIGNMENT -> BinaryOperator.REMAINDER;
      case PLUS_ASSIGNMENT -> BinaryOperator.ADD;
      case MINUS_ASSIGNMENT -> BinaryOperator.SUBTRACT;
      case LEFT_SHIFT_ASSIGNMENT -> BinaryOperator.SHIFT_LEFT;
      case RIGHT_SHIFT_ASSIGNMENT -> BinaryOperator.SHIFT_RIGHT;
      case UNSIGNED_RIGHT_SHIFT_ASSIGNMENT -> BinaryOperator.SHIFT_RIGHT_UNSIGNED;
      case AND_ASSIGNMENT -> BinaryOperator.AND;
      case XOR_ASSIGNMENT -> BinaryOperator.XOR;
      case OR_ASSIGNMENT -> BinaryOperator.OR;
      default -> throw new IllegalArgumentException(kind.name());
    };
  }
}
