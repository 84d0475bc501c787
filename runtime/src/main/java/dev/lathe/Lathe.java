package dev.lathe;

import dev.lathe.link.Host;
import dev.lathe.link.KernelSite;
import dev.lathe.link.LinkException;
import dev.lathe.link.Report;
import java.util.Objects;

/** What Lathe can do here and what it has done: reports, counters and warming up. */
public final class Lathe {
  private Lathe() {}

  /**
   * Whether and how native code runs in this process; finds out by trying if nobody has asked yet.
   */
  public static Status status() {
    try {
      return Status.current();
    } catch (LinkException e) {
      throw LatheException.of(e);
    }
  }

  /**
   * Compiles all kernels of the given generated classes now, which their first calls would do
   * otherwise.
   *
   * @param generated such as {@code AddJit.class}
   * @throws LatheException if a kernel cannot run as the options demand, or a class has no kernels
   */
  public static void warmUp(Class<?>... generated) {
    try {
      for (Class<?> type : generated) {
        for (KernelSite site : Report.sites(Objects.requireNonNull(type, "generated"))) {
          site.link();
        }
      }
    } catch (LinkException e) {
      throw LatheException.of(e);
    }
  }

  /** How many kernels have been compiled to native code. */
  public static long compiledKernels() {
    return Report.compiledKernels();
  }

  /** How many kernels have been linked to another form: class file or the user's own body. */
  public static long fallbackKernels() {
    return Report.fallbackKernels();
  }

  /** Bytes of machine code of kernels that can still be called. */
  public static long codeBytes() {
    return Host.codeBytes();
  }

  /**
   * What became of a kernel: its IR as built and as optimised, and its machine code as assembly
   * text.
   *
   * @param generated such as {@code AddJit.class}
   * @param method the kernel's name; overloads are all shown
   * @throws LatheException if there is no such kernel
   */
  public static String explain(Class<?> generated, String method) {
    try {
      return Report.explain(Objects.requireNonNull(generated, "generated"), method);
    } catch (LinkException e) {
      throw LatheException.of(e);
    }
  }

  /** The same for an instance of a generated class. */
  public static String explain(Object kernels, String method) {
    return explain(kernels.getClass(), method);
  }
}
