package dev.lathe.lang;

import dev.lathe.ir.Access;
import dev.lathe.ir.Block;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The order of sums and products in a loop under {@code floats = REPRODUCIBLE}, whose numbers never
 * change: iteration {@code i} updates accumulator {@code i mod K}, of which there are 16 of doubles
 * and 32 of floats, at first -0.0 for a sum and 1.0 for a product. After each 2^14 iterations, and
 * at the end, accumulator {@code j} takes in {@code j + K/2}, then {@code j + K/4}, down to {@code
 * j + 1}, and the local takes in the first.
 *
 * <p>The accumulators are an array that lives while the loop runs, so that every engine executes
 * the tree as it stands. Within the loop to read the local is to read this iteration's accumulator.
 */
final class FloatTrees {
  private static final int BLOCK = 1 << 14;

  /**
   * A sum or product.
   *
   * @param variable of the local
   */
  private record Tree(int variable, Op op, Type type, Value array, int size) {}

  private final FunctionBuilder builder;
  private final SsaBuilder ssa;
  private final List<Tree> trees = new ArrayList<>();
  private final int counter;
  private final int depth;

  /**
   * Makes the accumulators before a loop.
   *
   * @param reductions the locals, with whether they are products
   * @param depth how many statements that jumps may leave are around the loop
   */
  FloatTrees(
      FunctionBuilder builder,
      SsaBuilder ssa,
      Map<Local, Boolean> reductions,
      int firstVariable,
      int depth) {
    this.builder = builder;
    this.ssa = ssa;
    this.depth = depth;
    counter = ssa.variable(Type.I32);
    ssa.write(counter, builder.i32(0));
    for (Map.Entry<Local, Boolean> each : reductions.entrySet()) {
      Type type = each.getKey().type().ir();
      int size = type == Type.F64 ? 16 : 32;
      Op op = each.getValue() ? Op.FMUL : Op.FADD;
      JavaType array = each.getKey().type().array();
      Value made = builder.newArray(array.ir().element(), builder.i32(size), size);
      trees.add(new Tree(firstVariable + each.getKey().index(), op, type, made, size));
    }
    clear();
  }

  /** The variable that counts iterations. */
  int counter() {
    return counter;
  }

  /** Ends those of {@code open} whose loop a jump to the statement at {@code index} leaves. */
  static void combine(List<FloatTrees> open, int index) {
    for (FloatTrees each : open) {
      if (index < each.depth) {
        each.combine();
      }
    }
  }

  /** That of {@code open} which the variable belongs to, or null. */
  static FloatTrees of(int variable, List<FloatTrees> open) {
    for (FloatTrees each : open) {
      if (each.tree(variable) != null) {
        return each;
      }
    }
    return null;
  }

  private Tree tree(int variable) {
    for (Tree tree : trees) {
      if (tree.variable == variable) {
        return tree;
      }
    }
    return null;
  }

  Value read(int variable) {
    Tree tree = tree(variable);
    return builder.load(Access.LOAD, tree.array, index(tree, Access.LOAD));
  }

  void write(int variable, Value value) {
    Tree tree = tree(variable);
    builder.store(Access.STORE, tree.array, index(tree, Access.STORE), value);
  }

  private Value index(Tree tree, Access access) {
    Value index = builder.op(Op.AND, ssa.read(counter), builder.i32(tree.size - 1));
    return builder.index(access, null, tree.array, index);
  }

  /** Ends an iteration. */
  void next() {
    Value count = builder.op(Op.IADD, ssa.read(counter), builder.i32(1));
    ssa.write(counter, count);
    Block full = ssa.block();
    Block next = ssa.block();
    Value rest = builder.op(Op.AND, count, builder.i32(BLOCK - 1));
    Value isFull = builder.icmp(IntPredicate.EQ, rest, builder.i32(0));
    ssa.branch(builder.op(Op.UNLIKELY, isFull), full, next);
    ssa.enter(full);
    combine();
    clear();
    ssa.jump(next);
    ssa.enter(next);
  }

  /** Lets the locals take in what the accumulators have. */
  void combine() {
    for (Tree tree : trees) {
      var values = new Value[tree.size];
      for (int i = 0; i < tree.size; i++) {
        Value index = builder.index(Access.LOAD, null, tree.array, builder.i32(i));
        values[i] = builder.load(Access.LOAD, tree.array, index);
      }
      for (int half = tree.size / 2; half > 0; half /= 2) {
        for (int i = 0; i < half; i++) {
          values[i] = builder.op(tree.op, values[i], values[i + half]);
        }
      }
      ssa.write(tree.variable, builder.op(tree.op, ssa.read(tree.variable), values[0]));
    }
  }

  private void clear() {
    for (Tree tree : trees) {
      double identity = tree.op == Op.FMUL ? 1 : -0.0;
      Value value = tree.type == Type.F64 ? builder.f64(identity) : builder.f32((float) identity);
      for (int i = 0; i < tree.size; i++) {
        Value index = builder.index(Access.STORE, null, tree.array, builder.i32(i));
        builder.store(Access.STORE, tree.array, index, value);
      }
    }
  }
}
