package dev.lathe.lang;

import java.util.List;

/**
 * The constants of {@code java.lang} that a kernel from text may name, such as Integer.MAX_VALUE.
 */
final class JdkConstants {
  private static final List<Class<?>> CLASSES =
      List.of(
          Math.class,
          StrictMath.class,
          Integer.class,
          Long.class,
          Short.class,
          Byte.class,
          Character.class,
          Float.class,
          Double.class,
          Boolean.class);

  private JdkConstants() {}

  /** The full name of a class written {@code name}: those listed are imported, as in Java. */
  static String fullName(String name) {
    for (Class<?> type : CLASSES) {
      if (type.getSimpleName().equals(name)) {
        return type.getName();
      }
    }
    return name;
  }

  /** The value of a constant field of primitive type, or null. */
  static Constant find(String owner, String name) {
    for (Class<?> type : CLASSES) {
      if (type.getName().equals(owner)) {
        try {
          return Constant.ofBox(type.getField(name).get(null));
        } catch (ReflectiveOperationException | NullPointerException none) {
          return null; // no such field, or not a static one
        }
      }
    }
    return null;
  }
}
