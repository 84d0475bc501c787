package dev.lathe.opt;

import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Literal;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Pure functions as expressions, one line each: {@code (iadd (imul a 3i) b)}. Variables are {@code
 * a b c} (i32), {@code l m n} (i64), {@code f g h} (f32), {@code d e k} (f64), {@code p q r}
 * (bool), in the order of the function's parameters; constants carry their type ({@code 7i 7l
 * 0x1p0f 0x1p0d true}); compares their predicate ({@code icmp.lt}); conversions of several results
 * their type ({@code itof.f64}).
 */
final class Expressions {
  static final String VARIABLES = "abclmnfghdekpqr";
  private static final Type[] TYPES = {Type.I32, Type.I64, Type.F32, Type.F64, Type.BOOL};

  private final String text;
  private final FunctionBuilder builder;
  private int at;

  private Expressions(String text, FunctionBuilder builder) {
    this.text = text;
    this.builder = builder;
  }

  /** The function of all {@link #VARIABLES} that returns the expression {@code text}. */
  static Function parse(String text) {
    Type type = typeOf(text);
    var builder = new FunctionBuilder("f", type, params());
    builder.ret(new Expressions(text, builder).expression());
    return builder.build();
  }

  private static Type[] params() {
    var types = new Type[VARIABLES.length()];
    for (int i = 0; i < types.length; i++) {
      types[i] = TYPES[i / 3];
    }
    return types;
  }

  private static Type typeOf(String text) {
    var trial = new FunctionBuilder("f", Type.VOID, params());
    return new Expressions(text, trial).expression().type();
  }

  private Value expression() {
    skipSpaces();
    if (text.charAt(at) != '(') {
      return atom(word());
    }
    at++;
    String op = word();
    var operands = new ArrayList<Value>();
    for (skipSpaces(); text.charAt(at) != ')'; skipSpaces()) {
      operands.add(expression());
    }
    at++;
    return apply(op, operands);
  }

  private void skipSpaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private String word() {
    int start = at;
    while (at < text.length() && " ()".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private Value atom(String word) {
    if (word.length() == 1 && VARIABLES.contains(word)) {
      return builder.param(VARIABLES.indexOf(word));
    }
    if (word.equals("true") || word.equals("false")) {
      return builder.bool(word.equals("true"));
    }
    String number = word.substring(0, word.length() - 1);
    return switch (word.charAt(word.length() - 1)) {
      case 'i' -> builder.i32(Long.decode(number).intValue());
      case 'l' -> builder.i64(Long.decode(number));
      case 'f' -> builder.f32(Float.parseFloat(number));
      case 'd' -> builder.f64(Double.parseDouble(number));
      default -> throw new IllegalArgumentException(word);
    };
  }

  private Value apply(String word, List<Value> list) {
    int dot = word.indexOf('.');
    String suffix = dot < 0 ? "" : word.substring(dot + 1);
    Op op = Op.parse(dot < 0 ? word : word.substring(0, dot));
    Value[] operands = list.toArray(Value[]::new);
    return switch (op) {
      case ICMP -> {
        for (IntPredicate predicate : IntPredicate.values()) {
          if (predicate.toString().equals(suffix)) {
            yield builder.icmp(predicate, operands[0], operands[1]);
          }
        }
        throw new IllegalArgumentException(word);
      }
      case FCMP -> {
        for (FloatPredicate predicate : FloatPredicate.values()) {
          if (predicate.toString().equals(suffix)) {
            yield builder.fcmp(predicate, operands[0], operands[1]);
          }
        }
        throw new IllegalArgumentException(word);
      }
      case SEXT -> builder.convert(op, Type.I64, operands[0]);
      case ZEXT ->
          builder.convert(op, operands[0].type() == Type.BOOL ? Type.I32 : Type.I64, operands[0]);
      case TRUNC -> builder.convert(op, Type.I32, operands[0]);
      case FWIDEN -> builder.convert(op, Type.F64, operands[0]);
      case FNARROW -> builder.convert(op, Type.F32, operands[0]);
      case ITOF, FTOI, BITCAST -> builder.convert(op, Type.parse(suffix), operands[0]);
      case NONZERO ->
          builder.nonzero(
              operands[0].type() == Type.I32 ? TrapKind.DIVIDE_I32 : TrapKind.DIVIDE_I64,
              operands[0]);
      default -> builder.op(op, operands);
    };
  }

  /** The expression that {@code function}, which has one block, returns. */
  static String print(Function function) {
    var text = new StringBuilder();
    print(((Terminator.Return) function.entry().terminator()).value(), text);
    return text.toString();
  }

  private static void print(Value v, StringBuilder text) {
    switch (v.op()) {
      case PARAM -> text.append(VARIABLES.charAt(v.paramIndex()));
      case CONST -> {
        String suffix =
            switch (v.type().kind()) {
              case I32 -> "i";
              case I64 -> "l";
              case F32 -> "f";
              case F64 -> "d";
              default -> "";
            };
        text.append(Literal.print(v.type(), v.bits())).append(suffix);
      }
      default -> {
        text.append('(').append(v.op().mnemonic());
        switch (v.op()) {
          case ICMP -> text.append('.').append(v.intPredicate());
          case FCMP -> text.append('.').append(v.floatPredicate());
          case ITOF, FTOI, BITCAST -> text.append('.').append(v.type());
          default -> {}
        }
        for (int i = 0; i < v.operandCount(); i++) {
          text.append(' ');
          print(v.operand(i), text);
        }
        text.append(')');
      }
    }
  }
}
