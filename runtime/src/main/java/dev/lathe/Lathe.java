package dev.lathe;

import dev.lathe.ir.Function;
import dev.lathe.link.Host;
import dev.lathe.link.KernelSite;
import dev.lathe.link.LinkException;
import dev.lathe.link.Report;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What Lathe can do here and what it has done: reports, counters, warming up; and kernels that no
 * class was generated for.
 */
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

  /**
   * Compiles a function that was built at run time, as a translator of formulas or a query engine
   * does.
   *
   * <p>The handle takes and returns {@code int} for i32, {@code long} for i64, {@code float} for
   * f32, {@code double} for f64 and {@code boolean} for bool, and throws what the function's checks
   * throw. It takes arrays and memory segments, which are read and written where they are; at an
   * exception they contain what was written before it. Functions with arrays of {@code boolean}, or
   * whose calls of themselves pass arrays, run as class files. It may be called by many threads. It
   * is fastest in a {@code static final} field. Its machine code is freed when nothing refers to
   * the handle any more.
   *
   * @param function which may be changed and compiled again afterwards; calls nothing but itself
   * @throws dev.lathe.ir.IrException if it is malformed
   * @throws LatheException if it cannot run as the options demand
   */
  public static MethodHandle compile(Function function) {
    return FunctionSite.of(function).userHandle();
  }

  /**
   * What became of all kernels of a generated class, and of their loops: which are SIMD code, and
   * why others are not. Compiles those that have not been called.
   *
   * @param generated such as {@code AddJit.class}
   * @throws LatheException if a kernel cannot run as the options demand, or there is none
   */
  public static List<KernelReport> report(Class<?> generated) {
    try {
      return reports(Report.sites(Objects.requireNonNull(generated, "generated")));
    } catch (LinkException e) {
      throw LatheException.of(e);
    }
  }

  /** The same for an instance of a generated class. */
  public static List<KernelReport> report(Object kernels) {
    return report(kernels.getClass());
  }

  /**
   * The same for one kernel.
   *
   * @param method the kernel's name; there is a report for each overload
   */
  public static List<KernelReport> report(Class<?> generated, String method) {
    try {
      return reports(Report.sites(Objects.requireNonNull(generated, "generated"), method));
    } catch (LinkException e) {
      throw LatheException.of(e);
    }
  }

  /** The same for one kernel of an instance of a generated class. */
  public static List<KernelReport> report(Object kernels, String method) {
    return report(kernels.getClass(), method);
  }

  /**
   * What becomes of a function that was built at run time.
   *
   * @throws dev.lathe.ir.IrException if it is malformed
   * @throws LatheException if it cannot run as the options demand
   */
  public static KernelReport report(Function function) {
    try {
      return KernelReport.of(FunctionSite.of(function));
    } catch (LinkException e) {
      throw LatheException.of(e);
    }
  }

  private static List<KernelReport> reports(List<KernelSite> sites) {
    var reports = new ArrayList<KernelReport>();
    for (KernelSite site : sites) {
      reports.add(KernelReport.of(site));
    }
    return List.copyOf(reports);
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

  /**
   * What becomes of a function that was built at run time: its IR as built and as optimised, and
   * its machine code as assembly text.
   *
   * @throws dev.lathe.ir.IrException if it is malformed
   * @throws LatheException if it cannot run as the options demand
   */
  public static String explain(Function function) {
    try {
      return Report.explain(FunctionSite.of(function));
    } catch (LinkException e) {
      throw LatheException.of(e);
    }
  }

  /** The same for an instance of a generated class. */
  public static String explain(Object kernels, String method) {
    return explain(kernels.getClass(), method);
  }
}
