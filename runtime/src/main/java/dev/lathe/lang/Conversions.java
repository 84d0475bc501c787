package dev.lathe.lang;

import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/** The conversions of JLS 5.1.2 to 5.1.5 in IR. */
final class Conversions {
  private Conversions() {}

  /** {@code value} of type {@code from}, cast to {@code to}. */
  static Value convert(FunctionBuilder builder, Value value, JavaType from, JavaType to) {
    if (from == to || from.isNarrow() && from.widensTo(to) && to.promoted() == JavaType.INT) {
      return value;
    }
    if (from == JavaType.NULL) {
      return builder.nullOf(to.ir());
    }
    return switch (to) {
      case BYTE -> builder.op(Op.SEXT8, toInt(builder, value, from));
      case SHORT -> builder.op(Op.SEXT16, toInt(builder, value, from));
      case CHAR -> builder.op(Op.ZEXT16, toInt(builder, value, from));
      case INT -> toInt(builder, value, from);
      case LONG -> builder.convert(from.isFloating() ? Op.FTOI : Op.SEXT, Type.I64, value);
      case FLOAT -> builder.convert(from.isFloating() ? Op.FNARROW : Op.ITOF, Type.F32, value);
      case DOUBLE -> builder.convert(from.isFloating() ? Op.FWIDEN : Op.ITOF, Type.F64, value);
      default -> throw new IllegalArgumentException(from + " to " + to);
    };
  }

  /** Narrowing to byte, short and char goes by way of int, from float and double too. */
  private static Value toInt(FunctionBuilder builder, Value value, JavaType from) {
    return switch (from) {
      case LONG -> builder.convert(Op.TRUNC, Type.I32, value);
      case FLOAT, DOUBLE -> builder.convert(Op.FTOI, Type.I32, value);
      default -> value;
    };
  }
}
