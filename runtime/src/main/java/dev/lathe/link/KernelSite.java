package dev.lathe.link;

import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import dev.lathe.vector.Verdict;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One kernel's place in a generated class: compiles it once and gives the handle that is a constant
 * of its holder class.
 *
 * <p>That happens in the holder's static initialiser, which {@link Holders#initialize} starts at
 * the first call; so class initialisation is the lock that threads calling first wait at. A static
 * initialiser must not fail, or the JVM would refuse the class for ever. Hence {@link Holders}
 * makes sure before that there is stack, and keeps memory in reserve; and where compilation ends in
 * exhaustion nevertheless, or in an exception that the options demand, the handle is one that tries
 * again at each call until it succeeds.
 *
 * <p>The machine code lives as long as the holder class. HotSpot keeps that alive while the code
 * runs, as frames of the generated class's methods do, compiled or not; a critical call itself
 * contains no safepoint.
 */
public abstract class KernelSite {
  /** Kernels of more parameters take those that are no references packed into a {@code long[]}. */
  public static final int MAX_ARGUMENTS = 16;

  private static final Sites SITES = new Sites();

  private final MethodHandles.Lookup lookup;
  private final int format;
  private final Class<?> declaring;
  private final String methodName;
  private final MethodType method;
  private final MethodType type;
  private final Class<?> holder;
  private volatile MethodHandle linked;
  private NativeMode form;
  private String reason;
  private List<Verdict> loops = List.of();
  private LinkException refusal;
  private volatile MethodHandle classFile;

  /** The site of each holder class, which it keeps alive. */
  private static final class Sites extends ClassValue<AtomicReference<KernelSite>> {
    @Override
    protected AtomicReference<KernelSite> computeValue(Class<?> holder) {
      return new AtomicReference<>();
    }
  }

  /**
   * A site that is not linked.
   *
   * @param lookup of the class that holds the kernel, nested in the generated class
   * @param holder the same class
   * @param format the IR format that the generated class was built for
   * @param declaring the interface that has the kernel's Java body
   * @param methodName its method there
   * @param method the type of that method
   * @throws IllegalStateException if the holder has a site already
   */
  protected KernelSite(
      MethodHandles.Lookup lookup,
      Class<?> holder,
      int format,
      Class<?> declaring,
      String methodName,
      MethodType method) {
    this.lookup = lookup;
    this.holder = holder;
    this.format = format;
    this.declaring = declaring;
    this.methodName = methodName;
    this.method = method;
    this.type = handleType(method);
    HostProbe.begin(downcall());
    if (!SITES.get(holder).compareAndSet(null, this)) {
      throw new IllegalStateException(holder.getName() + " holds a kernel already");
    }
  }

  /**
   * A site, not linked, of a kernel that no class was generated for: it has no Java body and no
   * holder, and whoever calls its handle must keep the site reachable.
   *
   * @param name as in {@code com.acme.Add.add}
   * @param method the kernel's type
   */
  protected KernelSite(String name, MethodType method) {
    this.lookup = null;
    this.holder = null;
    this.format = Function.FORMAT;
    this.declaring = null;
    this.methodName = name;
    this.method = method;
    this.type = handleType(method);
    HostProbe.begin(downcall());
  }

  /** The kernel's IR, built anew by each call. */
  protected abstract Function build();

  /** The exception that ends a kernel whose thread was interrupted. */
  protected abstract RuntimeException interrupted();

  /**
   * The IR of a kernel of the same generated class, or of one that its kernels call; null if there
   * is none. See the public Kernel.
   */
  protected Function function(String symbol) {
    return null;
  }

  /** The kernel's IR and that of all kernels that it calls, directly or not, built anew. */
  protected Module module() {
    return declaring == null ? Module.of(build()) : Callees.module(this, build());
  }

  /** The site whose kernel {@code holder} holds, or null if there is none. */
  public static KernelSite of(Class<?> holder) {
    return SITES.get(holder).get();
  }

  /** The type of the handle for a method of type {@code method}: see the public Kernel. */
  public static MethodType handleType(MethodType method) {
    Class<?> result = carrier(method.returnType());
    int count = method.parameterCount();
    boolean packed = count > MAX_ARGUMENTS;
    int references = references(method);
    var parameters = new Class<?>[packed ? references + 1 : count];
    int next = 0;
    if (packed) {
      parameters[next++] = long[].class;
    }
    for (int i = 0; i < count; i++) {
      Class<?> parameter = method.parameterType(i);
      if (!packed || !parameter.isPrimitive()) {
        parameters[next++] = carrier(parameter);
      }
    }
    return MethodType.methodType(result, parameters);
  }

  /** How many parameters are arrays or segments. */
  private static int references(MethodType method) {
    int references = 0;
    for (int i = 0; i < method.parameterCount(); i++) {
      references += method.parameterType(i).isPrimitive() ? 0 : 1;
    }
    return references;
  }

  /** The shape of the downcall that will most likely be needed. */
  private MethodType downcall() {
    int references = references(method);
    return references == 0 ? type : MemoryCalls.shape(references);
  }

  static Class<?> carrier(Class<?> type) {
    return type == boolean.class || type == byte.class || type == short.class || type == char.class
        ? int.class
        : type;
  }

  /**
   * Logs that {@code generated} has no kernels but runs the user's own bodies.
   *
   * @throws LinkException if the options demand native code
   */
  public static void javaBodies(Class<?> generated) {
    Dispatcher.javaBodies(generated);
  }

  /**
   * The handle for the holder's constant, for its static initialiser; compiles the kernel. Not on
   * another thread, which would wait for this very initialiser to end.
   */
  public final MethodHandle handle() {
    try {
      return linkHere();
    } catch (Throwable t) {
      Holders.releaseReserve();
      return new RetrySite(this).dynamicInvoker();
    }
  }

  /** Links this site now, unless it is linked. The holder must be initialised. */
  public final MethodHandle link() {
    MethodHandle handle = linked;
    if (handle != null) {
      return handle;
    }
    if (!FreshThread.needed()) {
      try {
        return linkHere();
      } catch (StackOverflowError e) {
        // a large kernel: it needs the other thread's larger stack
      }
    }
    new FreshThread(holder, this, false).work();
    return linked;
  }

  /** Links this site on the current thread, unless it is linked or that was refused for good. */
  final synchronized MethodHandle linkHere() {
    if (refusal != null) {
      throw refusal;
    }
    if (linked == null) {
      try {
        linked = Dispatcher.link(this);
      } catch (LinkException e) {
        refusal = e;
        throw e;
      }
    }
    return linked;
  }

  /**
   * Says what runs.
   *
   * @param form {@link NativeMode#AUTO} for native code, {@link NativeMode#CLASSFILE} or {@link
   *     NativeMode#SOURCE}
   * @param reason why it is not native code, or null
   */
  final void runsAs(NativeMode form, String reason) {
    this.form = form;
    this.reason = reason;
  }

  /** The form that runs, once linked. */
  public final NativeMode form() {
    return form;
  }

  /** Why that is not native code, or null. */
  public final String reason() {
    return reason;
  }

  /** Says what became of the loops in native code. */
  final void setLoops(List<Verdict> loops) {
    this.loops = loops;
  }

  /** What became of the loops in native code, in order of their lines; once linked. */
  public final List<Verdict> loops() {
    return loops;
  }

  /** A handle of this type that runs the class-file form, compiled when it is first called. */
  final MethodHandle lazyClassFile() {
    try {
      MethodHandle resolve =
          MethodHandles.lookup()
              .findVirtual(KernelSite.class, "classFile", MethodType.methodType(MethodHandle.class))
              .bindTo(this);
      return MethodHandles.foldArguments(MethodHandles.exactInvoker(type), resolve);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private MethodHandle classFile() {
    MethodHandle handle = classFile;
    if (handle != null) {
      return handle;
    }
    if (!FreshThread.needed()) {
      return classFileHere();
    }
    new FreshThread(holder, this, true).work();
    return classFile;
  }

  /** Makes the class-file form on the current thread, unless it is made. */
  final synchronized MethodHandle classFileHere() {
    if (classFile == null) {
      classFile = Dispatcher.classFile(this);
    }
    return classFile;
  }

  /** The type of the handle. */
  public final MethodType type() {
    return type;
  }

  /** True if the handle takes scalars packed into a {@code long[]}. */
  final boolean isPacked() {
    return method.parameterCount() > MAX_ARGUMENTS;
  }

  /** The kernel's name in options and messages, such as {@code com.acme.Add.add}. */
  public final String name() {
    return declaring == null ? methodName : declaring.getName() + "." + methodName;
  }

  /** The same with parameter and result types: {@code com.acme.Add.add(II)I}. */
  public final String signature() {
    return name() + method.toMethodDescriptorString();
  }

  /** True if there is a Java body, which {@link NativeMode#SOURCE} runs. */
  final boolean hasBody() {
    return declaring != null;
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

  protected final Class<?> declaring() {
    return declaring;
  }

  /** The type of the user's method. */
  protected final MethodType method() {
    return method;
  }
}
