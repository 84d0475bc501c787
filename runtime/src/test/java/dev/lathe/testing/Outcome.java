package dev.lathe.testing;

import dev.lathe.ir.Heap;
import dev.lathe.ir.Literal;
import dev.lathe.ir.Type;

/**
 * What a call came to: a result or an exception.
 *
 * @param bits the result as {@code Value.bits}; 0 for an exception and for void
 * @param exception the exception, or null
 */
public record Outcome(long bits, Throwable exception) {
  public static Outcome of(Engine.Kernel kernel, long... arguments) {
    return of(kernel, new Heap(), arguments);
  }

  /** The same; arguments that are references are numbers of {@code heap}. */
  public static Outcome of(Engine.Kernel kernel, Heap heap, long... arguments) {
    try {
      return new Outcome(kernel.call(heap, arguments), null);
    } catch (Throwable e) {
      return new Outcome(0, e);
    }
  }

  /** True for the same result, NaNs being equal, and for exceptions of equal class and message. */
  public boolean isSame(Type type, Outcome other) {
    return exception == null && other.exception == null
        ? EdgeValues.same(type, bits, other.bits)
        : describe(type).equals(other.describe(type));
  }

  /** The result as a literal, or class and message of the exception, without addresses. */
  public String describe(Type type) {
    return exception != null
        ? Messages.withoutAddresses(exception.toString())
        : type == Type.VOID ? "void" : Literal.print(type, bits);
  }
}
