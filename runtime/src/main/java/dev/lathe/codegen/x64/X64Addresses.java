package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Registers.R11;

import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.MachineInst;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.PseudoOp;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.ir.Block;
import dev.lathe.ir.Element;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the elements of arrays and segments are: slots become addresses, indices parts of memory
 * operands, and loads with one user become operands of its instruction.
 *
 * <p>An address that belongs to a known slot is a register which the allocator may drop and load
 * again from the table: so it is in no record, and right after every safepoint. All others are
 * loaded right before they are used.
 */
abstract class X64Addresses extends X64Lowering {
  /** Added to a slot this tells its length from constants of 32 bits. */
  private static final long LENGTHS = 1L << 40;

  /** Per {@link Element}: what loads and extends it. */
  private static final X64Op[] LOADS = {
    X64Op.MOVZX_R32_RM8,
    X64Op.MOVSX_R32_RM8,
    X64Op.MOVSX_R32_RM16,
    X64Op.MOVZX_R32_RM16,
    X64Op.MOV_R32_RM32,
    X64Op.MOV_R64_RM64,
    X64Op.VMOVSS_XMM_M32,
    X64Op.VMOVSD_XMM_M64
  };

  final X64Slots slots;
  private final int[] epochs; // by value id: how many barriers stand before it in its block
  private final BitSet exact = new BitSet(); // indices that are exact sums
  private final BitSet dirty = new BitSet(); // parameters of blocks whose upper half may be set
  private final Map<Integer, Reg> ofLoops = new HashMap<>(); // by place in the table
  private final ArrayList<MachineInst> atEntry = new ArrayList<>();
  private final Map<Integer, Reg> ofBlock = new HashMap<>();
  private final ArrayList<MachineInst> atBegin = new ArrayList<>();

  X64Addresses(
      Function source,
      CodeBuffer buffer,
      X64Features features,
      CallingConvention convention,
      X64Slots slots) {
    super(source, buffer, features, convention, ReturnConvention.RECORD, null);
    this.slots = slots;
    this.epochs = new int[source.valueCount()];
    for (Block block : source.blocks()) {
      int epoch = 0;
      for (Value value : block.values()) {
        epochs[value.id()] = epoch;
        epoch += isBarrier(value) ? 1 : 0;
      }
    }
    findDirty();
    findExact(source);
  }

  /** True if no load may be moved below {@code value}. */
  private static boolean isBarrier(Value value) {
    return value.op().writes() || value.op() == Op.NEWARRAY || value.op() == Op.YIELD;
  }

  // ---- references

  @Override
  protected final Value origin(Value value) {
    Value of = super.origin(value);
    while (true) {
      if (of.op() == Op.NONNULL) {
        of = of.operand(0);
      } else if (of.op() == Op.INDEX || of.op() == Op.PROVEN) {
        of = super.origin(of.operand(1));
      } else {
        return of;
      }
    }
  }

  /**
   * References whose slot is known are constants, and the lengths of arrays that come from outside.
   */
  @Override
  protected final boolean isConstant(Value value) {
    return super.isConstant(value)
        || value.type().isReference() && slots.has(value)
        || value.op() == Op.ALEN && slots.isOutside(origin(value.operand(0)));
  }

  @Override
  protected final long bits(Value constant) {
    if (constant.op() == Op.ALEN) {
      return LENGTHS + slots.of(origin(constant.operand(0)));
    }
    return constant.type().isReference()
        ? (long) slots.of(constant) * X64Slots.UNIT
        : super.bits(constant);
  }

  @Override
  protected final MachineInst constant(Reg register, Value value) {
    if (value.op() == Op.ALEN) {
      Mem length = slots.length(slots.of(origin(value.operand(0))));
      return new MachineInst(PseudoOp.LOAD, value.line(), register, length, new Imm(4));
    }
    return value.type().isReference()
        ? new MachineInst(PseudoOp.IMMEDIATE, value.line(), register, new Imm(bits(value)))
        : super.constant(register, value);
  }

  @Override
  protected final Reg constantRegister(Value value) {
    return value.op() == Op.ALEN
        ? kept(slots.length(slots.of(origin(value.operand(0)))), 4)
        : super.constantRegister(value);
  }

  @Override
  final int scale(Value access) {
    return access.access().isIndexed() ? access.element().bytes() : 1;
  }

  @Override
  final Reg base(Value reference) {
    Value of = origin(reference);
    if (slots.has(of)) {
      return kept(slots.base(slots.of(of)), 8);
    }
    Reg base = general(8);
    emit(X64Op.MOV_R64_RM64, base, slots.base(use(of)));
    return base;
  }

  /** What is in the table at {@code place} while a slice lasts, as a register to drop and load. */
  final Reg kept(Mem place, int size) {
    Map<Integer, Reg> registers = inLoop() ? ofLoops : ofBlock;
    Reg register = registers.get(place.displacement());
    if (register == null) {
      register = general(size);
      registers.put(place.displacement(), register);
      var load = new MachineInst(PseudoOp.LOAD, 0, register, place, new Imm(size));
      function.rematerialize(register, load);
      (inLoop() ? atEntry : atBegin).add(load);
    }
    return register;
  }

  @Override
  protected final void lowerBegin() {
    for (int i = 0; i < atBegin.size(); i++) {
      emit(atBegin.get(i));
    }
    atBegin.clear();
    ofBlock.clear();
  }

  /** Parameters come in the record, whose address is in r11. */
  @Override
  protected final void lowerEntry() {
    emit(PseudoOp.ENTRY, R11);
    List<Value> params = source.params();
    Reg record = null;
    for (int i = 0; i < params.size(); i++) {
      Value param = params.get(i);
      if (!param.type().isReference() && !isUndemanded(param)) {
        if (record == null) {
          record = general(8);
          move(record, R11, 8);
        }
        X64Op op = load(element(param.type()));
        emit(op, register(param), Mem.of(record, 8 * X64Slots.word(i)));
      }
    }
    for (int i = 0; i < atEntry.size(); i++) {
      emit(atEntry.get(i));
    }
  }

  private static Element element(Type type) {
    if (type.isFloat()) {
      return type.bits() == 64 ? Element.F64 : Element.F32;
    }
    return type.bits() == 64 ? Element.I64 : Element.I32;
  }

  // ---- elements

  /** The instruction that loads an element and extends it. */
  static X64Op load(Element element) {
    return LOADS[element.ordinal()];
  }

  @Override
  final boolean isLoaded(Value value) {
    return isLoadedLate(value)
        && (value.op() == Op.VLOAD
            ? value.mask() == null
            : value.element().bytes() == size(value.type()));
  }

  /** True if the instruction at the current place may load {@code value}. */
  private boolean isLoadedLate(Value value) {
    return (value.op() == Op.LOAD || value.op() == Op.VLOAD)
        && isUsedOnce(value)
        && isHere(value)
        && isUndemanded(value)
        && epochs[value.id()] == epoch();
  }

  @Override
  final Mem loadedLow(Value value, int bytes) {
    boolean low = isLoadedLate(value) && value.element().bytes() == bytes;
    return low && !value.type().isBool() ? element(value) : null;
  }

  @Override
  final Mem loaded(Value value) {
    return isLoaded(value) ? element(value) : null;
  }

  /** How many barriers the block has before the current place. */
  private int epoch() {
    List<Value> values = values();
    if (index() < values.size()) {
      return epochs[values.get(index()).id()];
    }
    Value last = values.getLast();
    return epochs[last.id()] + (isBarrier(last) ? 1 : 0);
  }

  /** The memory that {@code access}, a load or store, moves. */
  @Override
  final Mem element(Value access) {
    Reg base = base(access.operand(0));
    int scale = scale(access);
    Value given = access.operand(1);
    Value index = origin(given);
    if (access.mask() != null && !is64(given) && !index.isConst()) {
      Reg signed = general(8); // negative if the first lanes are off
      emit(X64Op.MOVSXD, signed, use(index));
      return Mem.of(base, signed, scale, 0);
    }
    long displacement = 0;
    if (index.op() == Op.IADD && isRepeatable(index) && is64(index) == is64(given)) {
      long n = origin(index.operand(1)).isConst() ? origin(index.operand(1)).bits() * scale : 0;
      if (n != 0 && fitsInt(n) && isExact(given, index)) {
        displacement = n;
        index = origin(index.operand(0));
      }
    }
    if (index.isConst()) {
      long n = fitsInt(index.bits()) ? index.bits() * scale : Long.MAX_VALUE >> 1;
      if (fitsInt(displacement + n)) {
        return Mem.of(base, (int) (displacement + n));
      }
    }
    if (scale == 1 && is64(given) && index.op() == Op.SHL && folds(index)) {
      Value distance = origin(index.operand(1));
      if (distance.isConst() && (distance.bits() & 63) <= 3) {
        scale = 1 << (distance.bits() & 63);
        index = origin(index.operand(0));
      }
    }
    return Mem.of(base, wide(index, is64(given)), scale, (int) displacement);
  }

  /**
   * True if the sum {@code index} of a value and a constant, which is a legal index by {@code
   * token}, is exact also if the value is extended to 64 bits by zeros. Addresses of segments are
   * sums of 64 bits, all of them exact as addresses. Of 32 bits {@code x - c} that is a legal index
   * is so, and {@code x + c} if x itself is one.
   */
  private boolean isExact(Value token, Value index) {
    Op op = index.operand(0).op();
    return is64(index)
        || (int) origin(index.operand(1)).bits() < 0
        || op == Op.INDEX
        || op == Op.PROVEN
        || exact.get(token.id()) && checked(token) == index;
  }

  /**
   * Finds the sums with what was an index above in the same block, and so is not negative. Under a
   * mask it may be, where the first lane is off.
   */
  private void findExact(Function source) {
    var masked = new BitSet(); // tokens
    for (Block block : source.blocks()) {
      for (Value value : block.values()) {
        if ((value.op() == Op.VLOAD || value.op() == Op.VSTORE) && value.mask() != null) {
          masked.set(value.operand(1).id());
        }
      }
    }
    var lastLegal = new Block[source.valueCount()]; // by value id: where it was an index last
    for (Block block : source.blocks()) {
      for (Value value : block.values()) {
        if ((value.op() == Op.INDEX || value.op() == Op.PROVEN) && !is64(value)) {
          Value index = checked(value);
          if (index.op() == Op.IADD && lastLegal[index.operand(0).id()] == block) {
            exact.set(value.id());
          }
          if (!masked.get(value.id())) {
            lastLegal[index.id()] = block;
          }
        }
      }
    }
  }

  /** The value of which {@code token} says that it is an index. */
  private static Value checked(Value token) {
    Value of = token;
    while (of.op() == Op.INDEX || of.op() == Op.PROVEN) {
      of = of.operand(1);
    }
    return of;
  }

  /** The index as a register of 64 bits. */
  private Reg wide(Value index, boolean isWide) {
    Reg register = use(index);
    if (isWide || isClean(index)) {
      return register;
    }
    Reg clean = general(8);
    emit(X64Op.MOV_R32_RM32, clean, register);
    return clean;
  }

  /** True if the upper half of the register that i32 {@code value} is in is known to be 0. */
  private boolean isClean(Value value) {
    return value.type() != Type.I64 && !dirty.get(value.id());
  }

  /** Only truncations of i64 leave bits in the upper half, and parameters that get such. */
  private void findDirty() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Block block : source.blocks()) {
        for (Target target : block.terminator().targets()) {
          changed |= findDirty(target);
        }
      }
    }
  }

  private boolean findDirty(Target target) {
    boolean changed = false;
    List<Value> params = target.block().params();
    for (int i = 0; i < params.size(); i++) {
      Value param = params.get(i);
      if (param.type() == Type.I32 && !dirty.get(param.id())) {
        if (!isClean(origin(target.arguments().get(i)))) {
          dirty.set(param.id());
          changed = true;
        }
      }
    }
    return changed;
  }
}
