package dev.lathe.analysis;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import java.util.List;

/** The calls of a function. */
public final class Calls {
  private Calls() {}

  /** The first call in the order of the blocks, or null if there is none. */
  public static Value first(Function function) {
    List<Block> blocks = function.blocks();
    for (int b = 0; b < blocks.size(); b++) {
      List<Value> values = blocks.get(b).values();
      for (int i = 0; i < values.size(); i++) {
        if (values.get(i).op() == Op.CALL) {
          return values.get(i);
        }
      }
    }
    return null;
  }
}
