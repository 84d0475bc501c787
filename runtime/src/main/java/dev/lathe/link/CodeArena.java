package dev.lathe.link;

import dev.lathe.link.LinkException.Code;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.HashSet;

/**
 * Executable memory. Code is published once, never changes, and is freed when its owner is
 * unreachable.
 *
 * <p>Where the system allows it, chunks are anonymous files mapped twice, read-write and
 * read-execute; protections never change, since re-opening a page for writing under a running
 * kernel crashes it. Elsewhere each publication has a mapping of its own that is written first and
 * then made executable for good.
 *
 * <p>Owners are watched through a reference queue that is drained by each publication and whenever
 * {@link #codeBytes} is asked for: memory cannot grow while garbage waits, and no thread is needed,
 * which would cost at start-up and pin the class loader of an application server. Code may be
 * running only while its owner is reachable; see {@link KernelSite}.
 *
 * <p>Thread-safe.
 */
final class CodeArena {
  /** For tests: nothing is executable, or no memory is mapped twice. */
  static final String DENIED = "denied";

  static final String SEALED = "sealed";

  /** For tests: there is only the first chunk. */
  static final String EXHAUSTED = "exhausted";

  private static final long PAGE = SystemCalls.PAGE;
  private static final long FIRST_CHUNK = 256 << 10;
  private static final long LARGEST_CHUNK = 4 << 20;

  /** x86-64's INT3: what freed code memory holds. */
  private static final byte BREAKPOINT = (byte) 0xCC;

  private final SystemCalls system;
  private final ReferenceQueue<Object> garbage = new ReferenceQueue<>();
  private final HashSet<Published> published = new HashSet<>();
  private final ArrayList<CodeChunk> chunks = new ArrayList<>();
  private final boolean isExhausted;
  private boolean dualMapping;
  private long codeBytes;
  private long mappedBytes;

  /** Code in memory; enqueued when its owner is unreachable. */
  private static final class Published extends PhantomReference<Object> {
    final CodeChunk chunk;
    final long address;
    final int length;

    Published(
        Object owner, ReferenceQueue<Object> queue, CodeChunk chunk, long address, int length) {
      super(owner, queue);
      this.chunk = chunk;
      this.address = address;
      this.length = length;
    }
  }

  /**
   * @param simulated {@link #DENIED}, {@link #SEALED} or {@link #EXHAUSTED} as on a system that
   *     allows no more, or null
   * @throws LinkException if the system gives no executable memory at all
   */
  CodeArena(SystemCalls system, String simulated) {
    this.system = system;
    isExhausted = EXHAUSTED.equals(simulated);
    if (simulated == null || isExhausted) {
      CodeChunk first = mapTwice(FIRST_CHUNK);
      if (first != null) {
        dualMapping = true;
        chunks.add(first);
        return;
      }
    }
    long probe = DENIED.equals(simulated) ? SystemCalls.FAILED : mapWritable(PAGE);
    boolean executable =
        probe != SystemCalls.FAILED
            && system.mprotect(probe, PAGE, SystemCalls.PROT_READ | SystemCalls.PROT_EXEC);
    if (probe != SystemCalls.FAILED) {
      system.munmap(probe, PAGE);
    }
    if (!executable) {
      throw new LinkException(
          Code.NATIVE_UNAVAILABLE, "the operating system refuses to map executable memory");
    }
  }

  /** True if chunks are mapped twice; false if each publication is a mapping of its own. */
  boolean dualMapping() {
    return dualMapping;
  }

  /**
   * Copies {@code code} into executable memory and returns its address. It is freed some time after
   * {@code owner} has become unreachable.
   *
   * @param alignment of the address, in bytes: a power of two up to 4096
   * @throws LinkException if there is no executable memory left
   */
  synchronized long publish(byte[] code, int alignment, Object owner) {
    if (code.length == 0 || alignment < 1 || alignment > PAGE || (alignment & alignment - 1) != 0) {
      throw new IllegalArgumentException(code.length + " bytes aligned to " + alignment);
    }
    free();
    long address;
    CodeChunk chunk;
    if (dualMapping) {
      chunk = chunkFor(code.length, alignment);
      address = chunk.allocate(code.length, alignment);
      chunk.write(address, code);
    } else {
      long size = roundUp(code.length, PAGE);
      address = mapWritable(size);
      if (address == SystemCalls.FAILED) {
        throw exhausted(size);
      }
      chunk = new CodeChunk(address, address, size);
      chunk.write(address, code);
      if (!system.mprotect(address, size, SystemCalls.PROT_READ | SystemCalls.PROT_EXEC)) {
        system.munmap(address, size);
        throw exhausted(size);
      }
      mappedBytes += size;
    }
    published.add(new Published(owner, garbage, chunk, address, code.length));
    codeBytes += code.length;
    Reference.reachabilityFence(owner);
    return address;
  }

  /** Bytes of code published and not freed. */
  synchronized long codeBytes() {
    free();
    return codeBytes;
  }

  /** Bytes of address space that hold code or wait for it, counted once. */
  synchronized long mappedBytes() {
    free();
    return mappedBytes;
  }

  private void free() {
    for (Reference<?> dead = garbage.poll(); dead != null; dead = garbage.poll()) {
      Published code = (Published) dead;
      published.remove(code);
      codeBytes -= code.length;
      CodeChunk chunk = code.chunk;
      if (!dualMapping) {
        system.munmap(chunk.executable(), chunk.size());
        mappedBytes -= chunk.size();
        continue;
      }
      chunk.fill(code.address, code.length, BREAKPOINT);
      chunk.free(code.address, code.length);
      if (chunk.isEmpty() && chunks.size() > 1) {
        chunks.remove(chunk);
        system.munmap(chunk.writable(), chunk.size());
        system.munmap(chunk.executable(), chunk.size());
        mappedBytes -= chunk.size();
      }
    }
  }

  private CodeChunk chunkFor(int length, int alignment) {
    for (int i = chunks.size() - 1; i >= 0; i--) {
      if (chunks.get(i).fits(length, alignment)) {
        return chunks.get(i);
      }
    }
    long usual = Math.clamp(mappedBytes, FIRST_CHUNK, LARGEST_CHUNK); // doubles what there is
    long size = Math.max(usual, roundUp(length, PAGE));
    CodeChunk chunk = isExhausted ? null : mapTwice(size);
    if (chunk == null) {
      throw exhausted(size);
    }
    chunks.add(chunk);
    return chunk;
  }

  /** A chunk of {@code size} bytes mapped read-write and read-execute, or null. */
  private CodeChunk mapTwice(long size) {
    long file = system.memoryFile(size);
    if (file == SystemCalls.FAILED) {
      return null;
    }
    long writable =
        system.mmap(
            size, SystemCalls.PROT_READ | SystemCalls.PROT_WRITE, SystemCalls.MAP_SHARED, file);
    long executable =
        system.mmap(
            size, SystemCalls.PROT_READ | SystemCalls.PROT_EXEC, SystemCalls.MAP_SHARED, file);
    system.close(file);
    if (writable != SystemCalls.FAILED && executable != SystemCalls.FAILED) {
      mappedBytes += size;
      return new CodeChunk(writable, executable, size);
    }
    if (writable != SystemCalls.FAILED) {
      system.munmap(writable, size);
    }
    if (executable != SystemCalls.FAILED) {
      system.munmap(executable, size);
    }
    return null;
  }

  private long mapWritable(long size) {
    return system.mmap(
        size,
        SystemCalls.PROT_READ | SystemCalls.PROT_WRITE,
        SystemCalls.MAP_PRIVATE | SystemCalls.MAP_ANONYMOUS,
        -1);
  }

  private static LinkException exhausted(long size) {
    return new LinkException(
        Code.NATIVE_UNAVAILABLE,
        "the operating system refuses " + size + " more bytes of executable memory");
  }

  private static long roundUp(long size, long unit) {
    return size + unit - 1 & -unit;
  }
}
