package dev.lathe.jvm;

import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Emits the method of one chunk: its entries, its parts in order, traps and edges. An edge moves
 * the arguments to the parameters as if all at once: it pushes all, then stores all.
 */
final class ChunkEmitter implements Consumer<CodeBuilder> {
  private final Partition partition;
  private final Placement placement;
  private final Locals locals;
  private final Chunk chunk;
  private final Methods.Method method;
  private final Methods methods;
  private final Interruption interruption; // null if nobody asks
  private CodeBuilder code;
  private OpEmitter ops;
  private MemoryEmitter memory;
  private Frame frame; // in a method of several: in its first parameters
  private Label[] labels;
  private Label unreachable;
  private int counter; // the local that counts iterations of loops, or -1

  ChunkEmitter(
      Partition partition,
      Placement placement,
      Locals locals,
      Chunk chunk,
      Methods.Method method,
      Methods methods,
      Interruption interruption) {
    this.method = method;
    this.methods = methods;
    this.interruption = interruption;
    this.partition = partition;
    this.placement = placement;
    this.locals = locals;
    this.chunk = chunk;
  }

  @Override
  public void accept(CodeBuilder code) { // may be called again, if branches turn out long
    this.code = code;
    this.ops = new OpEmitter(code, partition, placement, locals, method.owner());
    this.memory = ops.memory();
    this.frame = new Frame(code, 0, 1);
    this.unreachable = null;
    this.labels = new Label[chunk.parts.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = code.newLabel();
    }
    int reserved = partition.isSingle() ? parameterSlots() : entryLocal() + 1;
    counter = interruption != null && partition.takesLong() ? reserved++ : -1;
    locals.enter(chunk, partition.isSingle(), reserved);
    if (counter >= 0) {
      line(chunk.parts.getFirst());
      interruption.poll(code);
      code.iconst_0().istore(counter);
    }
    emitEntries();
    for (Part part : chunk.parts) {
      emit(part);
    }
    if (unreachable != null) {
      emitUnreachable();
    }
    locals.leave(chunk);
  }

  /** In a method of several: the local that holds the entry asked for. */
  private int entryLocal() {
    return placement.hasReferences() ? 2 : 1;
  }

  private int parameterSlots() {
    int slots = 0;
    for (Value param : partition.function.params()) {
      slots += Locals.kind(param.type()).slotSize();
    }
    return slots;
  }

  /** For each entry: load the parameters and homes that are live there. */
  private void emitEntries() {
    var stubs = new ArrayList<SwitchCase>();
    for (Part entry : chunk.entries) {
      stubs.add(SwitchCase.of(entry.entry, code.newLabel()));
    }
    if (stubs.size() > 1) {
      code.iload(entryLocal()).tableswitch(0, stubs.size() - 1, stubs.getFirst().target(), stubs);
    }
    for (Part entry : chunk.entries) {
      code.labelBinding(stubs.get(entry.entry).target());
      if (entry.first) {
        for (Value param : entry.block.params()) {
          loadHome(param);
        }
      }
      BitSet live = chunk.liveIn[entry.index];
      for (int home = live.nextSetBit(0); home >= 0; home = live.nextSetBit(home + 1)) {
        loadHome(chunk.homes.get(home));
      }
      if (entry.entry < stubs.size() - 1 || entry.index > 0) {
        code.goto_(labels[entry.index]);
      }
    }
  }

  private void loadHome(Value value) {
    if (locals.of(value) >= 0) {
      frame.push(value.type(), placement.slot(value));
      code.storeLocal(Locals.kind(value.type()), locals.of(value));
    }
  }

  private void emit(Part part) {
    locals.beginPart();
    code.labelBinding(labels[part.index]);
    if (part.first) {
      for (Value param : part.block.params()) {
        if (placement.isFramed(param) && locals.of(param) >= 0) {
          storeToFrame(param);
        }
      }
    }
    if (counter >= 0 && partition.isHeader(part)) {
      line(part);
      interruption.poll(code, counter);
    }
    for (Value value : part.values()) {
      switch (value.op()) {
        case CALL -> emitCall(value);
        case CONST, YIELD -> {}
        case GUARD -> emitGuard(value);
        case NONZERO -> emitNonzero(value);
        case NONNULL, INDEX, STORE, NEWARRAY -> emitMemory(value);
        default -> {
          if (placement.isUsed(value) && !placement.isInlined(value)) {
            emitDefinition(value);
          }
        }
      }
    }
    emitEnd(part);
  }

  private void emitDefinition(Value value) {
    ops.compute(value);
    storeResult(value);
  }

  /** The line of the first value in {@code part} that has one. */
  private void line(Part part) {
    for (Value value : part.values()) {
      if (value.line() > 0) {
        ops.line(value);
        return;
      }
    }
  }

  private void emitCall(Value value) {
    for (int i = 0; i < value.operandCount(); i++) {
      ops.push(value.operand(i));
    }
    Methods.Method method = methods.of(value.callee());
    for (int i = 0; i < method.ignored(); i++) {
      code.iconst_0();
    }
    ops.line(value);
    code.invokestatic(method.owner(), method.name().methodName(), method.type());
    endResult(value);
  }

  /** What has an effect or may trap: emitted although nothing may use the result. */
  private void emitMemory(Value value) {
    memory.emit(value);
    endResult(value);
  }

  /** Pops the result of {@code value}, if it has one, to where it belongs, or for good. */
  private void endResult(Value value) {
    if (placement.isUsed(value)) {
      storeResult(value);
    } else if (Locals.kind(value.type()).slotSize() == 2) {
      code.pop2();
    } else if (value.type() != Type.VOID) {
      code.pop();
    }
  }

  /** Pops the result of {@code value} to where it belongs. */
  private void storeResult(Value value) {
    int local = locals.define(value);
    if (local >= 0) {
      code.storeLocal(Locals.kind(value.type()), local);
      if (placement.isFramed(value)) {
        storeToFrame(value);
      }
    } else {
      frame.pop(value.type(), placement.slot(value));
    }
  }

  /** Stores the local of {@code value} to its slot. */
  private void storeToFrame(Value value) {
    frame.address(value.type(), placement.slot(value));
    code.loadLocal(Locals.kind(value.type()), locals.of(value));
    frame.store(value.type());
  }

  /** The value first, where it belongs, then the test: so it may be computed in place. */
  private void emitNonzero(Value value) {
    Label holds = code.newLabel();
    TypeKind kind = Locals.kind(value.type());
    ops.push(value.operand(0));
    int local = locals.define(value);
    if (local >= 0) {
      code.storeLocal(kind, local);
      if (placement.isFramed(value)) {
        storeToFrame(value);
      }
      code.loadLocal(kind, local);
    } else if (placement.isFramed(value)) {
      if (kind == TypeKind.LONG) {
        code.dup2();
      } else {
        code.dup();
      }
      frame.pop(value.type(), placement.slot(value));
    }
    if (kind == TypeKind.LONG) {
      code.lconst_0().lcmp();
    }
    code.ifne(holds);
    ops.line(value);
    if (value.trapKind().owner() == null) {
      emitDivisionByZero();
    } else {
      if (kind == TypeKind.LONG) {
        code.lconst_1().lconst_0();
      } else {
        code.iconst_1().iconst_0();
      }
      emitTrap(value.trapKind());
    }
    code.labelBinding(holds);
  }

  private void emitGuard(Value value) {
    Label holds = code.newLabel();
    TrapKind kind = value.trapKind();
    ops.branch(value.operand(0), true, holds);
    if (kind.isConstructor()) {
      code.new_(ClassDesc.ofInternalName(kind.owner())).dup();
    }
    for (int i = 1; i < value.operandCount(); i++) {
      ops.push(value.operand(i));
    }
    ops.line(value);
    if (kind.isConstructor()) {
      emitThrow(kind);
    } else {
      emitTrap(kind);
    }
    code.labelBinding(holds);
  }

  /** Constructs the throwable, which lies on the stack below its arguments, and throws it. */
  private void emitThrow(TrapKind kind) {
    if (kind == TrapKind.ASSERT_CHAR) {
      code.i2c(); // whatever the bits above
    }
    code.invokespecial(
            ClassDesc.ofInternalName(kind.owner()),
            kind.method(),
            MethodTypeDesc.ofDescriptor(kind.descriptor()))
        .athrow();
  }

  /** What the operators throw; not by a division, the message and trace of which HotSpot omits. */
  private void emitDivisionByZero() {
    ClassDesc exception = ClassDesc.of("java.lang.ArithmeticException");
    code.new_(exception).dup().ldc("/ by zero");
    code.invokespecial(
        exception,
        ConstantDescs.INIT_NAME,
        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String));
    code.athrow();
  }

  /** Executes the operation, which throws. */
  private void emitTrap(TrapKind kind) {
    if (kind.owner() == null) {
      emitOperator(kind);
    } else {
      code.invokestatic(
          ClassDesc.ofInternalName(kind.owner()),
          kind.method(),
          MethodTypeDesc.ofDescriptor(kind.descriptor()));
    }
    if (unreachable == null) {
      unreachable = code.newLabel();
    }
    char result = kind.descriptor().charAt(kind.descriptor().length() - 1);
    if (result == 'J' || result == 'D') {
      code.pop2();
    } else {
      code.pop();
    }
    code.goto_(unreachable);
  }

  /** For a guard that traps as an operator: its operands may be any. */
  private void emitOperator(TrapKind kind) {
    boolean wide = kind.operand(0) == Type.I64;
    boolean division = kind.method().equals("/");
    code.with(
        OperatorInstruction.of(
            wide ? division ? Opcode.LDIV : Opcode.LREM : division ? Opcode.IDIV : Opcode.IREM));
  }

  private void emitUnreachable() {
    ClassDesc error = ClassDesc.of("java.lang.IllegalStateException");
    code.labelBinding(unreachable)
        .new_(error)
        .dup()
        .ldc("a trap whose operation does not throw")
        .invokespecial(
            error,
            ConstantDescs.INIT_NAME,
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String))
        .athrow();
  }

  private void emitEnd(Part part) {
    if (part.moved != null) {
      emitMoves(part);
      return;
    }
    if (part.next != null) {
      go(part.next, part);
      return;
    }
    switch (part.terminator()) {
      case Terminator.Jump jump -> edge(jump.target(), part);
      case Terminator.Branch branch -> emitBranch(branch, part);
      case Terminator.Switch s -> emitSwitch(s, part);
      case Terminator.Return r -> emitReturn(r.value());
    }
  }

  /** Passes some arguments of an edge, through the frame. */
  private void emitMoves(Part part) {
    Target edge = part.moved;
    for (int i = part.low; i < part.high; i++) {
      Value param = edge.block().param(i);
      boolean saved = Partition.isSaved(edge, i);
      if (!placement.isUsed(param) || part.saves && !saved) {
        continue;
      }
      frame.address(param.type(), part.saves ? placement.saved(param) : placement.slot(param));
      if (saved && !part.saves) {
        frame.move(param.type(), placement.saved(param));
      } else {
        ops.push(edge.arguments().get(i));
        frame.store(param.type());
      }
    }
    if (part.next != null) {
      go(part.next, part);
    } else {
      code.loadConstant(partition.state(partition.first(edge.block()))).ireturn();
    }
  }

  private void emitBranch(Terminator.Branch branch, Part part) {
    if (isPlain(branch.then())) {
      ops.branch(branch.condition(), true, label(branch.then()));
      edge(branch.otherwise(), part);
    } else if (isPlain(branch.otherwise())) {
      ops.branch(branch.condition(), false, label(branch.otherwise()));
      edge(branch.then(), part);
    } else {
      Label otherwise = code.newLabel();
      ops.branch(branch.condition(), false, otherwise);
      edge(branch.then(), null);
      code.labelBinding(otherwise);
      edge(branch.otherwise(), part);
    }
  }

  private void emitSwitch(Terminator.Switch s, Part part) {
    ops.push(s.selector());
    if (part.below != null) {
      Label above = code.newLabel();
      code.loadConstant(s.keys()[part.middle()]).if_icmpge(above);
      go(part.below, null);
      code.labelBinding(above);
      go(part.above, part);
      return;
    }
    var cases = new ArrayList<SwitchCase>();
    for (int i = part.low; i < part.high; i++) {
      Target target = s.cases().get(i);
      Label label = isPlain(target) ? label(target) : code.newLabel();
      cases.add(SwitchCase.of(s.keys()[i], label));
    }
    Label otherwise = isPlain(s.otherwise()) ? label(s.otherwise()) : code.newLabel();
    emitDispatch(cases, otherwise);
    for (int i = part.low; i < part.high; i++) {
      if (!isPlain(s.cases().get(i))) {
        code.labelBinding(cases.get(i - part.low).target());
        edge(s.cases().get(i), null);
      }
    }
    if (!isPlain(s.otherwise())) {
      code.labelBinding(otherwise);
      edge(s.otherwise(), part);
    }
  }

  private void emitDispatch(List<SwitchCase> cases, Label otherwise) {
    if (!cases.isEmpty()) {
      int low = cases.getFirst().caseValue();
      int high = cases.getLast().caseValue();
      if ((long) high - low < 2L * cases.size() + 8) {
        code.tableswitch(low, high, otherwise, cases);
        return;
      }
    }
    code.lookupswitch(otherwise, cases);
  }

  private void emitReturn(Value value) {
    if (partition.isSingle()) {
      if (value != null) {
        ops.push(value);
      }
      code.return_(Locals.kind(partition.function.result()));
      return;
    }
    if (value != null) {
      frame.address(value.type(), 0);
      ops.push(value);
      frame.store(value.type());
    }
    code.loadConstant(Chunk.RETURNED).ireturn();
  }

  /** True if going to {@code target} is a branch and nothing else. */
  private boolean isPlain(Target target) {
    if (partition.next(target).chunk != chunk) {
      return false;
    }
    if (partition.detour(target) != null) {
      return true;
    }
    for (Value param : target.block().params()) {
      if (placement.isUsed(param)) {
        return false;
      }
    }
    return true;
  }

  private Label label(Target target) {
    return labels[partition.next(target).index];
  }

  /** Passes the arguments and goes to {@code target}; {@code part} as in {@link #go}. */
  private void edge(Target target, Part part) {
    if (partition.detour(target) != null) {
      go(partition.detour(target), part);
      return;
    }
    Part to = partition.first(target.block());
    List<Value> params = target.block().params();
    for (int i = 0; i < params.size(); i++) {
      if (placement.isUsed(params.get(i)) && !isLocal(params.get(i), to)) {
        Type type = params.get(i).type();
        frame.address(type, placement.slot(params.get(i)));
        ops.push(target.arguments().get(i));
        frame.store(type);
      }
    }
    for (int i = 0; i < params.size(); i++) {
      if (isMoved(params.get(i), target.arguments().get(i), to)) {
        ops.push(target.arguments().get(i));
      }
    }
    for (int i = params.size() - 1; i >= 0; i--) {
      if (isMoved(params.get(i), target.arguments().get(i), to)) {
        code.storeLocal(Locals.kind(params.get(i).type()), locals.of(params.get(i)));
      }
    }
    go(to, part);
  }

  private boolean isLocal(Value param, Part to) {
    return to.chunk == chunk && locals.of(param) >= 0;
  }

  private boolean isMoved(Value param, Value argument, Part to) {
    return placement.isUsed(param) && isLocal(param, to) && argument != param;
  }

  /** Goes to {@code to}. What is emitted next is the part after {@code part}, if not null. */
  private void go(Part to, Part part) {
    if (to.chunk != chunk) {
      code.loadConstant(partition.state(to)).ireturn();
    } else if (part == null || to.index != part.index + 1) {
      code.goto_(labels[to.index]);
    }
  }
}
