package dev.lathe.link;

import dev.lathe.KernelInterruptedException;
import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import dev.lathe.kernels.Arithmetic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Supplier;

/** Links a function without a generated class. The handles are of {@link KernelSite#handleType}. */
final class TestSite extends KernelSite {
  /** Loaded anew for each site. */
  private static final class Holder {}

  private static final byte[] HOLDER = holder();

  private final Supplier<Module> source;

  private TestSite(MethodHandles.Lookup lookup, MethodType type, Supplier<Module> source) {
    super(lookup, lookup.lookupClass(), Function.FORMAT, Arithmetic.class, "test", type);
    this.source = source;
  }

  /**
   * A handle of the function that {@code source} makes, which keeps the code.
   *
   * @throws IllegalStateException if it runs in another form than native code
   */
  static MethodHandle link(String descriptor, Supplier<Function> source) {
    return linkModule(descriptor, () -> Module.of(source.get()));
  }

  /** The same of a module. */
  static MethodHandle linkModule(String descriptor, Supplier<Module> source) {
    TestSite site;
    try {
      var lookup = MethodHandles.lookup().defineHiddenClass(HOLDER, false);
      MethodType type = MethodType.fromMethodDescriptorString(descriptor, null);
      site = new TestSite(lookup, type, source);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
    MethodHandle handle = site.link();
    if (site.reason() != null) {
      throw new IllegalStateException(site.reason());
    }
    return MethodHandles.dropArguments(handle, 0, TestSite.class).bindTo(site);
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
    return new KernelInterruptedException(name());
  }

  private static byte[] holder() {
    try (InputStream in = TestSite.class.getResourceAsStream("TestSite$Holder.class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
