package dev.lathe.ir;

/**
 * Why a kernel leaves by a trap: one row for each JDK operation that throws. Lathe never makes up
 * an exception; whoever raises the trap (interpreter, class-file backend, dispatcher) executes the
 * row's operation on the trap's operands and lets it throw, so class and message are the JDK's. Of
 * the constructors, the rows of the statement {@code assert} (JLS 14.10), he throws what they make.
 *
 * <p>Key of a row: text form, class, method, descriptor. The rows without a class are the operators
 * of JLS 15.17.2 and 15.17.3.
 */
public enum TrapKind {
  DIVIDE_I32("divide.i32", null, "/", "(II)I"),
  DIVIDE_I64("divide.i64", null, "/", "(JJ)J"),
  REMAINDER_I32("remainder.i32", null, "%", "(II)I"),
  REMAINDER_I64("remainder.i64", null, "%", "(JJ)J"),
  DIVIDE_UNSIGNED_I32("divideUnsigned.i32", "java/lang/Integer", "divideUnsigned", "(II)I"),
  DIVIDE_UNSIGNED_I64("divideUnsigned.i64", "java/lang/Long", "divideUnsigned", "(JJ)J"),
  REMAINDER_UNSIGNED_I32(
      "remainderUnsigned.i32", "java/lang/Integer", "remainderUnsigned", "(II)I"),
  REMAINDER_UNSIGNED_I64("remainderUnsigned.i64", "java/lang/Long", "remainderUnsigned", "(JJ)J"),
  ADD_EXACT_I32("addExact.i32", "java/lang/Math", "addExact", "(II)I"),
  ADD_EXACT_I64("addExact.i64", "java/lang/Math", "addExact", "(JJ)J"),
  SUBTRACT_EXACT_I32("subtractExact.i32", "java/lang/Math", "subtractExact", "(II)I"),
  SUBTRACT_EXACT_I64("subtractExact.i64", "java/lang/Math", "subtractExact", "(JJ)J"),
  MULTIPLY_EXACT_I32("multiplyExact.i32", "java/lang/Math", "multiplyExact", "(II)I"),
  MULTIPLY_EXACT_I64("multiplyExact.i64", "java/lang/Math", "multiplyExact", "(JJ)J"),
  INCREMENT_EXACT_I32("incrementExact.i32", "java/lang/Math", "incrementExact", "(I)I"),
  INCREMENT_EXACT_I64("incrementExact.i64", "java/lang/Math", "incrementExact", "(J)J"),
  DECREMENT_EXACT_I32("decrementExact.i32", "java/lang/Math", "decrementExact", "(I)I"),
  DECREMENT_EXACT_I64("decrementExact.i64", "java/lang/Math", "decrementExact", "(J)J"),
  NEGATE_EXACT_I32("negateExact.i32", "java/lang/Math", "negateExact", "(I)I"),
  NEGATE_EXACT_I64("negateExact.i64", "java/lang/Math", "negateExact", "(J)J"),
  ABS_EXACT_I32("absExact.i32", "java/lang/Math", "absExact", "(I)I"),
  ABS_EXACT_I64("absExact.i64", "java/lang/Math", "absExact", "(J)J"),
  TO_INT_EXACT("toIntExact", "java/lang/Math", "toIntExact", "(J)I"),
  DIVIDE_EXACT_I32("divideExact.i32", "java/lang/Math", "divideExact", "(II)I"),
  DIVIDE_EXACT_I64("divideExact.i64", "java/lang/Math", "divideExact", "(JJ)J"),
  FLOOR_DIV_EXACT_I32("floorDivExact.i32", "java/lang/Math", "floorDivExact", "(II)I"),
  FLOOR_DIV_EXACT_I64("floorDivExact.i64", "java/lang/Math", "floorDivExact", "(JJ)J"),
  CEIL_DIV_EXACT_I32("ceilDivExact.i32", "java/lang/Math", "ceilDivExact", "(II)I"),
  CEIL_DIV_EXACT_I64("ceilDivExact.i64", "java/lang/Math", "ceilDivExact", "(JJ)J"),
  UNSIGNED_MULTIPLY_EXACT_I32(
      "unsignedMultiplyExact.i32", "java/lang/Math", "unsignedMultiplyExact", "(II)I"),
  UNSIGNED_MULTIPLY_EXACT_I64(
      "unsignedMultiplyExact.i64", "java/lang/Math", "unsignedMultiplyExact", "(JJ)J"),
  POW_EXACT_I32("powExact.i32", "java/lang/Math", "powExact", "(II)I"),
  POW_EXACT_I64("powExact.i64", "java/lang/Math", "powExact", "(JI)J"),
  UNSIGNED_POW_EXACT_I32("unsignedPowExact.i32", "java/lang/Math", "unsignedPowExact", "(II)I"),
  UNSIGNED_POW_EXACT_I64("unsignedPowExact.i64", "java/lang/Math", "unsignedPowExact", "(JI)J"),
  CLAMP_I32("clamp.i32", "java/lang/Math", "clamp", "(JII)I"),
  CLAMP_I64("clamp.i64", "java/lang/Math", "clamp", "(JJJ)J"),
  CLAMP_F32("clamp.f32", "java/lang/Math", "clamp", "(FFF)F"),
  CLAMP_F64("clamp.f64", "java/lang/Math", "clamp", "(DDD)D"),
  ASSERT("assert", "java/lang/AssertionError", "<init>", "()V"),
  ASSERT_BOOL("assert.bool", "java/lang/AssertionError", "<init>", "(Z)V"),
  ASSERT_CHAR("assert.char", "java/lang/AssertionError", "<init>", "(C)V"),
  ASSERT_I32("assert.i32", "java/lang/AssertionError", "<init>", "(I)V"),
  ASSERT_I64("assert.i64", "java/lang/AssertionError", "<init>", "(J)V"),
  ASSERT_F32("assert.f32", "java/lang/AssertionError", "<init>", "(F)V"),
  ASSERT_F64("assert.f64", "java/lang/AssertionError", "<init>", "(D)V");

  private static final TrapKind[] VALUES = values();

  private final String text;
  private final String owner;
  private final String method;
  private final String descriptor;
  private final Type[] operands;

  TrapKind(String text, String owner, String method, String descriptor) {
    this.text = text;
    this.owner = owner;
    this.method = method;
    this.descriptor = descriptor;
    this.operands = new Type[descriptor.indexOf(')') - 1];
    for (int i = 0; i < operands.length; i++) {
      operands[i] =
          switch (descriptor.charAt(i + 1)) {
            case 'Z' -> Type.BOOL;
            case 'C', 'I' -> Type.I32;
            case 'J' -> Type.I64;
            case 'F' -> Type.F32;
            default -> Type.F64;
          };
    }
  }

  /** The kind of that text form, or null. */
  static TrapKind parse(String text) {
    for (TrapKind kind : VALUES) {
      if (kind.text.equals(text)) {
        return kind;
      }
    }
    return null;
  }

  /** How many there are. */
  static int count() {
    return VALUES.length;
  }

  static TrapKind at(int ordinal) {
    return VALUES[ordinal];
  }

  /** The JDK class with slashes, or null for the operators {@code /} and {@code %}. */
  public String owner() {
    return owner;
  }

  /** The static method of {@link #owner}, {@code <init>} for a constructor, or the operator. */
  public String method() {
    return method;
  }

  /** The operation's method descriptor. */
  public String descriptor() {
    return descriptor;
  }

  /** True if the operation makes a throwable, which is to be thrown. */
  public boolean isConstructor() {
    return ordinal() >= ASSERT.ordinal(); // the last rows
  }

  /** True for what throws whenever its second operand is 0: what a {@link Op#NONZERO} traps as. */
  boolean isDivision() {
    return ordinal() <= REMAINDER_UNSIGNED_I64.ordinal(); // the first rows
  }

  /** How many operands the operation takes. */
  public int arity() {
    return operands.length;
  }

  /** The type of operand {@code index}. */
  public Type operand(int index) {
    return operands[index];
  }

  /**
   * Executes the operation. It throws where the kernel was right to trap; the result of an
   * operation that does not throw is lost.
   *
   * @param a the {@link Value#bits} of operand 0; likewise {@code b} and {@code c}, ignored where
   *     there is none
   */
  public void perform(long a, long b, long c) {
    int i = (int) a;
    int j = (int) b;
    var _ =
        switch (this) {
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

  @Override
  public String toString() {
    return text;
  }
}
