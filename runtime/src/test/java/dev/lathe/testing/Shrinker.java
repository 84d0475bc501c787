package dev.lathe.testing;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.IrException;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.ir.Verifier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Makes a function smaller as long as a fault stays: cuts edges, returns early, replaces values by
 * constants, operands and parameters, and clears away what is not used then. The parameters of the
 * function stay, so that its arguments still fit.
 */
public final class Shrinker {
  private static final int MAX_ATTEMPTS = 3_000;

  private final Predicate<Function> fails;
  private Function best;
  private int attempts;

  private Shrinker(Function function, Predicate<Function> fails) {
    this.best = function;
    this.fails = fails;
  }

  /**
   * The smallest function found for which {@code fails} holds; it must hold for {@code function}.
   */
  public static Function shrink(Function function, Predicate<Function> fails) {
    var shrinker = new Shrinker(Comparison.copy(function), fails);
    while (shrinker.improve()) {}
    return shrinker.best;
  }

  /** An edit of a function; false if there is nothing to do. */
  private interface Edit {
    boolean apply(Function function);
  }

  /** Tries all edits of the best function so far; true if one of them was of use. */
  private boolean improve() {
    boolean improved = false;
    for (int block = best.blocks().size() - 1; block >= 0; block--) {
      int at = block;
      improved |= attempt(f -> leave(f, at));
      for (int target = 0; target < 8; target++) {
        int kept = target;
        improved |= attempt(f -> keepTarget(f, at, kept));
        improved |= attempt(f -> dropCase(f, at, kept));
      }
      improved |= attempt(f -> merge(f, at));
    }
    for (int id = best.valueCount() - 1; id >= 0; id--) {
      for (int way = 0; way < 10; way++) {
        int value = id;
        int replacement = way;
        if (attempt(f -> replace(f, value, replacement))) {
          improved = true;
          break;
        }
      }
    }
    return improved;
  }

  /** Keeps the edited function if it fails, without what has become unused or else with it. */
  private boolean attempt(Edit edit) {
    return attempt(edit, true) || attempt(edit, false);
  }

  private boolean attempt(Edit edit, boolean clear) {
    Function candidate = Comparison.copy(best);
    try {
      if (!edit.apply(candidate)) {
        return false;
      }
      removeUnreachable(candidate);
      while (clear && removeUnused(candidate)) {}
      Verifier.verify(candidate);
    } catch (IrException | IndexOutOfBoundsException e) {
      return false; // not every edit is possible everywhere
    }
    if (size(candidate) >= size(best) || attempts++ > MAX_ATTEMPTS || !fails.test(candidate)) {
      return false;
    }
    best = candidate;
    return true;
  }

  /** A measure of how much there is to read; it falls with every edit that is kept. */
  private static int size(Function function) {
    int size = 0;
    for (Block block : function.blocks()) {
      size += 4 + block.params().size();
      for (Value value : block.values()) {
        size += value.isConst() ? (value.bits() == 0 ? 1 : 2) : 3 + value.operandCount();
      }
      for (Target target : block.terminator().targets()) {
        size += 2 + target.arguments().size();
      }
    }
    return size;
  }

  private static boolean leave(Function function, int index) {
    Block block = function.blocks().get(index);
    if (block.terminator() instanceof Terminator.Return) {
      return false;
    }
    Value result = null;
    if (function.result() != Type.VOID) {
      result = block.append(function.newConst(function.result(), 0, 0));
      for (Value value : block.values()) {
        result = value.type() == function.result() ? value : result;
      }
    }
    block.setTerminator(new Terminator.Return(result));
    return true;
  }

  private static boolean keepTarget(Function function, int index, int kept) {
    Block block = function.blocks().get(index);
    List<Target> targets = block.terminator().targets();
    if (targets.size() < 2) {
      return false;
    }
    block.setTerminator(new Terminator.Jump(targets.get(kept)));
    return true;
  }

  private static boolean dropCase(Function function, int index, int dropped) {
    Block block = function.blocks().get(index);
    if (!(block.terminator() instanceof Terminator.Switch choice)) {
      return false;
    }
    var cases = new ArrayList<>(choice.cases());
    cases.remove(dropped);
    var keys = new int[cases.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = choice.keys()[i < dropped ? i : i + 1];
    }
    block.setTerminator(new Terminator.Switch(choice.selector(), keys, cases, choice.otherwise()));
    return true;
  }

  /** Appends the block that this one jumps to, if nothing else goes there. */
  private static boolean merge(Function function, int index) {
    Block block = function.blocks().get(index);
    if (!(block.terminator() instanceof Terminator.Jump jump)) {
      return false;
    }
    Block next = jump.target().block();
    int predecessors = 0;
    for (Block other : function.blocks()) {
      for (Target target : other.terminator().targets()) {
        predecessors += target.block() == next ? 1 : 0;
      }
    }
    if (predecessors != 1 || next == block) {
      return false;
    }
    var replaced = new IdentityHashMap<Value, Value>();
    for (int i = 0; i < next.params().size(); i++) {
      replaced.put(next.param(i), jump.target().arguments().get(i));
    }
    for (Value value : next.values()) {
      block.append(value);
    }
    block.setTerminator(next.terminator());
    var blocks = new ArrayList<>(function.blocks());
    blocks.remove(next);
    function.setBlocks(blocks);
    Renaming.apply(function, replaced);
    return true;
  }

  /** Replaces a value by a constant, an operand, a parameter, or nothing. */
  private static boolean replace(Function function, int id, int way) {
    for (Block block : function.blocks()) {
      for (Value param : block == function.entry() ? List.<Value>of() : block.params()) {
        if (param.id() == id) {
          return replaceBy(function, block, param, way);
        }
      }
      for (Value value : block.values()) {
        if (value.id() == id) {
          if (value.type() == Type.VOID || way == 9) { // where it is used the verifier objects
            var values = new ArrayList<>(block.values());
            values.remove(value);
            block.setValues(values);
            return true;
          }
          return replaceBy(function, block, value, way);
        }
      }
    }
    return false;
  }

  private static boolean replaceBy(Function function, Block block, Value value, int way) {
    Value replacement = null;
    if (way < 2) {
      boolean one = way == 1 && !value.type().isFloat();
      if (value.isConst() && (value.bits() == 0 || way == 1)
          || way == 1 && value.type().isReference()) {
        return false;
      }
      replacement = function.newConst(value.type(), one ? 1 : 0, 0);
      var values = new ArrayList<>(block.values());
      values.addFirst(replacement);
      block.setValues(values);
    } else if (way < 5 && way - 2 < value.operandCount()) {
      replacement = value.operand(way - 2);
    } else if (way >= 5 && way < 9 && !value.isConst()) {
      List<Value> params = function.params();
      for (int i = 0, found = 5; i < params.size() && replacement == null; i++) {
        if (params.get(i).type() == value.type() && found++ == way) {
          replacement = params.get(i);
        }
      }
    }
    if (replacement == null || replacement.type() != value.type()) {
      return false;
    }
    Renaming.apply(function, Map.of(value, replacement));
    return true;
  }

  private static void removeUnreachable(Function function) {
    Set<Block> reachable = new HashSet<>();
    var work = new ArrayList<Block>(List.of(function.entry()));
    while (!work.isEmpty()) {
      Block block = work.removeLast();
      if (reachable.add(block)) {
        block.terminator().targets().forEach(target -> work.add(target.block()));
      }
    }
    var blocks = new ArrayList<>(function.blocks());
    blocks.removeIf(block -> !reachable.contains(block));
    function.setBlocks(blocks);
  }

  /** Removes values and parameters of blocks that are not used; true if there were any. */
  private static boolean removeUnused(Function function) {
    Set<Value> used = new HashSet<>();
    for (Block block : function.blocks()) {
      for (Value value : block.values()) {
        for (int i = 0; i < value.operandCount(); i++) {
          used.add(value.operand(i));
        }
      }
      block.terminator().targets().forEach(target -> used.addAll(target.arguments()));
      switch (block.terminator()) {
        case Terminator.Jump _ -> {}
        case Terminator.Branch branch -> used.add(branch.condition());
        case Terminator.Switch choice -> used.add(choice.selector());
        case Terminator.Return leave -> used.add(leave.value());
      }
    }
    boolean removed = false;
    for (Block block : function.blocks()) {
      var values = new ArrayList<>(block.values());
      boolean changed =
          values.removeIf(
              value -> !used.contains(value) && value.op() != Op.GUARD && !value.op().writes());
      block.setValues(values);
      removed |= changed;
      if (block != function.entry()) {
        removed |= removeUnusedParams(function, block, used);
      }
    }
    return removed;
  }

  private static boolean removeUnusedParams(Function function, Block block, Set<Value> used) {
    var dead = new BitSet();
    for (Value param : block.params()) {
      dead.set(param.paramIndex(), !used.contains(param));
    }
    if (dead.isEmpty()) {
      return false;
    }
    var targets = new ArrayList<Target>();
    for (Block other : function.blocks()) {
      for (Target target : other.terminator().targets()) {
        if (target.block() == block) {
          targets.add(target);
        }
      }
    }
    List<Value> old = List.copyOf(block.params());
    Value[] renamed = block.removeParams(dead, targets);
    var replaced = new IdentityHashMap<Value, Value>();
    for (int i = 0; i < renamed.length; i++) {
      if (renamed[i] != null) {
        replaced.put(old.get(i), renamed[i]);
      }
    }
    Renaming.apply(function, replaced);
    return true;
  }
}
