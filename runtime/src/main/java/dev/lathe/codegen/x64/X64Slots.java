package dev.lathe.codegen.x64;

import dev.lathe.codegen.Frame;
import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.codegen.StackLimitException;
import dev.lathe.ir.Access;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Table;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The slots of a memory kernel, which are the numbers of its arrays and segments: 0 is null, then
 * come parameters, tables and the arrays that it makes. For each slot a table in the frame has an
 * address and a length, a segment's in bytes. It is filled anew in every slice, as arrays move in
 * between; so an address is never kept, and a reference that is not known when the code is made is
 * a slot, times {@link #UNIT}. Behind it stand the limits of segments.
 *
 * <p>Made by the lowering, which says what it reads; then given to the emitter.
 *
 * @see ReturnConvention#ARGUMENTS
 */
final class X64Slots {
  /** What a slot is multiplied with to be the bits of a reference: an index may double it. */
  static final int UNIT = 8;

  /** The size of an entry of the table. */
  static final int ENTRY = 2 * UNIT;

  /** Where in an entry the length is. */
  static final int LENGTH = 8;

  /** The most that all arrays may take which a kernel makes; a record is of that size. */
  private static final long MOST_SCRATCH = 1 << 20;

  private final Function function;
  private final int[] slots; // by value id; 0 if it has none
  private final int[] words; // by slot: the long of the record that has its length
  private final boolean[] bases; // by slot: whether its address is read
  private final boolean[] lengths;
  private final int addresses;
  private final ArrayList<Value> scratch = new ArrayList<>();
  private final ArrayList<MachineCode.Limit> limits = new ArrayList<>();
  private final Map<Integer, Integer> limitNumbers = new HashMap<>();
  private boolean dynamic;

  X64Slots(Function function) {
    this.function = function;
    this.slots = new int[function.valueCount()];
    List<Value> params = function.params();
    int count = 0;
    var lengthWords = new ArrayList<Integer>();
    lengthWords.add(0);
    for (int i = 0; i < params.size(); i++) {
      if (params.get(i).type().isReference()) {
        slots[params.get(i).id()] = ++count;
        lengthWords.add(ReturnConvention.ARGUMENTS + i);
      }
    }
    int firstTable = count + 1;
    List<Table> tables = function.tables();
    for (int t = 0; t < tables.size(); t++) {
      count++;
      lengthWords.add(ReturnConvention.ARGUMENTS + params.size() + t);
    }
    this.addresses = count;
    for (Block block : function.blocks()) {
      for (Value value : block.values()) {
        if (value.op() == Op.TABLE) {
          slots[value.id()] = firstTable + (int) value.attribute();
        } else if (value.op() == Op.NEWARRAY) {
          slots[value.id()] = ++count;
          scratch.add(value);
        }
      }
    }
    this.words = new int[addresses + 1];
    for (int s = 1; s <= addresses; s++) {
      words[s] = lengthWords.get(s);
    }
    this.bases = new boolean[count + 1];
    this.lengths = new boolean[count + 1];
  }

  /** True if the slot of {@code value}, a reference, is known. */
  boolean has(Value value) {
    return value.isConst() || slots[value.id()] > 0;
  }

  /** The slot of {@code value}; 0 for null. */
  int of(Value value) {
    return value.isConst() ? 0 : slots[value.id()];
  }

  /** True if {@code value} is known to be a certain parameter or table. */
  boolean isOutside(Value value) {
    return has(value) && of(value) > 0 && of(value) <= addresses;
  }

  /** How many addresses the kernel takes, besides the record's. */
  int addresses() {
    return addresses;
  }

  /** The long of the record that holds parameter {@code index}. */
  static int word(int index) {
    return ReturnConvention.ARGUMENTS + index;
  }

  // ---- the table in the frame

  /** Where the address of {@code slot} is. */
  Mem base(int slot) {
    bases[slot] = true;
    return Frame.table(null, 1, ENTRY * slot);
  }

  /** Where its length is: of arrays in the low half, which is 0 of null. */
  Mem length(int slot) {
    lengths[slot] = true;
    return Frame.table(null, 1, ENTRY * slot + LENGTH);
  }

  /** Where the length of a new array is noted, for references whose slot is not known. */
  Mem scratchLength(int slot) {
    return Frame.table(null, 1, ENTRY * slot + LENGTH);
  }

  /** Where the address of the slot is that a reference is in. */
  Mem base(Reg reference) {
    dynamic = true;
    return Frame.table(reference, ENTRY / UNIT, 0);
  }

  Mem length(Reg reference) {
    dynamic = true;
    return Frame.table(reference, ENTRY / UNIT, LENGTH);
  }

  /** Where the limit of {@code access} to the segment of {@code slot} is. */
  Mem limit(int slot, Access access) {
    Integer number = limitNumbers.get(slot << 8 | access.code());
    if (number == null) {
      number = limits.size();
      limits.add(new MachineCode.Limit(slot, access));
      limitNumbers.put(slot << 8 | access.code(), number);
    }
    return Frame.table(null, 1, limitOffset(number));
  }

  /** Where the limit of {@code access} to the segment that {@code reference} is the slot of is. */
  Mem limit(Reg reference, Access access) {
    dynamic = true;
    Integer first = limitNumbers.get(-1 - access.code());
    if (first == null) { // one for each slot
      first = limits.size();
      limitNumbers.put(-1 - access.code(), first);
      limits.add(new MachineCode.Limit(0, access));
      for (Value param : function.params()) {
        if (param.type().isReference()) {
          limits.add(new MachineCode.Limit(param.type().isSegment() ? of(param) : 0, access));
        }
      }
    }
    return Frame.table(reference, 1, limitOffset(first));
  }

  private int limitOffset(int number) {
    return ENTRY * bases.length + 8 * number;
  }

  /** The size of table and limits. */
  int frameBytes() {
    return limitOffset(limits.size());
  }

  /** True if references are read whose slot is not known. */
  boolean isDynamic() {
    return dynamic;
  }

  boolean readsBase(int slot) {
    return bases[slot] || dynamic;
  }

  boolean readsLength(int slot) {
    return lengths[slot] || dynamic;
  }

  // ---- the record

  /** The long of the record that has the length of a parameter or table. */
  int lengthWord(int slot) {
    return words[slot];
  }

  List<MachineCode.Limit> limits() {
    return List.copyOf(limits);
  }

  /** The long of the record that has the first limit. */
  int firstLimit() {
    return ReturnConvention.ARGUMENTS + function.params().size() + function.tables().size();
  }

  /** The slots of the arrays that the kernel makes are those above {@link #addresses}. */
  int scratchCount() {
    return scratch.size();
  }

  /** Where in the record the elements of such an array are; its length is in the long before. */
  int scratchOffset(int index) {
    return (int) scratchEnd(index) + 8;
  }

  /**
   * The size of the part of the record that is known; it begins with what is for all kernels.
   *
   * @throws StackLimitException if it is too large
   */
  int recordBytes() {
    long bytes = scratchEnd(scratch.size());
    if (bytes > MOST_SCRATCH) {
      throw StackLimitException.ofArrays(bytes, MOST_SCRATCH);
    }
    return (int) bytes;
  }

  private long scratchEnd(int count) {
    long bytes = 8L * (firstLimit() + limits.size());
    for (int i = 0; i < count; i++) {
      bytes += 8 + filled(scratch.get(i).attribute() * scratch.get(i).type().element().bytes());
    }
    return bytes;
  }

  /** How many bytes are set to 0 for an array of {@code bytes}; see {@link X64Pseudo#FILL}. */
  static long filled(long bytes) {
    return (bytes & -16) + 16;
  }
}
