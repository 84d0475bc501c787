package dev.lathe.link;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Method handles that call native addresses. A shape (a method type of {@code int}, {@code long},
 * {@code float}, {@code double} and {@link MemorySegment}) costs about 5 ms to make in a fresh JVM,
 * so shapes are kept; binding one to an address costs microseconds.
 *
 * <p>Calls are critical: the thread stays in Java state, so the callee must return within
 * microseconds. Heap segments may be passed. Those of {@link #bindPlain} are not: the callee may
 * take its time, as garbage collections do not wait for it.
 *
 * <p>All restricted methods of {@code java.lang.foreign} are called here.
 */
@SuppressWarnings("restricted") // whether they may be called is the user's decision; see Host
final class Downcalls {
  private static final ConcurrentHashMap<MethodType, MethodHandle> SHAPES =
      new ConcurrentHashMap<>();

  private static final ConcurrentHashMap<MethodType, MethodHandle> PLAIN_SHAPES =
      new ConcurrentHashMap<>();

  private Downcalls() {}

  /**
   * A handle of exactly this type that calls {@code address}.
   *
   * @throws IllegalCallerException if native access is denied to Lathe
   * @throws UnsupportedOperationException if the JDK has no linker for this platform
   */
  static MethodHandle bind(long address, MethodType type) {
    return shape(type).bindTo(MemorySegment.ofAddress(address));
  }

  /** The same for a call that is not critical; no heap segments. */
  static MethodHandle bindPlain(long address, MethodType type) {
    MethodHandle shape = PLAIN_SHAPES.get(type);
    if (shape == null) {
      shape = make(type, false);
      PLAIN_SHAPES.put(type, shape);
    }
    return shape.bindTo(MemorySegment.ofAddress(address));
  }

  /** The address of a function of the C library, or 0. */
  static long find(String function) {
    Optional<MemorySegment> found = Linker.nativeLinker().defaultLookup().find(function);
    return found.isPresent() ? found.get().address() : 0;
  }

  /** A handle of this type with a leading address; makes it if it is new. */
  static MethodHandle shape(MethodType type) {
    MethodHandle shape = SHAPES.get(type);
    if (shape == null) {
      shape = make(type, true); // the linker makes sure that several threads make one only
      SHAPES.put(type, shape);
    }
    return shape;
  }

  private static MethodHandle make(MethodType type, boolean critical) {
    var parameters = new MemoryLayout[type.parameterCount()];
    boolean heap = false;
    for (int i = 0; i < parameters.length; i++) {
      Class<?> parameter = type.parameterType(i);
      parameters[i] = layout(parameter);
      heap |= parameter == MemorySegment.class;
    }
    FunctionDescriptor descriptor =
        type.returnType() == void.class
            ? FunctionDescriptor.ofVoid(parameters)
            : FunctionDescriptor.of(layout(type.returnType()), parameters);
    return critical
        ? Linker.nativeLinker().downcallHandle(descriptor, Linker.Option.critical(heap))
        : Linker.nativeLinker().downcallHandle(descriptor);
  }

  /** The {@code size} bytes at {@code address}, for reading and writing. */
  static MemorySegment memory(long address, long size) {
    return MemorySegment.ofAddress(address).reinterpret(size);
  }

  /**
   * For what a call of a native function may throw: exhaustion of stack or memory, nothing checked.
   */
  static RuntimeException rethrow(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return (RuntimeException) thrown;
  }

  private static MemoryLayout layout(Class<?> type) {
    if (type == int.class) {
      return ValueLayout.JAVA_INT;
    }
    if (type == long.class) {
      return ValueLayout.JAVA_LONG;
    }
    if (type == float.class) {
      return ValueLayout.JAVA_FLOAT;
    }
    if (type == double.class) {
      return ValueLayout.JAVA_DOUBLE;
    }
    if (type == MemorySegment.class) {
      return ValueLayout.ADDRESS;
    }
    throw new IllegalArgumentException("no native form of " + type);
  }
}
