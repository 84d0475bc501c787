package dev.lathe.processor.capture;

import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import dev.lathe.lang.Diagnostic;
import dev.lathe.lang.Message;
import dev.lathe.lang.Span;
import javax.lang.model.type.TypeKind;

/** The names of Java's constructs that kernels do not have, each with what to write instead. */
final class Unsupported {
  private static final String PRIMITIVES_ONLY =
      "a kernel computes with Java's primitive types, arrays of them and memory segments";

  static final Construct THIS =
      new Construct("`this`", "a kernel is a function of its parameters; pass what it needs");
  static final Construct CLASS_LITERAL = new Construct("a class literal", PRIMITIVES_ONLY);
  static final Construct FIELD_OF_OBJECT =
      new Construct("a field of an object", "pass its value as a parameter");

  static final Construct SEGMENT_IN_FIELD =
      new Construct("a memory segment in a field", "pass it as a parameter");

  static final Construct PATTERN =
      new Construct("a pattern", "list constants, and compare in `if` what is no constant");

  static final Construct STRING_DETAIL =
      new Construct(
          "a string as the detail of `assert`",
          "give a number, as in `assert a > 0 : a`, or no detail");

  private Unsupported() {}

  /**
   * @param name with its article
   * @param remedy what to write instead
   */
  record Construct(String name, String remedy) {}

  static Construct statement(Tree.Kind kind) {
    return switch (kind) {
      case THROW ->
          new Construct("`throw`", "check in the caller, or use the …Exact methods of Math");
      case TRY -> new Construct("`try`", "catch in the caller");
      case SYNCHRONIZED -> new Construct("`synchronized`", "lock in the caller");
      case CLASS, INTERFACE, ENUM, RECORD, ANNOTATION_TYPE ->
          new Construct("a local class", "declare it outside the kernel");
      default -> new Construct("this statement", "use local variables, expressions and `return`");
    };
  }

  static Construct expression(Tree.Kind kind) {
    return switch (kind) {
      case STRING_LITERAL -> new Construct("a string", PRIMITIVES_ONLY);
      case NEW_ARRAY ->
          new Construct("this array", "a kernel makes arrays of primitive types only");
      case NEW_CLASS -> new Construct("`new`", "kernels allocate nothing; use local variables");
      case LAMBDA_EXPRESSION -> new Construct("a lambda expression", "write its body here");
      case MEMBER_REFERENCE -> new Construct("a method reference", "write a call");
      case INSTANCE_OF -> new Construct("`instanceof`", PRIMITIVES_ONLY);
      default -> new Construct("this expression", "use operators, literals and static calls");
    };
  }

  static boolean isPrimitive(Tree type) {
    return type instanceof PrimitiveTypeTree primitive
        && primitive.getPrimitiveTypeKind() != TypeKind.VOID;
  }

  /** About an array type that is none of those that kernels know. */
  static Diagnostic arrayType(Span span, ArrayTypeTree type) {
    Tree element = type.getType();
    while (element instanceof ArrayTypeTree array) {
      element = array.getType();
    }
    return isPrimitive(element) ? Message.ARRAY_OF_ARRAYS.at(span) : type(span, type.toString());
  }

  /** About a type that is not primitive, with the nearest one that is. */
  static Diagnostic type(Span span, String type) {
    int end = type.indexOf('<');
    String raw = end < 0 ? type : type.substring(0, end);
    String simple = raw.substring(raw.lastIndexOf('.') + 1);
    String nearest =
        switch (simple) {
          case "Integer" -> "int";
          case "Long", "BigInteger" -> "long";
          case "Short" -> "short";
          case "Byte" -> "byte";
          case "Character" -> "char";
          case "Boolean" -> "boolean";
          case "Float" -> "float";
          case "Double", "BigDecimal", "Number" -> "double";
          case "Iterable", "Collection", "List", "ArrayList", "Set", "SortedSet", "Iterator" ->
              "an array with the numbers in it, which `for` goes through too";
          default ->
              type.endsWith("]") || type.endsWith("...")
                  ? "arrays of primitive types"
                  : "parameters for the numbers in it";
        };
    return Message.UNSUPPORTED_TYPE.at(span, type, nearest);
  }
}
