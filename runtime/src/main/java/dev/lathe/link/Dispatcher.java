package dev.lathe.link;

import dev.lathe.ir.Function;
import dev.lathe.jvm.ClassFileCompiler;
import dev.lathe.link.LinkException.Code;
import java.lang.invoke.MethodHandle;

/**
 * Decides which form of a kernel runs and makes it: native code, the class-file form of the same
 * bits, or the user's own body.
 */
final class Dispatcher {
  private static boolean denialReported;
  private static long compiledKernels;
  private static long fallbackKernels;

  private Dispatcher() {}

  /**
   * Compiles the kernel of {@code site}.
   *
   * @throws LinkException if it cannot run as the options demand
   * @throws VirtualMachineError on exhaustion of stack or memory: nothing has happened then
   */
  static LinkedKernel link(KernelSite site) {
    if (site.format() > Function.FORMAT) {
      throw tooNew(site);
    }
    NativeMode mode = Options.get().modeOf(site.name());
    LinkedKernel kernel;
    if (mode == NativeMode.SOURCE) {
      return new LinkedKernel(Body.of(site), NativeMode.SOURCE, "lathe.native or lathe.kernels");
    } else if (mode == NativeMode.CLASSFILE) {
      kernel = fallback(site, "lathe.native or lathe.kernels");
    } else {
      kernel = nativeOrFallback(site, mode);
    }
    count(kernel);
    return kernel;
  }

  private static LinkedKernel nativeOrFallback(KernelSite site, NativeMode mode) {
    Host host = Host.get();
    if (host.denial() != null) {
      if (mode == NativeMode.REQUIRE) {
        throw new LinkException(Code.NATIVE_UNAVAILABLE, host.denial());
      }
      report(host.denial());
      return fallback(site, host.denial());
    }
    return fallback(site, "the code generator is not connected yet");
  }

  private static LinkedKernel fallback(KernelSite site, String reason) {
    return new LinkedKernel(classFile(site, site.build()), NativeMode.CLASSFILE, reason);
  }

  /** The class-file form of {@code function} as a handle of the site's type. */
  static MethodHandle classFile(KernelSite site, Function function) {
    MethodHandle handle = ClassFileCompiler.compile(function);
    return handle.type().equals(site.type()) ? handle : Body.spread(handle, site.type());
  }

  /** Logs why native code cannot run: once in a process. */
  private static void report(String denial) {
    synchronized (Dispatcher.class) {
      if (denialReported) {
        return;
      }
      denialReported = true;
    }
    warn(denial + "; kernels run as class files, with the same results");
  }

  static void javaBodies(Class<?> generated) {
    String message =
        generated.getName()
            + " was compiled by another compiler than javac and has no kernels; compile it with javac";
    if (Options.get().mode() == NativeMode.REQUIRE) {
      throw new LinkException(Code.NATIVE_UNAVAILABLE, message);
    }
    warn(message + "; meanwhile its Java bodies run");
  }

  private static void warn(String message) {
    System.getLogger("dev.lathe").log(System.Logger.Level.WARNING, message);
  }

  private static synchronized void count(LinkedKernel kernel) {
    if (kernel.form() == NativeMode.AUTO) {
      compiledKernels++;
    } else {
      fallbackKernels++;
    }
  }

  /** How many kernels were compiled to native code. */
  static synchronized long compiledKernels() {
    return compiledKernels;
  }

  /** How many kernels run in another form. */
  static synchronized long fallbackKernels() {
    return fallbackKernels;
  }

  private static LinkException tooNew(KernelSite site) {
    Class<?> generated = site.lookup().lookupClass().getNestHost();
    String version = Dispatcher.class.getPackage().getImplementationVersion();
    return new LinkException(
        Code.FORMAT,
        generated.getName()
            + " was generated for IR format "
            + site.format()
            + ", but dev.lathe:lathe-runtime"
            + (version == null ? "" : " " + version)
            + " knows formats up to "
            + Function.FORMAT
            + "; update lathe-runtime to the version of lathe-processor");
  }
}
