package dev.lathe.link;

import dev.lathe.codegen.x64.X64Features;
import dev.lathe.link.LinkException.Code;

/**
 * Whether native code can run in this process, and with which instructions. Found out once, by
 * trying; exhaustion of stack or memory on the way is not an answer, and the next call tries again.
 *
 * <p>{@link #denial} is null if native code can run; else one sentence that names the reason and
 * the exact remedy.
 */
public final class Host {
  private static final String SIMULATED = "lathe.test.executableMemory";

  private static volatile Host current;
  private static Boolean nativeAccess;

  private final String denial;
  private final CodeArena arena;
  private final Cpu cpu;
  private final X64Features features;

  private Host(String denial, CodeArena arena, Cpu cpu, X64Features features) {
    this.denial = denial;
    this.arena = arena;
    this.cpu = cpu;
    this.features = features;
  }

  /**
   * The host of this process.
   *
   * @throws LinkException if an option is refused
   */
  public static synchronized Host get() {
    if (current == null) {
      nativeAccessEnabled();
      current = probe(Options.get(), System.getProperty(SIMULATED));
    }
    return current;
  }

  /** True if native code is known to be denied; does not wait for a probe that goes on. */
  static boolean isDenied() {
    Host host = current;
    return host != null && host.denial != null;
  }

  private static Host probe(Options options, String simulated) {
    String arch = System.getProperty("os.arch");
    if (!"Linux".equals(System.getProperty("os.name"))
        || !"amd64".equals(arch) && !"x86_64".equals(arch)) {
      return denied(
          "Lathe has no native code for "
              + System.getProperty("os.name")
              + " on "
              + arch
              + " yet; nothing to do, -Dlathe.native=classfile silences this");
    }
    CodeArena arena;
    try {
      arena = new CodeArena(new SystemCalls(), simulated);
    } catch (IllegalCallerException e) {
      return denied("native access is denied to Lathe; add " + nativeAccessFlag());
    } catch (UnsupportedOperationException e) {
      return denied("this JDK cannot call native code here (" + e.getMessage() + ")");
    } catch (LinkException e) {
      return denied(
          e.getMessage()
              + "; allow it (SELinux: setsebool -P deny_execmem off; systemd:"
              + " MemoryDenyWriteExecute=no; seccomp: permit memfd_create and mmap with"
              + " PROT_EXEC)");
    }
    Cpu cpu = Cpu.probe(arena);
    if (!cpu.baseline()) {
      return new Host(
          "the CPU or the operating system lacks x86-64-v3 (AVX2, FMA, BMI2, LZCNT, MOVBE);"
              + " run on a newer CPU, or let the virtual machine pass its features through",
          arena,
          cpu,
          null);
    }
    boolean avx512 = cpu.avx512();
    if (options.isa() != null) {
      if (options.isa().equals("avx512") && !avx512) {
        throw new LinkException(
            Code.OPTION, "lathe.isa=avx512, but this CPU has no AVX-512 F, CD, DQ, BW and VL");
      }
      avx512 = options.isa().equals("avx512");
    }
    return new Host(null, arena, cpu, features(avx512, cpu, options.vectorBits()));
  }

  /** What code may use. */
  static X64Features features(boolean avx512, Cpu cpu, int bits) {
    if (!avx512) {
      if (bits == 512) {
        throw new LinkException(
            Code.OPTION,
            "lathe.vector.bits=512, but vectors have 256 bits without AVX-512, which this CPU or"
                + " lathe.isa lacks");
      }
      return X64Features.AVX2;
    }
    boolean isShort = bits == 0 ? cpu.prefersShortVectors() : bits == 256;
    X64Features features = isShort ? X64Features.AVX512_SHORT : X64Features.AVX512;
    return cpu.vpopcntdq() ? features.withVpopcntdq() : features;
  }

  private static Host denied(String denial) {
    return new Host(denial, null, null, null);
  }

  /**
   * The flag that enables native access for Lathe as it was loaded: by class path or module path.
   */
  public static String nativeAccessFlag() {
    Module module = Host.class.getModule();
    return "--enable-native-access=" + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
  }

  /** True if {@link #nativeAccessFlag} was given; without it native calls work, with a warning. */
  public static synchronized boolean nativeAccessEnabled() {
    if (nativeAccess == null) { // asked before the first native call, after which it is always true
      nativeAccess = Host.class.getModule().isNativeAccessEnabled();
    }
    return nativeAccess;
  }

  /** Why native code cannot run and what to do about it, or null if it can. */
  public String denial() {
    return denial;
  }

  /** Where machine code goes; null if there is no executable memory. */
  CodeArena arena() {
    return arena;
  }

  /** What code may use; null if native code cannot run. */
  public X64Features features() {
    return features;
  }

  /** The CPU in words, or null if it could not be asked. */
  public String cpu() {
    return cpu == null
        ? null
        : cpu.vendor()
            + " family "
            + cpu.family()
            + " model "
            + cpu.model()
            + (cpu.avx512() ? ", x86-64-v3 and AVX-512" : cpu.baseline() ? ", x86-64-v3" : "");
  }

  /** How executable memory is mapped, in words, or null if there is none. */
  public String executableMemory() {
    if (arena == null) {
      return null;
    }
    return arena.dualMapping() ? "mapped twice (read-write, read-execute)" : "sealed after writing";
  }

  /** Bytes of machine code of kernels that can still be called. */
  public static synchronized long codeBytes() {
    return current == null || current.arena == null ? 0 : current.arena.codeBytes();
  }
}
