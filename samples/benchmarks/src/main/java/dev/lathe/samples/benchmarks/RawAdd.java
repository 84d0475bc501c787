package dev.lathe.samples.benchmarks;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The floor: {@code int add(int, int)} as six hand-assembled bytes behind a downcall handle, with
 * nothing of Lathe around it.
 */
public final class RawAdd {
  private static final int READ_WRITE = 3;
  private static final int READ_EXECUTE = 5;
  private static final int PRIVATE_ANONYMOUS = 0x22;
  // format:off
  private static final byte[] CODE = {
    (byte) 0x8d, 0x04, 0x37, // lea eax, [rdi+rsi]
    (byte) 0xc3,             // ret
  };

  private static final byte[] LOAD = {
    (byte) 0x8b, 0x07, // mov eax, [rdi]
    (byte) 0xc3,       // ret
  };

  // format:on

  private RawAdd() {}

  /** A critical handle of type {@code (MemorySegment)int} that reads the first int of an array. */
  public static MethodHandle linkLoad() {
    try {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          map(linker, LOAD),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS),
          Linker.Option.critical(true));
    } catch (Throwable e) {
      throw new IllegalStateException("cannot map executable memory", e);
    }
  }

  /** A handle of type {@code (int, int)int}, linked as {@code critical(false)} if asked for. */
  public static MethodHandle link(boolean critical) {
    try {
      Linker linker = Linker.nativeLinker();
      Linker.Option[] options =
          critical ? new Linker.Option[] {Linker.Option.critical(false)} : new Linker.Option[0];
      return linker.downcallHandle(
          map(linker, CODE),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
          options);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot map executable memory", e);
    }
  }

  private static MemorySegment map(Linker linker, byte[] code) throws Throwable {
    MethodHandle mmap =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("mmap"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG));
    MethodHandle mprotect =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("mprotect"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));
    long page = (long) mmap.invokeExact(0L, 4096L, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
    MemorySegment memory = MemorySegment.ofAddress(page).reinterpret(4096, Arena.global(), null);
    MemorySegment.copy(code, 0, memory, ValueLayout.JAVA_BYTE, 0, code.length);
    int denied = (int) mprotect.invokeExact(page, 4096L, READ_EXECUTE);
    if (denied != 0) {
      throw new IllegalStateException("mprotect refused");
    }
    return memory;
  }
}
