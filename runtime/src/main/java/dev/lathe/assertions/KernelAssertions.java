package dev.lathe.assertions;

import dev.lathe.KernelReport;
import dev.lathe.Lathe;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Assertions about kernels, for any test framework: each throws an {@link AssertionError} that says
 * what is the case instead.
 *
 * <pre>{@code
 * Filters kernels = FiltersJit.create();
 * Filters java = new Filters() {}; // the same bodies as plain Java
 * assertVectorized(kernels, "smooth");
 * assertSameBits(java.norm(data), kernels.norm(data));
 * }</pre>
 */
public final class KernelAssertions {
  private KernelAssertions() {}

  /**
   * Asserts that all loops over arrays and segments are SIMD code on this host: of each kernel that
   * is named, which must have one, or else of all kernels.
   *
   * @param kernels an instance of a generated class, or the class
   * @param methods names of kernels; of overloads at least one must have a loop
   * @throws dev.lathe.LatheException if there is no such kernel
   */
  public static void assertVectorized(Object kernels, String... methods) {
    Class<?> generated = kernels instanceof Class<?> type ? type : kernels.getClass();
    if (methods.length == 0) {
      check(Lathe.report(generated));
    }
    for (String method : methods) {
      check(Lathe.report(generated, method));
    }
  }

  private static void check(List<KernelReport> reports) {
    var scalar = new ArrayList<KernelReport>();
    boolean hasLoops = false;
    for (KernelReport report : reports) {
      hasLoops |= !report.loops().isEmpty();
      if (!report.loops().isEmpty() && !report.isVectorized()) {
        scalar.add(report);
      }
    }
    if (!scalar.isEmpty()) {
      throw new AssertionError("not all loops are SIMD code:" + lines(scalar));
    }
    if (!hasLoops) {
      throw new AssertionError("there is no loop that could be SIMD code:" + lines(reports));
    }
  }

  private static String lines(List<KernelReport> reports) {
    var text = new StringBuilder();
    for (KernelReport report : reports) {
      text.append('\n').append(report);
    }
    return text.toString();
  }

  /**
   * Asserts that two results are the same to the bit, as kernels promise: -0.0 is not 0.0, and any
   * NaN is any other.
   *
   * @param expected a boxed primitive, an array of primitives, a {@link MemorySegment}, whose bytes
   *     count, or null
   * @param actual of the same type
   */
  public static void assertSameBits(Object expected, Object actual) {
    if (expected == null || actual == null) {
      if (expected != actual) {
        throw new AssertionError("expected " + expected + ", but was " + actual);
      }
      return;
    }
    if (expected instanceof MemorySegment first && actual instanceof MemorySegment second) {
      compare(first, second);
      return;
    }
    if (expected.getClass() != actual.getClass()) {
      throw new AssertionError(
          "expected %s, but was %s"
              .formatted(expected.getClass().getTypeName(), actual.getClass().getTypeName()));
    }
    if (!expected.getClass().isArray()) {
      if (!expected.equals(actual)) {
        throw new AssertionError(difference("", expected, actual));
      }
      return;
    }
    int length = Array.getLength(expected);
    if (length != Array.getLength(actual)) {
      throw new AssertionError(
          "expected %d elements, but there are %d".formatted(length, Array.getLength(actual)));
    }
    for (int i = 0; i < length; i++) {
      Object element = Array.get(expected, i);
      if (!Objects.equals(element, Array.get(actual, i))) { // of boxes: by bits, NaN equals NaN
        throw new AssertionError(difference("[" + i + "] ", element, Array.get(actual, i)));
      }
    }
  }

  private static void compare(MemorySegment expected, MemorySegment actual) {
    long at = expected.mismatch(actual);
    if (at < 0) {
      return;
    }
    if (expected.byteSize() != actual.byteSize()) {
      throw new AssertionError(
          "expected %d bytes, but there are %d".formatted(expected.byteSize(), actual.byteSize()));
    }
    throw new AssertionError(
        difference(
            "byte " + at + " ",
            expected.get(ValueLayout.JAVA_BYTE, at),
            actual.get(ValueLayout.JAVA_BYTE, at)));
  }

  private static String difference(String where, Object expected, Object actual) {
    return where + "is " + text(actual) + ", expected " + text(expected);
  }

  private static String text(Object value) {
    if (value instanceof Double number) {
      return "%s (0x%016x)".formatted(number, Double.doubleToRawLongBits(number));
    }
    if (value instanceof Float number) {
      return "%s (0x%08x)".formatted(number, Float.floatToRawIntBits(number));
    }
    return String.valueOf(value);
  }
}
