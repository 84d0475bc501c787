package dev.lathe.jvm;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Table;
import dev.lathe.ir.Value;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a class has besides its functions, where they reach memory: the message of an index that is
 * out of bounds, and the handles that give lookup tables. The initialiser asks the class loader for
 * these, as the class can name nothing of ours or the user's; they are constants to HotSpot then.
 */
final class Members {
  /** No Java method or field has such names. */
  private static final String MESSAGE = "outOfBounds'";

  private static final String TABLE = "'";

  private static final MethodTypeDesc MESSAGE_TYPE =
      MethodTypeDesc.of(ConstantDescs.CD_String, ConstantDescs.CD_int, ConstantDescs.CD_int);

  private static final ClassDesc UNARY_OPERATOR = ClassDesc.of("java.util.function.UnaryOperator");

  private static final int PRIVATE =
      ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;

  private final ClassDesc owner;
  private final Map<String, String> tables = new LinkedHashMap<>(); // fields by symbol
  private boolean indices;

  /**
   * @param owner the class
   */
  Members(ClassDesc owner, List<Function> functions) {
    this.owner = owner;
    for (Function function : functions) {
      for (Table table : function.tables()) {
        tables.put(table.symbol(), field(table));
      }
      for (Block block : function.blocks()) {
        for (Value value : block.values()) {
          indices |= value.op() == Op.INDEX && value.operand(0).type().isArray();
        }
      }
    }
  }

  /** The field that holds the getter of {@code table}; names of fields have no dots. */
  private static String field(Table table) {
    return TABLE + table.symbol().replace('.', '\'');
  }

  /** Replaces index and length on the stack by the message that the JVM would give. */
  static void message(CodeBuilder code, ClassDesc owner) {
    code.invokestatic(owner, MESSAGE, MESSAGE_TYPE);
  }

  /** Pushes the array of {@code table}. */
  static void table(CodeBuilder code, ClassDesc owner, Table table) {
    ClassDesc handle = ConstantDescs.CD_MethodHandle;
    code.getstatic(owner, field(table), handle);
    var type = MethodTypeDesc.of(OpEmitter.descriptor(table.type()));
    code.invokevirtual(handle, "invokeExact", type);
  }

  void write(ClassBuilder builder) {
    if (indices) {
      builder.withMethodBody(MESSAGE, MESSAGE_TYPE, PRIVATE, Members::writeMessage);
    }
    if (!tables.isEmpty()) {
      int flags = PRIVATE | ClassFile.ACC_FINAL;
      tables.values().forEach(f -> builder.withField(f, ConstantDescs.CD_MethodHandle, flags));
      builder.withMethodBody(
          ConstantDescs.CLASS_INIT_NAME,
          ConstantDescs.MTD_void,
          ClassFile.ACC_STATIC,
          this::writeInitialiser);
    }
  }

  private static void writeMessage(CodeBuilder code) {
    ClassDesc string = ConstantDescs.CD_String;
    var valueOf = MethodTypeDesc.of(string, ConstantDescs.CD_int);
    var concat = MethodTypeDesc.of(string, string);
    code.ldc("Index ").iload(0).invokestatic(string, "valueOf", valueOf);
    code.invokevirtual(string, "concat", concat);
    code.ldc(" out of bounds for length ").invokevirtual(string, "concat", concat);
    code.iload(1).invokestatic(string, "valueOf", valueOf);
    code.invokevirtual(string, "concat", concat).areturn();
  }

  private void writeInitialiser(CodeBuilder code) {
    ClassDesc object = ConstantDescs.CD_Object;
    ClassDesc loader = ClassDesc.of("java.lang.ClassLoader");
    tables.forEach((symbol, field) -> {
      code.ldc(owner);
      code.invokevirtual(ConstantDescs.CD_Class, "getClassLoader", MethodTypeDesc.of(loader));
      code.checkcast(UNARY_OPERATOR).ldc(symbol);
      code.invokeinterface(UNARY_OPERATOR, "apply", MethodTypeDesc.of(object, object));
      code.checkcast(ConstantDescs.CD_MethodHandle);
      code.putstatic(owner, field, ConstantDescs.CD_MethodHandle);
    });
    code.return_();
  }
}
