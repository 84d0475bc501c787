package dev.lathe.link;

import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/**
 * The host's CPU as CPUID and XGETBV report it (Intel SDM volume 2, CPUID; volume 1, 14.3 and
 * 15.2–15.4). These instructions are executed as a small function in executable memory: it costs
 * microseconds, and unlike /proc/cpuinfo it is there in every container.
 *
 * @param vendor such as {@code GenuineIntel}
 * @param family with the extended family added
 * @param model with the extended model in front
 * @param baseline x86-64-v3: AVX2, FMA, BMI1, BMI2, F16C, LZCNT, MOVBE, POPCNT, with ymm state
 *     enabled by the operating system
 * @param avx512 AVX-512 F, CD, DQ, BW and VL, with zmm and mask state enabled
 * @param vpopcntdq AVX-512 VPOPCNTDQ beside these
 */
record Cpu(
    String vendor, int family, int model, boolean baseline, boolean avx512, boolean vpopcntdq) {
  // long cpuid(long leaf, long subleaf, long half): half 0 is ebx:eax, 1 is edx:ecx; half 2 is
  // XCR0.
  // format:off
  private static final byte[] CODE = {
    0x53, // push rbx
    (byte) 0x89,
    (byte) 0xF8, // mov eax, edi
    (byte) 0x89,
    (byte) 0xF1, // mov ecx, esi
    0x49,
    (byte) 0x89,
    (byte) 0xD0, // mov r8, rdx
    0x41,
    (byte) 0x83,
    (byte) 0xF8,
    2, // cmp r8d, 2
    0x74,
    0x18, // je xgetbv
    0x0F,
    (byte) 0xA2, // cpuid
    0x45,
    (byte) 0x85,
    (byte) 0xC0, // test r8d, r8d
    0x75,
    0x09, // jne high
    0x48,
    (byte) 0xC1,
    (byte) 0xE3,
    32, // shl rbx, 32
    0x48,
    0x09,
    (byte) 0xD8, // or rax, rbx
    0x5B, // pop rbx
    (byte) 0xC3, // ret
    0x48,
    (byte) 0xC1,
    (byte) 0xE2,
    32, // high: shl rdx, 32
    (byte) 0x89,
    (byte) 0xC8, // mov eax, ecx
    (byte) 0xEB,
    0x09, // jmp join
    0x31,
    (byte) 0xC9, // xgetbv: xor ecx, ecx
    0x0F,
    0x01,
    (byte) 0xD0, // xgetbv
    0x48,
    (byte) 0xC1,
    (byte) 0xE2,
    32, // shl rdx, 32
    0x48,
    0x09,
    (byte) 0xD0, // join: or rax, rdx
    0x5B, // pop rbx
    (byte) 0xC3, // ret
  };
  // format:on

  private static final int SKYLAKE_SERVER = 0x55;
  private static final int CANNON_LAKE = 0x66;

  private static final int EBX_EAX = 0;
  private static final int EDX_ECX = 1;
  private static final int XCR0 = 2;

  // CPUID.1:ECX: FMA, MOVBE, POPCNT, OSXSAVE, AVX, F16C
  private static final long LEAF_1_ECX = 1 << 12 | 1 << 22 | 1 << 23 | 1 << 27 | 1 << 28 | 1 << 29;
  // CPUID.7.0:EBX: BMI1, AVX2, BMI2
  private static final long LEAF_7_EBX = 1 << 3 | 1 << 5 | 1 << 8;
  // CPUID.7.0:EBX: AVX-512 F, DQ, CD, BW, VL
  private static final long LEAF_7_EBX_AVX512 = 1 << 16 | 1 << 17 | 1 << 28 | 1 << 30 | 1L << 31;
  // CPUID.7.0:ECX: AVX512_VPOPCNTDQ
  private static final long LEAF_7_ECX_VPOPCNTDQ = 1 << 14;
  // CPUID.80000001H:ECX: LZCNT
  private static final long LEAF_80000001_ECX = 1 << 5;
  // XCR0: xmm and ymm state; and mask, upper zmm, zmm16–31
  private static final long XCR0_YMM = 0x6;
  private static final long XCR0_ZMM = 0xE6;

  /**
   * True if the whole core runs at a lower frequency while vectors have 512 bits, and for some time
   * after: Skylake-SP and -X, Cascade Lake and Cooper Lake, which share a model, and Cannon Lake
   * (Intel, Optimization Reference Manual, 2.6 and 18.26; models are those of the SDM, volume 4,
   * table 2-1). From Ice Lake on that is next to nothing, and no processor of AMD's does it.
   */
  boolean prefersShortVectors() {
    return vendor.equals("GenuineIntel")
        && family == 6
        && (model == SKYLAKE_SERVER || model == CANNON_LAKE);
  }

  /** Asks the CPU that this runs on. */
  static Cpu probe(CodeArena arena) {
    Object owner = new Object();
    long address = arena.publish(CODE, 64, owner);
    MethodHandle cpuid = Downcalls.bind(address, SystemCalls.SHAPE);
    long leaf0 = call(cpuid, 0, EBX_EAX);
    long leaf0High = call(cpuid, 0, EDX_ECX);
    int maxLeaf = (int) leaf0;
    String vendor = text(leaf0 >>> 32) + text(leaf0High >>> 32) + text(leaf0High);
    int signature = (int) call(cpuid, 1, EBX_EAX);
    long ecx1 = call(cpuid, 1, EDX_ECX);
    long ebx7 = maxLeaf >= 7 ? call(cpuid, 7, EBX_EAX) >>> 32 : 0;
    long ecx7 = maxLeaf >= 7 ? call(cpuid, 7, EDX_ECX) : 0;
    long maxExtended = call(cpuid, 0x8000_0000L, EBX_EAX) & 0xFFFF_FFFFL;
    long ecx81 = maxExtended >= 0x8000_0001L ? call(cpuid, 0x8000_0001L, EDX_ECX) : 0;
    // XGETBV is undefined where the operating system has not enabled XSAVE.
    long xcr0 = has(ecx1, 1 << 27) ? call(cpuid, 0, XCR0) : 0;
    Reference.reachabilityFence(owner);
    boolean baseline =
        has(ecx1, LEAF_1_ECX)
            && has(ebx7, LEAF_7_EBX)
            && has(ecx81, LEAF_80000001_ECX)
            && has(xcr0, XCR0_YMM);
    boolean avx512 = baseline && has(ebx7, LEAF_7_EBX_AVX512) && has(xcr0, XCR0_ZMM);
    int family = signature >> 8 & 0xF;
    int model = signature >> 4 & 0xF;
    if (family == 6 || family == 15) {
      model |= signature >> 12 & 0xF0;
    }
    if (family == 15) {
      family += signature >> 20 & 0xFF;
    }
    boolean vpopcntdq = avx512 && has(ecx7, LEAF_7_ECX_VPOPCNTDQ);
    return new Cpu(vendor, family, model, baseline, avx512, vpopcntdq);
  }

  private static boolean has(long register, long bits) {
    return (register & bits) == bits;
  }

  private static String text(long register) {
    var text = new char[4];
    for (int i = 0; i < 4; i++) {
      text[i] = (char) (register >> 8 * i & 0xFF);
    }
    return new String(text);
  }

  private static long call(MethodHandle cpuid, long leaf, long half) {
    try {
      return (long) cpuid.invokeExact(leaf, 0L, half, 0L, 0L, 0L, 0L);
    } catch (Throwable t) {
      throw Downcalls.rethrow(t);
    }
  }
}
