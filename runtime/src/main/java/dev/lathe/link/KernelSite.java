package dev.lathe.link;

import dev.lathe.ir.Function;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.lang.ref.WeakReference;
import java.util.WeakHashMap;

/**
 * The call site of one kernel. Its first call compiles the kernel, under the site's lock, and sets
 * the target; calls that arrive meanwhile wait for it, later ones go straight to the compiled form.
 * If compilation ends in exhaustion of stack or memory the site stays as it was, and the next call
 * tries again.
 *
 * <p>The machine code lives as long as this site is reachable. HotSpot keeps it so while the code
 * runs: the handle is a constant of the generated class, and a frame of one of its methods,
 * compiled or not, keeps that class alive; a critical call itself contains no safepoint.
 */
public abstract class KernelSite extends MutableCallSite {
  /** Kernels of more parameters take them packed into a {@code long[]}. */
  public static final int MAX_ARGUMENTS = 16;

  private static final WeakHashMap<Class<?>, WeakReference<KernelSite>> SITES = new WeakHashMap<>();
  private static final MethodHandle RESOLVE = resolver("resolve");
  private static final MethodHandle RESOLVE_CLASS_FILE = resolver("resolveClassFile");

  private final MethodHandles.Lookup lookup;
  private final int format;
  private final Class<?> declaring;
  private final String methodName;
  private final MethodType method;
  private volatile LinkedKernel linked;
  private MethodHandle classFile;

  /**
   * A site that is not linked.
   *
   * @param lookup of the class that holds the kernel, nested in the generated class
   * @param format the IR format that the generated class was built for
   * @param declaring the interface that has the kernel's Java body
   * @param methodName its method there
   * @param method the type of that method
   */
  protected KernelSite(
      MethodHandles.Lookup lookup,
      int format,
      Class<?> declaring,
      String methodName,
      MethodType method) {
    super(handleType(method));
    this.lookup = lookup;
    this.format = format;
    this.declaring = declaring;
    this.methodName = methodName;
    this.method = method;
    setTarget(
        MethodHandles.foldArguments(MethodHandles.exactInvoker(type()), RESOLVE.bindTo(this)));
    synchronized (SITES) {
      SITES.put(lookup.lookupClass(), new WeakReference<>(this));
    }
  }

  /** The kernel's IR, built anew by each call. */
  protected abstract Function build();

  /** The site whose kernel {@code holder} holds, or null if there is none. */
  public static KernelSite of(Class<?> holder) {
    synchronized (SITES) {
      WeakReference<KernelSite> site = SITES.get(holder);
      return site == null ? null : site.get();
    }
  }

  /** The type of the handle for a method of type {@code method}: see the public Kernel. */
  public static MethodType handleType(MethodType method) {
    Class<?> result = carrier(method.returnType());
    int count = method.parameterCount();
    if (count > MAX_ARGUMENTS) {
      return MethodType.methodType(result, long[].class);
    }
    var parameters = new Class<?>[count];
    for (int i = 0; i < count; i++) {
      parameters[i] = carrier(method.parameterType(i));
    }
    return MethodType.methodType(result, parameters);
  }

  static Class<?> carrier(Class<?> type) {
    return type == boolean.class || type == byte.class || type == short.class || type == char.class
        ? int.class
        : type;
  }

  /** Initialises {@code holders}, on another thread if this one's stack is nearly used up. */
  public static void initialize(MethodHandles.Lookup lookup, Class<?>... holders) {
    if (StackProbe.hasRoom()) {
      initializeHere(lookup, holders);
    } else {
      new FreshThread() {
        @Override
        Object work() {
          initializeHere(lookup, holders);
          return null;
        }
      }.result();
    }
  }

  private static void initializeHere(MethodHandles.Lookup lookup, Class<?>[] holders) {
    try {
      for (Class<?> holder : holders) {
        lookup.ensureInitialized(holder);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * Logs that {@code generated} has no kernels but runs the user's own bodies.
   *
   * @throws LinkException if the options demand native code
   */
  public static void javaBodies(Class<?> generated) {
    Dispatcher.javaBodies(generated);
  }

  /** Links this site now, unless it is linked. */
  public final LinkedKernel link() {
    LinkedKernel kernel = linked;
    if (kernel != null) {
      return kernel;
    }
    if (StackProbe.hasRoom()) {
      return linkHere();
    }
    return (LinkedKernel)
        new FreshThread() {
          @Override
          Object work() {
            return linkHere();
          }
        }.result();
  }

  private synchronized LinkedKernel linkHere() {
    if (linked == null) {
      LinkedKernel kernel = Dispatcher.link(this);
      setTarget(kernel.handle());
      linked = kernel;
    }
    return linked;
  }

  private MethodHandle resolve() {
    return link().handle();
  }

  /**
   * A handle of this site's type that runs the class-file form, compiled when it is first called.
   */
  final MethodHandle lazyClassFile() {
    return MethodHandles.foldArguments(
        MethodHandles.exactInvoker(type()), RESOLVE_CLASS_FILE.bindTo(this));
  }

  private synchronized MethodHandle resolveClassFile() {
    if (classFile == null) {
      classFile = Dispatcher.classFile(this, build());
    }
    return classFile;
  }

  /** The kernel's name in options and messages, such as {@code com.acme.Add.add}. */
  public final String name() {
    return declaring.getName() + "." + methodName;
  }

  public final String methodName() {
    return methodName;
  }

  final MethodHandles.Lookup lookup() {
    return lookup;
  }

  final int format() {
    return format;
  }

  final Class<?> declaring() {
    return declaring;
  }

  /** The type of the user's method. */
  final MethodType method() {
    return method;
  }

  private static MethodHandle resolver(String method) {
    try {
      return MethodHandles.lookup()
          .findVirtual(KernelSite.class, method, MethodType.methodType(MethodHandle.class));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
