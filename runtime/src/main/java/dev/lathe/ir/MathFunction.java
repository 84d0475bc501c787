package dev.lathe.ir;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * What an {@link Op#MATH} computes, one row each: the name in the text form and the body, a method
 * of {@code dev.lathe.math}.
 *
 * <p>Names are those of {@link Math}'s methods. One with {@code .fast} has a larger error, 1.1 ulp,
 * one with {@code .float} takes floats and gives what {@code (float) Math.f(x)} does; {@code
 * strict.} is {@link StrictMath}'s.
 */
public enum MathFunction {
  EXP("exp", 1, "Exp.exp"),
  LOG("log", 1, "Log.log"),
  SIN("sin", 1, "Sine.sin"),
  SIN_FAST("sin.fast", 1, "Sine.sinFast"),
  COS("cos", 1, "Sine.cos"),
  COS_FAST("cos.fast", 1, "Sine.cosFast"),
  TAN("tan", 1, "Sine.tan"),
  POW("pow", 2, "Pow.pow"),
  CBRT("cbrt", 1, "Cbrt.cbrt"),
  ASIN("asin", 1, "Arc.asin"),
  ACOS("acos", 1, "Arc.acos"),
  ATAN("atan", 1, "Arc.atan"),
  ATAN2("atan2", 2, "Arc.atan2"),
  SINH("sinh", 1, "Hyperbolic.sinh"),
  COSH("cosh", 1, "Hyperbolic.cosh"),
  TANH("tanh", 1, "Hyperbolic.tanh"),
  EXPM1("expm1", 1, "Expm1.expm1"),
  LOG1P("log1p", 1, "Log1p.log1p"),
  LOG10("log10", 1, "Log10.log10"),
  HYPOT("hypot", 2, "Hypot.hypot"),
  LOG_FLOAT("log.float", 1, "Floats.log"),
  LOG10_FLOAT("log10.float", 1, "Floats.log10"),
  SIN_FLOAT("sin.float", 1, "Floats.sin"),
  COS_FLOAT("cos.float", 1, "Floats.cos"),
  TAN_FLOAT("tan.float", 1, "Floats.tan"),
  EXP_FAST_FLOAT("exp.fast.float", 1, "FastFloats.exp"),
  LOG_FAST_FLOAT("log.fast.float", 1, "FastFloats.log"),
  SIN_FAST_FLOAT("sin.fast.float", 1, "FastFloats.sin"),
  COS_FAST_FLOAT("cos.fast.float", 1, "FastFloats.cos"),
  HYPOT_FLOAT("hypot.float", 2, "Floats.hypot"),
  STRICT_EXP("strict.exp", 1, "StrictExp.exp"),
  STRICT_EXPM1("strict.expm1", 1, "StrictExp.expm1"),
  STRICT_LOG("strict.log", 1, "StrictLog.log"),
  STRICT_LOG10("strict.log10", 1, "StrictLog.log10"),
  STRICT_LOG1P("strict.log1p", 1, "StrictLog.log1p"),
  STRICT_CBRT("strict.cbrt", 1, "StrictRoots.cbrt"),
  STRICT_HYPOT("strict.hypot", 2, "StrictRoots.hypot"),
  STRICT_ASIN("strict.asin", 1, "StrictArc.asin"),
  STRICT_ACOS("strict.acos", 1, "StrictArc.acos"),
  STRICT_ATAN("strict.atan", 1, "StrictArc.atan"),
  STRICT_ATAN2("strict.atan2", 2, "StrictArc.atan2"),
  STRICT_SINH("strict.sinh", 1, "StrictHyperbolic.sinh"),
  STRICT_COSH("strict.cosh", 1, "StrictHyperbolic.cosh"),
  STRICT_TANH("strict.tanh", 1, "StrictHyperbolic.tanh"),
  STRICT_POW("strict.pow", 2, "StrictPow.pow"),
  STRICT_SIN("strict.sin", 1, "StrictSine.sin"),
  STRICT_COS("strict.cos", 1, "StrictSine.cos"),
  STRICT_TAN("strict.tan", 1, "StrictSine.tan");

  private static final MathFunction[] ALL = values();
  private static final Map<String, MathFunction> BY_NAME = new HashMap<>();

  static {
    for (MathFunction function : ALL) {
      BY_NAME.put(function.text, function);
    }
  }

  private final String text;
  private final int parameters;
  private final String owner;
  private final String method;
  private MethodHandle handle; // found when it is needed; racing threads find the same

  MathFunction(String text, int parameters, String body) {
    int dot = body.indexOf('.');
    this.text = text;
    this.parameters = parameters;
    this.owner = "dev.lathe.math." + body.substring(0, dot);
    this.method = body.substring(dot + 1);
  }

  /** The function of that name in the text form, or null. */
  public static MathFunction parse(String text) {
    return BY_NAME.get(text);
  }

  static MathFunction at(int ordinal) {
    return ALL[ordinal];
  }

  static int count() {
    return ALL.length;
  }

  /** How many operands it has. */
  public int parameters() {
    return parameters;
  }

  /** The type of the operands and the result. */
  public Type type() {
    return text.endsWith(".float") ? Type.F32 : Type.F64;
  }

  /** The class that has the body. */
  public String owner() {
    return owner;
  }

  /** The name of the body, a static method whose types are the function's. */
  public String method() {
    return method;
  }

  /** See {@link Value#typeError}; the operands have one type, which is the result's. */
  String typeError(Type type, int operands) {
    if (operands != parameters) {
      return text + " takes " + parameters + " operands, not " + operands;
    }
    return type == type() ? null : text + " is of " + type() + ", not of " + type;
  }

  /** The result's bits for those of the operands; {@code b} is not looked at if there is one. */
  long evaluate(long a, long b) {
    try {
      if (type() == Type.F32) {
        float x = Float.intBitsToFloat((int) a);
        float y = Float.intBitsToFloat((int) b);
        float result =
            parameters == 1 ? (float) handle().invokeExact(x) : (float) handle().invokeExact(x, y);
        return Float.floatToRawIntBits(result) & 0xFFFF_FFFFL;
      }
      double x = Double.longBitsToDouble(a);
      double y = Double.longBitsToDouble(b);
      double result =
          parameters == 1 ? (double) handle().invokeExact(x) : (double) handle().invokeExact(x, y);
      return Double.doubleToRawLongBits(result);
    } catch (Throwable e) {
      throw new AssertionError(text, e); // bodies throw nothing
    }
  }

  private MethodHandle handle() throws ReflectiveOperationException {
    if (handle == null) {
      Class<?> carrier = type() == Type.F32 ? float.class : double.class;
      var type = MethodType.methodType(carrier, Collections.nCopies(parameters, carrier));
      handle = MethodHandles.lookup().findStatic(Class.forName(owner), method, type);
    }
    return handle;
  }

  /** The name in the text form. */
  @Override
  public String toString() {
    return text;
  }
}
