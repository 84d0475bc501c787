package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies blocks into blocks on the edges to them, and mends what uses their values.
 *
 * <p>A copy makes a second definition of each of the block's values. Every block that the copied
 * one dominates lies below exactly one child of it in the dominator tree; that child gets a
 * parameter for the value, and all uses below it are the parameter's. No edge leads from outside
 * the copied block's region into a child, so what its edges pass is found in the same way.
 */
final class BlockCopies {
  /** An argument that an edge out of {@code from} lacks. */
  private record Missing(Target target, Block from, Value value) {}

  /** A copy of {@code original} in {@code into}: its values, parameters first. */
  record Copy(Block original, Block into, Value[] values) {}

  /** A target at the end of a copy. */
  private record CopiedEdge(Copy copy, Target target) {}

  private final Function function;
  private final ControlFlow flow;
  private final DominatorTree dominators;
  private final Substitutes[] substitutes; // by block id
  private final List<CopiedEdge>[] edgesTo; // by block id
  private final int[] places; // by value id: among the values of its block
  private final ArrayList<Missing> missing = new ArrayList<>();

  /** What stands for the values of a block that is copied. */
  private static final class Substitutes {
    final ArrayList<Block> children = new ArrayList<>(); // in preorder of the dominator tree
    Value[][] params; // by child, by place
  }

  /** Of {@code function}, whose blocks to copy into are there already. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of lists
  BlockCopies(Function function) {
    this.function = function;
    this.flow = ControlFlow.of(function);
    this.dominators = new DominatorTree(function);
    this.substitutes = new Substitutes[function.blockCount()];
    this.edgesTo = new List[function.blockCount()];
    this.places = new int[function.valueCount()];
  }

  /**
   * Appends the values of {@code original} to {@code into}, which does no more than jump there. No
   * child of a block in the dominator tree may be copied where that block is. The caller sets the
   * terminator of {@code into} afterwards, with targets that {@link #target} makes.
   */
  Copy copy(Block original, Block into) {
    List<Value> entering = ((Terminator.Jump) into.terminator()).target().arguments();
    int paramCount = original.params().size();
    var copied = new Value[paramCount + original.values().size()];
    for (int p = 0; p < paramCount; p++) {
      places[original.param(p).id()] = p;
      copied[p] = entering.get(p);
    }
    var values = new ArrayList<Value>(into.values());
    var copy = new Copy(original, into, copied);
    for (int i = 0; i < original.values().size(); i++) {
      Value value = original.values().get(i);
      places[value.id()] = paramCount + i;
      copied[paramCount + i] = copyOf(value, copy);
      values.add(copied[paramCount + i]);
    }
    into.setValues(values);
    Substitutes own = substitutes[original.id()];
    if (own == null) {
      own = new Substitutes();
      substitutes[original.id()] = own;
    }
    return copy;
  }

  /** A target for the end of {@code copy} that goes where {@code target} of its original goes. */
  Target target(Copy copy, Target target) {
    var made = new Target(target.block());
    for (int i = 0; i < target.arguments().size(); i++) {
      made.arguments().add(copied(target.arguments().get(i), copy));
    }
    int to = target.block().id();
    if (edgesTo[to] == null) {
      edgesTo[to] = new ArrayList<>();
    }
    edgesTo[to].add(new CopiedEdge(copy, made));
    return made;
  }

  /** What {@code copy} has for {@code value}, which its original uses. */
  Value copied(Value value, Copy copy) {
    return value.block() == copy.original ? copy.values[places[value.id()]] : value;
  }

  private Value copyOf(Value value, Copy copy) {
    var operands = new Value[value.operandCount()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = copied(value.operand(i), copy);
    }
    return function.newValue(value.op(), value.type(), value.attribute(), operands, value.line());
  }

  /** Mends all uses, after the last copy has got its terminator. */
  void mend() {
    for (int b = 0; b < dominators.size(); b++) {
      Block block = dominators.preorder(b);
      Block above = dominators.immediate(block);
      if (above != null && substitutes[above.id()] != null) {
        substitutes[above.id()].children.add(block);
      }
    }
    rewriteUses();
    for (int i = 0; i < missing.size(); i++) { // grows meanwhile
      Missing each = missing.get(i);
      each.target.arguments().add(at(each.value, each.from));
    }
  }

  private void rewriteUses() {
    for (int b = 0; b < flow.size(); b++) {
      Block block = flow.block(b);
      List<Value> values = block.values();
      for (int i = 0; i < values.size(); i++) {
        Value value = values.get(i);
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
  }

  /** What stands for {@code value} in {@code block} now. */
  private Value at(Value value, Block block) {
    Block home = value.block();
    if (home == block || home.id() >= substitutes.length || substitutes[home.id()] == null) {
      return value;
    }
    Substitutes own = substitutes[home.id()];
    int number = dominators.number(block);
    int low = 0;
    for (int high = own.children.size() - 1; low < high; ) { // the last not after the block
      int middle = low + high + 1 >>> 1;
      if (dominators.number(own.children.get(middle)) <= number) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    if (own.params == null) {
      own.params = new Value[own.children.size()][];
    }
    if (own.params[low] == null) {
      own.params[low] = new Value[home.params().size() + home.values().size()];
    }
    int place = places[value.id()];
    if (own.params[low][place] == null) {
      own.params[low][place] = inChild(value, own.children.get(low));
    }
    return own.params[low][place];
  }

  private Value inChild(Value value, Block child) {
    if (value.isConst()) {
      return first(child, function.newConst(value.type(), value.bits(), value.line()));
    }
    if (value.op() == Op.NONNULL) {
      return at(value.operand(0), child); // which it is
    }
    Value param = param(value, child);
    if (value.op() == Op.INDEX || value.op() == Op.PROVEN) {
      return afterConstants(child, proven(value, param, child));
    }
    if (value.op() != Op.NONZERO) {
      return param;
    }
    // A parameter may not divide; it is what a check let through.
    return first(
        child,
        function.newValue(
            value.op(),
            value.type(),
            value.attribute() | Value.PROVEN,
            new Value[] {param},
            value.line()));
  }

  /** The index that {@code param} is, of the array or segment as {@code child} has it. */
  private Value proven(Value check, Value param, Block child) {
    Value reference = at(check.operand(0), child); // a constant null is placed first
    return function.newValue(
        Op.PROVEN,
        check.type(),
        check.access().forProven().code(),
        new Value[] {reference, param},
        check.line());
  }

  private static Value first(Block block, Value value) {
    var values = new ArrayList<Value>();
    values.add(value);
    values.addAll(block.values());
    block.setValues(values);
    return value;
  }

  private static Value afterConstants(Block block, Value value) {
    var values = new ArrayList<Value>(block.values());
    int at = 0;
    while (at < values.size() && values.get(at).isConst()) {
      at++;
    }
    values.add(at, value);
    block.setValues(values);
    return value;
  }

  private Value param(Value value, Block child) {
    Value param = child.addParam(value.type());
    for (int e = 0; e < flow.edgeCount(child); e++) {
      missing.add(new Missing(flow.edge(child, e), flow.predecessor(child, e), value));
    }
    List<CopiedEdge> edges = edgesTo[child.id()];
    for (int e = 0; edges != null && e < edges.size(); e++) {
      Copy copy = edges.get(e).copy;
      missing.add(new Missing(edges.get(e).target, copy.into, copied(value, copy)));
    }
    return param;
  }
}
