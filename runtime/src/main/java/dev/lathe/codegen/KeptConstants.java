package dev.lathe.codegen;

import dev.lathe.ir.Block;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.List;

/**
 * The float constants of loops, or those of vectors, that are worth a register throughout: all if
 * they are few, else those most used. Blocks that seldom run do not count.
 */
final class KeptConstants {
  /** All are kept if there are no more. */
  private static final int FEW = 10;

  /** So many are kept if there are more: the others leave the registers to what is computed. */
  private static final int KEPT = 4;

  /** More are not looked at. */
  private static final int MOST = 64;

  private final Lowering lowering;
  private final boolean vectors;
  private final long[] bits = new long[MOST];
  private final Type[] types = new Type[MOST];
  private final int[] uses = new int[MOST];
  private int count;

  /** Of scalars. */
  KeptConstants(Lowering lowering, Block[] order, MachineBlock[] blocks) {
    this(lowering, order, blocks, false, FEW, KEPT);
  }

  /** Of vectors, {@code kept} at most. */
  KeptConstants(Lowering lowering, Block[] order, MachineBlock[] blocks, int kept) {
    this(lowering, order, blocks, true, kept, kept);
  }

  private KeptConstants(
      Lowering lowering, Block[] order, MachineBlock[] blocks, boolean vectors, int few, int kept) {
    this.lowering = lowering;
    this.vectors = vectors;
    for (Block block : order) {
      if (blocks[block.id()].loopDepth() > 0 && !blocks[block.id()].rare) {
        count(block);
      }
    }
    if (count > few) {
      keepMostUsed(kept);
    }
  }

  /** True if the constant is one of them. */
  boolean has(long constant, Type type) {
    return find(constant, type) < count;
  }

  private void count(Block block) {
    List<Value> values = block.values();
    for (int i = 0; i < values.size(); i++) {
      Value value = values.get(i);
      for (int o = 0; o < value.operandCount(); o++) {
        Value operand = value.operand(o);
        if (isCounted(operand)) {
          use(lowering.bits(operand), operand.type());
        }
      }
    }
  }

  private boolean isCounted(Value operand) {
    if (vectors) {
      return operand.type().isVector() && lowering.isConstant(operand);
    }
    return operand.isConst() && operand.type().isFloat();
  }

  private void use(long constant, Type type) {
    int at = find(constant, type);
    if (at == count) {
      if (count == MOST) {
        return;
      }
      bits[at] = constant;
      types[at] = type;
      count++;
    }
    uses[at]++;
  }

  private int find(long constant, Type type) {
    int at = 0;
    while (at < count && (bits[at] != constant || types[at] != type)) {
      at++;
    }
    return at;
  }

  private void keepMostUsed(int kept) {
    for (int k = 0; k < kept; k++) {
      int best = k;
      for (int i = k + 1; i < count; i++) {
        best = uses[i] > uses[best] ? i : best;
      }
      swap(k, best);
    }
    count = kept;
  }

  private void swap(int a, int b) {
    long constant = bits[a];
    bits[a] = bits[b];
    bits[b] = constant;
    Type type = types[a];
    types[a] = types[b];
    types[b] = type;
    int number = uses[a];
    uses[a] = uses[b];
    uses[b] = number;
  }
}
