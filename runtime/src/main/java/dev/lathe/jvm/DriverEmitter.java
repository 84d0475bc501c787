package dev.lathe.jvm;

import dev.lathe.ir.Function;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.function.Consumer;

/**
 * Emits the method that runs a function of several {@link Chunk}s: it stores the parameters to a
 * new frame and calls chunk after chunk until one returns {@link Chunk#RETURNED}. An exception
 * passes through two methods of the class where Java would show one, so the two frames on its trace
 * are made one: the driver's, with the chunk's line.
 */
final class DriverEmitter implements Consumer<CodeBuilder> {
  private static final ClassDesc EXCEPTION = ClassDesc.of("java.lang.Throwable");
  private static final ClassDesc EXHAUSTED = ClassDesc.of("java.lang.VirtualMachineError");
  private static final ClassDesc ELEMENT = ClassDesc.of("java.lang.StackTraceElement");

  private final Partition partition;
  private final Placement placement;
  private final Methods.Method method;

  DriverEmitter(Partition partition, Placement placement, Methods.Method method) {
    this.partition = partition;
    this.placement = placement;
    this.method = method;
  }

  @Override
  public void accept(CodeBuilder code) {
    Function function = partition.function;
    boolean references = placement.hasReferences();
    int longs = code.allocateLocal(TypeKind.REFERENCE);
    int objects = references ? code.allocateLocal(TypeKind.REFERENCE) : -1;
    int state = code.allocateLocal(TypeKind.INT);
    var frame = new Frame(code, longs, objects);
    code.loadConstant(placement.frameSize(false)).newarray(TypeKind.LONG).astore(longs);
    if (references) {
      code.loadConstant(placement.frameSize(true)).anewarray(ConstantDescs.CD_Object);
      code.astore(objects);
    }
    int local = 0;
    for (Value param : function.params()) {
      TypeKind kind = Locals.kind(param.type());
      if (placement.slot(param) >= 0) {
        frame.address(param.type(), placement.slot(param));
        code.loadLocal(kind, local);
        frame.store(param.type());
      }
      local += kind.slotSize();
    }
    code.loadConstant(partition.state(partition.first(function.entry()))).istore(state);
    Label loop = code.newBoundLabel();
    Label returned = code.newLabel();
    var cases = new ArrayList<SwitchCase>();
    for (Chunk chunk : partition.chunks) {
      cases.add(SwitchCase.of(chunk.number, code.newLabel()));
    }
    code.iload(state)
        .loadConstant(partition.entryBits())
        .ishr()
        .tableswitch(0, cases.size() - 1, returned, cases);
    for (Chunk chunk : partition.chunks) {
      code.labelBinding(cases.get(chunk.number).target());
      code.aload(longs);
      if (references) {
        code.aload(objects);
      }
      code.iload(state).loadConstant((1 << partition.entryBits()) - 1).iand();
      code.invokestatic(method.owner(), method.chunkName(chunk), Frame.chunkType(references));
      code.istore(state).goto_(loop);
    }
    code.labelBinding(returned);
    if (function.result() != Type.VOID) {
      frame.push(function.result(), 0);
    }
    code.return_(Locals.kind(function.result()));
    Label end = code.newBoundLabel();
    code.exceptionCatch(loop, end, end, EXCEPTION);
    emitHandler(code);
  }

  /**
   * Joins the topmost frame of a chunk on the trace of the exception on the stack with the driver's
   * below. That one is its own: those of functions called from it have been joined by them. That
   * stack or memory are exhausted is passed on as it is: there is none left to work with.
   */
  private void emitHandler(CodeBuilder code) {
    ClassDesc elements = ELEMENT.arrayType();
    int exception = code.allocateLocal(TypeKind.REFERENCE);
    int trace = code.allocateLocal(TypeKind.REFERENCE);
    int joined = code.allocateLocal(TypeKind.REFERENCE);
    int i = code.allocateLocal(TypeKind.INT);
    Label rethrow = code.newLabel();
    code.astore(exception).aload(exception).instanceOf(EXHAUSTED).ifne(rethrow);
    code.aload(exception);
    code.invokevirtual(EXCEPTION, "getStackTrace", MethodTypeDesc.of(elements)).astore(trace);
    code.iconst_0().istore(i);
    Label next = code.newBoundLabel();
    Label found = code.newLabel();
    code.iload(i).aload(trace).arraylength().iconst_1().isub().if_icmpge(rethrow);
    code.aload(trace).iload(i).aaload();
    code.invokevirtual(ELEMENT, "getClassName", MethodTypeDesc.of(ConstantDescs.CD_String));
    ClassDesc string = ConstantDescs.CD_String;
    Label other = code.newLabel();
    code.ldc(method.name().className())
        .invokevirtual(
            string, "equals", MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object));
    code.ifeq(other).aload(trace).iload(i).aaload();
    code.invokevirtual(ELEMENT, "getMethodName", MethodTypeDesc.of(string));
    code.ldc(method.chunkPrefix())
        .invokevirtual(string, "startsWith", MethodTypeDesc.of(ConstantDescs.CD_boolean, string));
    code.ifne(found).labelBinding(other).iinc(i, 1).goto_(next).labelBinding(found);
    // joined = trace without trace[i]; joined[i] = the driver's frame with trace[i]'s line
    code.aload(trace).arraylength().iconst_1().isub().anewarray(ELEMENT).astore(joined);
    emitCopy(code, trace, joined, i, false);
    emitCopy(code, trace, joined, i, true);
    code.aload(joined).iload(i).new_(ELEMENT).dup();
    code.ldc(method.name().className()).ldc(method.name().methodName());
    if (partition.function.sourceFile() == null) {
      code.aconst_null();
    } else {
      code.ldc(partition.function.sourceFile());
    }
    code.aload(trace).iload(i).aaload();
    code.invokevirtual(ELEMENT, "getLineNumber", MethodTypeDesc.of(ConstantDescs.CD_int));
    code.invokespecial(
        ELEMENT,
        ConstantDescs.INIT_NAME,
        MethodTypeDesc.of(ConstantDescs.CD_void, string, string, string, ConstantDescs.CD_int));
    code.aastore().aload(exception).aload(joined);
    code.invokevirtual(
        EXCEPTION, "setStackTrace", MethodTypeDesc.of(ConstantDescs.CD_void, elements));
    code.labelBinding(rethrow).aload(exception).athrow();
  }

  /** Copies what is above {@code trace[i]}, or, if {@code below}, what is below. */
  private static void emitCopy(CodeBuilder code, int trace, int joined, int i, boolean below) {
    code.aload(trace);
    if (below) {
      code.iload(i).iconst_1().iadd().aload(joined).iload(i);
      code.aload(joined).arraylength().iload(i).isub();
    } else {
      code.iconst_0().aload(joined).iconst_0().iload(i);
    }
    ClassDesc object = ConstantDescs.CD_Object;
    ClassDesc number = ConstantDescs.CD_int;
    code.invokestatic(
        ClassDesc.of("java.lang.System"),
        "arraycopy",
        MethodTypeDesc.of(ConstantDescs.CD_void, object, number, object, number, number));
  }
}
