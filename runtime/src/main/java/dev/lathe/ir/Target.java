package dev.lathe.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Where a terminator goes: a block, and one argument for each of its parameters. */
public final class Target {
  private Block block;
  private final ArrayList<Value> arguments;

  public Target(Block block, Value... arguments) {
    this.block = block;
    this.arguments = new ArrayList<>(arguments.length);
    Collections.addAll(this.arguments, arguments);
  }

  public Block block() {
    return block;
  }

  public void setBlock(Block block) {
    this.block = block;
  }

  /** The arguments, in the order of the block's parameters; may be changed in place. */
  public List<Value> arguments() {
    return arguments;
  }
}
