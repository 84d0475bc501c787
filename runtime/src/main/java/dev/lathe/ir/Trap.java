package dev.lathe.ir;

/**
 * Raises the exception of a trap: executes the JDK operation of a {@link TrapKind} on the trap's
 * operands and lets it throw.
 */
public final class Trap {
  private Trap() {}

  /**
   * Executes the operation of {@code kind}. It throws where the kernel was right to trap; the
   * result of an operation that does not throw is lost.
   *
   * @param a the {@link Value#bits} of operand 0; likewise {@code b} and {@code c}, ignored where
   *     there is none
   */
  public static void perform(TrapKind kind, long a, long b, long c) {
    int i = (int) a;
    int j = (int) b;
    var _ =
        switch (kind) {
          case DIVIDE_I32 -> i / j;
          case DIVIDE_I64 -> a / b;
          case REMAINDER_I32 -> i % j;
          case REMAINDER_I64 -> a % b;
          case DIVIDE_UNSIGNED_I32 -> Integer.divideUnsigned(i, j);
          case DIVIDE_UNSIGNED_I64 -> Long.divideUnsigned(a, b);
          case REMAINDER_UNSIGNED_I32 -> Integer.remainderUnsigned(i, j);
          case REMAINDER_UNSIGNED_I64 -> Long.remainderUnsigned(a, b);
          case ADD_EXACT_I32 -> Math.addExact(i, j);
          case ADD_EXACT_I64 -> Math.addExact(a, b);
          case SUBTRACT_EXACT_I32 -> Math.subtractExact(i, j);
          case SUBTRACT_EXACT_I64 -> Math.subtractExact(a, b);
          case MULTIPLY_EXACT_I32 -> Math.multiplyExact(i, j);
          case MULTIPLY_EXACT_I64 -> Math.multiplyExact(a, b);
          case INCREMENT_EXACT_I32 -> Math.incrementExact(i);
          case INCREMENT_EXACT_I64 -> Math.incrementExact(a);
          case DECREMENT_EXACT_I32 -> Math.decrementExact(i);
          case DECREMENT_EXACT_I64 -> Math.decrementExact(a);
          case NEGATE_EXACT_I32 -> Math.negateExact(i);
          case NEGATE_EXACT_I64 -> Math.negateExact(a);
          case ABS_EXACT_I32 -> Math.absExact(i);
          case ABS_EXACT_I64 -> Math.absExact(a);
          case TO_INT_EXACT -> Math.toIntExact(a);
          case DIVIDE_EXACT_I32 -> Math.divideExact(i, j);
          case DIVIDE_EXACT_I64 -> Math.divideExact(a, b);
          case FLOOR_DIV_EXACT_I32 -> Math.floorDivExact(i, j);
          case FLOOR_DIV_EXACT_I64 -> Math.floorDivExact(a, b);
          case CEIL_DIV_EXACT_I32 -> Math.ceilDivExact(i, j);
          case CEIL_DIV_EXACT_I64 -> Math.ceilDivExact(a, b);
          case UNSIGNED_MULTIPLY_EXACT_I32 -> Math.unsignedMultiplyExact(i, j);
          case UNSIGNED_MULTIPLY_EXACT_I64 -> Math.unsignedMultiplyExact(a, b);
          case POW_EXACT_I32 -> Math.powExact(i, j);
          case POW_EXACT_I64 -> Math.powExact(a, j);
          case UNSIGNED_POW_EXACT_I32 -> Math.unsignedPowExact(i, j);
          case UNSIGNED_POW_EXACT_I64 -> Math.unsignedPowExact(a, j);
          case CLAMP_I32 -> Math.clamp(a, j, (int) c);
          case CLAMP_I64 -> Math.clamp(a, b, c);
          case CLAMP_F32 -> Math.clamp(float32(a), float32(b), float32(c));
          case CLAMP_F64 -> Math.clamp(float64(a), float64(b), float64(c));
          case ASSERT -> throw new AssertionError();
          case ASSERT_BOOL -> throw new AssertionError(i != 0);
          case ASSERT_CHAR -> throw new AssertionError((char) a);
          case ASSERT_I32 -> throw new AssertionError(i);
          case ASSERT_I64 -> throw new AssertionError(a);
          case ASSERT_F32 -> throw new AssertionError(float32(a));
          case ASSERT_F64 -> throw new AssertionError(float64(a));
        };
  }

  private static float float32(long bits) {
    return Float.intBitsToFloat((int) bits);
  }

  private static double float64(long bits) {
    return Double.longBitsToDouble(bits);
  }
}
