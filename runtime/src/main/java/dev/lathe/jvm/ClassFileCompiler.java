package dev.lathe.jvm;

import dev.lathe.ir.Function;
import dev.lathe.ir.IrException;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.function.Consumer;

/**
 * Compiles a function to a class of its own and returns a handle to its method. Bool travels as an
 * int, 0 or 1; the other types as themselves.
 *
 * <p>The method has exactly the IR's semantics, exceptions included: where a trap is due it
 * executes the trap's JDK operation, from the kernel's source file and line. For the stack trace's
 * sake the class has the kernel's name ({@link KernelName}) and is no hidden class, as those are
 * left out of traces: a class loader of its own defines it. That loader sees nothing but the JDK's
 * base module; it and the class are unloaded when the last reference to the handle is gone.
 *
 * <p>Any verified function compiles whose parameters take at most {@value #MAX_SLOTS} slots (long
 * and double take two), which is what a method handle can be called with. What exceeds the size
 * that HotSpot compiles is divided among methods. Thread-safe.
 */
public final class ClassFileCompiler {
  private static final int MAX_SLOTS = 254;

  /** The first attempt at a chunk's size, by estimate, and the smallest. */
  private static final int BUDGET = 6000;

  private static final int LEAST_BUDGET = 300;

  /** HotSpot compiles no method of more bytes (its flag HugeMethodLimit). */
  private static final int LONGEST_METHOD = 8000;

  private ClassFileCompiler() {}

  /**
   * Compiles {@code function}, which must be verified.
   *
   * @return a handle of the function's type
   * @throws IrException if the parameters take too many slots
   */
  public static MethodHandle compile(Function function) {
    return compile(function, BUDGET);
  }

  /** The same with methods of another size, by estimate. */
  static MethodHandle compile(Function function, int budget) {
    var name = KernelName.of(function.name());
    Class<?> type = new Loader().define(name.className(), classFile(function, budget));
    try {
      return MethodHandles.publicLookup().findStatic(type, name.methodName(), methodType(function));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e); // the method is there and public
    }
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
    return switch (Locals.kind(type)) {
      case LONG -> long.class;
      case FLOAT -> float.class;
      case DOUBLE -> double.class;
      case VOID -> void.class;
      default -> int.class;
    };
  }

  /** The class file that {@link #compile} defines. */
  public static byte[] classFile(Function function) {
    return classFile(function, BUDGET);
  }

  private static byte[] classFile(Function function, int firstBudget) {
    int slots = 0;
    for (Value param : function.params()) {
      slots += Locals.kind(param.type()).slotSize();
    }
    if (slots > MAX_SLOTS) {
      throw new IrException(
          function.name() + ": parameters take " + slots + " slots, at most " + MAX_SLOTS);
    }
    int budget = firstBudget;
    while (true) {
      var partition = new Partition(function, budget);
      byte[] classFile = build(partition);
      boolean small = partition.isSingle() && partition.chunks.getFirst().size < BUDGET / 2;
      if (small || longestChunk(classFile) <= LONGEST_METHOD || budget / 2 < LEAST_BUDGET) {
        return classFile;
      }
      budget /= 2; // many values cross chunks or have high-numbered locals
    }
  }

  private static byte[] build(Partition partition) {
    var name = KernelName.of(partition.function.name());
    ClassDesc owner = ClassDesc.of(name.className());
    return ClassFile.of().build(owner, new ClassWriter(partition, name, owner));
  }

  /** The length of the longest method. The driver does not count: more chunks make it longer. */
  private static int longestChunk(byte[] classFile) {
    List<MethodModel> methods = ClassFile.of().parse(classFile).methods();
    int longest = 0;
    for (MethodModel method : methods) {
      boolean driver = methods.size() > 1 && method.flags().has(AccessFlag.PUBLIC);
      if (!driver) {
        longest = Math.max(longest, method.findAttribute(Attributes.code()).get().codeLength());
      }
    }
    return longest;
  }

  /** Writes the methods of a partitioned function. */
  private record ClassWriter(Partition partition, KernelName name, ClassDesc owner)
      implements Consumer<ClassBuilder> {
    private static final int PUBLIC = ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC;
    private static final int PRIVATE =
        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;

    @Override
    public void accept(ClassBuilder builder) {
      Function function = partition.function;
      builder.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
      if (function.sourceFile() != null) {
        builder.with(SourceFileAttribute.of(function.sourceFile()));
      }
      var placement = new Placement(partition);
      var locals = new Locals(partition, placement);
      for (Chunk chunk : partition.chunks) {
        var emitter = new ChunkEmitter(partition, placement, locals, chunk);
        if (partition.isSingle()) {
          builder.withMethodBody(name.methodName(), descriptor(function), PUBLIC, emitter);
        } else {
          String chunkName = DriverEmitter.chunkName(name, chunk);
          builder.withMethodBody(chunkName, DriverEmitter.CHUNK, PRIVATE, emitter);
        }
      }
      if (!partition.isSingle()) {
        var driver = new DriverEmitter(partition, placement, owner, name);
        builder.withMethodBody(name.methodName(), descriptor(function), PUBLIC, driver);
      }
    }

    private static MethodTypeDesc descriptor(Function function) {
      List<Value> params = function.params();
      var types = new ClassDesc[params.size()];
      for (int i = 0; i < types.length; i++) {
        types[i] = OpEmitter.descriptor(params.get(i).type());
      }
      return MethodTypeDesc.of(OpEmitter.descriptor(function.result()), types);
    }
  }

  /** Defines one class. Sees the base module only and so keeps nothing else alive. */
  private static final class Loader extends ClassLoader {
    Loader() {
      super(null);
    }

    Class<?> define(String name, byte[] classFile) {
      return defineClass(name, classFile, 0, classFile.length);
    }
  }
}
