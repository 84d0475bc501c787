package dev.lathe.link;

import dev.lathe.analysis.Calls;
import dev.lathe.codegen.ControlBlock;
import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import dev.lathe.ir.Value;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls machine code that runs on a stack of its own ({@link ReturnConvention#STACK}): by a plain
 * downcall, so that no garbage collection waits for it. Interruptible code comes back every so
 * often, and is called again unless its thread has been interrupted.
 *
 * <p>The first call goes by method handle combinators as in {@link Results}, so that a kernel that
 * is done then pays for the stack only; what is rare happens here.
 */
final class StackCalls {
  /** How much is done in a slice, in the unit of yields: some 50 microseconds. */
  private static final long BUDGET = 50_000;

  private static final MethodType RESUME = MethodType.methodType(int.class, long.class);

  private final KernelSite site; // keeps the code alive, too
  private final MethodHandle resume; // null if the code never leaves to be called again
  private final MethodHandle classFile; // of the site's type
  private final List<StackTraceElement> functions; // of the module, in order

  private StackCalls(KernelSite site, MethodHandle resume, List<StackTraceElement> functions) {
    this.site = site;
    this.resume = resume;
    this.classFile = site.lazyClassFile();
    this.functions = functions;
  }

  /**
   * The kernel's handle.
   *
   * @param code compiled from {@code module}
   * @param base where it is
   */
  static MethodHandle handle(KernelSite site, Module module, MachineCode code, long base) {
    MethodType type = site.type();
    int count = type.parameterCount();
    boolean packed = site.isPacked();
    MethodHandle resume =
        module.root().isInterruptible() ? Downcalls.bindPlain(base, RESUME) : null;
    var calls = new StackCalls(site, resume, positions(module));
    calls.prepare();

    MethodType shape = packed ? RESUME : type.changeReturnType(int.class);
    shape = packed ? shape : shape.appendParameterTypes(long.class);
    MethodHandle call = Downcalls.bindPlain(base + code.entryOffset(), shape);
    MethodHandle control = own("controlOf", long.class, NativeStack.class);
    MethodType withStack = type.insertParameterTypes(0, NativeStack.class);
    MethodHandle first;
    if (packed) {
      first =
          MethodHandles.foldArguments(
              MethodHandles.dropArguments(
                  MethodHandles.filterArguments(call, 0, control), 1, long[].class),
              own("pack", void.class, NativeStack.class, long[].class));
    } else {
      var order = new int[count + 1];
      for (int i = 0; i < count; i++) {
        order[i] = i + 1;
      }
      first =
          MethodHandles.permuteArguments(
              MethodHandles.filterArguments(call, count, control),
              withStack.changeReturnType(int.class),
              order);
    }

    MethodHandle result = own(resultName(type), type.returnType(), NativeStack.class);
    MethodHandle done = MethodHandles.dropArguments(result, 1, type.parameterList());
    MethodHandle trapped = MethodHandles.dropArguments(calls.again(type), 0, NativeStack.class);
    MethodHandle end = doneOr(done, MethodHandles.dropArguments(trapped, 0, int.class));
    MethodHandle rest =
        bound(calls, "rest", MethodType.methodType(int.class, int.class, NativeStack.class));
    MethodHandle goOn =
        MethodHandles.foldArguments(MethodHandles.dropArguments(end, 1, int.class), rest);
    MethodHandle body = MethodHandles.foldArguments(doneOr(done, goOn), first);
    MethodHandle taken =
        MethodHandles.guardWithTest(
            own("isThere", boolean.class, NativeStack.class),
            body,
            MethodHandles.dropArguments(calls.classFile, 0, NativeStack.class));
    return MethodHandles.foldArguments(taken, own("take", NativeStack.class));
  }

  /** Initialises what calls need while there is stack for it; see {@link FreshThread}. */
  private void prepare() {
    NativeStack stack = NativeStack.take();
    if (stack != null) {
      stack.set(ControlBlock.BUDGET, BUDGET);
      stack.release();
    }
    Traces.overflow(functions.getFirst());
  }

  /** Takes a status first, by which it chooses; {@code otherwise} takes it too. */
  private static MethodHandle doneOr(MethodHandle done, MethodHandle otherwise) {
    return MethodHandles.guardWithTest(
        own("isDone", boolean.class, int.class),
        MethodHandles.dropArguments(done, 0, int.class),
        otherwise);
  }

  private static String resultName(MethodType type) {
    Class<?> result = type.returnType();
    return result == int.class
        ? "intResult"
        : result == long.class
            ? "longResult"
            : result == float.class
                ? "floatResult"
                : result == double.class ? "doubleResult" : "noResult";
  }

  private static MethodHandle own(String name, Class<?> result, Class<?>... parameters) {
    try {
      return MethodHandles.lookup()
          .findStatic(StackCalls.class, name, MethodType.methodType(result, parameters));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static MethodHandle bound(StackCalls calls, String name, MethodType type) {
    try {
      return MethodHandles.lookup().findVirtual(StackCalls.class, name, type).bindTo(calls);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  // ---- the parts of a call

  private static NativeStack take() {
    NativeStack stack = NativeStack.take();
    if (stack == null) {
      Dispatcher.reportNoStack();
    } else {
      stack.set(ControlBlock.BUDGET, BUDGET);
    }
    return stack;
  }

  private static boolean isThere(NativeStack stack) {
    return stack != null;
  }

  private static long controlOf(NativeStack stack) {
    return stack.control();
  }

  private static void pack(NativeStack stack, long[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      stack.set(ControlBlock.ARGUMENTS + 8 * i, arguments[i]);
    }
  }

  private static boolean isDone(int status) {
    return status == 0;
  }

  private static int intResult(NativeStack stack) {
    return (int) longResult(stack);
  }

  private static long longResult(NativeStack stack) {
    long result = stack.get(ControlBlock.RESULT);
    stack.release();
    return result;
  }

  private static float floatResult(NativeStack stack) {
    return Float.intBitsToFloat((int) longResult(stack));
  }

  private static double doubleResult(NativeStack stack) {
    return Double.longBitsToDouble(longResult(stack));
  }

  private static void noResult(NativeStack stack) {
    stack.release();
  }

  /**
   * Calls the kernel while it wants to be called again. Returns its status: 0, or less than 0 on a
   * trap, for which its stack is not needed any more.
   *
   * @throws StackOverflowError if that is used up
   */
  private int rest(int status, NativeStack stack) throws Throwable {
    int last = -1;
    try {
      last = slices(status, stack);
      return last;
    } finally {
      if (last != 0) {
        stack.release();
      }
      Reference.reachabilityFence(this);
    }
  }

  private int slices(int first, NativeStack stack) throws Throwable {
    int status = first;
    while (status > 0) {
      if (Thread.currentThread().isInterrupted()) {
        throw site.interrupted();
      }
      stack.set(ControlBlock.BUDGET, BUDGET);
      status = (int) resume.invokeExact(stack.control());
    }
    if (status == ReturnConvention.OVERFLOW) {
      throw Traces.overflow(functions.get((int) stack.get(ControlBlock.WHERE)));
    }
    return status;
  }

  // ---- what comes after a trap

  /**
   * The kernel in its class-file form, which throws; in a thread with a larger stack if it does not
   * get as far as native code on the stack that there is.
   */
  private MethodHandle again(MethodType type) {
    MethodHandle deeper =
        bound(this, "deeper", MethodType.methodType(Object.class, Object[].class))
            .asCollector(Object[].class, type.parameterCount())
            .asType(type);
    return MethodHandles.catchException(
        classFile,
        StackOverflowError.class,
        MethodHandles.dropArguments(deeper, 0, StackOverflowError.class));
  }

  private Object deeper(Object[] arguments) {
    return new DeepThread(classFile, arguments).result();
  }

  // ---- positions

  /** A frame for each function: where it calls first. */
  private static List<StackTraceElement> positions(Module module) {
    var positions = new ArrayList<StackTraceElement>();
    for (Function function : module.functions()) {
      Value call = Calls.first(function);
      positions.add(Traces.frame(function, call == null ? 0 : function.ownLine(call.line())));
    }
    return positions;
  }
}
