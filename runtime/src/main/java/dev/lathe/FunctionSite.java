package dev.lathe;

import dev.lathe.ir.Function;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.ir.Verifier;
import dev.lathe.link.KernelSite;
import dev.lathe.link.LinkException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.util.List;

/**
 * The site of a function built at run time. It keeps the function's text, as compiling changes the
 * IR, which the user may do too.
 */
final class FunctionSite extends KernelSite {
  private final String text;

  private FunctionSite(String name, MethodType method, String text) {
    super(name, method);
    this.text = text;
  }

  /**
   * A site, not linked, for {@code function} as it is now.
   *
   * @throws dev.lathe.ir.IrException if the function is malformed
   */
  static FunctionSite of(Function function) {
    Verifier.verify(function);
    return new FunctionSite(function.name(), type(function), IrPrinter.print(function));
  }

  @Override
  protected Function build() {
    return IrParser.parse(text);
  }

  @Override
  protected RuntimeException interrupted() {
    return new KernelInterruptedException(name());
  }

  /**
   * Links this site. The handle keeps it alive, also while the machine code runs.
   *
   * @throws LatheException if it cannot run as the options demand
   */
  MethodHandle userHandle() {
    MethodHandle handle;
    try {
      handle = link();
    } catch (LinkException e) {
      throw LatheException.of(e);
    }
    MethodType method = method();
    Class<?> result = handle.type().returnType();
    if (method.parameterCount() > MAX_ARGUMENTS) {
      handle =
          own("pack", long[].class, Object[].class)
              .asCollector(Object[].class, method.parameterCount())
              .asType(method.changeReturnType(long[].class));
      handle = MethodHandles.filterReturnValue(handle, link());
    }
    MethodHandle fence =
        result == void.class
            ? own("keep", void.class, FunctionSite.class)
            : own("keep", result, FunctionSite.class, result);
    handle = MethodHandles.filterReturnValue(handle, fence.bindTo(this));
    return MethodHandles.explicitCastArguments(handle, method);
  }

  private static MethodHandle own(String name, Class<?> result, Class<?>... parameters) {
    try {
      return MethodHandles.lookup()
          .findStatic(FunctionSite.class, name, MethodType.methodType(result, parameters));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static void keep(FunctionSite site) {
    Reference.reachabilityFence(site);
  }

  private static int keep(FunctionSite site, int result) {
    Reference.reachabilityFence(site);
    return result;
  }

  private static long keep(FunctionSite site, long result) {
    Reference.reachabilityFence(site);
    return result;
  }

  private static float keep(FunctionSite site, float result) {
    Reference.reachabilityFence(site);
    return result;
  }

  private static double keep(FunctionSite site, double result) {
    Reference.reachabilityFence(site);
    return result;
  }

  /** The arguments as a kernel of many parameters takes them; see {@link Kernel}. */
  private static long[] pack(Object[] arguments) {
    var packed = new long[arguments.length];
    for (int i = 0; i < packed.length; i++) {
      Object argument = arguments[i];
      if (argument instanceof Float value) {
        packed[i] = Float.floatToRawIntBits(value);
      } else if (argument instanceof Double value) {
        packed[i] = Double.doubleToRawLongBits(value);
      } else if (argument instanceof Boolean value) {
        packed[i] = value ? 1 : 0;
      } else {
        packed[i] = ((Number) argument).longValue();
      }
    }
    return packed;
  }

  private static MethodType type(Function function) {
    List<Value> params = function.params();
    var parameters = new Class<?>[params.size()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = type(params.get(i).type());
    }
    return MethodType.methodType(type(function.result()), parameters);
  }

  private static Class<?> type(Type type) {
    if (type == Type.I32) {
      return int.class;
    }
    if (type == Type.I64) {
      return long.class;
    }
    if (type == Type.F32) {
      return float.class;
    }
    if (type == Type.F64) {
      return double.class;
    }
    return type == Type.BOOL ? boolean.class : void.class;
  }
}
