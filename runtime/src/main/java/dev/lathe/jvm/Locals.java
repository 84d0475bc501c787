package dev.lathe.jvm;

import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The local variables of one method. Homes are allocated for the whole method at once: two of one
 * type share a local if no part has both alive. Temporaries lie above the homes and are reused as
 * soon as their last use has been emitted.
 */
final class Locals {
  private final Placement placement;
  private final Partition partition;

  /** By value id: the local, or -1. */
  private final int[] local;

  private final int[] remaining;
  private final ArrayList<ArrayList<Integer>> free = new ArrayList<>();
  private int firstTemporary;
  private int next;

  Locals(Partition partition, Placement placement) {
    this.partition = partition;
    this.placement = placement;
    int values = partition.function.valueCount();
    this.local = new int[values];
    this.remaining = new int[values];
    Arrays.fill(local, -1);
    for (int i = 0; i < TypeKind.values().length; i++) {
      free.add(new ArrayList<>());
    }
  }

  /** How a value of {@code type} is held on the operand stack and in locals. */
  static TypeKind kind(Type type) {
    if (type.isReference()) {
      return TypeKind.REFERENCE;
    }
    if (type.isFloat()) {
      return type == Type.F32 ? TypeKind.FLOAT : TypeKind.DOUBLE;
    }
    return type == Type.VOID ? TypeKind.VOID : type == Type.I64 ? TypeKind.LONG : TypeKind.INT;
  }

  /**
   * Allocates the homes of {@code chunk}.
   *
   * @param inPlace true if the function's parameters are the method's and so have their locals
   * @param reserved the number of locals that the method's parameters take
   */
  void enter(Chunk chunk, boolean inPlace, int reserved) {
    next = reserved;
    if (inPlace) {
      int position = 0;
      for (Value param : partition.function.params()) {
        local[param.id()] = position;
        position += kind(param.type()).slotSize();
      }
    }
    int homes = chunk.homes.size();
    var begin = new int[homes];
    var end = new int[homes];
    findExtents(chunk, begin, end);
    var byBegin = new ArrayList<ArrayList<Integer>>();
    for (int i = 0; i < chunk.parts.size(); i++) {
      byBegin.add(new ArrayList<>());
    }
    for (int home = 0; home < homes; home++) {
      byBegin.get(begin[home]).add(home);
    }
    var taken = new ArrayList<int[]>(); // local, kind, last part in use
    for (ArrayList<Integer> beginning : byBegin) {
      for (int home : beginning) {
        Value value = chunk.homes.get(home);
        boolean placed =
            inPlace && value.op() == Op.PARAM && value.block() == partition.function.entry();
        if (!placed) {
          local[value.id()] = allocate(taken, kind(value.type()), begin[home], end[home]);
        }
      }
    }
    firstTemporary = next;
  }

  /** The first and last part, in order of emission, in which each home must hold its value. */
  private void findExtents(Chunk chunk, int[] begin, int[] end) {
    Arrays.fill(begin, chunk.parts.size());
    for (Part part : chunk.parts) {
      BitSet live = (BitSet) chunk.liveIn[part.index].clone();
      for (Part successor : partition.successors(part)) {
        if (successor.chunk == chunk) {
          live.or(chunk.liveIn[successor.index]);
        }
      }
      for (int home = live.nextSetBit(0); home >= 0; home = live.nextSetBit(home + 1)) {
        begin[home] = Math.min(begin[home], part.index);
        end[home] = Math.max(end[home], part.index);
      }
    }
    for (int home = 0; home < begin.length; home++) {
      Part definition = placement.definition(chunk.homes.get(home));
      if (definition.chunk == chunk) {
        begin[home] = Math.min(begin[home], definition.index);
        end[home] = Math.max(end[home], definition.index);
      }
    }
  }

  private int allocate(ArrayList<int[]> taken, TypeKind kind, int begin, int end) {
    for (int[] one : taken) {
      if (one[1] == kind.ordinal() && one[2] < begin) {
        one[2] = end;
        return one[0];
      }
    }
    int result = next;
    next += kind.slotSize();
    taken.add(new int[] {result, kind.ordinal(), end});
    return result;
  }

  /** Forgets the homes of {@code chunk}. */
  void leave(Chunk chunk) {
    for (Value value : chunk.homes) {
      local[value.id()] = -1;
    }
  }

  /** Forgets all temporaries. */
  void beginPart() {
    next = firstTemporary;
    for (ArrayList<Integer> list : free) {
      list.clear();
    }
  }

  /** The local that holds {@code value} here, or -1. */
  int of(Value value) {
    return local[value.id()];
  }

  /** A local for {@code value}, now being defined: home or temporary; -1 if it needs none. */
  int define(Value value) {
    if (placement.hasHome(value)) {
      return local[value.id()];
    }
    ArrayList<Integer> list = free.get(kind(value.type()).ordinal());
    int result;
    if (list.isEmpty()) {
      result = next;
      next += kind(value.type()).slotSize();
    } else {
      result = list.removeLast();
    }
    remaining[value.id()] = partition.uses(value);
    local[value.id()] = result;
    return result;
  }

  /** States that one use of {@code value} has been emitted. */
  void release(Value value) {
    if (!placement.hasHome(value) && --remaining[value.id()] == 0) {
      free.get(kind(value.type()).ordinal()).add(local[value.id()]);
    }
  }
}
