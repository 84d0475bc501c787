package dev.lathe.ir;

import java.lang.invoke.MethodHandle;

/**
 * A lookup table: an array in a static final field, which a function reads once per call.
 *
 * @param symbol the field, as in {@code com.acme.Sine.TABLE}
 * @param type an array type
 * @param getter gives the array: a handle without parameters that returns that type; null in a
 *     function that was parsed from text, which can then not be run
 */
public record Table(String symbol, Type type, MethodHandle getter) {
  @Override
  public String toString() {
    return symbol;
  }
}
