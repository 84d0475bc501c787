package dev.lathe.link;

import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import dev.lathe.opt.ExpandMath;
import dev.lathe.opt.PassContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Supplier;

/** Native code without a generated class. The handles are of {@link KernelSite#handleType}. */
public final class TestKernel extends KernelSite {
  /** Loaded anew for each site. */
  private static final class Holder {}

  private static final byte[] HOLDER = holder();

  private final Supplier<Module> source;

  private TestKernel(Class<?> declaring, String name, MethodType type, Supplier<Module> source)
      throws IllegalAccessException {
    this(MethodHandles.lookup().defineHiddenClass(HOLDER, false), declaring, name, type, source);
  }

  private TestKernel(
      MethodHandles.Lookup lookup,
      Class<?> declaring,
      String name,
      MethodType type,
      Supplier<Module> source) {
    super(lookup, lookup.lookupClass(), Function.FORMAT, declaring, name, type);
    this.source = source;
  }

  /** Seen only by the passes that native code cannot do without: calls are calls. */
  public static MethodHandle unoptimized(
      Class<?> declaring, String name, MethodType type, Supplier<Module> source)
      throws IllegalAccessException {
    var site = new TestKernel(declaring, name, type, source);
    Module module = source.get();
    for (Function function : module.functions()) {
      new ExpandMath().run(function, new PassContext());
    }
    Module calling = NativeCompiler.calling(module);
    var code = NativeCompiler.compile(module.root(), calling);
    CodeArena arena = Host.get().arena();
    return site.kept(
        calling == null
            ? NativeCompiler.publish(site, module.root(), code, arena)
            : NativeCompiler.publish(site, module, code, arena));
  }

  /** The same handle, which keeps this site, and so the code. */
  private MethodHandle kept(MethodHandle handle) {
    return MethodHandles.dropArguments(handle, 0, TestKernel.class).bindTo(this);
  }

  @Override
  protected Function build() {
    return source.get().root();
  }

  @Override
  protected Module module() {
    return source.get();
  }

  @Override
  protected RuntimeException interrupted() {
    return new IllegalStateException(name());
  }

  private static byte[] holder() {
    try (InputStream in = TestKernel.class.getResourceAsStream("TestKernel$Holder.class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
