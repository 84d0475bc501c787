package dev.lathe.link;

import dev.lathe.codegen.ReturnConvention;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Turns what machine code returns into a kernel's result: where a trap is told, the pure kernel
 * runs once more in its class-file form, which throws or returns the very value.
 *
 * <p>These are method handle combinators, not generated classes: a fold, a guard and a filter,
 * which C2 compiles to one compare and branch behind the call.
 */
final class Results {
  private Results() {}

  /**
   * The kernel's handle.
   *
   * @param call the machine code: the kernel's parameters; returns {@code long} if packed
   * @param type of the kernel
   * @param convention not {@link ReturnConvention#PLAIN}
   * @param onTrap the same kernel in another form
   */
  static MethodHandle guarded(
      MethodHandle call, MethodType type, ReturnConvention convention, MethodHandle onTrap) {
    Class<?> returned = call.type().returnType();
    Class<?> result = type.returnType();
    MethodHandle test;
    MethodHandle unpack;
    if (convention == ReturnConvention.PACKED) {
      test = own("isResult", boolean.class, long.class);
      unpack =
          result == float.class
              ? own("unpackFloat", float.class, long.class)
              : result == void.class
                  ? MethodHandles.empty(MethodType.methodType(void.class, long.class))
                  : own("unpackInt", int.class, long.class);
    } else {
      test = own("isNoSentinel", boolean.class, returned);
      unpack = MethodHandles.identity(returned);
    }
    MethodHandle guard =
        MethodHandles.guardWithTest(
            test,
            MethodHandles.dropArguments(unpack, 1, type.parameterList()),
            MethodHandles.dropArguments(onTrap, 0, returned));
    return MethodHandles.foldArguments(guard, call);
  }

  private static MethodHandle own(String name, Class<?> result, Class<?> parameter) {
    try {
      return MethodHandles.lookup()
          .findStatic(Results.class, name, MethodType.methodType(result, parameter));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isResult(long packed) {
    return packed >>> 32 == 0;
  }

  private static int unpackInt(long packed) {
    return (int) packed;
  }

  private static float unpackFloat(long packed) {
    return Float.intBitsToFloat((int) packed);
  }

  private static boolean isNoSentinel(long result) {
    return result != ReturnConvention.SENTINEL;
  }

  private static boolean isNoSentinel(double result) {
    return Double.doubleToRawLongBits(result) != ReturnConvention.SENTINEL;
  }
}
