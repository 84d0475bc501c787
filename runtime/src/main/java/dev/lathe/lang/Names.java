package dev.lathe.lang;

import java.util.List;
import java.util.Map;

/**
 * What a text may name besides its own variables and methods and those of the JDK, as it names
 * them.
 *
 * @param tables types of lookup tables: {@code com.acme.Sine.TABLE}
 * @param methods overloads: {@code scale}, {@code Exp.scale}
 * @param constants values: {@code LN2}, {@code Log.LN2}
 */
public record Names(
    Map<String, JavaType> tables,
    Map<String, List<CalledMethod>> methods,
    Map<String, Constant> constants) {
  static final Names NONE = new Names(Map.of(), Map.of(), Map.of());
}
