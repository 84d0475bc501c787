package dev.lathe.link;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * The call site of a kernel that could not be linked when its holder class was initialised. Each
 * call tries again, and throws what linking throws, until one succeeds; from then on the site costs
 * nothing more than a constant handle.
 */
final class RetrySite extends MutableCallSite {
  private final KernelSite site;

  RetrySite(KernelSite site) {
    super(site.type());
    this.site = site;
    try {
      MethodHandle resolve =
          MethodHandles.lookup()
              .findVirtual(RetrySite.class, "resolve", MethodType.methodType(MethodHandle.class))
              .bindTo(this);
      setTarget(MethodHandles.foldArguments(MethodHandles.exactInvoker(type()), resolve));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private MethodHandle resolve() {
    MethodHandle handle = site.link();
    setTarget(handle);
    return handle;
  }
}
