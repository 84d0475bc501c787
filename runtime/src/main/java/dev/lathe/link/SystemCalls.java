package dev.lathe.link;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/**
 * Linux system calls that map memory, all through the C library's {@code syscall}, so that they
 * share one downcall shape. A result of -1 is failure; the reason is not read, which would take
 * another shape.
 */
final class SystemCalls {
  static final int PROT_NONE = 0;
  static final int PROT_READ = 1;
  static final int PROT_WRITE = 2;
  static final int PROT_EXEC = 4;
  static final int MAP_SHARED = 1;
  static final int MAP_PRIVATE = 2;
  static final int MAP_ANONYMOUS = 0x20;
  static final long FAILED = -1;
  static final long PAGE = 4096;

  /** Six arguments and a selector: the system call's number, or whatever else is called. */
  static final MethodType SHAPE =
      MethodType.methodType(
          long.class,
          new Class<?>[] {
            long.class, long.class, long.class, long.class, long.class, long.class, long.class
          });

  // asm/unistd_64.h, x86-64
  private static final long MMAP = 9;
  private static final long MPROTECT = 10;
  private static final long MUNMAP = 11;
  private static final long FTRUNCATE = 77;
  private static final long CLOSE = 3;
  private static final long MEMFD_CREATE = 319;

  private static final long MFD_CLOEXEC = 1;

  /** What /proc/self/maps shows. */
  private static final byte[] NAME = {'l', 'a', 't', 'h', 'e'};

  private final MethodHandle syscall;
  private long name; // address of a page that begins with NAME, or 0

  /**
   * @throws IllegalCallerException if native access is denied to Lathe
   * @throws UnsupportedOperationException if the C library has no {@code syscall}
   */
  SystemCalls() {
    long address = Downcalls.find("syscall");
    if (address == 0) {
      throw new UnsupportedOperationException("the C library has no function syscall");
    }
    syscall = Downcalls.bind(address, SHAPE);
  }

  /** A new mapping's address, or {@link #FAILED}. */
  long mmap(long size, int protection, int flags, long file) {
    return call(MMAP, 0, size, protection, flags, file);
  }

  boolean mprotect(long address, long size, int protection) {
    return call(MPROTECT, address, size, protection, 0, 0) == 0;
  }

  void munmap(long address, long size) {
    call(MUNMAP, address, size, 0, 0, 0);
  }

  /** An anonymous file of {@code size} zero bytes, or {@link #FAILED}. */
  long memoryFile(long size) {
    if (name == 0) {
      long page = mmap(PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
      if (page == FAILED) {
        return FAILED;
      }
      MemorySegment.copy(
          MemorySegment.ofArray(NAME), 0, Downcalls.memory(page, PAGE), 0, NAME.length);
      name = page;
    }
    long file = call(MEMFD_CREATE, name, MFD_CLOEXEC, 0, 0, 0);
    if (file != FAILED && call(FTRUNCATE, file, size, 0, 0, 0) != 0) {
      close(file);
      return FAILED;
    }
    return file;
  }

  void close(long file) {
    call(CLOSE, file, 0, 0, 0, 0);
  }

  private long call(long number, long a, long b, long c, long d, long e) {
    try {
      return (long) syscall.invokeExact(number, a, b, c, d, e, 0L);
    } catch (Throwable t) {
      throw Downcalls.rethrow(t);
    }
  }
}
