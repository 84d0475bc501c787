package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
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
 * Turns {@code while (c) body} into {@code if (c) do body while (c)}: the header, which tests
 * whether to stay, is copied to the end of the block before the loop. The header itself is left to
 * the latches, so the branch back is the test, and what is invariant has a place that is only
 * reached when the loop is entered.
 *
 * <p>The copy makes a second definition of each of the header's values. Every block that the header
 * dominates lies below exactly one child of it in the dominator tree; that child gets a parameter
 * for the value, and all uses below it are the parameter's. No edge leads from outside the header's
 * region into a child, so what its edges pass is found in the same way.
 */
public final class LoopRotation implements Pass {
  private static final int MAX_VALUES = 20;

  private static final int MAX_PARAMS = 64;

  @Override
  public String name() {
    return "loop-rotation";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (function.blocks().size() == 1) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    Loops loops = Loops.of(flow, new DominatorTree(function));
    var headers = new ArrayList<Header>();
    for (Loops.Loop loop : loops.all()) {
      Header header = header(loop, loops);
      if (header != null && context.spend()) {
        headers.add(header);
      }
    }
    if (headers.isEmpty()) {
      return false;
    }
    for (Header header : headers) {
      header.before = Preheader.of(header.loop, flow, loops);
    }
    ControlFlow entered = ControlFlow.of(function);
    for (Header header : headers) {
      split(header.stay, entered);
      split(header.leave, entered);
    }
    new Rotation(function, headers).run();
    return true;
  }

  /** The header of {@code loop} if rotating it gains anything, else null. */
  private static Header header(Loops.Loop loop, Loops loops) {
    Block block = loop.header();
    if (!(block.terminator() instanceof Terminator.Branch branch)
        || block.params().size() > MAX_PARAMS) {
      return null;
    }
    boolean thenStays = loops.contains(loop, branch.then().block());
    if (thenStays == loops.contains(loop, branch.otherwise().block())) {
      return null;
    }
    if (block.values().size() > MAX_VALUES) {
      return null;
    }
    for (Block latch : loop.latches()) {
      if (latch == block) {
        return null; // the branch back is the test already
      }
      List<Target> targets = latch.terminator().targets();
      for (int t = 0; t < targets.size(); t++) {
        if (!loops.contains(loop, targets.get(t).block())) {
          return null;
        }
      }
    }
    return new Header(block, loop, branch, thenStays);
  }

  /** A header to be copied. */
  private static final class Header {
    final Block block;
    final Loops.Loop loop;
    final Target stay;
    final Target leave;
    final boolean thenStays;
    Block before; // ends with a jump to the header, the only edge into the loop

    Header(Block block, Loops.Loop loop, Terminator.Branch branch, boolean thenStays) {
      this.block = block;
      this.loop = loop;
      this.stay = thenStays ? branch.then() : branch.otherwise();
      this.leave = thenStays ? branch.otherwise() : branch.then();
      this.thenStays = thenStays;
    }
  }

  /** Makes {@code target} the only edge to where it leads, if need be to a new block. */
  private static void split(Target target, ControlFlow flow) {
    if (flow.edgeCount(target.block()) == 1) {
      return;
    }
    Preheader.onEdge(target);
  }

  /** The copying, after every header has got its edges. */
  private static final class Rotation {
    /** An argument that an edge out of {@code from} lacks. */
    private record Missing(Target target, Block from, Value value) {}

    private final Function function;
    private final List<Header> headers;
    private final ControlFlow flow;
    private final DominatorTree dominators;
    private final Header[] headerOf; // by block id
    private final Value[][] copies; // by block id of a header: by place of the value, see place()
    private final int[] places; // by value id: among the values of its header
    private final Block[][] children; // by block id of a header: in preorder of the tree
    private final Value[][][] params; // by block id of a header: by child, by place
    private final ArrayList<Missing> missing = new ArrayList<>();

    Rotation(Function function, List<Header> headers) {
      this.function = function;
      this.headers = headers;
      this.flow = ControlFlow.of(function);
      this.dominators = new DominatorTree(function);
      this.headerOf = new Header[function.blockCount()];
      this.copies = new Value[function.blockCount()][];
      this.places = new int[function.valueCount()];
      this.children = new Block[function.blockCount()][];
      this.params = new Value[function.blockCount()][][];
    }

    void run() {
      for (Header header : headers) {
        headerOf[header.block.id()] = header;
      }
      findChildren();
      for (Header header : headers) {
        copy(header);
      }
      rewriteUses();
      for (int i = 0; i < missing.size(); i++) { // grows meanwhile
        Missing each = missing.get(i);
        each.target.arguments().add(at(each.value, each.from));
      }
    }

    private void findChildren() {
      var lists = new ArrayList<ArrayList<Block>>();
      int[] list = new int[function.blockCount()];
      for (int b = 0; b < dominators.size(); b++) {
        Block block = dominators.preorder(b);
        Block above = dominators.immediate(block);
        if (above == null || headerOf[above.id()] == null) {
          continue;
        }
        if (list[above.id()] == 0) {
          lists.add(new ArrayList<>());
          list[above.id()] = lists.size();
        }
        lists.get(list[above.id()] - 1).add(block);
      }
      for (Header header : headers) {
        int id = header.block.id();
        children[id] = lists.get(list[id] - 1).toArray(Block[]::new);
        params[id] = new Value[children[id].length][];
      }
    }

    /** Appends the header to the block before it. */
    private void copy(Header header) {
      Block block = header.block;
      List<Value> entering = ((Terminator.Jump) header.before.terminator()).target().arguments();
      int paramCount = block.params().size();
      var copied = new Value[paramCount + block.values().size()];
      for (int p = 0; p < paramCount; p++) {
        places[block.param(p).id()] = p;
        copied[p] = entering.get(p);
      }
      var values = new ArrayList<Value>(header.before.values());
      for (int i = 0; i < block.values().size(); i++) {
        Value value = block.values().get(i);
        places[value.id()] = paramCount + i;
        copied[paramCount + i] = copy(value, block, copied);
        values.add(copied[paramCount + i]);
      }
      header.before.setValues(values);
      copies[block.id()] = copied;
      Target stay = copy(header.stay, block, copied);
      Target leave = copy(header.leave, block, copied);
      Value condition = copied(((Terminator.Branch) block.terminator()).condition(), block, copied);
      header.before.setTerminator(
          header.thenStays
              ? new Terminator.Branch(condition, stay, leave)
              : new Terminator.Branch(condition, leave, stay));
    }

    private Value copy(Value value, Block block, Value[] copied) {
      var operands = new Value[value.operandCount()];
      for (int i = 0; i < operands.length; i++) {
        operands[i] = copied(value.operand(i), block, copied);
      }
      return function.newValue(value.op(), value.type(), value.attribute(), operands, value.line());
    }

    private Target copy(Target target, Block block, Value[] copied) {
      var copy = new Target(target.block());
      for (int i = 0; i < target.arguments().size(); i++) {
        copy.arguments().add(copied(target.arguments().get(i), block, copied));
      }
      return copy;
    }

    private Value copied(Value value, Block block, Value[] copied) {
      return value.block() == block ? copied[places[value.id()]] : value;
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
      if (home == block || headerOf[home.id()] == null) {
        return value;
      }
      Block[] below = children[home.id()];
      int number = dominators.number(block);
      int low = 0;
      for (int high = below.length - 1; low < high; ) { // the last that is not after the block
        int middle = low + high + 1 >>> 1;
        if (dominators.number(below[middle]) <= number) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      Value[][] byChild = params[home.id()];
      if (byChild[low] == null) {
        byChild[low] = new Value[copies[home.id()].length];
      }
      int place = places[value.id()];
      if (byChild[low][place] == null) {
        byChild[low][place] = inChild(value, below[low]);
      }
      return byChild[low][place];
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
      Header header = headerOf[value.block().id()];
      Value param = child.addParam(value.type());
      for (int e = 0; e < flow.edgeCount(child); e++) {
        missing.add(new Missing(flow.edge(child, e), flow.predecessor(child, e), value));
      }
      if (child == header.stay.block() || child == header.leave.block()) {
        Terminator.Branch branch = (Terminator.Branch) header.before.terminator();
        Target target = branch.then().block() == child ? branch.then() : branch.otherwise();
        missing.add(
            new Missing(target, header.before, copies[header.block.id()][places[value.id()]]));
      }
      return param;
    }
  }
}
