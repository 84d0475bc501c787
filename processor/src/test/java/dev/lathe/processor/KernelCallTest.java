package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Lathe;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.Module;
import dev.lathe.lang.Constant;
import dev.lathe.lang.JavaType;
import dev.lathe.link.LinkedModule;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kernels that call kernels, against their own bodies as plain Java. */
class KernelCallTest {
  /**
   * Compares all methods of each interface, inherited ones too: the generated class, and the
   * interpreter on the module that it links, with a class that has the Java bodies.
   */
  private static CompiledClasses compare(List<String> interfaces, String... sources)
      throws Exception {
    var all = new ArrayList<>(Arrays.asList(sources));
    for (String name : interfaces) {
      int dot = name.lastIndexOf('.');
      all.add(
          (dot < 0 ? "" : "package " + name.substring(0, dot) + ";\n\n")
              + "final class "
              + name.substring(dot + 1)
              + "Bodies implements "
              + name
              + " { }\n");
    }
    CompiledClasses classes = TestCompiler.classes(all.toArray(String[]::new));
    for (String name : interfaces) {
      Class<?> generated = classes.load(name + "Jit");
      var create = generated.getDeclaredMethod("create");
      create.setAccessible(true);
      Object kernels = create.invoke(null);
      var constructor = classes.load(name + "Bodies").getDeclaredConstructor();
      constructor.setAccessible(true);
      Object bodies = constructor.newInstance();
      for (Method method : classes.load(name).getMethods()) {
        if (!java.lang.reflect.Modifier.isStatic(method.getModifiers())) {
          compare(method, kernels, bodies);
        }
      }
    }
    return classes;
  }

  private static void compare(Method method, Object kernels, Object bodies) throws Exception {
    method.setAccessible(true);
    MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
    Module module =
        LinkedModule.of(kernels.getClass(), method.getName(), type.toMethodDescriptorString());
    for (Object[] tuple : EdgeValues.tuples(method.getParameterTypes())) {
      Object expected = outcome(method, bodies, tuple);
      String call = bodies.getClass() + ": " + method + " of " + Arrays.toString(tuple);
      assertThat(outcome(method, kernels, tuple)).as(call).isEqualTo(expected);
      assertThat(outcome(module, method.getReturnType(), tuple)).as(call).isEqualTo(expected);
    }
  }

  private static Object outcome(Method method, Object receiver, Object[] arguments)
      throws IllegalAccessException {
    try {
      return method.invoke(receiver, arguments);
    } catch (InvocationTargetException e) {
      return e.getCause().toString();
    }
  }

  private static Object outcome(Module module, Class<?> result, Object[] arguments) {
    var bits = new long[arguments.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Constant.ofBox(arguments[i]).bits();
    }
    try {
      return new Constant(JavaType.of(result.getName()), Interpreter.run(module, bits)).box();
    } catch (ArithmeticException e) {
      return e.toString();
    }
  }

  @Test
  void kernelsOfOneInterfaceCallEachOther() throws Exception {
    compare(
        List.of("K"),
        """
        @dev.lathe.Jit
        public interface K {
          default int f(int a, int b) { return g(a, a = b) * 31 + this.g(a++, a) - K.this.h(a, b / a); }
          default int g(int a, int b) { return a - 3 * b; }
          default int h(int a, int b) { return a / b; }
          default double g(byte a, char b) { return g((long) a, b) + k(b > 'a'); }
          default float g(long a, double b) { return (float) (a / 3 + b); }
          default char k(boolean a) { return a ? 'x' : 'y'; }
          default byte n(short a) { return (byte) (g((byte) a, 'c') + g(a, a)); }
          default long fib(byte n) { return n < 2 ? n : n > 20 ? 7 : fib((byte) (n - 1)) + fib((byte) (n - 2)); }
          default boolean even(short n) { return n <= 0 || n > 99 || odd((short) (n - 1)); }
          default boolean odd(short n) { return n > 0 && n < 99 && even((short) (n - 1)); }
          default int s(int a) { return g(switch (a) { case 1 -> (byte) 1; default -> 2; }, a); }
        }
        """);
  }

  @Test
  void anInheritedKernelCallsWhatTheImplementingInterfaceHas() throws Exception {
    compare(
        List.of("A", "B", "C", "D"),
        """
        public interface A {
          @dev.lathe.Jit default int g(int a) { return a + 1; }
          @dev.lathe.Jit default int f(int a) { return g(a) * 10 + h(a); }
          @dev.lathe.Jit default int h(int a) { return a / 3; }
        }
        """,
        """
        public interface B extends A {
          @dev.lathe.Jit @Override default int g(int a) { return a * 7; }
          @dev.lathe.Jit default int own(int a) { return f(a) - A.super.g(a) + A.super.f(a); }
        }
        """,
        """
        interface C extends A {
          @dev.lathe.Jit default int other(int a) { return f(f(a)) + g(a); }
        }
        """,
        """
        interface D extends B, C, A {
          @dev.lathe.Jit @Override default int h(int a) { return g(a) - C.super.h(a); }
          @dev.lathe.Jit default int k(int a) { return B.super.own(a) % 5 + C.super.other(a); }
        }
        """);
  }

  @Test
  void anInterfaceMayInheritAKernelOnTwoWays() throws Exception {
    compare(
        List.of("Both"),
        """
        interface Top {
          @dev.lathe.Jit default int f(int a) { return a; }
          @dev.lathe.Jit default int g(int a) { return f(a); }
        }
        """,
        """
        interface Left extends Top {
          @dev.lathe.Jit @Override default int f(int a) { return a + 1; }
        }
        """,
        """
        interface Both extends Top, Left {
          @dev.lathe.Jit default int h(int a) { return f(a) + g(a); }
        }
        """);
  }

  /** What a kernel calls by name is found from where the caller stands. */
  @Test
  void callsCrossPackagesAndVisibility() throws Exception {
    compare(
        List.of("app.Sub"),
        """
        package lib;
        interface Hidden {
          @dev.lathe.Jit default int g(int a) { return a ^ 5; }
        }
        """,
        """
        package lib;
        public interface Base extends Hidden {
          @dev.lathe.Jit @Override default int g(int a) { return Hidden.super.g(a) + 1; }
          @dev.lathe.Jit default int f(int a) { return Base.this.g(a) * 2; }
        }
        """,
        """
        package app;
        public interface Sub extends lib.Base {
          @dev.lathe.Jit default int h(int a) { return lib.Base.super.f(a) - g(a); }
        }
        """);
  }

  @Test
  void staticKernelsAreCalledByName() throws Exception {
    compare(
        List.of("app.Calls"),
        """
        package lib;
        public interface Bits {
          @dev.lathe.Jit static int low(int a) { return a & -a; }
          @dev.lathe.Jit static long low(long a) { return Hidden.low(a) + (a > 3 ? 0 : low((int) a)); }
          @dev.lathe.Jit static int count(int a) { return a == 0 ? 0 : 1 + count(a ^ low(a)); }
          int COMPUTED = Integer.getInteger("x", 1);
        }
        """,
        """
        package lib;
        interface Hidden {
          @dev.lathe.Jit static long low(long a) { return a & -a; }
        }
        """,
        """
        package app;
        import static lib.Bits.count;
        import static lib.Bits.*;
        import lib.Bits;
        public interface Calls {
          @dev.lathe.Jit static int twice(int a) { return 2 * a; }
          @dev.lathe.Jit default int f(int a) { return count(a) * 100 + twice(low(a)) + Calls.twice(3); }
          @dev.lathe.Jit default long g(long a) { return Bits.low(a) + low(a) + lib.Bits.count((int) a); }
          @dev.lathe.Jit default int h(short a) { check(a); return Other.square(a); }
          @dev.lathe.Jit default int r(byte a) { return a <= 0 ? 1 : Other.back(a); }
          @dev.lathe.Jit static int s(byte a) { return a <= 0 ? 1 : s((byte) (a - 1)) + 1; }
          @dev.lathe.Jit static void check(int a) { if (a == 7) { int b = a / (a - 7); } }
        }
        """,
        """
        package app;
        interface Other {
          @dev.lathe.Jit static int square(int a) { return a * a; }
          @dev.lathe.Jit static int back(byte a) { return Calls.s((byte) (a - 1)); }
        }
        """);
  }

  @Test
  void anExceptionHasTheFramesThatItHasInJava() throws Exception {
    CompiledClasses classes =
        compare(
            List.of("com.acme.Outer", "com.acme.Inner"),
            """
            package com.acme;
            public interface Inner {
              @dev.lathe.Jit default int div(int a, int b) {
                return a / b;
              }
              @dev.lathe.Jit default int exact(int a, int b) {
                int c = Math.addExact(a, b);
                return c + div(a, b);
              }
            }
            """,
            """
            package com.acme;
            public interface Outer extends Inner {
              @Override @dev.lathe.Jit default int div(int a, int b) {
                return b == 7
                    ? 0
                    : Inner.super.div(a, b);
              }
              @dev.lathe.Jit default int twice(int a, int b) {
                return exact(a, b) +
                    exact(b, a);
              }
            }
            """);
    Class<?> type = classes.load("com.acme.Outer");
    Method twice = type.getMethod("twice", int.class, int.class);
    Object kernels = classes.load("com.acme.OuterJit").getMethod("create").invoke(null);
    var constructor = classes.load("com.acme.OuterBodies").getDeclaredConstructor();
    constructor.setAccessible(true);
    for (int[] pair : new int[][] {{3, 0}, {0, 3}, {Integer.MAX_VALUE, 1}}) {
      List<String> frames = frames(twice, kernels, pair);
      assertThat(frames)
          .hasSizeGreaterThan(1)
          .isEqualTo(frames(twice, constructor.newInstance(), pair));
    }
  }

  /** The frames of methods of interfaces, from the top down. */
  private static List<String> frames(Method method, Object receiver, int[] pair)
      throws IllegalAccessException {
    try {
      method.invoke(receiver, pair[0], pair[1]);
      return List.of();
    } catch (InvocationTargetException e) {
      return Arrays.stream(e.getCause().getStackTrace())
          .map(frame ->
              frame.getClassName()
                  + "."
                  + frame.getMethodName()
                  + ":"
                  + frame.getFileName()
                  + ":"
                  + frame.getLineNumber())
          .filter(frame -> frame.matches("com\\.acme\\.(Inner|Outer)\\..*"))
          .toList();
    }
  }

  @Test
  void theReportShowsWhatIsCalledAndWhatIsInlined() throws Exception {
    CompiledClasses classes =
        TestCompiler.classes(
            """
            @dev.lathe.Jit
            public interface K {
              default int gcd(int a, int b) { return b == 0 ? a : gcd(b, a % b); }
              default int twice(int a) { return a + a; }
              default int four(int a) { return twice(twice(a)); }
              default int both(int a, int b) { return gcd(four(a), b); }
            }
            """);
    Class<?> generated = classes.load("KJit");
    String recursive = "call.i32 %\"this.gcd(II)I\"";
    assertThat(Lathe.explain(generated, "gcd")).contains(recursive);
    String[] four = Lathe.explain(generated, "four").split("; optimised\n");
    assertThat(four).hasSize(2);
    assertThat(four[0]).contains("call.i32 %\"this.twice(I)I\"", "func %K.twice(");
    assertThat(four[1]).doesNotContain("call", "func %K.twice");
    String[] both = Lathe.explain(generated, "both").split("; optimised\n");
    assertThat(both).hasSize(2);
    assertThat(both[0]).contains("func %K.twice(", "func %K.four(", "func %K.gcd(");
    assertThat(both[1]).contains("func %K.gcd(").doesNotContain("func %K.twice");
  }
}
