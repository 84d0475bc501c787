package dev.lathe.lang;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * What can be wrong with a kernel's source, one row for each message: tag, text, remedy. A {@code
 * %s} stands for an argument; those of the text come first.
 *
 * <p>Rows made by {@link #java} are errors of Java itself: for a kernel captured from an annotated
 * method the Java compiler reports them, in its own words, and the processor leaves them to it.
 */
public enum Message {
  // Java that Lathe does not compile.
  UNSUPPORTED_TYPE(
      "LatheUnsupportedType",
      "type %s cannot be compiled",
      "a kernel computes with Java's primitive types, arrays of them and memory segments; use"
          + " %s"),
  ARRAY_OF_ARRAYS(
      "LatheArrayOfArrays",
      "an array of arrays cannot be compiled",
      "use one array, and a[i * columns + j] in place of a[i][j]"),
  ARRAY_RESULT(
      "LatheArrayResult",
      "a kernel cannot return %s",
      "let the caller pass an array, and write the results to it"),
  UNBOUNDED_ARRAY(
      "LatheUnboundedArray",
      "the length of this array has no bound that the compiler knows",
      "bound it, as in new int[Math.min(n, 64)], or let the caller pass the array"),
  LARGE_ARRAY(
      "LatheLargeArray",
      "the arrays that this kernel makes may take %s bytes",
      "make each of %s bytes and all of %s bytes at most, or let the caller pass them"),
  KEPT_ARRAY(
      "LatheKeptArray",
      "when this array is made again, the one that was made here before is still used",
      "make it before the loop, or write a new for each array that is used at a time"),
  UNSUPPORTED_LAYOUT(
      "LatheUnsupportedLayout",
      "layout %s cannot be compiled",
      "a kernel knows the constants JAVA_BOOLEAN, JAVA_BYTE, JAVA_SHORT, JAVA_CHAR, JAVA_INT,"
          + " JAVA_LONG, JAVA_FLOAT and JAVA_DOUBLE of ValueLayout, and JAVA_INT_UNALIGNED and the"
          + " like; reverse bytes by Integer.reverseBytes and the like"),
  UNSUPPORTED_STATEMENT("LatheUnsupportedStatement", "%s cannot be compiled", "%s"),
  UNSUPPORTED_EXPRESSION("LatheUnsupportedExpression", "%s cannot be compiled", "%s"),
  UNSUPPORTED_CALL("LatheUnsupportedCall", "call to %s cannot be compiled", "%s"),
  UNSUPPORTED_TARGET(
      "LatheUnsupportedTarget",
      "assignment to something that is no local variable, parameter or element of an array",
      "assign to a local variable and return its value"),
  BAD_SELECTOR(
      "LatheBadSelector",
      "a switch over %s cannot be compiled",
      "select by an int, char, short or byte, or compare in `if`"),
  BOXED_ARMS(
      "LatheBoxedArms",
      "%s and %s have no common primitive type",
      "make both numeric or both boolean"),

  // Java's own errors.
  SYNTAX(java("LatheSyntax"), "%s", "%s"),
  BAD_LITERAL(java("LatheBadLiteral"), "%s is not a literal: %s", "%s"),
  UNKNOWN_NAME(
      java("LatheUnknownName"),
      "there is no variable %s",
      "declare it, or add it to the parameters"),
  ALREADY_DECLARED(
      java("LatheAlreadyDeclared"), "variable %s is declared already", "give it another name"),
  INCOMPATIBLE_TYPES(
      java("LatheIncompatibleTypes"), "%s does not fit %s without a cast", "write (%s) before it"),
  NARROW_VARIABLE(
      java("LatheNarrowVariable"),
      "an element of type %s does not fit a variable of type %s",
      "declare it as %s"),
  NO_CONVERSION(
      java("LatheNoConversion"), "there is no conversion from %s to %s", "compare, or use ? :"),
  NOT_AN_ARRAY(java("LatheNotAnArray"), "%s is not an array", "use the value itself"),
  BAD_OPERAND(java("LatheBadOperand"), "operator %s does not take %s", "the operand must be %s"),
  BAD_OPERANDS(
      java("LatheBadOperands"), "operator %s does not take %s and %s", "the operands must be %s"),
  BAD_ARMS(
      java("LatheBadArms"), "%s and %s have no common type", "make both numeric or both boolean"),
  VOID_VALUE(java("LatheVoidValue"), "%s has no value", "use it as a statement"),
  BAD_ARGUMENTS(java("LatheBadArguments"), "%s does not take (%s)", "it is declared as %s"),
  FINAL_ASSIGNED(java("LatheFinalAssigned"), "variable %s is final and has a value", "drop final"),
  VAR_WITHOUT_VALUE(
      java("LatheVarWithoutValue"), "var %s has no initializer", "write its type in place of var"),
  VAR_NULL(java("LatheVarNull"), "var %s = null has no type", "write its type in place of var"),
  VAR_COMPOUND(
      java("LatheVarCompound"),
      "var declares one variable only",
      "declare %s in a statement of its own"),
  VOID_VARIABLE(
      java("LatheVoidVariable"), "variable %s cannot be void", "give it a primitive type"),
  NOT_A_STATEMENT(
      java("LatheNotAStatement"),
      "this expression is not a statement",
      "assign its value, or drop it"),
  RETURN_VALUE(java("LatheReturnValue"), "%s", "%s"),
  MISSING_RETURN(
      java("LatheMissingReturn"), "a path ends without return", "return a value of type %s on it"),
  UNREACHABLE(java("LatheUnreachable"), "this statement is never reached", "remove it"),
  UNASSIGNED(
      java("LatheUnassigned"), "variable %s may be read before it has a value", "initialize it"),
  NO_JUMP_TARGET(java("LatheNoJumpTarget"), "%s outside %s", "remove it"),
  NO_LABEL(
      java("LatheNoLabel"), "there is no %s labelled %s around it", "label it, or drop the label"),
  LABEL_TWICE(java("LatheLabelTwice"), "label %s is used already", "give it another name"),
  CASE_NOT_CONSTANT(
      java("LatheCaseNotConstant"), "a case label must be a constant", "use if and else"),
  CASE_TWICE(java("LatheCaseTwice"), "case %s occurs already", "remove it"),
  MIXED_CASES(
      java("LatheMixedCases"),
      "a switch has either -> or : after all its labels",
      "use one of both"),
  NOT_EXHAUSTIVE(
      java("LatheNotExhaustive"), "the switch expression has no default", "add a default"),
  NO_YIELD(java("LatheNoYield"), "a switch expression's case ends without yield", "yield a value");

  private final String tag;
  private final String text;
  private final String remedy;
  private final boolean java;

  Message(String tag, String text, String remedy) {
    this.tag = tag;
    this.text = text;
    this.remedy = remedy;
    this.java = false;
  }

  Message(JavaTag tag, String text, String remedy) {
    this.tag = tag.tag;
    this.text = text;
    this.remedy = remedy;
    this.java = true;
  }

  private record JavaTag(String tag) {}

  private static JavaTag java(String tag) {
    return new JavaTag(tag);
  }

  /** The fixed word that stands in brackets before the text, to search for. */
  public String tag() {
    return tag;
  }

  /** True if a Java compiler reports this as well. */
  public boolean isJava() {
    return java;
  }

  /** This message at a place; {@code arguments} are the text's and then the remedy's. */
  public Diagnostic at(Span span, Object... arguments) {
    var rest = new ArrayDeque<Object>(Arrays.asList(arguments));
    String filled = fill(text, rest);
    return new Diagnostic(this, span, filled, fill(remedy, rest));
  }

  private static String fill(String pattern, ArrayDeque<Object> arguments) {
    var filled = new StringBuilder();
    int from = 0;
    for (int at = pattern.indexOf("%s"); at >= 0; at = pattern.indexOf("%s", from)) {
      filled.append(pattern, from, at).append(arguments.remove());
      from = at + 2;
    }
    return filled.append(pattern, from, pattern.length()).toString();
  }
}
