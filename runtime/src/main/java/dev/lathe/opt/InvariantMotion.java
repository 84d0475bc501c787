package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.analysis.Uses;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Moves what does not change in a loop before it, out of as many loops as it does not change in.
 *
 * <p>A value that not every iteration computes is moved only if that is cheap. A check is moved if
 * it is the first thing in the loop that can leave the kernel: it stands in the header, behind
 * nothing but what is moved itself, so that the order of exceptions stays. A load is moved if every
 * iteration comes to it and nothing in the loop may write there. A moved value occupies a register
 * in the whole loop; cheap ones stay when few are left. Constants stay, as they need none, and so
 * do compares for a branch, which are one operation with it.
 *
 * <p>An earlier run moves lengths of arrays only, with the checks that they need, so that it is
 * known how often loops in loops run.
 */
public final class InvariantMotion implements Pass {
  /** What may be computed in vain. */
  private static final int CHEAP = 4;

  /** What is worth a memory operand, which a value becomes that has no register. */
  private static final int WORTH_SPILLING = 3;

  private static final int REGISTERS = 11;

  /** Loops around a use for which registers are counted. */
  private static final int MAX_NEST = 8;

  private final boolean lengths; // only

  public InvariantMotion() {
    this(false);
  }

  private InvariantMotion(boolean lengths) {
    this.lengths = lengths;
  }

  /** Moves lengths only. */
  static InvariantMotion ofLengths() {
    return new InvariantMotion(true);
  }

  @Override
  public String name() {
    return "invariant-motion";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (function.blocks().size() == 1) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    var dominators = new DominatorTree(function);
    Loops loops = Loops.of(flow, dominators);
    return !loops.all().isEmpty() && new Motion(function, context, flow, dominators, loops).run();
  }

  private final class Motion {
    private final Function function;
    private final PassContext context;
    private final ControlFlow flow;
    private final DominatorTree dominators;
    private final Loops loops;
    private final Uses uses;
    private final Loops.Loop[] variesIn; // by value id: the innermost loop, null for none
    private final Loops.Loop[] movedOf; // by value id: the outermost loop that it leaves, or null
    private final Map<Loops.Loop, int[]> pressure = new HashMap<>(); // integers, floats

    private Map<Loops.Loop, Integer> written; // kinds of memory; null until it is asked for

    Motion(
        Function function,
        PassContext context,
        ControlFlow flow,
        DominatorTree dominators,
        Loops loops) {
      this.function = function;
      this.context = context;
      this.flow = flow;
      this.dominators = dominators;
      this.loops = loops;
      this.uses = Uses.of(function);
      this.variesIn = new Loops.Loop[function.valueCount()];
      this.movedOf = new Loops.Loop[function.valueCount()];
    }

    boolean run() {
      countPressure();
      boolean changed = false;
      for (int b = 0; b < flow.size(); b++) {
        changed |= decide(flow.block(b));
      }
      if (changed) {
        move();
      }
      return changed;
    }

    // ---- registers

    /** Counts what lives through each loop: its parameters, and what comes from outside. */
    private void countPressure() {
      Set<Long> seen = new HashSet<>();
      for (Loops.Loop loop : loops.all()) {
        int[] count = new int[2];
        pressure.put(loop, count);
        List<Value> params = loop.header().params();
        for (int p = 0; p < params.size(); p++) {
          count[kind(params.get(p).type())]++;
        }
      }
      for (int b = 0; b < flow.size(); b++) {
        Block block = flow.block(b);
        if (loops.of(block) == null) {
          continue;
        }
        for (int i = 0; i < block.values().size(); i++) {
          Value value = block.values().get(i);
          for (int k = 0; k < value.operandCount(); k++) {
            countUse(value.operand(k), block, seen);
          }
        }
        List<Target> targets = block.terminator().targets();
        for (int t = 0; t < targets.size(); t++) {
          List<Value> arguments = targets.get(t).arguments();
          for (int i = 0; i < arguments.size(); i++) {
            countUse(arguments.get(i), block, seen);
          }
        }
      }
    }

    private void countUse(Value value, Block block, Set<Long> seen) {
      if (value.isConst() || value.block() == block) {
        return;
      }
      Loops.Loop loop = loops.of(block);
      for (int i = 0; i < MAX_NEST && loop != null && !loops.contains(loop, value.block()); i++) {
        if (!seen.add((long) loop.header().id() << 32 | value.id())) {
          return;
        }
        pressure.get(loop)[kind(value.type())]++;
        loop = loop.parent();
      }
    }

    private static int kind(Type type) {
      return type.isFloat() || type.isVector() ? 1 : 0;
    }

    // ---- decisions

    private boolean decide(Block block) {
      Loops.Loop loop = loops.of(block);
      if (loop == null) {
        return false;
      }
      for (int p = 0; p < block.params().size(); p++) {
        variesIn[block.param(p).id()] = loop;
      }
      boolean first = loop.header() == block; // nothing before can leave and stays
      boolean changed = false;
      for (int i = 0; i < block.values().size(); i++) {
        Value value = block.values().get(i);
        boolean load = value.op() == Op.LOAD;
        boolean movable = value.op().isPure() || load || first && value.op().canExit();
        movable &= !lengths || value.op() == Op.ALEN || value.op() == Op.NONNULL || value.isConst();
        Loops.Loop varies = movable ? varies(value, block) : loop;
        varies = load ? deeper(varies, writing(value, loop)) : varies;
        if (value.op().canExit()) { // not beyond this loop: the next may leave before it
          boolean check = isCheck(value.op());
          varies = check ? deeper(varies, loop.parent()) : loop;
        }
        variesIn[value.id()] = varies;
        if (varies == loop) {
          first &= !value.op().hasEffect();
          continue;
        }
        Loops.Loop outermost = value.isConst() ? null : outermost(value, block, varies);
        if (outermost != null && context.spend()) {
          moved(value, outermost);
          changed = true;
        } else if (value.op().canExit()) {
          variesIn[value.id()] = loop;
          first = false;
        }
      }
      return changed;
    }

    /** The innermost of the loops around {@code load} in which what it reads may be written. */
    private Loops.Loop writing(Value load, Loops.Loop loop) {
      Loops.Loop at = loop;
      for (int i = 0; i < MAX_NEST && at != null; i++) {
        if (MemoryEffects.mayChange(load, written(at))) {
          return at;
        }
        at = at.parent();
      }
      return at;
    }

    private int written(Loops.Loop loop) {
      if (written == null) {
        written = new HashMap<>();
        for (int b = 0; b < flow.size(); b++) {
          Loops.Loop of = loops.of(flow.block(b));
          for (int i = 0; of != null && i < flow.block(b).values().size(); i++) {
            int kinds = MemoryEffects.written(flow.block(b).values().get(i));
            written.merge(of, kinds, (x, y) -> x | y);
          }
        }
        for (int i = loops.all().size() - 1; i >= 0; i--) { // inner ones first
          Loops.Loop of = loops.all().get(i);
          if (of.parent() != null) {
            written.merge(of.parent(), written.getOrDefault(of, 0), (x, y) -> x | y);
          }
        }
      }
      return written.getOrDefault(loop, 0);
    }

    private static boolean isCheck(Op op) {
      return op == Op.NONZERO || op == Op.GUARD || op == Op.NONNULL || op == Op.INDEX;
    }

    /** The innermost loop in which {@code value}, computed in {@code block}, changes. */
    private Loops.Loop varies(Value value, Block block) {
      Loops.Loop deepest = null;
      for (int k = 0; k < value.operandCount(); k++) {
        Loops.Loop loop = variesIn[value.operand(k).id()];
        while (loop != null && !loops.contains(loop, block)) {
          loop = loop.parent(); // the operand comes from a loop that has ended
        }
        deepest = deeper(deepest, loop);
      }
      return deepest;
    }

    private static Loops.Loop deeper(Loops.Loop a, Loops.Loop b) {
      return a == null || b != null && b.depth() > a.depth() ? b : a;
    }

    /** The outermost loop that {@code value} is to be moved out of; null if it stays. */
    private Loops.Loop outermost(Value value, Block block, Loops.Loop varies) {
      Loops.Loop inner = loops.of(block);
      int cost = value.op().canExit() ? 1 : IfConversion.cost(value);
      if (cost == 0 || value.op() == Op.ICMP && isOnlyBranchedOn(value)) {
        return null;
      }
      Loops.Loop outer = null;
      Block at = block;
      Loops.Loop loop = inner;
      while (loop != varies && (cost <= CHEAP || isInEveryIteration(at, loop))) {
        outer = loop;
        at = loop.header();
        loop = loop.parent();
      }
      for (int k = 0; k < value.operandCount() && outer != null; k++) {
        Value operand = value.operand(k);
        if (!operand.isConst() && loops.contains(outer, operand.block())) {
          Loops.Loop left = movedOf[operand.id()];
          outer = left != null && loops.contains(left, block) ? deeper(outer, left) : null;
        }
      }
      return outer != null && hasRegister(value, cost, inner, outer) ? outer : null;
    }

    /** True if a compare is needed by no value that could be moved with it. */
    private boolean isOnlyBranchedOn(Value compare) {
      for (int i = 0; i < uses.userCount(compare); i++) {
        if (varies(uses.user(compare, i), compare.block()) != loops.of(compare.block())) {
          return false;
        }
      }
      return true;
    }

    private boolean isInEveryIteration(Block block, Loops.Loop loop) {
      List<Block> latches = loop.latches();
      for (int i = 0; i < latches.size(); i++) {
        if (i == MAX_NEST || !dominators.dominates(block, latches.get(i))) {
          return false;
        }
      }
      return true;
    }

    private boolean hasRegister(Value value, int cost, Loops.Loop inner, Loops.Loop outer) {
      if (lengths || value.type() == Type.VOID || cost >= WORTH_SPILLING) {
        return true;
      }
      for (int k = 0; k < value.operandCount(); k++) {
        Value operand = value.operand(k);
        if (!operand.isConst() && uses.count(operand) == 1) {
          return true; // takes the operand's
        }
      }
      Loops.Loop loop = inner;
      for (int i = 0; i < MAX_NEST && loop != outer.parent(); i++) {
        if (pressure.get(loop)[kind(value.type())] >= REGISTERS) {
          return false;
        }
        loop = loop.parent();
      }
      return true;
    }

    private void moved(Value value, Loops.Loop outer) {
      movedOf[value.id()] = outer;
      for (int k = 0; k < value.operandCount(); k++) {
        Value operand = value.operand(k);
        Loops.Loop already = movedOf[operand.id()];
        if (operand.isConst()
            && loops.contains(outer, operand.block())
            && (already == null || already.depth() > outer.depth())) {
          movedOf[operand.id()] = outer;
        }
      }
      if (value.type() == Type.VOID) {
        return;
      }
      Loops.Loop loop = loops.of(value.block());
      for (int i = 0; i < MAX_NEST && loop != outer.parent(); i++) {
        pressure.get(loop)[kind(value.type())]++;
        loop = loop.parent();
      }
    }

    // ---- motion

    private void move() {
      Map<Loops.Loop, List<Value>> before = new HashMap<>();
      for (int b = 0; b < flow.size(); b++) {
        Block block = flow.block(b);
        List<Value> kept = null;
        for (int i = 0; i < block.values().size(); i++) {
          Value value = block.values().get(i);
          Loops.Loop loop = movedOf[value.id()];
          if (loop != null) {
            kept = kept == null ? new ArrayList<>(block.values().subList(0, i)) : kept;
            before.computeIfAbsent(loop, _ -> new ArrayList<>()).add(value);
          } else if (kept != null) {
            kept.add(value);
          }
        }
        if (kept != null) {
          block.setValues(kept);
        }
      }
      for (Loops.Loop loop : loops.all()) {
        List<Value> values = before.get(loop);
        if (values != null) {
          Block preheader = Preheader.of(loop, flow, loops);
          var all = new ArrayList<>(preheader.values());
          all.addAll(values);
          preheader.setValues(all);
        }
      }
    }
  }
}
