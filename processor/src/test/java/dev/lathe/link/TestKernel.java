package dev.lathe.link;

import dev.lathe.ir.Function;
import dev.lathe.opt.ExpandFrem;
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

  private final Supplier<Function> source;

  private TestKernel(Class<?> declaring, String name, MethodType type, Supplier<Function> source)
      throws IllegalAccessException {
    this(MethodHandles.lookup().defineHiddenClass(HOLDER, false), declaring, name, type, source);
  }

  private TestKernel(
      MethodHandles.Lookup lookup,
      Class<?> declaring,
      String name,
      MethodType type,
      Supplier<Function> source) {
    super(lookup, lookup.lookupClass(), Function.FORMAT, declaring, name, type);
    this.source = source;
  }

  /** As users get it. */
  public static MethodHandle optimized(
      Class<?> declaring, String name, MethodType type, Supplier<Function> source)
      throws IllegalAccessException {
    var site = new TestKernel(declaring, name, type, source);
    MethodHandle handle = site.handle();
    if (site.reason() != null) {
      throw new IllegalStateException(site.reason());
    }
    return site.kept(handle);
  }

  /** Seen only by the passes that native code cannot do without. */
  public static MethodHandle unoptimized(
      Class<?> declaring, String name, MethodType type, Supplier<Function> source)
      throws IllegalAccessException {
    var site = new TestKernel(declaring, name, type, source);
    Function function = source.get();
    new ExpandFrem().run(function, new PassContext());
    var code = NativeCompiler.compile(function);
    return site.kept(NativeCompiler.publish(site, function, code, Host.get().arena()));
  }

  /** The same handle, which keeps this site, and so the code. */
  private MethodHandle kept(MethodHandle handle) {
    return MethodHandles.dropArguments(handle, 0, TestKernel.class).bindTo(this);
  }

  @Override
  protected Function build() {
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
