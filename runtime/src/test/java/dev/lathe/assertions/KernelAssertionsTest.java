package dev.lathe.assertions;

import static dev.lathe.assertions.KernelAssertions.assertSameBits;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.kernels.ArithmeticJit;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Those about loops are tested where there are classes with loops: in the processor. */
class KernelAssertionsTest {
  @Test
  void equalBitsPass() {
    assertSameBits(null, null);
    assertSameBits(1, 1);
    assertSameBits(Double.NaN, Double.longBitsToDouble(0x7ff8_0000_0000_0001L));
    assertSameBits(
        new float[] {-0.0f, Float.NaN}, new float[] {-0.0f, Float.intBitsToFloat(0x7fc0_0001)});
    assertSameBits(new boolean[] {true}, new boolean[] {true});
    assertSameBits(
        MemorySegment.ofArray(new int[] {1, 2}), MemorySegment.ofArray(new int[] {1, 2}));
  }

  @Test
  void theFirstDifferenceIsTold() {
    differ(0.0, -0.0, "is -0.0 (0x8000000000000000), expected 0.0 (0x0000000000000000)");
    differ(1f, 2f, "is 2.0 (0x40000000), expected 1.0 (0x3f800000)");
    differ(new int[] {1, 2, 3}, new int[] {1, 5, 6}, "[1] is 5, expected 2");
    differ(new int[2], new int[3], "expected 2 elements, but there are 3");
    differ(new int[2], new long[2], "expected int[], but was long[]");
    differ(1, null, "expected 1, but was null");
    differ(
        MemorySegment.ofArray(new byte[] {1, 2}),
        MemorySegment.ofArray(new byte[] {1, 3}),
        "byte 1 is 3, expected 2");
    differ(
        MemorySegment.ofArray(new byte[2]),
        MemorySegment.ofArray(new byte[1]),
        "expected 2 bytes, but there are 1");
  }

  @Test
  void kernelsWithoutLoopsAreNotVectorized() {
    assertThatThrownBy(() -> KernelAssertions.assertVectorized(ArithmeticJit.class, "div"))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "there is no loop that could be SIMD code:\n"
                + "dev.lathe.kernels.Arithmetic.div(II)I: native");
  }

  private static void differ(Object expected, Object actual, String message) {
    assertThatThrownBy(() -> assertSameBits(expected, actual))
        .isInstanceOf(AssertionError.class)
        .hasMessage(message);
  }
}
