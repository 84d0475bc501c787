package dev.lathe.codegen;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Lowers IR to machine instructions by tree patterns. Blocks and the values in them are visited
 * from last to first, so that a user comes before its operands and may take operands that it alone
 * uses into its own instructions; a value is lowered only if somebody has asked for its register.
 *
 * <p>A target extends this class with its patterns. For each value it emits a sequence of
 * instructions in execution order; condition flags never live from one sequence to the next.
 *
 * <p>Constants are made near their uses, in loops once at the function's entry; where loops have
 * many of floats, only those most used are, so that they can stay in registers. All are
 * rematerialised when registers are short.
 */
public abstract class Lowering {
  /** How many constants wait for a use further up, and for how many instructions. */
  private static final int WAITING = 8;

  private static final int PATIENCE = 32;

  /** In place of where in the block: by the current sequence. */
  private static final int USED = Integer.MAX_VALUE;

  protected final Function source;
  protected final MachineFunction function;
  private final Block[] order;
  private final Operand.Reg[] registers; // per value, once asked for
  private final int[] uses; // per value: how many operands it is
  private final MachineBlock[] machineBlocks; // per IR block
  private final ArrayList<MachineInst> sequence = new ArrayList<>();
  private final ArrayList<MachineInst> reversed = new ArrayList<>();
  private final ArrayList<MachineBlock> extra = new ArrayList<>();

  private final Value[] waiting = new Value[WAITING];
  private final Operand.Reg[] waitingRegister = new Operand.Reg[WAITING];
  private final int[] waitingSince = new int[WAITING];
  private int waitingCount;

  /** Constants of loops, made at the entry, and constants passed to blocks, made on the edge. */
  private final ArrayList<Value> hoisted = new ArrayList<>();

  private final ArrayList<Operand.Reg> hoistedRegisters = new ArrayList<>();
  private final ArrayList<Value> passed = new ArrayList<>();
  private final ArrayList<Operand.Reg> passedRegisters = new ArrayList<>();

  private KeptConstants kept; // null if nobody asked yet
  private KeptConstants keptVectors; // null until asked for

  private Block block;
  private MachineBlock machineBlock;
  private int index; // of the value that is lowered, in its block
  private int line;

  protected Lowering(Function source, CodeBuffer buffer) {
    this.source = source;
    this.function = new MachineFunction(source, buffer);
    this.registers = new Operand.Reg[source.valueCount()];
    this.uses = new int[source.valueCount()];
    this.machineBlocks = new MachineBlock[source.blockCount()];
    if (source.blocks().size() == 1) {
      this.order = new Block[] {source.entry()};
      machineBlocks[source.entry().id()] = function.newBlock(0);
    } else {
      BlockOrder flow = new BlockOrder(source);
      this.order = flow.order();
      int number = 0;
      for (Block each : order) {
        MachineBlock created = function.newBlock(flow.depth(each));
        created.number = ++number;
        created.rare = flow.isRare(each);
        machineBlocks[each.id()] = created;
      }
    }
  }

  // ---- what a target defines

  /** Emits the instructions of {@code value}, whose register is {@link #register}. */
  protected abstract void lower(Value value);

  /** Emits what a terminator needs before the block's end; see {@link #jump}, {@link #branch}. */
  protected abstract void lower(Terminator terminator);

  /** Emits the entry: {@link PseudoOp#ENTRY} and moves out of the argument registers. */
  protected abstract void lowerEntry();

  /** Emits what the current block needs before its first value. */
  protected void lowerBegin() {}

  /** True if {@code value}, an origin, may be made anew anywhere by {@link #constant}. */
  protected boolean isConstant(Value value) {
    return value.isConst();
  }

  /** The bits of a constant, which tell it from others of its type. */
  protected long bits(Value constant) {
    return constant.bits();
  }

  /** The value whose register {@code value} shares, because it changes no bits; or itself. */
  protected abstract Value origin(Value value);

  /** The instruction that makes constant {@code value} in {@code register}. */
  protected abstract MachineInst constant(Operand.Reg register, Value value);

  /** The class of the register that a value of {@code type} lives in. */
  protected abstract RegClass regClass(Type type);

  /** Its size in bytes. */
  protected abstract int size(Type type);

  /** How many constant vectors are worth a register throughout a loop. */
  protected abstract int keptVectorConstants();

  // ---- the walk

  /** The function as machine instructions over virtual registers. */
  public final MachineFunction run() {
    for (Block each : order) {
      countUses(each);
    }
    for (int i = 1; i < order.length; i++) {
      List<Value> params = order[i].params();
      var registersOfParams = new Operand.Reg[params.size()];
      for (int p = 0; p < registersOfParams.length; p++) {
        registersOfParams[p] = newRegister(params.get(p).type());
        registers[params.get(p).id()] = registersOfParams[p];
      }
      machineBlocks[order[i].id()].setParams(registersOfParams);
    }
    var layout = new ArrayList<MachineBlock>(order.length); // last block first
    for (int i = order.length - 1; i >= 0; i--) {
      extra.clear();
      lower(order[i]);
      for (int e = extra.size() - 1; e >= 0; e--) {
        layout.add(extra.get(e));
      }
      layout.add(machineBlocks[order[i].id()]);
    }
    for (int i = layout.size() - 1; i >= 0; i--) {
      if (!layout.get(i).rare) {
        function.blocks().add(layout.get(i));
      }
    }
    for (int i = layout.size() - 1; i >= 0; i--) {
      if (layout.get(i).rare) {
        function.blocks().add(layout.get(i));
      }
    }
    function.finishBlocks();
    return function;
  }

  private void countUses(Block each) {
    List<Value> values = each.values();
    for (int i = 0; i < values.size(); i++) {
      Value value = values.get(i);
      if (origin(value) == value || value.op().hasEffect()) {
        for (int o = 0; o < usedOperands(value); o++) {
          uses[origin(value.operand(o)).id()]++;
        }
      }
    }
    // no switch over types: as an invokedynamic it would cost milliseconds in a fresh JVM
    Terminator terminator = each.terminator();
    if (terminator instanceof Terminator.Return leave) {
      if (leave.value() != null) {
        uses[origin(leave.value()).id()]++;
      }
    } else if (terminator instanceof Terminator.Branch branch) {
      uses[origin(branch.condition()).id()]++;
    } else if (terminator instanceof Terminator.Switch on) {
      uses[origin(on.selector()).id()]++;
    }
    List<Target> targets = terminator.targets();
    for (int i = 0; i < targets.size(); i++) {
      countUses(targets.get(i));
    }
  }

  private void countUses(Target target) {
    List<Value> arguments = target.arguments();
    for (int i = 0; i < arguments.size(); i++) {
      uses[origin(arguments.get(i)).id()]++;
    }
  }

  /** A guard's operands after the condition are read by who throws; here not by machine code. */
  protected int usedOperands(Value value) {
    return value.op() == Op.GUARD ? 1 : value.operandCount();
  }

  private void lower(Block each) {
    block = each;
    machineBlock = machineBlocks[each.id()];
    reversed.clear();
    List<Value> values = each.values();
    index = values.size();
    line = 0;
    lower(each.terminator());
    flush();
    if (each == source.entry()) {
      for (int i = 0; i < hoisted.size(); i++) {
        reversed.add(rematerializable(hoistedRegisters.get(i), hoisted.get(i)));
      }
    }
    for (index = values.size() - 1; index >= 0; index--) {
      Value value = values.get(index);
      if (value.op().hasEffect() || registers[value.id()] != null && !value.isConst()) {
        line = value.line();
        lower(value);
        flush();
      }
    }
    while (waitingCount > 0) {
      release(0);
    }
    lowerBegin();
    flush();
    if (each == source.entry()) {
      line = 0;
      lowerEntry();
      flush();
    }
    for (int i = reversed.size() - 1; i >= 0; i--) {
      machineBlock.append(reversed.get(i));
    }
  }

  /** Puts the current sequence in front of what the block has so far. */
  private void flush() {
    for (int i = sequence.size() - 1; i >= 0; i--) {
      reversed.add(sequence.get(i));
    }
    sequence.clear();
    for (int i = waitingCount - 1; i >= 0; i--) {
      if (waitingSince[i] == USED) {
        waitingSince[i] = reversed.size();
      } else if (reversed.size() - waitingSince[i] > PATIENCE) {
        release(i);
      }
    }
  }

  // ---- constants

  /** The register of {@code value}, a constant, for uses at the current place and behind. */
  protected Operand.Reg constantRegister(Value value) {
    if (isKept(value)) {
      return shared(value, hoisted, hoistedRegisters);
    }
    for (int i = 0; i < waitingCount; i++) {
      if (sameConstant(waiting[i], value)) {
        waitingSince[i] = USED;
        return waitingRegister[i];
      }
    }
    int slot = waitingCount;
    if (slot == WAITING) { // the one that waits longest gives way
      slot = 0;
      for (int i = 1; i < WAITING; i++) {
        if (waitingSince[i] < waitingSince[slot]) {
          slot = i;
        }
      }
      evicted(slot);
    } else {
      waitingCount++;
    }
    waiting[slot] = value;
    waitingRegister[slot] = newRegister(value.type());
    waitingSince[slot] = USED;
    return waitingRegister[slot];
  }

  /** True if {@code constant} is made at the entry when it is used here. */
  protected final boolean isKept(Value constant) {
    boolean vector = constant.type().isVector();
    if (machineBlock.loopDepth() == 0 || !vector && !constant.type().isFloat()) {
      return machineBlock.loopDepth() > 0;
    }
    if (vector) {
      if (keptVectors == null) {
        keptVectors = new KeptConstants(this, order, machineBlocks, keptVectorConstants());
      }
      return keptVectors.has(bits(constant), constant.type());
    }
    if (kept == null) {
      kept = new KeptConstants(this, order, machineBlocks);
    }
    return kept.has(bits(constant), constant.type());
  }

  /** A constant that the current sequence itself uses is made in front of it. */
  private void evicted(int slot) {
    MachineInst inst = rematerializable(waitingRegister[slot], waiting[slot]);
    if (waitingSince[slot] == USED) {
      sequence.addFirst(inst);
    } else {
      insert(inst, waitingSince[slot]);
    }
  }

  /** Makes a constant in front of the first sequence that uses it. */
  private void release(int i) {
    insert(rematerializable(waitingRegister[i], waiting[i]), waitingSince[i]);
    waitingCount--;
    waiting[i] = waiting[waitingCount];
    waitingRegister[i] = waitingRegister[waitingCount];
    waitingSince[i] = waitingSince[waitingCount];
  }

  private void insert(MachineInst inst, int place) {
    reversed.add(place, inst);
    for (int i = 0; i < waitingCount; i++) {
      if (waitingSince[i] > place && waitingSince[i] != USED) {
        waitingSince[i]++;
      }
    }
  }

  private MachineInst rematerializable(Operand.Reg register, Value value) {
    MachineInst inst = constant(register, value);
    function.rematerialize(register, inst);
    return inst;
  }

  private Operand.Reg shared(Value value, List<Value> values, List<Operand.Reg> list) {
    for (int i = values.size() - 1; i >= 0 && i >= values.size() - 64; i--) {
      if (sameConstant(values.get(i), value)) {
        return list.get(i);
      }
    }
    Operand.Reg register = newRegister(value.type());
    values.add(value);
    list.add(register);
    return register;
  }

  private boolean sameConstant(Value a, Value b) {
    return bits(a) == bits(b) && a.type() == b.type() && a.op() == b.op();
  }

  // ---- what patterns ask

  /** The register that holds {@code value}. Asking for it makes it be computed. */
  protected final Operand.Reg use(Value value) {
    Value of = origin(value);
    if (isConstant(of)) {
      return constantRegister(of);
    }
    Operand.Reg register = registers[of.id()];
    if (register == null) {
      register = registers[of.id()] = newRegister(of.type());
    }
    return register;
  }

  /** The register to define {@code value} in; only while it is lowered. */
  protected final Operand.Reg register(Value value) {
    return registers[value.id()];
  }

  /** The same for a value that a pattern computes along the way; made if nobody has asked. */
  protected final Operand.Reg demand(Value value) {
    if (registers[value.id()] == null) {
      registers[value.id()] = newRegister(value.type());
    }
    return registers[value.id()];
  }

  /** True if nobody after this point reads the register of {@code value}. */
  protected final boolean isUndemanded(Value value) {
    return registers[value.id()] == null;
  }

  /**
   * True if the current pattern may take {@code value} in: it is pure, here, and used only once.
   */
  protected final boolean folds(Value value) {
    return uses[value.id()] == 1 && isRepeatable(value);
  }

  /** True if {@code value} is local and nobody below needs it in a register. */
  protected final boolean isRepeatable(Value value) {
    return isLocal(value) && registers[value.id()] == null;
  }

  /**
   * True if {@code value} is computed in this block, so that repeating it stretches no lifetime
   * far.
   */
  protected final boolean isLocal(Value value) {
    return isHere(value) && value.op().isPure() && !value.isConst();
  }

  /** True if {@code value} is computed more often than the current block runs. */
  protected final boolean isInDeeperLoop(Value value) {
    return machineBlocks[value.block().id()].loopDepth() > machineBlock.loopDepth();
  }

  /** True if {@code value} stands in the current block. */
  protected final boolean isHere(Value value) {
    return value.block() == block;
  }

  /** True if the operand that {@code value} is has no other. */
  protected final boolean isUsedOnce(Value value) {
    return uses[origin(value).id()] == 1;
  }

  /** The values of the current block. */
  protected final List<Value> values() {
    return block.values();
  }

  /** The place of the value that is lowered in {@link #values}. */
  protected final int index() {
    return index;
  }

  /** True if the current block is in a loop. */
  protected final boolean inLoop() {
    return machineBlock.loopDepth() > 0;
  }

  protected final Operand.Reg newRegister(Type type) {
    return function.newRegister(regClass(type), size(type));
  }

  // ---- what patterns emit

  protected final void emit(MachineOp op, Operand... operands) {
    sequence.add(new MachineInst(op, line, operands));
  }

  protected final void emit(MachineInst inst) {
    sequence.add(inst);
  }

  /** Emits an instruction whose operand 0 is {@code tied} before it; see {@link MachineInst}. */
  protected final void emitTied(
      MachineOp op, Operand tied, boolean symmetric, Operand... operands) {
    sequence.add(new MachineInst(op, line, tied, symmetric, operands));
  }

  /** Emits a copy of {@code size} bytes. */
  protected final void move(Operand.Reg to, Operand.Reg from, int size) {
    emit(PseudoOp.MOVE, to, from, new Operand.Imm(size));
  }

  /** Emits a constant of {@code size} bytes that may be made anew. */
  protected final Operand.Reg immediate(long bits, int size) {
    Operand.Reg register = function.newRegister(RegClass.GENERAL, size);
    var inst = new MachineInst(PseudoOp.IMMEDIATE, line, register, new Operand.Imm(bits));
    function.rematerialize(register, inst);
    sequence.add(inst);
    return register;
  }

  /** Ends the current block with a jump. */
  protected final void jump(Target target) {
    machineBlock.jump(edge(target));
  }

  /** Ends the current block with a jump to a block of the target's own. */
  protected final void jump(MachineEdge edge) {
    machineBlock.jump(edge);
  }

  /** Ends the current block with a branch on the target's {@code condition}. */
  protected final void branch(int condition, Target then, Target otherwise) {
    machineBlock.branch(condition, edge(then), edge(otherwise));
  }

  /** Ends the current block with a branch to blocks of the target's own. */
  protected final void branch(int condition, MachineEdge then, MachineEdge otherwise) {
    machineBlock.branch(condition, then, otherwise);
  }

  /** The way to {@code target}, arguments included. */
  protected final MachineEdge edge(Target target) {
    List<Value> arguments = target.arguments();
    var passing = new Operand.Reg[arguments.size()];
    for (int i = 0; i < passing.length; i++) {
      Value argument = origin(arguments.get(i));
      passing[i] = isConstant(argument) ? passedConstant(argument) : use(argument);
    }
    return new MachineEdge(machineBlocks[target.block().id()], passing);
  }

  private Operand.Reg passedConstant(Value value) {
    Operand.Reg register = shared(value, passed, passedRegisters);
    if (function.rematerialization(register.index()) == null) {
      rematerializable(register, value);
    }
    return register;
  }

  /** How many loops the current block is in. */
  protected final int loopDepth() {
    return machineBlock.loopDepth();
  }

  /**
   * Lays the current sequence out in a block of its own, behind the current one or where what
   * seldom runs is.
   */
  protected final MachineBlock detach(boolean rare) {
    MachineBlock added = function.newBlock(machineBlock.loopDepth());
    for (int i = 0; i < sequence.size(); i++) {
      added.append(sequence.get(i));
    }
    sequence.clear();
    place(added);
    added.rare |= rare;
    return added;
  }

  /** Lays a block of the target's own out behind the current one and those placed before. */
  protected final void place(MachineBlock added) {
    added.number = machineBlock.number;
    added.rare = machineBlock.rare;
    extra.add(added);
  }
}
