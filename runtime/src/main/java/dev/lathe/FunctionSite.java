package dev.lathe;

import dev.lathe.ir.Function;
import dev.lathe.ir.IrException;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Table;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.ir.Verifier;
import dev.lathe.link.KernelSite;
import dev.lathe.link.LinkException;
import java.lang.foreign.MemorySegment;
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
  private final List<Table> tables; // which no text can tell how to read

  private FunctionSite(Function function) {
    super(function.name(), type(function));
    this.text = IrPrinter.print(function);
    this.tables = List.copyOf(function.tables());
  }

  /**
   * A site, not linked, for {@code function} as it is now.
   *
   * @throws IrException if the function is malformed
   */
  static FunctionSite of(Function function) {
    Verifier.verify(function);
    for (Table table : function.tables()) {
      if (table.getter() == null) {
        throw new IrException(function.name() + ": nothing reads the table " + table);
      }
    }
    return new FunctionSite(function);
  }

  @Override
  protected Function build() {
    Function function = IrParser.parse(text);
    function.setTables(tables);
    return function;
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
      handle = packing(handle, method);
    }
    MethodHandle fence =
        result == void.class
            ? own("keep", void.class, FunctionSite.class)
            : own("keep", result, FunctionSite.class, result);
    handle = MethodHandles.filterReturnValue(handle, fence.bindTo(this));
    return MethodHandles.explicitCastArguments(handle, method);
  }

  /** {@code handle}, which takes packed scalars and then references, called with all in order. */
  private static MethodHandle packing(MethodHandle handle, MethodType method) {
    int references = handle.type().parameterCount() - 1;
    int scalars = method.parameterCount() - references;
    var order = new int[method.parameterCount()];
    var scalarTypes = new Class<?>[scalars];
    int scalar = 0;
    int reference = scalars;
    for (int i = 0; i < order.length; i++) {
      Class<?> parameter = method.parameterType(i);
      if (parameter.isPrimitive()) {
        scalarTypes[scalar] = parameter;
        order[scalar++] = i;
      } else {
        order[reference++] = i;
      }
    }
    MethodHandle pack =
        own("pack", long[].class, Object[].class)
            .asCollector(Object[].class, scalars)
            .asType(MethodType.methodType(long[].class, scalarTypes));
    return MethodHandles.permuteArguments(
        MethodHandles.collectArguments(handle, 0, pack),
        method.changeReturnType(handle.type().returnType()),
        order);
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
    if (type.isArray()) {
      return type.element().arrayClass();
    }
    if (type.isSegment()) {
      return MemorySegment.class;
    }
    return type == Type.BOOL ? boolean.class : void.class;
  }
}
