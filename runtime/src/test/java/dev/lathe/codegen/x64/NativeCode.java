package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Registers.*;

import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Label;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.ir.Function;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * Executes machine code under test. Calls go through an adapter of machine code that takes all
 * arguments from one block of memory, so that every signature is one shape of downcall, and that
 * sees whether the code keeps the registers it must keep.
 */
@SuppressWarnings("restricted")
final class NativeCode {
  private static final long REGION = 64 << 20;
  private static final int GENERAL = 0; // 6 words
  private static final int VECTOR = 6; // 8 words
  private static final int RESULT_GENERAL = 14;
  private static final int RESULT_VECTOR = 15;
  private static final int STACK_COUNT = 16;
  private static final int KEPT = 17; // 5 words: rbx, r12-r15 after the call
  private static final int STACK = 22;
  private static final int[] VECTORS = {0, 1, 2, 3, 4, 5, 6, 7};
  private static final Reg[] GENERALS = {RDI, RSI, RDX, RCX, R8, R9};
  private static final Reg[] KEEPS = {RBX, R12, R13, R14, R15};
  private static final long CANARY = 0x1122_3344_5566_7788L;

  private static final MemorySegment MEMORY = map();
  private static final MemorySegment BLOCK =
      java.lang.foreign.Arena.global().allocate(8 * (STACK + 256), 64);
  private static long used;
  private static final MethodHandle ADAPTER = adapter();

  private NativeCode() {}

  /** Copies code to executable memory, overwriting the oldest when it is full. */
  static synchronized long publish(MachineCode code) {
    return place(code.code(), code.alignment()) + code.entryOffset();
  }

  private static long place(byte[] code, int alignment) {
    used = used + alignment - 1 & -alignment;
    if (used + code.length > REGION) {
      used = 4096; // the adapter stays
    }
    MemorySegment.copy(code, 0, MEMORY, ValueLayout.JAVA_BYTE, used, code.length);
    long address = MEMORY.address() + used;
    used += code.length;
    return address;
  }

  /** Calls {@code address} by {@code function}'s signature; returns rax or xmm0 as it is. */
  static synchronized long call(long address, Function function, boolean inVector, long... bits) {
    int general = 0;
    int vector = 0;
    int stack = 0;
    List<Value> params = function.params();
    for (int i = 0; i < bits.length; i++) {
      Type type = i < params.size() ? params.get(i).type() : Type.I64; // a record's address
      long word = type.bits() == 64 ? bits[i] : bits[i] & 0xFFFF_FFFFL | 0xDEAD_BEEFL << 32;
      if (type.isFloat() && vector < 8) {
        set(VECTOR + vector++, word);
      } else if (!type.isFloat() && general < 6) {
        set(GENERAL + general++, word);
      } else {
        set(STACK + stack++, word);
      }
    }
    return enter(address, stack, inVector);
  }

  /** Calls {@code address} with arguments that are all integers of 64 bits; returns rax. */
  static synchronized long callWithAddresses(long address, long... arguments) {
    int stack = 0;
    for (int i = 0; i < arguments.length; i++) {
      set(i < 6 ? GENERAL + i : STACK + stack++, arguments[i]);
    }
    return enter(address, stack, false);
  }

  private static long enter(long address, int stack, boolean inVector) {
    set(STACK_COUNT, stack);
    try {
      ADAPTER.invokeExact(address, BLOCK.address());
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    for (int i = 0; i < KEEPS.length; i++) {
      if (get(KEPT + i) != CANARY + i) {
        throw new AssertionError(name(KEEPS[i], 64) + " was not kept");
      }
    }
    return get(inVector ? RESULT_VECTOR : RESULT_GENERAL);
  }

  private static void set(int word, long value) {
    BLOCK.setAtIndex(ValueLayout.JAVA_LONG, word, value);
  }

  private static long get(int word) {
    return BLOCK.getAtIndex(ValueLayout.JAVA_LONG, word);
  }

  private static MemorySegment map() {
    Linker linker = Linker.nativeLinker();
    MethodHandle mmap =
        linker.downcallHandle(
            linker.defaultLookup().find("mmap").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG));
    try {
      // read, write, execute; private, anonymous
      long address = (long) mmap.invokeExact(0L, REGION, 7, 0x22, -1, 0L);
      return MemorySegment.ofAddress(address).reinterpret(REGION);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static Mem word(Reg base, int index) {
    return Mem.of(base, index * 8);
  }

  /** {@code void adapter(long code, long block)}. */
  private static MethodHandle adapter() {
    CodeBuffer buffer = X64Encoder.newBuffer();
    X64Encoder.encode(buffer, X64Op.PUSH_R64, RBP);
    for (Reg keep : KEEPS) {
      X64Encoder.encode(buffer, X64Op.PUSH_R64, keep);
    }
    X64Encoder.encode(buffer, X64Op.PUSH_R64, RSI);
    X64Encoder.encode(buffer, X64Op.MOV_R64_RM64, RBP, RSP);
    X64Encoder.encode(buffer, X64Op.MOV_R64_RM64, RAX, RDI);
    X64Encoder.encode(buffer, X64Op.MOV_R64_RM64, R10, RSI);
    X64Encoder.encode(buffer, X64Op.MOV_R64_RM64, RCX, word(R10, STACK_COUNT));
    Label loop = buffer.newLabel();
    Label done = buffer.newLabel();
    buffer.bind(loop);
    X64Encoder.encode(buffer, X64Op.TEST_RM64_R64, RCX, RCX);
    X64Encoder.encode(buffer, X64Op.JE, done);
    X64Encoder.encode(buffer, X64Op.PUSH_M64, Mem.of(R10, RCX, 8, (STACK - 1) * 8));
    X64Encoder.encode(buffer, X64Op.DEC_RM64, RCX);
    X64Encoder.encode(buffer, X64Op.JMP_REL32, loop);
    buffer.bind(done);
    for (int i : VECTORS) {
      Reg vector = Reg.physical(dev.lathe.codegen.RegClass.VECTOR, i);
      X64Encoder.encode(buffer, X64Op.VMOVSD_XMM_M64, vector, word(R10, VECTOR + i));
    }
    for (int i = 0; i < KEEPS.length; i++) {
      X64Encoder.encode(buffer, X64Op.MOV_R64_IMM64, KEEPS[i], new Imm(CANARY + i));
    }
    for (int i = 0; i < GENERALS.length; i++) {
      X64Encoder.encode(buffer, X64Op.MOV_R64_RM64, GENERALS[i], word(R10, GENERAL + i));
    }
    X64Encoder.encode(buffer, X64Op.CALL_RM64, RAX);
    X64Encoder.encode(buffer, X64Op.MOV_R64_RM64, RSP, RBP);
    X64Encoder.encode(buffer, X64Op.POP_R64, R10);
    X64Encoder.encode(buffer, X64Op.MOV_RM64_R64, word(R10, RESULT_GENERAL), RAX);
    X64Encoder.encode(buffer, X64Op.VMOVSD_M64, word(R10, RESULT_VECTOR), XMM0);
    for (int i = 0; i < KEEPS.length; i++) {
      X64Encoder.encode(buffer, X64Op.MOV_RM64_R64, word(R10, KEPT + i), KEEPS[i]);
    }
    for (int i = KEEPS.length - 1; i >= 0; i--) {
      X64Encoder.encode(buffer, X64Op.POP_R64, KEEPS[i]);
    }
    X64Encoder.encode(buffer, X64Op.POP_R64, RBP);
    X64Encoder.encode(buffer, X64Op.RET);
    long address = place(buffer.finish(), 64);
    return Linker.nativeLinker()
        .downcallHandle(
            MemorySegment.ofAddress(address),
            FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
  }
}
