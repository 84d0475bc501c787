package dev.lathe.lang;

import dev.lathe.ir.Access;
import dev.lathe.ir.Element;
import dev.lathe.lang.Ast.Expression;
import java.util.ArrayList;
import java.util.List;

/**
 * Types what is done with arrays (JLS 10, 15.10) and memory segments, for {@link ExpressionTyping}.
 */
final class MemoryTyping {
  private static final String SEGMENT = "java.lang.foreign.MemorySegment";
  private static final String UNALIGNED = "_UNALIGNED";

  private final Checked checked;
  private final ExpressionTyping expressions;
  private final CallTyping calls;

  MemoryTyping(Checked checked, ExpressionTyping expressions, CallTyping calls) {
    this.checked = checked;
    this.expressions = expressions;
    this.calls = calls;
  }

  JavaType access(Ast.ArrayAccess access) {
    JavaType array = array(access.array());
    if (expressions.value(access.index(), null) != JavaType.ERROR) {
      expressions.fits(access.index(), JavaType.INT);
    }
    return expressions.set(access, array == null ? JavaType.ERROR : array.element(), null);
  }

  JavaType length(Ast.ArrayLength length) {
    array(length.array());
    return expressions.set(length, JavaType.INT, null);
  }

  /** The type of an expression that has to be an array; null if it is none. */
  private JavaType array(Expression expression) {
    JavaType type = expressions.value(expression, null);
    if (type.isArray()) {
      return type;
    }
    if (type != JavaType.ERROR) {
      checked.report(Message.NOT_AN_ARRAY.at(expression.span(), type));
    }
    return null;
  }

  JavaType newArray(Ast.NewArray array) {
    checked.setMakesArrays();
    if (expressions.value(array.length(), null) != JavaType.ERROR) {
      expressions.fits(array.length(), JavaType.INT);
    }
    return expressions.set(array, array.type(), null);
  }

  JavaType initializer(Ast.ArrayInitializer array) {
    checked.setMakesArrays();
    for (Expression element : array.elements()) {
      if (array.type().isArray()) {
        expressions.assigned(element, array.type().element());
      } else {
        expressions.value(element, null);
      }
    }
    return expressions.set(array, array.type(), null);
  }

  // Calls on segments

  JavaType call(Ast.SegmentCall call) {
    JavaType type = expressions.value(call.segment(), null);
    CalledMethod method = null;
    if (type == JavaType.SEGMENT) {
      method = method(call);
      if (method == null) {
        checked.report(
            Message.UNSUPPORTED_CALL.at(
                call.span(),
                "MemorySegment." + call.method(),
                "of a memory segment a kernel may call get, set, getAtIndex and setAtIndex, with a"
                    + " layout of ValueLayout, and byteSize"));
      }
    } else if (type.isNumeric() || type == JavaType.BOOLEAN) {
      checked.report(Message.NOT_AN_ARRAY.at(call.segment().span(), type));
    } else if (type != JavaType.ERROR) {
      checked.report(
          Message.UNSUPPORTED_CALL.at(
              call.span(),
              call.method() + " of " + type,
              "of an array a kernel may read and write elements and read length"));
    }
    if (method != null && call.layout() != null && element(call.layout()) == null) {
      checked.report(Message.UNSUPPORTED_LAYOUT.at(call.layout().span(), call.layout().name()));
      method = null;
    }
    if (method == null) {
      for (Expression argument : call.arguments()) {
        expressions.value(argument, null);
      }
      return expressions.set(call, JavaType.ERROR, null);
    }
    String name = "MemorySegment." + call.method();
    return calls.choose(call, name, call.arguments(), List.of(method));
  }

  /** What a call of that name and layout calls; null if that is not supported. */
  private static CalledMethod method(Ast.SegmentCall call) {
    Access.Method method =
        switch (call.method()) {
          case "get" -> Access.Method.GET;
          case "set" -> Access.Method.SET;
          case "getAtIndex" -> Access.Method.GET_AT_INDEX;
          case "setAtIndex" -> Access.Method.SET_AT_INDEX;
          case "byteSize" -> Access.Method.BYTE_SIZE;
          default -> null;
        };
    if (method == null || (call.layout() == null) != (method == Access.Method.BYTE_SIZE)) {
      return null;
    }
    if (method == Access.Method.BYTE_SIZE) {
      return row(call.method(), JavaType.LONG, List.of(), Access.BYTE_SIZE);
    }
    Element element = element(call.layout());
    if (element == null) {
      return row(call.method(), JavaType.ERROR, List.of(), null);
    }
    var parameters = new ArrayList<JavaType>();
    parameters.add(JavaType.LONG); // the offset or index
    JavaType value = JavaType.of(element.javaName());
    Access access = Access.of(method, element, !call.layout().name().endsWith(UNALIGNED));
    if (access.isWrite()) {
      parameters.add(value);
    }
    return row(call.method(), access.isWrite() ? JavaType.VOID : value, parameters, access);
  }

  private static CalledMethod row(
      String method, JavaType result, List<JavaType> parameters, Access access) {
    return new CalledMethod(
        SEGMENT, method, result, List.copyOf(parameters), new CalledMethod.Meaning.Memory(access));
  }

  /** What a layout moves; null for those that kernels do not know. */
  private static Element element(Ast.Layout layout) {
    return switch (layout.name()) {
      case "JAVA_BOOLEAN" -> Element.BOOL;
      case "JAVA_BYTE" -> Element.I8;
      case "JAVA_SHORT", "JAVA_SHORT" + UNALIGNED -> Element.I16;
      case "JAVA_CHAR", "JAVA_CHAR" + UNALIGNED -> Element.U16;
      case "JAVA_INT", "JAVA_INT" + UNALIGNED -> Element.I32;
      case "JAVA_LONG", "JAVA_LONG" + UNALIGNED -> Element.I64;
      case "JAVA_FLOAT", "JAVA_FLOAT" + UNALIGNED -> Element.F32;
      case "JAVA_DOUBLE", "JAVA_DOUBLE" + UNALIGNED -> Element.F64;
      default -> null;
    };
  }
}
