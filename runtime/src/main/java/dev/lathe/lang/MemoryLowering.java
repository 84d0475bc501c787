package dev.lathe.lang;

import dev.lathe.analysis.Range;
import dev.lathe.analysis.Ranges;
import dev.lathe.ir.Access;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.Op;
import dev.lathe.ir.Table;
import dev.lathe.ir.Value;
import dev.lathe.lang.Ast.Expression;
import java.util.ArrayList;
import java.util.List;

/**
 * Lowers what is done with arrays and memory segments (JLS 15.10, 15.26). Array, index and right
 * side are evaluated in this order, whatever they assign; of a simple assignment the array and the
 * index are checked after the right side, else before.
 */
final class MemoryLowering {
  /** An array that is made: the value, and where it stands in the source. */
  record Made(Value array, Expression node) {}

  private final FunctionBuilder builder;
  private final Lowering statements;
  private final ExpressionLowering expressions;
  private final Ranges ranges = new Ranges();
  private final List<Made> made = new ArrayList<>();

  MemoryLowering(FunctionBuilder builder, Lowering statements, ExpressionLowering expressions) {
    this.builder = builder;
    this.statements = statements;
    this.expressions = expressions;
  }

  private Checked checked() {
    return statements.frame().checked();
  }

  /** The arrays that have been made, in the order of lowering. */
  List<Made> made() {
    return made;
  }

  /** An element whose array and index have been checked. */
  record Element(Value array, Value index) {
    Value load(FunctionBuilder builder) {
      return builder.load(Access.LOAD, array, index);
    }

    void store(FunctionBuilder builder, Value value) {
      builder.store(Access.STORE, array, index, value);
    }
  }

  /** Evaluates array and index and checks them for a read. */
  Element element(Ast.ArrayAccess access) {
    Value array = expressions.value(access.array());
    Value index = expressions.value(access.index(), JavaType.INT);
    expressions.line(access);
    String name = name(access.array());
    return new Element(array, builder.index(Access.LOAD, name, array, index));
  }

  Value load(Ast.ArrayAccess access) {
    return element(access).load(builder);
  }

  /** {@code target = value}; the result is the value as the element holds it. */
  Value assignment(Ast.Assignment assignment, Ast.ArrayAccess target) {
    Value array = expressions.value(target.array());
    Value index = expressions.value(target.index(), JavaType.INT);
    Value value = expressions.value(assignment.value(), checked().type(target));
    expressions.line(target);
    Value proven = builder.index(Access.STORE, name(target.array()), array, index);
    expressions.line(assignment);
    builder.store(Access.STORE, array, proven, value);
    return value;
  }

  Value length(Ast.ArrayLength length) {
    Value array = expressions.value(length.array());
    expressions.line(length);
    return builder.length(builder.nonnull(Access.LENGTH, name(length.array()), array));
  }

  Value table(Ast.Table table) {
    expressions.line(table);
    return builder.table(new Table(table.owner() + "." + table.name(), table.type().ir(), null));
  }

  /**
   * What Java's message about a null reference calls it (JEP 358): the variable or field from which
   * it was loaded last.
   */
  private String name(Expression reference) {
    return switch (reference) {
      case Ast.Name name -> name.name();
      case Ast.Table table -> table.owner() + "." + table.name();
      case Ast.Null none -> "null";
      case Ast.Assignment assignment when assignment.target() instanceof Ast.Name ->
          name(assignment.value());
      case Ast.Cast cast -> name(cast.operand());
      case Ast.Conditional conditional -> {
        Constant condition = checked().constant(conditional.condition());
        yield condition == null
            ? null
            : name(condition.booleanValue() ? conditional.then() : conditional.otherwise());
      }
      default -> null;
    };
  }

  // New arrays

  Value newArray(Ast.NewArray array) {
    Value length = expressions.value(array.length(), JavaType.INT);
    expressions.line(array);
    return make(array, array.type(), length, checked().most(array));
  }

  /** The array is made before its elements are evaluated (JLS 10.6). */
  Value initializer(Ast.ArrayInitializer initializer) {
    int length = initializer.elements().size();
    expressions.line(initializer);
    Value array = make(initializer, initializer.type(), builder.i32(length), length);
    for (int i = 0; i < length; i++) {
      Expression element = initializer.elements().get(i);
      Value value = expressions.value(element, initializer.type().element());
      expressions.line(element);
      Value index = builder.index(Access.STORE, null, array, builder.i32(i));
      builder.store(Access.STORE, array, index, value);
    }
    return array;
  }

  private Value make(Expression node, JavaType type, Value length, int most) {
    Value array = builder.newArray(type.ir().element(), length, most);
    made.add(new Made(array, node));
    return array;
  }

  // Segments

  /** A call on a segment; null if it returns nothing. */
  Value call(Ast.SegmentCall call) {
    CalledMethod method = checked().method(call);
    Access access = ((CalledMethod.Meaning.Memory) method.meaning()).access();
    Value segment = expressions.value(call.segment());
    var arguments = new ArrayList<Value>();
    for (int i = 0; i < call.arguments().size(); i++) {
      arguments.add(expressions.value(call.arguments().get(i), method.parameters().get(i)));
    }
    expressions.line(call);
    String name = name(call.segment());
    if (access == Access.BYTE_SIZE) {
      return builder.byteSize(builder.nonnull(access, name, segment));
    }
    Value index = builder.index(access, name, segment, wrapped(access, arguments.getFirst()));
    if (access.isWrite()) {
      builder.store(access, segment, index, arguments.getLast());
      return null;
    }
    return builder.load(access, segment, index);
  }

  /**
   * The index whose element Java takes for {@code index}: it multiplies by the element's size and
   * drops what overflows, so that {@code 1L << 61} is the same index of longs as 0.
   */
  private Value wrapped(Access access, Value index) {
    int shift = Integer.numberOfTrailingZeros(access.element().bytes());
    Range range = ranges.of(index);
    long most = Long.MAX_VALUE >> shift;
    if (!access.isIndexed() || range.isWithin(~most, most)) {
      return index;
    }
    Value distance = builder.i32(shift);
    return builder.op(Op.SHR, builder.op(Op.SHL, index, distance), distance);
  }

  /** {@code a == b} or {@code a != b} of references of type {@code type}. */
  Value compare(BinaryOperator operator, JavaType type, Value a, Value b) {
    if (type == JavaType.NULL) {
      return builder.bool(operator == BinaryOperator.EQUAL);
    }
    Value same = builder.op(Op.SAME_REFERENCE, a, b);
    return operator == BinaryOperator.EQUAL ? same : builder.op(Op.NOT, same);
  }
}
