package dev.lathe.link;

import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.StackLimitException;
import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import dev.lathe.ir.Vectorize;
import dev.lathe.jvm.ClassFileCompiler;
import dev.lathe.link.LinkException.Code;
import dev.lathe.opt.Pipeline;
import dev.lathe.vector.Verdict;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * Decides which form of a kernel runs and makes it: native code, the class-file form of the same
 * bits, or the user's own body.
 */
final class Dispatcher {
  private static boolean denialReported;
  private static boolean noStackReported;
  private static long compiledKernels;
  private static long fallbackKernels;

  private Dispatcher() {}

  /**
   * Compiles the kernel of {@code site} and tells it what runs.
   *
   * @return a handle of the site's type
   * @throws LinkException if it cannot run as the options demand
   * @throws VirtualMachineError on exhaustion of stack or memory: nothing has happened then
   */
  static MethodHandle link(KernelSite site) {
    if (site.format() > Function.FORMAT) {
      throw tooNew(site);
    }
    NativeMode mode = Options.get().modeOf(site.name());
    MethodHandle handle;
    if (mode == NativeMode.SOURCE && site.hasBody()) {
      handle = Body.of(site);
      site.runsAs(NativeMode.SOURCE, "lathe.native or lathe.kernels says so");
    } else if (mode == NativeMode.SOURCE) {
      handle = fallback(site, "it has no Java body, which lathe.native or lathe.kernels asks for");
    } else if (mode == NativeMode.CLASSFILE) {
      handle = fallback(site, "lathe.native or lathe.kernels says so");
    } else {
      handle = nativeOrFallback(site, mode);
    }
    count(site.form());
    return handle;
  }

  private static MethodHandle nativeOrFallback(KernelSite site, NativeMode mode) {
    Options options = Options.get();
    try {
      Function function = site.build();
      // Without calls there is no need to load what handles modules.
      Module module = function.callees().isEmpty() ? null : site.module();
      Dump dump = options.dump() == null ? null : new Dump(options.dump(), function, module);
      List<Verdict> loops;
      if (module == null) {
        loops = NativeCompiler.optimise(function, options);
      } else {
        loops = NativeCompiler.optimise(module, options);
        function = module.root();
        module = NativeCompiler.calling(module);
      }
      if (mode == NativeMode.FASTEST && module == null && !NativeCompiler.hasLoop(function)) {
        return fallback(
            site, "lathe.native=fastest: the call would cost more than native code saves");
      }
      String obstacle = obstacle(function, module);
      if (obstacle != null) {
        return refused(site, mode, obstacle);
      }
      // Compiled before the host is asked, which may still be probed meanwhile.
      MachineCode code = Host.isDenied() ? null : NativeCompiler.compile(function, module);
      Host host = Host.get();
      if (host.denial() != null) {
        return denied(site, mode, host.denial());
      }
      if (dump != null) {
        dump.write(function, module, code);
      }
      try {
        MethodHandle handle =
            module == null
                ? NativeCompiler.publish(site, function, code, host.arena())
                : NativeCompiler.publish(site, module, code, host.arena());
        site.runsAs(NativeMode.AUTO, null);
        site.setLoops(loops);
        if (!loops.isEmpty() && function.vectorize() == Vectorize.REQUIRED) {
          reportScalar(site.name(), loops);
        }
        return handle;
      } catch (LinkException e) {
        return denied(site, mode, e.getMessage());
      }
    } catch (LinkException | VirtualMachineError e) {
      throw e;
    } catch (Throwable bug) {
      return failed(site, mode, bug);
    }
  }

  /** Logs that no memory was left for the stack of a call: once in a process. */
  static void reportNoStack() {
    synchronized (Dispatcher.class) {
      if (noStackReported) {
        return;
      }
      noStackReported = true;
    }
    warn(
        "the operating system refuses "
            + NativeStack.BYTES
            + " more bytes of memory for the stack of a recursive kernel, of which there are "
            + NativeStack.count()
            + "; such calls run as class files, with the same results; allow more memory or"
            + " mappings (ulimit -v, vm.max_map_count), or call from fewer threads at once");
  }

  /** Logs that {@code kernel} was called with a segment that is a mapped file. */
  static void reportMapped(String kernel) {
    warn(
        kernel
            + " was called with a segment of a mapped file, which native code does not read: were"
            + " the file truncated, the process would end; such calls run as class files, with the"
            + " same results; copy the segment to memory of an arena for native speed");
  }

  /** Logs what loops of a kernel stay scalar here, though none should. */
  private static void reportScalar(String kernel, List<Verdict> loops) {
    for (int i = 0; i < loops.size(); i++) {
      if (!loops.get(i).isVectorized()) {
        warn(
            kernel
                + " does not meet vectorize = REQUIRED on this host ("
                + Host.get().features()
                + "): "
                + loops.get(i));
      }
    }
  }

  private static MethodHandle denied(KernelSite site, NativeMode mode, String denial) {
    if (mode == NativeMode.REQUIRE) {
      throw new LinkException(Code.NATIVE_UNAVAILABLE, denial);
    }
    reportDenial(denial);
    return fallback(site, denial);
  }

  /** A bug of ours: the class-file form runs instead, and a file is left to reproduce it. */
  private static MethodHandle failed(KernelSite site, NativeMode mode, Throwable bug) {
    if (bug instanceof StackLimitException) { // a catch clause would load the class always
      return refused(site, mode, bug.getMessage() + "; make smaller kernels of it");
    }
    String message =
        "bug in Lathe: cannot compile "
            + site.name()
            + " ("
            + bug
            + ")"
            + Reproducer.write(site, bug);
    if (mode == NativeMode.REQUIRE) {
      throw new LinkException(Code.COMPILER, message, bug);
    }
    MethodHandle handle = fallback(site, message);
    warn(message + "; its " + site.form() + " form runs, with the same results");
    return handle;
  }

  /** Why a kernel over arrays or segments cannot be native code, or null. */
  private static String obstacle(Function function, Module module) {
    if (module == null) {
      return function.hasReferences() ? MemoryCalls.obstacle(function) : null;
    }
    for (Function each : module.functions()) {
      if (each.hasReferences()) {
        return MemoryCalls.obstacle(module);
      }
    }
    return null;
  }

  private static MethodHandle refused(KernelSite site, NativeMode mode, String obstacle) {
    String reason = site.name() + " cannot be native code: " + obstacle;
    if (mode == NativeMode.REQUIRE) {
      throw new LinkException(Code.NATIVE_UNAVAILABLE, reason);
    }
    MethodHandle handle = fallback(site, reason);
    warn(reason + "; its " + site.form() + " form runs, with the same results");
    return handle;
  }

  /** The class-file form or, if a bug of ours prevents even that, the user's own body. */
  private static MethodHandle fallback(KernelSite site, String reason) {
    try {
      MethodHandle handle = classFile(site);
      site.runsAs(NativeMode.CLASSFILE, reason);
      return handle;
    } catch (LinkException e) {
      throw e;
    } catch (RuntimeException | LinkageError | AssertionError e) {
      if (!site.hasBody()) {
        throw new LinkException(Code.COMPILER, reason + "; not as a class file either: " + e, e);
      }
      MethodHandle handle = Body.of(site);
      site.runsAs(NativeMode.SOURCE, reason + "; not as a class file either: " + e);
      return handle;
    }
  }

  /** The class-file form of the kernel, and of those that it calls, as a handle of its type. */
  static MethodHandle classFile(KernelSite site) {
    Module module = site.module();
    for (Function function : module.functions()) {
      Pipeline.CLASS_FILE.run(function);
    }
    Class<? extends RuntimeException> interrupted =
        module.root().isInterruptible() ? site.interrupted().getClass() : null;
    MethodHandle handle = ClassFileCompiler.compile(module, interrupted);
    return handle.type().equals(site.type()) ? handle : Body.spread(handle, site.type());
  }

  /** Logs why native code cannot run: once in a process. */
  private static void reportDenial(String denial) {
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
            + " was compiled by another compiler than javac and has no kernels; compile it with"
            + " javac";
    if (Options.get().mode() == NativeMode.REQUIRE) {
      throw new LinkException(Code.NATIVE_UNAVAILABLE, message);
    }
    warn(message + "; meanwhile its Java bodies run");
  }

  private static void warn(String message) {
    System.getLogger("dev.lathe").log(System.Logger.Level.WARNING, message);
  }

  private static synchronized void count(NativeMode form) {
    if (form == NativeMode.AUTO) {
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
