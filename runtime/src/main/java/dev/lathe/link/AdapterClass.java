package dev.lathe.link;

import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.ir.Access;
import dev.lathe.ir.Function;
import dev.lathe.ir.Table;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a hidden class with one method, of the type of a memory kernel's handle, that calls the
 * kernel's machine code:
 *
 * <pre>{@code
 * static double call(double[] a, int n, MemorySegment s) {
 *   float[] table = (float[]) GETTER.invokeExact();
 *   if (References.isMapped(s)) return (double) CLASS_FILE.invokeExact(a, n, s);
 *   MemorySegment usable = References.usable(s);
 *   long[] record = Records.take(RECORD, 12);
 *   record[5] = References.length(a);
 *   record[6] = n;
 *   record[7] = References.length(s);
 *   record[8] = References.length(table);
 *   record[9] = References.limit(usable, 8, true, false, true);
 *   int status = (int) CODE.invokeExact(References.segment(a), usable,
 *       References.segment(table), References.segment(record));
 *   if (status != 0) {
 *     CALLS.rest(status, new Object[] {null, a, s, table}, new Object[] {a, usable, table}, record);
 *   }
 *   Records.release(record);
 *   return Double.longBitsToDouble(record[2]);
 * }
 * }</pre>
 *
 * <p>A class because method handle combinators would take one for each parameter: each adds classes
 * of its own and a level of inlining. Nothing of this is allocated.
 */
final class AdapterClass {
  private static final ClassDesc SEGMENT = ClassDesc.of(MemorySegment.class.getName());
  private static final ClassDesc HANDLE = ConstantDescs.CD_MethodHandle;
  private static final ClassDesc OBJECTS = ConstantDescs.CD_Object.arrayType();
  private static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();
  private static final ClassDesc REFERENCES = ClassDesc.of(References.class.getName());
  private static final ClassDesc RECORDS = ClassDesc.of(Records.class.getName());
  private static final ClassDesc CALLS = ClassDesc.of(MemoryCalls.class.getName());
  private static final String NAME = "call";

  /** Numbers of the class's data. */
  private static final int CALLS_DATA = 0;

  private static final int CODE_DATA = 1;
  private static final int CLASS_FILE_DATA = 2;
  private static final int RECORD_DATA = 3;
  private static final int GETTER_DATA = 4;

  private final Class<?>[] params; // of the kernel, one by one
  private final MethodType type; // of the handle
  private final Function function;
  private final MachineCode machine;
  private final int[] local; // of each parameter, if it is not packed; then of each table
  private final ArrayList<Integer> slots = new ArrayList<>(); // locals by slot, from slot 1 at 0
  private final ArrayList<Integer> usable = new ArrayList<>(); // the same; usable segments
  private final ArrayList<Class<?>> slotTypes = new ArrayList<>();
  private final int packed; // the local of packed scalars, or -1
  private CodeBuilder code;
  private int locals;
  private int record;

  private AdapterClass(MethodType method, MethodType type, Function function, MachineCode code) {
    this.params = method.parameterArray();
    this.type = type;
    this.function = function;
    this.machine = code;
    this.local = new int[params.length];
    this.packed = params.length > KernelSite.MAX_ARGUMENTS ? locals++ : -1;
  }

  /**
   * A handle of type {@code type}.
   *
   * @param method the kernel's type, with a parameter for each of the function's
   * @param type the same, or with packed scalars: {@link KernelSite#handleType}
   * @param machine compiled from {@code function}
   * @param call calls it
   * @param calls goes on when it returns something else than 0
   * @param classFile of the same type: is called where a segment is a file's, which machine code
   *     must not touch
   */
  static MethodHandle handle(
      MethodType method,
      MethodType type,
      Function function,
      MachineCode machine,
      MethodHandle call,
      MemoryCalls calls,
      MethodHandle classFile) {
    var data = new ArrayList<Object>();
    data.add(calls);
    data.add(call);
    data.add(classFile);
    data.add(Records.ofKernel(machine.recordLongs()));
    for (Table table : function.tables()) {
      data.add(table.getter().asType(MethodType.methodType(arrayClass(table))));
    }
    var adapter = new AdapterClass(method, type, function, machine);
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.lookup().defineHiddenClassWithClassData(adapter.classFile(), data, true);
      return lookup.findStatic(lookup.lookupClass(), NAME, type);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] classFile() {
    ClassDesc name = ClassDesc.of(AdapterClass.class.getPackageName(), "Adapter");
    return ClassFile.of()
        .build(
            name,
            builder -> {
              builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
              builder.withMethodBody(
                  NAME, type.describeConstable().get(), ClassFile.ACC_STATIC, this::emit);
            });
  }

  private void emit(CodeBuilder builder) {
    code = builder;
    Label mapped = code.newLabel();
    emitSlots(mapped);
    emitRecord();
    Label done = code.newLabel();
    emitCall();
    int status = locals++;
    code.istore(status).iload(status).ifeq(done);
    emitRest(status);
    code.labelBinding(done);
    emitResult();
    if (slotTypes.contains(MemorySegment.class)) {
      code.labelBinding(mapped);
      emitClassFile();
    }
  }

  /** Finds the parameters, reads the tables, and finds out which segments are usable. */
  private void emitSlots(Label mapped) {
    for (int i = 0; i < params.length; i++) {
      if (isReference(params[i]) || packed < 0) {
        local[i] = locals;
        locals += TypeKind.from(params[i]).slotSize();
      }
      if (isReference(params[i])) {
        addSlot(local[i], params[i]);
      }
    }
    List<Table> tables = function.tables();
    for (int i = 0; i < tables.size(); i++) {
      Class<?> array = arrayClass(tables.get(i));
      int table = locals++;
      constant(HANDLE, GETTER_DATA + i);
      code.invokevirtual(HANDLE, "invokeExact", MethodTypeDesc.of(desc(array))).astore(table);
      addSlot(table, array);
    }
    for (int i = 0; i < slots.size(); i++) {
      if (slotTypes.get(i) == MemorySegment.class) {
        code.aload(slots.get(i));
        code.invokestatic(
            REFERENCES, "isMapped", MethodTypeDesc.of(ConstantDescs.CD_boolean, SEGMENT));
        code.ifne(mapped);
        int usable = locals++;
        code.aload(slots.get(i));
        code.invokestatic(REFERENCES, "usable", MethodTypeDesc.of(SEGMENT, SEGMENT));
        code.astore(usable);
        this.usable.set(i, usable);
      }
    }
  }

  private void addSlot(int local, Class<?> type) {
    slots.add(local);
    usable.add(local);
    slotTypes.add(type);
  }

  /** See {@link ReturnConvention#ARGUMENTS}. */
  private void emitRecord() {
    record = locals++;
    constant(LONGS, RECORD_DATA);
    code.loadConstant(machine.recordLongs());
    code.invokestatic(RECORDS, "take", MethodTypeDesc.of(LONGS, LONGS, ConstantDescs.CD_int));
    code.astore(record);
    int next = ReturnConvention.ARGUMENTS;
    int scalars = 0;
    for (int i = 0; i < params.length; i++) {
      code.aload(record).loadConstant(next++);
      if (isReference(params[i])) {
        emitLength(local[i], params[i]);
      } else if (packed >= 0) {
        code.aload(packed).loadConstant(scalars++).laload();
      } else {
        emitBits(local[i], params[i]);
      }
      code.lastore();
    }
    int firstTable = slots.size() - function.tables().size();
    for (int i = firstTable; i < slots.size(); i++) {
      code.aload(record).loadConstant(next++);
      emitLength(slots.get(i), slotTypes.get(i));
      code.lastore();
    }
    for (MachineCode.Limit limit : machine.limits()) {
      code.aload(record).loadConstant(next++);
      emitLimit(limit.slot(), limit.access());
      code.lastore();
    }
  }

  private void emitLength(int local, Class<?> type) {
    boolean segment = type == MemorySegment.class;
    ClassDesc result = segment ? ConstantDescs.CD_long : ConstantDescs.CD_int;
    code.aload(local);
    code.invokestatic(REFERENCES, "length", MethodTypeDesc.of(result, desc(type)));
    if (!segment) {
      code.i2l();
    }
  }

  private void emitBits(int local, Class<?> type) {
    if (type == long.class) {
      code.lload(local);
    } else if (type == double.class) {
      code.dload(local);
      code.invokestatic(
          ConstantDescs.CD_Double,
          "doubleToRawLongBits",
          MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_double));
    } else if (type == float.class) {
      code.fload(local);
      code.invokestatic(
          ConstantDescs.CD_Float,
          "floatToRawIntBits",
          MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_float));
      code.i2l();
    } else {
      code.iload(local).i2l();
    }
  }

  private void emitLimit(int slot, Access access) {
    if (slot == 0 || slotTypes.get(slot - 1) != MemorySegment.class) {
      code.lconst_0();
      return;
    }
    code.aload(usable.get(slot - 1));
    code.loadConstant(access.element().bytes());
    code.loadConstant(access.isIndexed() ? 1 : 0);
    code.loadConstant(access.isWrite() ? 1 : 0);
    code.loadConstant(access.isAligned() ? 1 : 0);
    code.invokestatic(
        REFERENCES,
        "limit",
        MethodTypeDesc.of(
            ConstantDescs.CD_long,
            SEGMENT,
            ConstantDescs.CD_int,
            ConstantDescs.CD_boolean,
            ConstantDescs.CD_boolean,
            ConstantDescs.CD_boolean));
  }

  private void emitCall() {
    var shape = new ClassDesc[slots.size() + 1];
    constant(HANDLE, CODE_DATA);
    for (int i = 0; i < slots.size(); i++) {
      code.aload(usable.get(i));
      if (slotTypes.get(i) != MemorySegment.class) {
        emitSegment(slotTypes.get(i));
      }
      shape[i] = SEGMENT;
    }
    code.aload(record);
    emitSegment(long[].class);
    shape[slots.size()] = SEGMENT;
    code.invokevirtual(HANDLE, "invokeExact", MethodTypeDesc.of(ConstantDescs.CD_int, shape));
  }

  private void emitSegment(Class<?> array) {
    code.invokestatic(REFERENCES, "segment", MethodTypeDesc.of(SEGMENT, desc(array)));
  }

  private void emitRest(int status) {
    constant(CALLS, CALLS_DATA);
    code.iload(status);
    code.loadConstant(slots.size() + 1).anewarray(ConstantDescs.CD_Object);
    for (int i = 0; i < slots.size(); i++) {
      code.dup().loadConstant(i + 1).aload(slots.get(i)).aastore();
    }
    code.loadConstant(slots.size()).anewarray(ConstantDescs.CD_Object);
    for (int i = 0; i < slots.size(); i++) {
      code.dup().loadConstant(i).aload(usable.get(i)).aastore();
    }
    code.aload(record);
    code.invokevirtual(
        CALLS,
        "rest",
        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, OBJECTS, OBJECTS, LONGS));
  }

  private void emitClassFile() {
    constant(CALLS, CALLS_DATA);
    code.invokevirtual(CALLS, "reportMapped", MethodTypeDesc.of(ConstantDescs.CD_void));
    constant(HANDLE, CLASS_FILE_DATA);
    int from = 0;
    for (Class<?> parameter : type.parameterArray()) {
      TypeKind kind = TypeKind.from(parameter);
      code.loadLocal(kind, from);
      from += kind.slotSize();
    }
    code.invokevirtual(HANDLE, "invokeExact", type.describeConstable().get());
    code.return_(TypeKind.from(type.returnType()));
  }

  private void emitResult() {
    Class<?> result = type.returnType();
    code.aload(record);
    code.invokestatic(RECORDS, "release", MethodTypeDesc.of(ConstantDescs.CD_void, LONGS));
    if (result == void.class) {
      code.return_();
      return;
    }
    code.aload(record).loadConstant(ReturnConvention.RESULT).laload();
    if (result == int.class) {
      code.l2i();
    } else if (result == float.class) {
      code.l2i();
      code.invokestatic(
          ConstantDescs.CD_Float,
          "intBitsToFloat",
          MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_int));
    } else if (result == double.class) {
      code.invokestatic(
          ConstantDescs.CD_Double,
          "longBitsToDouble",
          MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long));
    }
    code.return_(TypeKind.from(result));
  }

  /** Loads an element of the class's data, as a constant. */
  private void constant(ClassDesc type, int index) {
    code.loadConstant(
        DynamicConstantDesc.ofNamed(
            ConstantDescs.BSM_CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, type, index));
  }

  private static Class<?> arrayClass(Table table) {
    return table.type().element().arrayClass();
  }

  private static boolean isReference(Class<?> type) {
    return !type.isPrimitive();
  }

  private static ClassDesc desc(Class<?> type) {
    return type.describeConstable().get();
  }
}
