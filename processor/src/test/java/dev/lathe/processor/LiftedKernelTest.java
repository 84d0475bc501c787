package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lifted kernels against the loops that they stand for. */
class LiftedKernelTest {
  private static final String KERNELS =
      """
      import dev.lathe.Jit;
      import java.lang.foreign.MemorySegment;

      public interface K {
        @Jit default int divide(int a, int b) { return a / b; }
        @Jit void divide(int[] a, int b, int[] out);
        @Jit void divide(int[] a, int[] b, int[] out);
        @Jit void divide(int a, int[] b, int[] out, int from, int to);
        @Jit void divide(MemorySegment a, MemorySegment b, MemorySegment out);
        @Jit void divide(MemorySegment a, int b, int[] out, int from, int to);
        @Jit void divide(int[] a, MemorySegment b, MemorySegment out);

        @Jit default byte mix(byte a, boolean b, char c, short i, float length) {
          return (byte) (a + (b ? c : i) + (int) length);
        }
        @Jit void mix(byte[] a, boolean b, char[] c, short i, float[] length, byte[] out);

        @Jit static boolean less(long a, double b) { return a < b; }
        @Jit void less(MemorySegment a, double b, MemorySegment self);

        @Jit default byte less(long a, double b, int c) { return (byte) (a + b + c); }
      }
      """;

  private static Class<?> type;
  private static Object kernels;

  @BeforeAll
  static void compile() throws Exception {
    CompiledClasses classes = TestCompiler.classes(KERNELS);
    type = classes.load("K");
    kernels = classes.load("KJit").getMethod("create").invoke(null);
  }

  private static void call(String name, Object... arguments) throws Throwable {
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name)
          && method.getReturnType() == void.class
          && takes(method.getParameterTypes(), arguments)) {
        try {
          method.invoke(kernels, arguments);
        } catch (InvocationTargetException e) {
          throw e.getCause();
        }
        return;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static boolean takes(Class<?>[] types, Object[] arguments) {
    boolean takes = types.length == arguments.length;
    for (int i = 0; takes && i < types.length; i++) {
      takes =
          types[i].isPrimitive()
              ? !(arguments[i] instanceof MemorySegment) && !arguments[i].getClass().isArray()
              : types[i].isInstance(arguments[i]);
    }
    return takes;
  }

  private static int[] ints(MemorySegment segment) {
    return segment.toArray(ValueLayout.JAVA_INT_UNALIGNED);
  }

  @Test
  void everyElementIsComputed() throws Throwable {
    int[] a = {7, 8, -9};
    int[] out = new int[3];
    call("divide", a, 2, out);
    assertThat(out).containsExactly(3, 4, -4);
    call("divide", a, new int[] {1, -2, 3}, out);
    assertThat(out).containsExactly(7, -4, -3);
    byte[] bytes = new byte[2];
    call(
        "mix",
        new byte[] {1, 2},
        true,
        new char[] {'a', 'b'},
        (short) 9,
        new float[] {1, 2},
        bytes);
    assertThat(bytes).containsExactly(1 + 'a' + 1, 2 + 'b' + 2);
  }

  @Test
  void segmentsOfAnyAlignmentHoldElements() throws Throwable {
    MemorySegment bytes = MemorySegment.ofArray(new byte[13]).asSlice(1);
    MemorySegment.copy(MemorySegment.ofArray(new int[] {12, 13, 14}), 0, bytes, 0, 12);
    MemorySegment divisors = MemorySegment.ofArray(new int[] {1, 2, 3});
    MemorySegment out = MemorySegment.ofArray(new byte[12]);
    call("divide", bytes, divisors, out);
    assertThat(ints(out)).containsExactly(12, 6, 4);
    call("divide", new int[] {9, 9, 9}, divisors, out);
    assertThat(ints(out)).containsExactly(9, 4, 3);
    MemorySegment truths = MemorySegment.ofArray(new byte[2]);
    call("less", MemorySegment.ofArray(new long[] {1, 3}), 2.5, truths);
    assertThat(truths.toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 0);
  }

  @Test
  void aRangeIsComputedAndTheRestIsLeft() throws Throwable {
    int[] out = {-1, -1, -1, -1};
    call("divide", 12, new int[] {0, 2, 3, 0, 0}, out, 1, 3);
    assertThat(out).containsExactly(-1, 6, 4, -1);
    call("divide", MemorySegment.ofArray(new int[] {9, 10}), 3, out, 0, 2);
    assertThat(out).containsExactly(3, 3, 4, -1);
    call("divide", 12, new int[0], out, 0, 0);
    assertThat(out).containsExactly(3, 3, 4, -1);
  }

  @Test
  void theResultsMayReplaceAnInput() throws Throwable {
    int[] a = {6, 9};
    call("divide", a, 3, a);
    assertThat(a).containsExactly(2, 3);
    call("divide", a, a, a);
    assertThat(a).containsExactly(1, 1);
    int[] overlapping = {1, 2, 4, 8};
    MemorySegment all = MemorySegment.ofArray(overlapping);
    MemorySegment ones = MemorySegment.ofArray(new int[] {1, 1, 1});
    call("divide", all.asSlice(0, 12), ones, all.asSlice(4));
    assertThat(overlapping).as("in ascending order").containsExactly(1, 1, 1, 1);
  }

  @Test
  void nothingIsComputedOfNothing() throws Throwable {
    call("divide", new int[0], new int[0], new int[0]);
    call("divide", MemorySegment.NULL, MemorySegment.NULL, MemorySegment.NULL);
  }

  @Test
  void anExceptionLeavesWhatWasWritten() {
    int[] out = new int[3];
    assertThatThrownBy(() -> call("divide", new int[] {4, 4, 4}, new int[] {2, 0, 2}, out))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("/ by zero");
    assertThat(out).containsExactly(2, 0, 0);
  }

  @Test
  void otherLengthsAreRefusedBeforeAnythingIsWritten() {
    int[] out = new int[3];
    assertThatThrownBy(() -> call("divide", new int[4], 1, out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a has 4 elements and out has 3");
    assertThatThrownBy(() -> call("divide", new int[3], new int[2], out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("b has 2 elements and out has 3");
    MemorySegment odd = MemorySegment.ofArray(new byte[11]);
    assertThatThrownBy(() -> call("divide", new int[3], odd, odd))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("out has 11 bytes, and elements have 4");
    assertThatThrownBy(() -> call("divide", 1, new int[] {1, 1}, out, 1, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("b has 2 elements, not those of range [1, 3)");
    assertThatThrownBy(() -> call("divide", 1, new int[] {1, 1, 1, 1}, out, 3, 4))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("out has 3 elements, not those of range [3, 4)");
    assertThatThrownBy(() -> call("divide", 1, new int[] {1, 1, 1, 1}, out, -1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> call("divide", 1, new int[] {1, 1, 1, 1}, out, 2, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(out).containsOnly(0);
  }

  @Test
  void nullIsRefused() throws Exception {
    Method divide = type.getMethod("divide", int[].class, int[].class, int[].class);
    for (int missing = 0; missing < 3; missing++) {
      Object[] arguments = {new int[] {1}, new int[] {1}, new int[] {7}};
      arguments[missing] = null;
      assertThatThrownBy(() -> divide.invoke(kernels, arguments))
          .hasCauseInstanceOf(NullPointerException.class);
      assertThat(arguments[2]).isIn((Object) null, new int[] {7});
    }
  }

  @Test
  void theLoopInJavaDoesTheSame() throws Exception {
    List<String> compared = new ArrayList<>();
    for (Class<?> holder : kernels.getClass().getDeclaredClasses()) {
      for (Method body : holder.getDeclaredMethods()) {
        if (body.getName().equals("body")
            && !Arrays.asList(body.getParameterTypes()).contains(MemorySegment.class)) {
          body.setAccessible(true);
          Class<?>[] types = body.getParameterTypes();
          Object[] arguments = new Object[types.length];
          for (int i = 1; i < types.length; i++) {
            Object[] values = EdgeValues.of(types[i]);
            arguments[i] = values[types[i].isArray() ? 3 : 1]; // arrays of three
          }
          if (types[types.length - 1] == int.class) {
            arguments[types.length - 2] = 0;
            arguments[types.length - 1] = 2;
          }
          Object[] copy = Memories.copy(arguments);
          arguments[0] = kernels;
          Object thrown = outcome(() -> body.invoke(null, arguments));
          Method kernel = method(holder, types);
          Object actual =
              outcome(() -> kernel.invoke(kernels, Arrays.copyOfRange(copy, 1, copy.length)));
          assertThat(actual).isEqualTo(thrown);
          assertThat(Memories.contents(copy)).isEqualTo(Memories.contents(arguments));
          compared.add(holder.getSimpleName());
        }
      }
    }
    assertThat(compared).hasSize(4);
  }

  private static Method method(Class<?> holder, Class<?>[] types) throws NoSuchMethodException {
    String name = holder.getSimpleName().replaceFirst("_.*", "");
    return type.getMethod(name, Arrays.copyOfRange(types, 1, types.length));
  }

  private interface Action {
    Object run() throws Exception;
  }

  private static Object outcome(Action action) throws Exception {
    try {
      return action.run();
    } catch (InvocationTargetException e) {
      return e.getCause().toString();
    }
  }

  @Test
  void aLiftedKernelIsInheritedWithWhatComputesItsElements() throws Exception {
    CompiledClasses classes =
        TestCompiler.classes(
            """
            package base;

            import dev.lathe.Jit;

            public interface Base {
              @Jit default int f(int a) { return a + 1; }
              @Jit void f(int[] a, int[] out);
            }
            """,
            """
            package sub;

            import dev.lathe.Jit;

            public interface Sub extends base.Base {
              @Jit @Override default int f(int a) { return a * 10; }
              @Jit void f(int[] a, int[] out, int from, int to);
              default int plain(int a) { return a; }
              @Jit default long sum(long a) { return a; }
            }
            """);
    Object sub = classes.load("sub.SubJit").getMethod("create").invoke(null);
    int[] out = new int[2];
    classes
        .load("base.Base")
        .getMethod("f", int[].class, int[].class)
        .invoke(sub, new int[] {1, 2}, out);
    assertThat(out).containsExactly(10, 20);
    classes
        .load("sub.Sub")
        .getMethod("f", int[].class, int[].class, int.class, int.class)
        .invoke(sub, new int[] {1, 3}, out, 1, 2);
    assertThat(out).containsExactly(10, 30);
  }
}
