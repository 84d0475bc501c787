package dev.lathe.lang;

import java.lang.reflect.Array;

/** Makes arrays by the name of their element type. */
final class EdgeArrays {
  private EdgeArrays() {}

  static Object of(String element, int length) {
    return Array.newInstance(
        JavaType.of(element).array().ir().element().arrayClass().componentType(), length);
  }

  /** {@code array[index] = value}, cast to the element's type. */
  static void set(Object array, int index, int value) {
    switch (array) {
      case byte[] a -> a[index] = (byte) value;
      case short[] a -> a[index] = (short) value;
      case char[] a -> a[index] = (char) value;
      case int[] a -> a[index] = value;
      case long[] a -> a[index] = value * 0x1_0000_0001L;
      case float[] a -> a[index] = value * 0.3f;
      case double[] a -> a[index] = value * 0.1;
      default -> throw new IllegalArgumentException();
    }
  }
}
