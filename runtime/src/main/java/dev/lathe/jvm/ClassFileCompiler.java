package dev.lathe.jvm;

import dev.lathe.ir.Function;
import dev.lathe.ir.IrException;
import dev.lathe.ir.Module;
import dev.lathe.ir.Table;
import dev.lathe.ir.Type;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.constant.ClassDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Compiles the functions of a module to static methods and returns a handle to the root's. Bool
 * travels as an int, 0 or 1; the other types as themselves, arrays and segments as Java's.
 *
 * <p>The methods have exactly the IR's semantics, exceptions included: where a trap is due they
 * execute the trap's JDK operation, from the kernel's source file and line, and calls are calls.
 * For the stack trace's sake the classes have the kernels' names ({@link KernelName}), one for all
 * functions that are named so, and are no hidden classes, as those are left out of traces: a class
 * loader of their own defines them. That loader sees nothing but the JDK's base module, the bodies
 * of math functions and the exception of interrupts; it and the classes are unloaded when the last
 * reference to the handle is gone.
 *
 * <p>An interruptible root makes all functions look at the thread's interrupt flag: where they are
 * entered, unless they have neither loop nor call, and in loops every so many iterations.
 *
 * <p>Any verified function compiles whose parameters take at most as many slots (long and double
 * take two) as a method handle, or method, can be called with. What exceeds the size that HotSpot
 * compiles is divided among methods. Thread-safe.
 */
public final class ClassFileCompiler {
  /** The first attempt at a chunk's size, by estimate, and the smallest. */
  private static final int BUDGET = 6000;

  private static final int LEAST_BUDGET = 300;

  /** HotSpot compiles no method of more bytes (its flag HugeMethodLimit). */
  private static final int LONGEST_METHOD = 8000;

  private final Methods methods;
  private final Interruption interruption; // null if nobody asks
  private final int pooled;

  private ClassFileCompiler(Module module, Class<? extends RuntimeException> exception) {
    this.methods = new Methods(module);
    this.interruption =
        exception != null && module.root().isInterruptible()
            ? new Interruption(ClassDesc.of(exception.getName()), module.root().name())
            : null;
    this.pooled = Partition.POOLED_CONSTANTS / module.size();
  }

  /**
   * Compiles {@code function}, which must be verified, call nothing and not be interruptible.
   *
   * @return a handle of the function's type
   * @throws IrException if the parameters take too many slots
   */
  public static MethodHandle compile(Function function) {
    return compile(Module.of(function), null);
  }

  /**
   * Compiles the functions of {@code module}, which must be verified.
   *
   * @param interrupted what interruptible functions throw: a class with a public constructor that
   *     takes the root's name; null if interrupts do not matter
   * @return a handle of the root's type
   * @throws IrException if the parameters of one take too many slots
   */
  public static MethodHandle compile(Module module, Class<? extends RuntimeException> interrupted) {
    return compile(module, interrupted, BUDGET);
  }

  /** The same with methods of another size, by estimate. */
  static MethodHandle compile(
      Module module, Class<? extends RuntimeException> interrupted, int budget) {
    var compiler = new ClassFileCompiler(module, interrupted);
    var loader = new Loader(interrupted, getters(module));
    Class<?> rootClass = null;
    for (var classFile : compiler.classFiles(module, budget).entrySet()) {
      Class<?> defined = loader.define(classFile.getKey(), classFile.getValue());
      rootClass = rootClass == null ? defined : rootClass;
    }
    try {
      return MethodHandles.publicLookup()
          .findStatic(
              rootClass,
              compiler.methods.of(module.rootSymbol()).name().methodName(),
              methodType(module.root()));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e); // the method is there and public
    }
  }

  /** What gives the tables of the functions of {@code module}, by symbol. */
  private static Map<String, MethodHandle> getters(Module module) {
    var getters = new HashMap<String, MethodHandle>();
    for (Function function : module.functions()) {
      for (Table table : function.tables()) {
        getters.put(table.symbol(), table.getter());
      }
    }
    return getters;
  }

  /** The type of the handle to {@code function}: bool is int. */
  public static MethodType methodType(Function function) {
    var params = new Class<?>[function.params().size()];
    for (int i = 0; i < params.length; i++) {
      params[i] = carrier(function.params().get(i).type());
    }
    return MethodType.methodType(carrier(function.result()), params);
  }

  private static Class<?> carrier(Type type) {
    if (type.isReference()) {
      return type.isArray() ? type.element().arrayClass() : MemorySegment.class;
    }
    if (type.isFloat()) {
      return type == Type.F32 ? float.class : double.class;
    }
    return type == Type.VOID ? void.class : type == Type.I64 ? long.class : int.class;
  }

  /** The class file that {@link #compile} defines. */
  public static byte[] classFile(Function function) {
    return classFiles(Module.of(function)).firstEntry().getValue();
  }

  /**
   * The class files that {@link #compile} defines, by the names of the classes, the root's first.
   */
  public static SequencedMap<String, byte[]> classFiles(Module module) {
    return new ClassFileCompiler(module, null).classFiles(module, BUDGET);
  }

  private LinkedHashMap<String, byte[]> classFiles(Module module, int budget) {
    var byClass = new LinkedHashMap<String, List<Piece>>();
    for (String symbol : module.symbols()) {
      Methods.Method method = methods.of(symbol);
      byClass
          .computeIfAbsent(method.name().className(), _ -> new ArrayList<>())
          .add(piece(module.function(symbol), method, budget));
    }
    var classFiles = new LinkedHashMap<String, byte[]>();
    byClass.forEach((name, pieces) -> classFiles.put(name, build(name, pieces)));
    return classFiles;
  }

  /** A function, cut so that no method is too long. */
  private record Piece(Partition partition, Placement placement, Methods.Method method) {}

  private Piece piece(Function function, Methods.Method method, int firstBudget) {
    int budget = firstBudget;
    while (true) {
      var partition = new Partition(function, budget, pooled);
      var piece = new Piece(partition, new Placement(partition), method);
      boolean small = partition.isSingle() && partition.chunks.getFirst().size < BUDGET / 2;
      if (small || longestChunk(piece) <= LONGEST_METHOD || budget / 2 < LEAST_BUDGET) {
        return piece;
      }
      budget /= 2; // many values cross chunks or have high-numbered locals
    }
  }

  /** The length of the longest method. The driver does not count: more chunks make it longer. */
  private int longestChunk(Piece piece) {
    byte[] classFile = build(piece.method.name().className(), List.of(piece));
    List<MethodModel> methods = ClassFile.of().parse(classFile).methods();
    int longest = 0;
    for (MethodModel method : methods) {
      boolean driver = !piece.partition.isSingle() && method.flags().has(AccessFlag.PUBLIC);
      if (!driver) {
        longest = Math.max(longest, method.findAttribute(Attributes.code()).get().codeLength());
      }
    }
    return longest;
  }

  private byte[] build(String className, List<Piece> pieces) {
    ClassDesc owner = ClassDesc.of(className);
    return ClassFile.of().build(owner, new ClassWriter(owner, pieces));
  }

  /** Writes the methods of partitioned functions. */
  private final class ClassWriter implements Consumer<ClassBuilder> {
    private static final int PUBLIC = ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC;
    private static final int PRIVATE =
        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;

    private final ClassDesc owner;
    private final List<Piece> pieces;

    ClassWriter(ClassDesc owner, List<Piece> pieces) {
      this.owner = owner;
      this.pieces = pieces;
    }

    @Override
    public void accept(ClassBuilder builder) {
      builder.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
      for (Piece piece : pieces) {
        if (piece.partition.function.sourceFile() != null) {
          builder.with(SourceFileAttribute.of(piece.partition.function.sourceFile()));
          break; // a class has one
        }
      }
      for (Piece piece : pieces) {
        write(builder, piece.partition, piece.placement, piece.method);
      }
      new Members(owner, functions()).write(builder);
    }

    private List<Function> functions() {
      var functions = new ArrayList<Function>();
      for (Piece piece : pieces) {
        functions.add(piece.partition.function);
      }
      return functions;
    }

    private void write(
        ClassBuilder builder, Partition partition, Placement placement, Methods.Method method) {
      String name = method.name().methodName();
      var locals = new Locals(partition, placement);
      for (Chunk chunk : partition.chunks) {
        var emitter =
            new ChunkEmitter(partition, placement, locals, chunk, method, methods, interruption);
        if (partition.isSingle()) {
          builder.withMethodBody(name, method.type(), PUBLIC, emitter);
        } else {
          var type = Frame.chunkType(placement.hasReferences());
          builder.withMethodBody(method.chunkName(chunk), type, PRIVATE, emitter);
        }
      }
      if (!partition.isSingle()) {
        var driver = new DriverEmitter(partition, placement, method);
        builder.withMethodBody(name, method.type(), PUBLIC, driver);
      }
    }
  }

  /**
   * Defines the classes of one module. Sees the base module and what is Lathe's own only, and so
   * keeps nothing else alive but what the functions' tables are in. The classes ask it for the
   * getters of those, by symbol, as they can name no class of ours or the user's.
   */
  private static final class Loader extends ClassLoader implements UnaryOperator<Object> {
    private static final String BODIES = "dev.lathe.math";

    private final Class<?> known;
    private final Map<String, MethodHandle> getters;

    /**
     * @param known the only class that is seen besides; null for none
     */
    Loader(Class<?> known, Map<String, MethodHandle> getters) {
      super(null);
      this.known = known;
      this.getters = getters;
    }

    @Override
    public Object apply(Object symbol) {
      MethodHandle getter = getters.get(symbol);
      if (getter == null) {
        throw new IllegalStateException(symbol + " cannot be read");
      }
      return getter;
    }

    Class<?> define(String name, byte[] classFile) {
      return defineClass(name, classFile, 0, classFile.length);
    }

    /** Our module does not export the bodies to anyone else. */
    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith(BODIES + ".")) {
        java.lang.Module own = ClassFileCompiler.class.getModule();
        if (own.isNamed()) {
          own.addExports(BODIES, getUnnamedModule());
        }
        return Class.forName(name, false, ClassFileCompiler.class.getClassLoader());
      }
      if (known != null && known.getName().equals(name)) {
        return known;
      }
      throw new ClassNotFoundException(name);
    }
  }
}
