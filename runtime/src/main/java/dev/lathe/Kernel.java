package dev.lathe;

import dev.lathe.ir.Function;
import dev.lathe.link.Holders;
import dev.lathe.link.KernelSite;
import dev.lathe.link.LinkException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;

/**
 * What generated classes extend and call; not for use by hand. Frozen: members are added, never
 * changed.
 *
 * <p>A generated class has one nested holder class for each kernel. Initialising it compiles the
 * kernel; its {@code HANDLE} then costs no more than the native call:
 *
 * <pre>{@code
 * final class AddJit implements Add, Serializable {
 *   private static boolean add_IIReady;
 *
 *   private AddJit() {}
 *
 *   public static AddJit create() {
 *     Kernel.prepare();
 *     return new AddJit();
 *   }
 *
 *   public int add(int a, int b) {
 *     if (!add_IIReady) {
 *       add_IIReady = Kernel.initialize(add_II.class);
 *     }
 *     try {
 *       return (int) add_II.HANDLE.invokeExact(a, b);
 *     } catch (Throwable t) {
 *       throw Kernel.rethrow(t);
 *     }
 *   }
 *
 *   public static Function function(String signature) {
 *     switch (signature) {
 *       case "add(II)I":
 *         return add_II();
 *       default:
 *         return null;
 *     }
 *   }
 *
 *   private static Function add_II() {
 *     FunctionBuilder f = new FunctionBuilder("Add.add", Type.I32, Type.I32, Type.I32);
 *     ...
 *     return f.build();
 *   }
 *
 *   private static final class add_II extends Kernel {
 *     static final MethodHandle HANDLE =
 *         new add_II().link(MethodHandles.lookup(), 1, Add.class, "add", "(II)I");
 *
 *     protected Function build() {
 *       return AddJit.function("add(II)I");
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>{@code function} gives the IR of each kernel, declared or inherited, to the kernels that call
 * it. It runs no initialiser of the user's: in a generated class whose interface has computed
 * constants it is inherited from a superclass that does not implement the interface.
 *
 * <p>Types. {@code HANDLE} takes and returns {@code int}, {@code long}, {@code float} and {@code
 * double} only, and takes arrays of primitives and memory segments as they are. The generated
 * method passes {@code byte}, {@code short} and {@code char} as they widen to {@code int}, {@code
 * boolean} as 0 or 1, and narrows the result: {@code (byte) (int) HANDLE.invokeExact(…)}, {@code
 * (int) HANDLE.invokeExact(…) != 0}.
 *
 * <p>More than {@value #MAX_ARGUMENTS} parameters. {@code HANDLE} takes one {@code long[]} instead
 * of all that are no arrays or segments, which the generated method fills in order: integers and
 * booleans widened to {@code long}, floats as {@code Float.floatToRawIntBits} widened, doubles as
 * {@code Double.doubleToRawLongBits}. Arrays and segments follow it in order.
 *
 * <p>Initialisation. The static initialiser of a holder must not meet the end of the stack or of
 * memory, or the JVM would refuse the class for ever. Hence {@link #initialize}, before the first
 * use of each holder. The test of the flag cannot be measured beside the call. Threads that call
 * first at the same time wait for one another as for any class.
 *
 * <p>The user's own body. {@code lathe.native=source} and {@code lathe.kernels=…:off} run it: the
 * runtime finds the method of that name and descriptor in the interface given to {@link #link} and
 * calls it on an instance made by the generated class's constructor without arguments. The
 * generated class must implement that interface directly. Of a kernel that has no body there, a
 * lifted one, the holder has it: a static method {@code body}, which takes the instance first.
 */
public abstract class Kernel {
  /** How many parameters are passed one by one. */
  public static final int MAX_ARGUMENTS = 16;

  protected Kernel() {}

  /** The kernel's IR, built anew by each call. */
  protected abstract Function build();

  /**
   * The IR of a kernel that this one calls, directly or not, built anew; for holders of kernels
   * that call others.
   *
   * @param symbol as the generated class's own method of that name takes it: of a kernel that is
   *     called on the implementing object name and descriptor, {@code gcd(II)I}; of any other what
   *     the calls of it name, {@code com.acme.Gcd.gcd(II)I}, and before that the names of the
   *     interfaces by which one kernel after the other was called
   * @return null if there is no such kernel
   */
  protected Function function(String symbol) {
    return null;
  }

  /**
   * The kernel's handle. It must only be called while the holder class is reachable, as it is from
   * a method of the class that nests it; when it is not, the machine code is freed. Once in a
   * class.
   *
   * @param lookup of the holder class
   * @param format the {@link Function#FORMAT} that the class was generated for, as a literal
   * @param declaring the interface whose method is the user's body
   * @param name that method's name
   * @param descriptor that method's descriptor, such as {@code (II)I}
   */
  protected final MethodHandle link(
      MethodHandles.Lookup lookup, int format, Class<?> declaring, String name, String descriptor) {
    MethodType method =
        MethodType.fromMethodDescriptorString(descriptor, declaring.getClassLoader());
    return new Site(this, lookup, format, declaring, name, method).handle();
  }

  /**
   * For {@code new Table(…)}: reads the lookup table in a static field, whose class it does not
   * initialize before it is called.
   *
   * @param lookup of the class that builds the function
   * @param owner has the field
   * @param type the field's, an array class
   */
  public static MethodHandle table(
      MethodHandles.Lookup lookup, Class<?> owner, String name, Class<?> type) {
    try {
      return lookup.findStaticGetter(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw new LinkException(
          LinkException.Code.CALLEE,
          "%s, which kernels of %s read, is no accessible static field of type %s any more; compile"
                  .formatted(
                      owner.getName() + "." + name,
                      lookup.lookupClass().getName(),
                      type.getTypeName())
              + " them anew with Lathe's processor",
          e);
    }
  }

  /** For each {@code create()}: loads what a first call needs where the stack may end. */
  public static void prepare() {
    Holders.prepare();
  }

  /**
   * Initialises a holder class, and so compiles its kernel, where its static initialiser cannot
   * fail. Returns true, for the caller to remember.
   */
  public static boolean initialize(Class<?> holder) {
    Holders.initialize(holder);
    return true;
  }

  /**
   * For the first {@code create()} of a class that was generated without kernels, because it was
   * compiled by another compiler than javac: logs that {@code generated} runs the user's own
   * bodies.
   *
   * @throws LatheException under {@code lathe.native=require}
   */
  public static void javaBodies(Class<?> generated) {
    try {
      KernelSite.javaBodies(generated);
    } catch (LinkException e) {
      throw LatheException.of(e);
    }
  }

  /**
   * For lifted kernels: the exception when one of their arrays or segments is longer or shorter
   * than that for the results.
   */
  public static IllegalArgumentException unequal(
      String name, long length, String out, long expected) {
    return new IllegalArgumentException(
        "%s has %d elements and %s has %d".formatted(name, length, out, expected));
  }

  /** For lifted kernels: how many elements of {@code bytes} bytes there are in a segment. */
  public static long elements(String name, MemorySegment segment, int bytes) {
    long size = Objects.requireNonNull(segment, name).byteSize();
    if (size % bytes != 0) {
      throw new IllegalArgumentException(
          "%s has %d bytes, and elements have %d".formatted(name, size, bytes));
    }
    return size / bytes;
  }

  /** For lifted kernels: refuses a range of indices that an array or segment does not have. */
  public static void checkRange(String name, long length, int from, int to) {
    if (from < 0 || from > to || to > length) {
      throw new IndexOutOfBoundsException(
          "%s has %d elements, not those of range [%d, %d)".formatted(name, length, from, to));
    }
  }

  /** For the catch clause around a handle: throws what the kernel threw. */
  public static RuntimeException rethrow(Throwable thrown) {
    if (thrown instanceof LinkException e) {
      throw LatheException.of(e);
    }
    throw Kernel.<RuntimeException>unchecked(thrown);
  }

  @SuppressWarnings("unchecked") // a kernel throws what its body may throw: nothing checked
  private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private static final class Site extends KernelSite {
    private final Kernel kernel;

    Site(
        Kernel kernel,
        MethodHandles.Lookup lookup,
        int format,
        Class<?> declaring,
        String name,
        MethodType method) {
      super(lookup, kernel.getClass(), format, declaring, name, method);
      this.kernel = kernel;
    }

    @Override
    protected Function build() {
      Function function;
      try {
        function = kernel.build();
      } catch (LinkageError e) { // its class, or one that it inherits from, is of another version
        throw missing(e);
      }
      if (function == null) {
        throw missing(null);
      }
      return function;
    }

    private LinkException missing(LinkageError cause) {
      return new LinkException(
          LinkException.Code.CALLEE,
          name()
              + " is no kernel any more in the interface that declares it"
              + (cause == null ? "" : " (" + cause + ")")
              + "; compile that, and then "
              + declaring().getName()
              + ", with Lathe's processor",
          cause);
    }

    @Override
    protected Function function(String symbol) {
      return kernel.function(symbol);
    }

    @Override
    protected RuntimeException interrupted() {
      return KernelInterruptedException.of(name());
    }
  }
}
