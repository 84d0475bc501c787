package dev.lathe.vector;

import dev.lathe.ir.Access;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The accumulators of a loop's {@link Tree}s in rounds: in registers, loaded before the first round
 * and stored where the loop itself goes on. A round begins with the iteration whose turn the first
 * one is.
 */
final class RoundTrees {
  private final VectorPlan plan;
  private final TreeSearch trees;
  private final Map<Tree, Value[]> atBegin = new LinkedHashMap<>(); // of a round
  private final Map<Tree, Value[]> now = new LinkedHashMap<>();

  RoundTrees(VectorPlan plan, TreeSearch trees) {
    this.plan = plan;
    this.trees = trees;
  }

  /** Whether it is the first accumulator's turn, {@code count} being the counter; a bool. */
  Value isFirstsTurn(RoundBlock block, Value count) {
    Value turn = block.op(Op.AND, Type.I32, count, block.constant(Type.I32, plan.lanes() - 1L));
    return block.compare(IntPredicate.EQ, turn, block.constant(Type.I32, 0));
  }

  /** Loads the accumulators in {@code before}, and lets the round have them. */
  void enter(RoundBlock before, RoundBlock round, Target into) {
    for (Tree tree : trees.trees()) {
      Type type = type(tree);
      var registers = new Value[tree.size() / type.lanes()];
      for (int p = 0; p < registers.length; p++) {
        Value index = index(before, tree, p * type.lanes());
        into.arguments().add(before.make(Op.VLOAD, type, Access.LOAD.code(), tree.array(), index));
        registers[p] = round.block.addParam(type);
      }
      atBegin.put(tree, registers);
      now.put(tree, registers.clone());
    }
  }

  private Type type(Tree tree) {
    return tree.type().withLanes(plan.lanes(tree.type().kind()));
  }

  private static Value index(RoundBlock block, Tree tree, int at) {
    Value index = block.constant(Type.I32, at);
    return block.make(Op.PROVEN, Type.I32, Access.LOAD.code(), tree.array(), index);
  }

  /** Does what iterations do at {@code store}. */
  void update(Value store, RoundBody body, RoundBlock round) {
    Tree tree = trees.of(store);
    Tree.Update update = trees.update(store);
    Value next = update.next();
    Type type = type(tree);
    int position = update.position();
    var operands = new Value[next.operandCount()][];
    for (int k = 0; k < operands.length; k++) {
      operands[k] = k == position ? null : body.parts(next.operand(k), type.lanes());
    }
    Value[] mask = body.mask(store.block());
    mask = mask == null ? null : body.regrouped(mask, type.lanes());
    round.line(next.line());
    Value[] registers = now.get(tree);
    for (int p = 0; p < plan.lanes() / type.lanes(); p++) {
      int r = p % registers.length;
      var part = new Value[operands.length];
      for (int k = 0; k < part.length; k++) {
        part[k] = k == position ? registers[r] : operands[k][p];
      }
      Value made = round.make(next.op(), type, next.attribute(), part);
      registers[r] = mask == null ? made : round.op(Op.SELECT, type, mask[p], made, registers[r]);
    }
  }

  /** Passes on what the round leaves. */
  void next(Target target) {
    for (Value[] registers : now.values()) {
      for (Value register : registers) {
        target.arguments().add(register);
      }
    }
  }

  /** Stores what the accumulators were before the round. */
  void storeFirst(RoundBlock block) {
    store(block, atBegin);
  }

  /** Stores what they are after it. */
  void storeLast(RoundBlock block) {
    store(block, now);
  }

  private static void store(RoundBlock block, Map<Tree, Value[]> all) {
    for (Map.Entry<Tree, Value[]> each : all.entrySet()) {
      Value array = each.getKey().array();
      int at = 0;
      for (Value register : each.getValue()) {
        Value index = index(block, each.getKey(), at);
        block.make(Op.VSTORE, Type.VOID, Access.STORE.code(), array, index, register);
        at += register.type().lanes();
      }
    }
  }
}
