package dev.lathe.vector;

import dev.lathe.ir.Heap;
import dev.lathe.ir.Type;
import dev.lathe.testing.Engine;
import dev.lathe.testing.Outcome;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.IdentityHashMap;

/** A call with given arguments: what is the same array in them is so in the call. */
final class GivenCall {
  private GivenCall() {}

  /**
   * What comes of a call with copies of {@code arguments}, and what arrays are then; NaNs alike.
   */
  static String run(Type result, Engine.Kernel kernel, Object[] arguments) {
    var copies = new IdentityHashMap<Object, Object>();
    var heap = new Heap();
    var given = new Object[arguments.length];
    var bits = new long[arguments.length];
    for (int i = 0; i < bits.length; i++) {
      Object argument = arguments[i];
      boolean array = argument != null && argument.getClass().isArray();
      given[i] = array ? copies.computeIfAbsent(argument, GivenCall::copy) : argument;
      bits[i] =
          switch (argument) {
            case Integer number -> number;
            case Long number -> number;
            case Float number -> Float.floatToRawIntBits(number) & 0xFFFF_FFFFL;
            case Double number -> Double.doubleToRawLongBits(number);
            case null, default -> heap.add(given[i]);
          };
    }
    Outcome outcome = Outcome.of(kernel, heap, bits);
    String first = outcome.describe(result);
    return (first.startsWith("nan") ? "nan" : first) + Arrays.deepToString(given);
  }

  private static Object copy(Object array) {
    int length = Array.getLength(array);
    Object copy = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, copy, 0, length);
    return copy;
  }
}
