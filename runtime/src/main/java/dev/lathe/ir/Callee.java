package dev.lathe.ir;

import java.util.List;

/**
 * A function that another one calls: its name in a {@link Module}, and its types.
 *
 * <p>Symbols of kernels are {@code com.acme.Gcd.gcd(II)I} (the interface's binary name, the method,
 * its Java descriptor), or {@code this.gcd(II)I} for a call on the implementing object. The IR
 * itself takes any text.
 *
 * @param result {@link Type#VOID} for none
 */
public record Callee(String symbol, Type result, List<Type> params) {
  public Callee {
    params = List.copyOf(params);
    if (symbol.isEmpty() || params.contains(Type.VOID)) {
      throw new IrException("no function can be called by the name '" + symbol + "' so");
    }
  }

  public Callee(String symbol, Type result, Type... params) {
    this(symbol, result, List.of(params));
  }

  /** True if these are its types. Not the record's equals, which would link a bootstrap method. */
  boolean hasTypes(Type result, List<Type> params) {
    return this.result == result && this.params.equals(params);
  }

  /** Why {@code operands} and a result of {@code type} do not fit, or null if they do. */
  String typeError(Type type, Value[] operands) {
    if (operands.length != params.size()) {
      return symbol + " takes " + params.size() + " arguments, not " + operands.length;
    }
    for (int i = 0; i < operands.length; i++) {
      if (operands[i].type() != params.get(i)) {
        String needs = " needs " + params.get(i) + " as argument " + i + ", not ";
        return symbol + needs + operands[i].type();
      }
    }
    return type == result ? null : "a call of " + symbol + " is " + result + ", not " + type;
  }

  /** The declaration in the text form: {@code %"this.gcd(II)I"(i32, i32) -> i32}. */
  @Override
  public String toString() {
    return IrPrinter.print(this);
  }
}
