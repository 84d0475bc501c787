package dev.lathe.codegen.x64;

import dev.lathe.codegen.AllocationChecker;
import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.codegen.TrapSite;
import dev.lathe.ir.Access;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Heap;
import dev.lathe.ir.Table;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.testing.EdgeValues;
import dev.lathe.testing.Engine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Machine code of a memory kernel for tests. As a garbage collector would, this moves every array,
 * segment and record between slices: all are copied to new memory for a slice, between words that
 * must not change, and back, and the old place is overwritten.
 */
@SuppressWarnings("restricted")
final class MemoryCode implements Engine.MemoryKernel {
  private static final long GUARD = 0x600D_CAFE_0BAD_F00DL;
  private static final int MOST_SLICES = 200_000;

  private final Function function;
  private final MachineCode code;
  private final long address;
  private final long[] budgets;
  private TrapSite trapped;
  private long slices;

  /** Code that runs in one slice. */
  MemoryCode(Function function, CallingConvention convention) {
    this(function, convention, Long.MAX_VALUE);
  }

  /** Code that runs in slices, once for each of the budgets. */
  MemoryCode(Function function, CallingConvention convention, long... budgets) {
    this(function, convention, true, budgets);
  }

  /** The same for a level of instructions. */
  MemoryCode(
      Function function, CallingConvention convention, X64Features features, long... budgets) {
    this(function, convention, features, true, budgets);
  }

  /** The same, whose register allocation is verified if {@code check}. */
  MemoryCode(Function function, CallingConvention convention, boolean check, long[] budgets) {
    this(function, convention, X64Features.AVX2, check, budgets);
  }

  /** The same for a level of instructions, verified if {@code check}. */
  MemoryCode(
      Function function,
      CallingConvention convention,
      X64Features features,
      boolean check,
      long[] budgets) {
    this.function = function;
    this.budgets = budgets;
    code =
        X64MemoryCompiler.compile(
            function, convention, features, check ? AllocationChecker.CHECKER : null, null);
    address = NativeCode.publish(code);
  }

  /** True if {@code function} has references. */
  static boolean isFor(Function function) {
    for (Block block : function.blocks()) {
      for (Value param : block.params()) {
        if (param.type().isReference()) {
          return true;
        }
      }
      for (Value value : block.values()) {
        if (value.type().isReference()) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public long call(Heap heap, long... arguments) throws Throwable {
    var references = new Object[1 + function.params().size() + function.tables().size()];
    int slots = 1;
    for (int i = 0; i < arguments.length; i++) {
      if (function.params().get(i).type().isReference()) {
        references[slots++] = heap.get(arguments[i]);
      }
    }
    for (Table table : function.tables()) {
      references[slots++] = table.getter().invoke();
    }
    references = java.util.Arrays.copyOf(references, slots);
    List<byte[]> before = contents(references);
    long result = 0;
    for (int i = 0; i < budgets.length; i++) {
      if (i > 0) {
        List<byte[]> after = contents(references);
        restore(references, before);
        long budget = budgets[i];
        long again = run(references, () -> budget, arguments);
        if (!EdgeValues.same(function.result(), result, again)) {
          throw new AssertionError("budget " + budgets[i] + ": " + again + ", not " + result);
        }
        List<byte[]> now = contents(references);
        for (int r = 0; r < after.size(); r++) {
          if (!java.util.Arrays.equals(after.get(r), now.get(r))) {
            throw new AssertionError("budget " + budgets[i] + ": other contents");
          }
        }
      } else {
        long budget = budgets[i];
        result = run(references, () -> budget, arguments);
      }
    }
    return result;
  }

  /**
   * Runs the code; a trap throws what it stands for, and {@link #trapped} tells where it was.
   *
   * @param references by slot
   */
  long run(Object[] references, LongSupplier budget, long[] arguments) {
    trapped = null;
    int longs = code.recordLongs();
    long[] saved = new long[longs];
    for (int slice = 0; slice < MOST_SLICES; slice++) {
      try (Arena arena = Arena.ofConfined()) {
        Map<Object, MemorySegment> copies = new IdentityHashMap<>();
        var addresses = new long[references.length];
        for (int s = 1; s < references.length; s++) {
          addresses[s - 1] = place(references[s], copies, arena);
        }
        MemorySegment record = guarded(arena, 8L * longs, 0);
        MemorySegment.copy(saved, 0, record, ValueLayout.JAVA_LONG, 0, longs);
        set(record, ReturnConvention.BUDGET, budget.getAsLong());
        slices++;
        if (slice == 0) {
          setArguments(record, references, arguments);
        }
        addresses[references.length - 1] = record.address();
        long status = (int) NativeCode.callWithAddresses(address, addresses);
        checkGuards(record);
        for (var copy : copies.entrySet()) {
          checkGuards(copy.getValue());
          copyBack(copy.getValue(), copy.getKey());
          copy.getValue().fill((byte) 0x5A); // it is elsewhere now
        }
        if (status == 0) {
          return NativeEngine.result(function, get(record, ReturnConvention.RESULT));
        }
        if (status < 0) {
          TrapSite site = code.sites().get((int) ~status);
          trapped = site;
          site.raise(references, get(record, 2), get(record, 3), get(record, 4));
          throw new AssertionError(site + " does not throw");
        }
        MemorySegment.copy(record, ValueLayout.JAVA_LONG, 0, saved, 0, longs);
        record.fill((byte) 0x5A);
      }
    }
    throw new AssertionError("more than " + MOST_SLICES + " slices");
  }

  /** Where the last run trapped; null if it did not. */
  TrapSite trapped() {
    return trapped;
  }

  long slices() {
    return slices;
  }

  private void setArguments(MemorySegment record, Object[] references, long[] arguments) {
    int word = ReturnConvention.ARGUMENTS;
    int slot = 1;
    for (int i = 0; i < arguments.length; i++) {
      Type type = function.params().get(i).type();
      long bits = type.bits() == 64 ? arguments[i] : arguments[i] & 0xFFFF_FFFFL | 0xDEADL << 32;
      set(record, word++, type.isReference() ? length(type, references[slot++]) : bits);
    }
    for (Table table : function.tables()) {
      set(record, word++, length(table.type(), references[slot++]));
    }
    for (MachineCode.Limit limit : code.limits()) {
      set(record, word++, limit(limit, references));
    }
  }

  private static long length(Type type, Object reference) {
    if (reference == null) {
      return type.isArray() ? 0 : -1;
    }
    return reference instanceof MemorySegment segment
        ? segment.byteSize()
        : Array.getLength(reference);
  }

  private static long limit(MachineCode.Limit limit, Object[] references) {
    Access access = limit.access();
    if (!(references[limit.slot()] instanceof MemorySegment segment)
        || !segment.scope().isAlive()
        || !segment.isAccessibleBy(Thread.currentThread())
        || segment.isReadOnly() && access.isWrite()) {
      return 0;
    }
    int n = access.element().bytes();
    if (access.isAligned()
        && segment.maxByteAlignment() < n
        && (access.isIndexed() || !segment.isNative())) {
      return 0;
    }
    return access.isIndexed() ? segment.byteSize() / n : Math.max(0, segment.byteSize() - n + 1);
  }

  // ---- memory

  /** The address of a copy, the same for the same memory. */
  private static long place(Object reference, Map<Object, MemorySegment> copies, Arena arena) {
    if (reference == null) {
      return 0;
    }
    if (reference instanceof MemorySegment segment) {
      if (!segment.scope().isAlive()) {
        return 0;
      }
      if (segment.isNative()) {
        return segment.address();
      }
      Object array = segment.heapBase().orElse(null);
      if (array == null) { // read-only, so that its array cannot be had
        MemorySegment copy = guarded(arena, segment.byteSize(), segment.address());
        copy.copyFrom(segment);
        return copy.address();
      }
      return place(array, copies, arena) + segment.address();
    }
    MemorySegment copy = copies.get(reference);
    if (copy == null) {
      byte[] bytes = bytes(reference);
      copy = guarded(arena, bytes.length, 0);
      MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, bytes.length);
      copies.put(reference, copy);
    }
    return copy.address();
  }

  private static MemorySegment guarded(Arena arena, long bytes, long alignment) {
    long offset = 16 + (alignment & 7);
    MemorySegment all = arena.allocate(offset + bytes + 16, 16);
    all.set(ValueLayout.JAVA_LONG_UNALIGNED, offset - 8, GUARD);
    all.set(ValueLayout.JAVA_LONG_UNALIGNED, offset + bytes, GUARD);
    return all.asSlice(offset, bytes);
  }

  private static void checkGuards(MemorySegment segment) {
    MemorySegment before = MemorySegment.ofAddress(segment.address() - 8).reinterpret(8);
    MemorySegment behind =
        MemorySegment.ofAddress(segment.address() + segment.byteSize()).reinterpret(8);
    if (before.get(ValueLayout.JAVA_LONG_UNALIGNED, 0) != GUARD
        || behind.get(ValueLayout.JAVA_LONG_UNALIGNED, 0) != GUARD) {
      throw new AssertionError("wrote outside");
    }
  }

  private static void copyBack(MemorySegment from, Object array) {
    if (array instanceof boolean[] truths) {
      for (int i = 0; i < truths.length; i++) {
        byte bits = from.get(ValueLayout.JAVA_BYTE, i);
        if (bits != 0 && bits != 1) {
          throw new AssertionError("a boolean of " + bits);
        }
        truths[i] = bits != 0;
      }
    } else {
      over(array).copyFrom(from);
    }
  }

  private static byte[] bytes(Object array) {
    if (array instanceof boolean[] truths) {
      var bytes = new byte[truths.length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (truths[i] ? 1 : 0);
      }
      return bytes;
    }
    return over(array).toArray(ValueLayout.JAVA_BYTE);
  }

  private static MemorySegment over(Object array) {
    return switch (array) {
      case byte[] a -> MemorySegment.ofArray(a);
      case short[] a -> MemorySegment.ofArray(a);
      case char[] a -> MemorySegment.ofArray(a);
      case int[] a -> MemorySegment.ofArray(a);
      case long[] a -> MemorySegment.ofArray(a);
      case float[] a -> MemorySegment.ofArray(a);
      case double[] a -> MemorySegment.ofArray(a);
      default -> throw new IllegalArgumentException("no array of primitives: " + array);
    };
  }

  /** What arrays and segments hold, by slot; null where nothing can be read. */
  private static List<byte[]> contents(Object[] references) {
    var contents = new ArrayList<byte[]>();
    for (Object reference : references) {
      if (reference == null || reference instanceof MemorySegment s && !s.scope().isAlive()) {
        contents.add(null);
      } else {
        contents.add(
            reference instanceof MemorySegment segment
                ? segment.toArray(ValueLayout.JAVA_BYTE)
                : bytes(reference));
      }
    }
    return contents;
  }

  private static void restore(Object[] references, List<byte[]> contents) {
    for (int i = 0; i < references.length; i++) {
      byte[] bytes = contents.get(i);
      if (bytes == null) {
        continue;
      }
      if (!(references[i] instanceof MemorySegment segment)) {
        copyBack(MemorySegment.ofArray(bytes), references[i]);
      } else if (!segment.isReadOnly()) {
        segment.copyFrom(MemorySegment.ofArray(bytes));
      }
    }
  }

  private static void set(MemorySegment record, int word, long value) {
    record.setAtIndex(ValueLayout.JAVA_LONG, word, value);
  }

  private static long get(MemorySegment record, int word) {
    return record.getAtIndex(ValueLayout.JAVA_LONG, word);
  }
}
