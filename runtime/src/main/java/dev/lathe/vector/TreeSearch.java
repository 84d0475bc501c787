package dev.lathe.vector;

import dev.lathe.analysis.AffineIndex;
import dev.lathe.analysis.IndexProofs;
import dev.lathe.ir.Block;
import dev.lathe.ir.Element;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the sums and products whose order {@code floats = REPRODUCIBLE} specifies, as the front end
 * writes them: accumulators in a new array, of which iteration {@code i} updates {@code i mod K};
 * and where a counter tells that a block of iterations is full, a branch that seldom is taken.
 */
final class TreeSearch {
  private final LoopShape shape;
  private final Map<Value, Tree> trees = new LinkedHashMap<>(); // by array
  private final Map<Value, Tree.Update> updates = new HashMap<>(); // by store
  private Value counter;

  private TreeSearch(LoopShape shape) {
    this.shape = shape;
  }

  static TreeSearch of(LoopShape shape) {
    var search = new TreeSearch(shape);
    search.run();
    return search;
  }

  List<Tree> trees() {
    return List.copyOf(trees.values());
  }

  boolean isEmpty() {
    return trees.isEmpty();
  }

  /** The update that {@code store} ends, or null. */
  Tree.Update update(Value store) {
    return updates.get(store);
  }

  /** The tree that {@code store} belongs to. */
  Tree of(Value store) {
    return trees.get(IndexProofs.origin(store.operand(0)));
  }

  private void run() {
    Map<Value, List<Tree.Update>> found = new LinkedHashMap<>();
    for (Block block : shape.blocks) {
      for (Value value : block.values()) {
        if (value.op() != Op.LOAD && value.op() != Op.STORE) {
          continue;
        }
        Value array = IndexProofs.origin(value.operand(0));
        if (isAccumulators(array)) {
          found.computeIfAbsent(array, _ -> new ArrayList<>());
        } else if (!MemoryOrder.isSource(array)) {
          return; // might be the accumulators
        }
      }
    }
    for (Map.Entry<Value, List<Tree.Update>> each : found.entrySet()) {
      if (!findUpdates(each.getKey(), each.getValue())) {
        trees.clear();
        updates.clear();
        return;
      }
      int size = (int) each.getKey().operand(0).bits();
      trees.put(each.getKey(), new Tree(each.getKey(), size, counter, each.getValue()));
      each.getValue().forEach(update -> updates.put(update.store(), update));
    }
  }

  private boolean isAccumulators(Value array) {
    if (array.op() != Op.NEWARRAY || shape.contains(array) || !array.operand(0).isConst()) {
      return false;
    }
    Element element = array.type().element();
    long size = array.operand(0).bits();
    return element == Element.F64 && size == 16 || element == Element.F32 && size == 32;
  }

  /** Finds all accesses of {@code array}; false if one is no part of an update. */
  private boolean findUpdates(Value array, List<Tree.Update> found) {
    int loads = 0;
    Op op = null;
    for (Block block : shape.blocks) {
      for (Value value : block.values()) {
        boolean uses = false;
        for (int k = 0; k < value.operandCount(); k++) {
          uses |= IndexProofs.origin(value.operand(k)) == array;
        }
        if (!uses || value.op() == Op.PROVEN) {
          continue;
        }
        Value by = counterOf(value, array);
        if (by == null || counter != null && counter != by) {
          return false;
        }
        counter = by;
        if (value.op() == Op.LOAD) {
          loads++;
          continue;
        }
        Tree.Update update = update(value, array);
        Op combining = update == null ? null : sign(update.next().op());
        if (combining == null || op != null && op != combining) {
          return false;
        }
        op = combining;
        found.add(update);
      }
    }
    return loads == found.size() && loads > 0 && (loads == 1 || areExclusive(found));
  }

  private static Op sign(Op op) {
    return op == Op.FSUB || op == Op.FMA ? Op.FADD : op;
  }

  private Tree.Update update(Value store, Value array) {
    Value next = store.operand(2);
    if (!shape.contains(next) || ReductionSearch.uses(shape, next) != 1) {
      return null;
    }
    Op op = next.op();
    if (op != Op.FADD && op != Op.FMUL && op != Op.FSUB && op != Op.FMA) {
      return null;
    }
    Value load = next.operand(op == Op.FMA ? 2 : 0);
    if (op.isCommutative() && isLoad(next.operand(1), array)) {
      load = next.operand(1);
    }
    return isLoad(load, array) && ReductionSearch.uses(shape, load) == 1
        ? new Tree.Update(load, next, store)
        : null;
  }

  private static boolean isLoad(Value value, Value array) {
    return value.op() == Op.LOAD && IndexProofs.origin(value.operand(0)) == array;
  }

  /** What counts the turns, if {@code access} is of the element whose turn it is; else null. */
  private Value counterOf(Value access, Value array) {
    if (access.op() != Op.LOAD && access.op() != Op.STORE) {
      return null;
    }
    Value index = access.operand(1);
    while (index.op() == Op.PROVEN) {
      index = index.operand(1);
    }
    if (index.op() != Op.AND || !index.operand(1).isConst(array.operand(0).bits() - 1)) {
      return null;
    }
    Value by = index.operand(0);
    AffineIndex growth = shape.affine(by);
    boolean counts = shape.isHeaderParam(by) && by.type() == Type.I32 && growth != null;
    return counts && growth.stride() == 1 ? by : null;
  }

  /** True if no iteration does two of the updates: none of their blocks leads to another. */
  private boolean areExclusive(List<Tree.Update> found) {
    for (Tree.Update update : found) {
      for (Tree.Update other : found) {
        if (update != other && shape.path.reaches(update.store().block(), other.store().block())) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * The mask by which the counter's next value shows that {@code exit} is taken, which every
   * iteration comes to: only if it has none of these bits. 0 if that is not what decides.
   */
  long fullMask(CommonPath.Exit exit) {
    if (counter == null
        || trees.isEmpty()
        || !exit.when()
        || exit.condition().op() != Op.UNLIKELY) {
      return 0;
    }
    Value compare = exit.condition().operand(0);
    if (compare.op() != Op.ICMP
        || compare.intPredicate() != IntPredicate.EQ
        || !compare.operand(1).isConst(0)
        || compare.operand(0).op() != Op.AND
        || !compare.operand(0).operand(1).isConst()) {
      return 0;
    }
    Value count = compare.operand(0).operand(0);
    long mask = compare.operand(0).operand(1).bits();
    boolean isNext =
        count.op() == Op.IADD && count.operand(0) == counter && count.operand(1).isConst(1);
    return isNext && mask > 0 && (mask & mask + 1) == 0 && shape.masks().isAlways(exit.block())
        ? mask
        : 0;
  }
}
