package dev.lathe.link;

import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.ReturnConvention;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;

/**
 * Calls machine code that runs in slices ({@link ReturnConvention#RECORD}) until it is done, and
 * lets the JVM stop the thread between two of them: while a slice runs no garbage collection can
 * begin.
 *
 * <p>The first slice is called by method handle combinators as in {@link Results}, so that a kernel
 * that ends within it pays for little. All others are called here, timed, and made longer or
 * shorter.
 */
final class Slices {
  /** How long a slice should take, in nanoseconds. */
  private static final long AIM = 50_000;

  /**
   * What takes 10 microseconds at a cost of 1 for each of 4 cycles in a nanosecond. Code that does
   * several operations in a cycle takes less, code that waits for memory more.
   */
  static final long FIRST_BUDGET = 40_000;

  /**
   * More than any code spends within {@link #AIM}, if it does all that it pays for. Loops that end
   * early pay for much that they do not; if the budget followed them further, what comes behind
   * them would run for long.
   */
  private static final long LONGEST = 1L << 22;

  private final KernelSite site; // keeps the code alive, too
  private final MethodHandle again; // (Object[], long[])int
  private final boolean interruptible;

  /**
   * For code that {@link MemoryCalls} calls first.
   *
   * @param again calls it: its arguments and the record, returns the status
   */
  Slices(KernelSite site, MethodHandle again, boolean interruptible) {
    this.site = site;
    this.again = again;
    this.interruptible = interruptible;
  }

  /**
   * The kernel's handle.
   *
   * @param call the machine code: the site's parameters and the record's address, returns {@code
   *     int}
   * @param interruptible true if a thread's interruption ends the kernel
   */
  static MethodHandle handle(
      KernelSite site, MethodHandle call, MachineCode code, boolean interruptible) {
    MethodType type = site.type();
    int count = type.parameterCount();
    MethodHandle first =
        MethodHandles.filterArguments(call, count, NativeCompiler.segmentOfArray());
    MethodHandle again =
        first
            .asType(
                MethodType.genericMethodType(count)
                    .appendParameterTypes(long[].class)
                    .changeReturnType(int.class)) // asSpreader converts only if nothing follows
            .asSpreader(0, Object[].class, count);
    var slices = new Slices(site, again, interruptible);

    MethodHandle done = drop(result(type.returnType()), type, 0);
    MethodHandle trapped = MethodHandles.dropArguments(site.lazyClassFile(), count, long[].class);
    MethodHandle end =
        MethodHandles.guardWithTest(
            own("isDone", boolean.class, int.class),
            MethodHandles.dropArguments(done, 0, int.class),
            MethodHandles.dropArguments(trapped, 0, int.class));
    MethodHandle rest =
        own("rest", int.class, Slices.class, int.class, Object[].class, long[].class)
            .bindTo(slices)
            .asCollector(1, Object[].class, count);
    rest = rest.asType(end.type().changeReturnType(int.class));
    MethodHandle goOn =
        MethodHandles.foldArguments(MethodHandles.dropArguments(end, 1, int.class), rest);
    MethodHandle guard =
        MethodHandles.guardWithTest(
            own("isDone", boolean.class, int.class),
            MethodHandles.dropArguments(done, 0, int.class),
            goOn);
    MethodHandle record =
        MethodHandles.insertArguments(
            own(Records.class, "take", long[].class, long[].class, int.class),
            0,
            Records.ofKernel(code.recordLongs()),
            code.recordLongs());
    return MethodHandles.collectArguments(MethodHandles.foldArguments(guard, first), count, record);
  }

  /** {@code target}, which takes a record, behind the parameters of {@code type}. */
  private static MethodHandle drop(MethodHandle target, MethodType type, int position) {
    return MethodHandles.dropArguments(target, position, type.parameterList());
  }

  private static MethodHandle result(Class<?> type) {
    String name =
        type == int.class
            ? "intResult"
            : type == long.class
                ? "longResult"
                : type == float.class
                    ? "floatResult"
                    : type == double.class ? "doubleResult" : "noResult";
    return own(name, type, long[].class);
  }

  private static MethodHandle own(String name, Class<?> result, Class<?>... parameters) {
    return own(Slices.class, name, result, parameters);
  }

  private static MethodHandle own(
      Class<?> owner, String name, Class<?> result, Class<?>... parameters) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      return parameters[0] == Slices.class
          ? lookup.findVirtual(
              Slices.class,
              name,
              MethodType.methodType(result, parameters).dropParameterTypes(0, 1))
          : lookup.findStatic(owner, name, MethodType.methodType(result, parameters));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isDone(int status) {
    return status == 0;
  }

  private static int intResult(long[] record) {
    Records.release(record);
    return (int) record[ReturnConvention.RESULT];
  }

  private static long longResult(long[] record) {
    Records.release(record);
    return record[ReturnConvention.RESULT];
  }

  private static float floatResult(long[] record) {
    Records.release(record);
    return Float.intBitsToFloat((int) record[ReturnConvention.RESULT]);
  }

  private static double doubleResult(long[] record) {
    Records.release(record);
    return Double.longBitsToDouble(record[ReturnConvention.RESULT]);
  }

  private static void noResult(long[] record) {
    Records.release(record);
  }

  /** Calls the kernel while it wants to be called again; returns 0 or less, as the kernel does. */
  int rest(int status, Object[] arguments, long[] record) throws Throwable {
    try {
      long before = System.nanoTime();
      while (status > 0) {
        if (interruptible && Thread.currentThread().isInterrupted()) {
          throw site.interrupted();
        }
        status = (int) again.invokeExact(arguments, record);
        long now = System.nanoTime();
        record[ReturnConvention.BUDGET] = scaled(record[ReturnConvention.BUDGET], now - before);
        before = now;
      }
      return status;
    } finally {
      Records.reset(record);
      Reference.reachabilityFence(this);
    }
  }

  /** The budget of the next slice after one of {@code budget} took so many nanoseconds. */
  static long scaled(long budget, long nanos) {
    if (nanos < AIM / 4) {
      return Math.min(budget * 4, LONGEST);
    }
    // A slice may have been interrupted by other threads, which says nothing about its length.
    long next = (long) (budget * Math.max((double) AIM / nanos, 0.25));
    return Math.clamp(next, 1, LONGEST);
  }
}
