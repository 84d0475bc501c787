package dev.lathe;

import dev.lathe.link.Host;
import dev.lathe.link.NativeMode;
import dev.lathe.link.Options;

/**
 * Whether and how native code runs in this process.
 *
 * @param nativeCode true if kernels run as native code
 * @param problem why they do not and what to do about it, or null
 * @param cpu the CPU in words, or null if it could not be asked
 * @param isa the instruction set that kernels are compiled for, such as {@code avx512}, or null
 * @param nativeAccess true if native access was enabled by flag; without it, unless it is denied,
 *     native code runs too, but the JDK warns
 * @param nativeAccessFlag the flag that enables it for Lathe as it was loaded
 * @param executableMemory how machine code is mapped, in words, or null if it cannot be
 * @param mode the value of {@code lathe.native}
 */
public record Status(
    boolean nativeCode,
    String problem,
    String cpu,
    String isa,
    boolean nativeAccess,
    String nativeAccessFlag,
    String executableMemory,
    String mode) {
  static Status current() {
    return of(Host.get(), Options.get().mode());
  }

  static Status of(Host host, NativeMode mode) {
    String problem = host.denial();
    if (problem == null && (mode == NativeMode.CLASSFILE || mode == NativeMode.SOURCE)) {
      problem = "lathe.native=" + mode + " asks for another form; remove it";
    }
    return new Status(
        problem == null,
        problem,
        host.cpu(),
        host.features() == null ? null : host.features().toString(),
        Host.nativeAccessEnabled(),
        Host.nativeAccessFlag(),
        host.executableMemory(),
        mode.toString());
  }

  /** A report of several lines for people. */
  @Override
  public String toString() {
    return "native code:       "
        + (nativeCode ? "yes" : "no: " + problem)
        + "\nCPU:               "
        + (cpu == null ? "not asked" : cpu)
        + "\ninstruction set:   "
        + (isa == null ? "none" : isa)
        + "\nnative access:     "
        + (nativeAccess ? "enabled" : "not enabled by flag; add " + nativeAccessFlag)
        + "\nexecutable memory: "
        + (executableMemory == null ? "none" : executableMemory)
        + "\nlathe.native:      "
        + mode;
  }
}
