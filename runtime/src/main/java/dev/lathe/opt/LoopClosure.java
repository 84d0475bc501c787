package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.IndexProofs;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings loops into closed form: what a loop computes and others use leaves it as an argument of
 * the edges out of it. Such a loop can be copied as it stands. The same of any blocks that are
 * entered by one of them: see {@link BlockCopies}.
 *
 * <p>Every block outside a region that a block of it dominates lies below exactly one child of the
 * region in the dominator tree; that child gets a parameter for the value, and all uses below it
 * are the parameter's. No edge leads from outside of what the region dominates into a child, so
 * what its edges pass is found in the same way.
 */
public class LoopClosure {
  /** An argument that an edge out of {@code from} lacks. */
  private record Missing(Target target, Block from, Value value) {}

  private final Function function;
  private final ControlFlow flow;
  private final DominatorTree dominators;
  private final int[] regionOf; // by block id: number of the region from 1
  private final List<List<Block>> children =
      new ArrayList<>(); // by region: in preorder of the tree
  private final List<Map<Value, Value>> inChild = new ArrayList<>(); // by block id
  private final ArrayList<Missing> missing = new ArrayList<>();

  /** Of {@code function}, which has all its edges now, but for those out of copies. */
  LoopClosure(Function function) {
    this.function = function;
    this.flow = ControlFlow.of(function);
    this.dominators = new DominatorTree(function);
    this.regionOf = new int[function.blockCount()];
    children.add(null);
    for (int b = 0; b < function.blockCount(); b++) {
      inChild.add(null);
    }
  }

  /** Says that {@code blocks}, which are in no region yet, are one. */
  final void addRegion(List<Block> blocks) {
    for (Block block : blocks) {
      regionOf[block.id()] = children.size();
    }
    children.add(new ArrayList<>());
  }

  final boolean isInRegion(Block block) {
    return regionOf[block.id()] != 0;
  }

  /**
   * Closes {@code loops}, none of which is in another, and each of which is entered by an edge from
   * a block that does nothing else.
   */
  public static LoopClosure of(Function function, List<Loops.Loop> loops) {
    var closure = new LoopClosure(function);
    for (Loops.Loop loop : loops) {
      closure.addRegion(loop.members());
    }
    closure.run();
    return closure;
  }

  /** Rewrites all uses. */
  final void run() {
    for (int b = 0; b < dominators.size(); b++) {
      Block block = dominators.preorder(b);
      Block above = dominators.immediate(block);
      int region = above == null ? 0 : regionOf[above.id()];
      if (region != 0 && region != regionOf[block.id()]) {
        children.get(region).add(block);
      }
    }
    for (int b = 0; b < flow.size(); b++) {
      rewrite(flow.block(b));
    }
    for (int i = 0; i < missing.size(); i++) { // grows meanwhile
      Missing each = missing.get(i);
      each.target.arguments().add(at(each.value, each.from));
    }
  }

  private void rewrite(Block block) {
    for (Value value : block.values().toArray(Value[]::new)) { // as some are placed first
      for (int k = 0; k < value.operandCount(); k++) {
        value.setOperand(k, at(value.operand(k), block));
      }
    }
    Terminator terminator = block.terminator();
    List<Target> targets = terminator.targets();
    for (int t = 0; t < targets.size(); t++) {
      targets.get(t).arguments().replaceAll(argument -> at(argument, block));
    }
    if (terminator instanceof Terminator.Branch branch) {
      Value condition = at(branch.condition(), block);
      block.setTerminator(new Terminator.Branch(condition, branch.then(), branch.otherwise()));
    } else if (terminator instanceof Terminator.Switch choice) {
      Value selector = at(choice.selector(), block);
      block.setTerminator(
          new Terminator.Switch(selector, choice.keys(), choice.cases(), choice.otherwise()));
    } else if (terminator instanceof Terminator.Return end && end.value() != null) {
      block.setTerminator(new Terminator.Return(at(end.value(), block)));
    }
  }

  /** What stands for {@code value} in {@code block}, in which it was used. */
  public final Value at(Value value, Block block) {
    Block home = value.block();
    int region = home.id() >= regionOf.length ? 0 : regionOf[home.id()];
    if (region == 0 || region == regionOf[block.id()]) {
      return value;
    }
    List<Block> below = children.get(region);
    int number = dominators.number(block);
    int low = 0;
    for (int high = below.size() - 1; low < high; ) { // the last that is not after the block
      int middle = low + high + 1 >>> 1;
      if (dominators.number(below.get(middle)) <= number) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    Block child = below.get(low);
    Map<Value, Value> known = inChild.get(child.id());
    if (known == null) {
      known = new HashMap<>();
      inChild.set(child.id(), known);
    }
    Value found = known.get(value);
    if (found == null) {
      found = inChild(value, child);
      known.put(value, found);
    }
    return found;
  }

  private Value inChild(Value value, Block child) {
    Op op = value.op();
    if (op == Op.CONST) {
      return first(child, function.newConst(value.type(), value.bits(), value.line()));
    }
    if (op == Op.NONNULL) {
      return at(value.operand(0), child); // which it is
    }
    if (op == Op.NONZERO) {
      long proven = value.attribute() | Value.PROVEN;
      return first(child, checked(value, Op.NONZERO, proven, param(value, child)));
    }
    if (op == Op.INDEX || op == Op.PROVEN) {
      Value reference = at(IndexProofs.origin(value.operand(0)), child);
      long access = value.access().forProven().code();
      return first(child, checked(value, Op.PROVEN, access, reference, param(value, child)));
    }
    return param(value, child);
  }

  /** What {@code check} has let through, once more. */
  private Value checked(Value check, Op op, long attribute, Value... operands) {
    return function.newValue(op, check.type(), attribute, operands, check.line());
  }

  /** Places {@code value} at the beginning of {@code block}, behind constants. */
  private static Value first(Block block, Value value) {
    var values = new ArrayList<Value>(block.values());
    int at = 0;
    while (!value.isConst() && at < values.size() && values.get(at).isConst()) {
      at++;
    }
    values.add(at, value);
    block.setValues(values);
    return value;
  }

  private Value param(Value value, Block child) {
    Value param = child.addParam(value.type());
    for (int e = 0; e < flow.edgeCount(child); e++) {
      pass(flow.edge(child, e), flow.predecessor(child, e), value);
    }
    added(value, child);
    return param;
  }

  /** Says that an edge to {@code target} out of {@code from} lacks {@code value} as an argument. */
  final void pass(Target target, Block from, Value value) {
    missing.add(new Missing(target, from, value));
  }

  /** Is told that {@code child} has got a parameter for {@code value}. */
  void added(Value value, Block child) {}
}
