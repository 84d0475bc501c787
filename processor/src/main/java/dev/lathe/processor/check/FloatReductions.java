package dev.lathe.processor.check;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether a kernel may add up or multiply floats in a loop, which {@code floats = REPRODUCIBLE}
 * gives an order of its own.
 */
public final class FloatReductions {
  private FloatReductions() {}

  /**
   * True if a float is carried from one iteration to the next, and floats are added or multiplied.
   */
  public static boolean mayBeIn(Function function) {
    boolean computes = false;
    boolean carries = false;
    Set<Block> seen = new HashSet<>();
    for (Block block : function.blocks()) {
      seen.add(block);
      for (Value value : block.values()) {
        Op op = value.op();
        computes |= op == Op.FADD || op == Op.FSUB || op == Op.FMUL || op == Op.FMA;
      }
      for (Target target : block.terminator().targets()) {
        if (seen.contains(target.block())) { // the way back to a loop's header
          for (Value param : target.block().params()) {
            carries |= param.type() == Type.F32 || param.type() == Type.F64;
          }
        }
      }
    }
    return computes && carries;
  }
}
