package dev.lathe.link;

import dev.lathe.codegen.ControlBlock;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A stack for one call of a kernel that calls others: memory of the system's with a guard below and
 * the {@link ControlBlock} at the top.
 *
 * <p>Stacks that nobody uses wait in a pool, up to {@value #MOST_IDLE}; a thread looks first where
 * it has put one back. Kernels call no Java, so a thread has one at most. One that is lost, because
 * an error came between taking it and putting it back, is unmapped when it is garbage.
 */
final class NativeStack {
  /** What is mapped: guard, stack and control block. */
  static final long BYTES = 1 << 20;

  static final int MOST_IDLE = 32;

  private static final long GUARD = 64 << 10;

  /** From so many stacks on that are in use or lost, garbage is asked for before one more. */
  private static final int MANY = 256;

  private static final AtomicReferenceArray<NativeStack> IDLE =
      new AtomicReferenceArray<>(MOST_IDLE);
  private static final ReferenceQueue<NativeStack> GARBAGE = new ReferenceQueue<>();
  private static final Set<Mapping> MAPPED = ConcurrentHashMap.newKeySet();
  private static volatile SystemCalls system;
  private static volatile int collectAt = MANY;

  private final MemorySegment control;
  private final Mapping mapping;

  /** The memory of a stack. */
  private static final class Mapping extends PhantomReference<NativeStack> {
    final long base;

    Mapping(NativeStack stack, long base) {
      super(stack, GARBAGE);
      this.base = base;
    }

    void unmap() {
      if (MAPPED.remove(this)) {
        system.munmap(base, BYTES);
      }
    }
  }

  private NativeStack(long base) {
    long top = base + BYTES - ControlBlock.BYTES;
    control = Downcalls.memory(top, ControlBlock.BYTES);
    mapping = new Mapping(this, base);
    set(ControlBlock.LIMIT, base + GUARD + ControlBlock.RESERVE);
  }

  /** A stack that nobody else uses until it is {@link #release released}; null if there is none. */
  static NativeStack take() {
    int first = preferred();
    for (int i = 0; i < MOST_IDLE; i++) {
      int at = first + i & MOST_IDLE - 1;
      if (IDLE.get(at) != null) {
        NativeStack stack = IDLE.getAndSet(at, null);
        if (stack != null) {
          return stack;
        }
      }
    }
    return map();
  }

  /** Puts this stack back, or gives its memory back if there are enough. */
  void release() {
    int first = preferred();
    for (int i = 0; i < MOST_IDLE; i++) {
      int at = first + i & MOST_IDLE - 1;
      if (IDLE.get(at) == null && IDLE.compareAndSet(at, null, this)) {
        return;
      }
    }
    mapping.unmap();
    Reference.reachabilityFence(this);
  }

  private static int preferred() {
    return (int) Thread.currentThread().threadId() & MOST_IDLE - 1;
  }

  private static NativeStack map() {
    SystemCalls calls = system;
    if (calls == null) {
      system = calls = new SystemCalls();
    }
    unmapGarbage();
    if (MAPPED.size() >= collectAt) {
      System.gc();
      unmapGarbage();
      collectAt = Math.max(MANY, MAPPED.size() * 2);
    }
    long base =
        calls.mmap(
            BYTES,
            SystemCalls.PROT_READ | SystemCalls.PROT_WRITE,
            SystemCalls.MAP_PRIVATE | SystemCalls.MAP_ANONYMOUS,
            -1);
    if (base == SystemCalls.FAILED) {
      return null;
    }
    if (!calls.mprotect(base, GUARD, SystemCalls.PROT_NONE)) { // as each side is a mapping
      calls.munmap(base, BYTES);
      return null;
    }
    var stack = new NativeStack(base);
    MAPPED.add(stack.mapping);
    return stack;
  }

  private static void unmapGarbage() {
    for (Reference<?> lost = GARBAGE.poll(); lost != null; lost = GARBAGE.poll()) {
      ((Mapping) lost).unmap();
    }
  }

  /** How many stacks are mapped, used or not. */
  static int count() {
    unmapGarbage();
    return MAPPED.size();
  }

  /** The address of the control block. */
  long control() {
    return control.address();
  }

  long get(int field) {
    return control.get(ValueLayout.JAVA_LONG, field);
  }

  void set(int field, long value) {
    control.set(ValueLayout.JAVA_LONG, field, value);
  }
}
