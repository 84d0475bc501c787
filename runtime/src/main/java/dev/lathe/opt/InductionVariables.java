package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.OpSemantics;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counters of loops, parameters of a header that every iteration adds the same to: two that start
 * alike and advance alike become one, and a product of a counter and what does not change becomes a
 * counter of its own, which takes an addition in place of the multiplication. Sums and products
 * wrap, so this is exact whatever the values are.
 *
 * <p>Products that are one operation of an address ({@code i * 4}, {@code i * 5}) stay, and so do
 * those that not every iteration needs.
 */
public final class InductionVariables implements Pass {
  /** Counters beyond this number cost more in registers than they save. */
  private static final int MAX_PARAMS = 8;

  private static final int MAX_LATCHES = 8;

  @Override
  public String name() {
    return "induction-variables";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (function.blocks().size() == 1) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    var dominators = new DominatorTree(function);
    Loops loops = Loops.of(flow, dominators);
    return !loops.all().isEmpty()
        && new Reduction(function, context, flow, dominators, loops).run();
  }

  /** A parameter of a loop's header to which {@code next} adds {@code step} in each iteration. */
  private record Counter(Loops.Loop loop, Value param, Value first, Value next, Value step) {}

  private static final class Reduction {
    private final Function function;
    private final PassContext context;
    private final ControlFlow flow;
    private final DominatorTree dominators;
    private final Loops loops;
    private final Replacements replacements;
    private final Map<Value, Counter> counters = new HashMap<>(); // by parameter
    private final Map<Loops.Loop, Block> preheaders = new HashMap<>(); // flow shows none made here
    private boolean changed;

    Reduction(
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
      this.replacements = new Replacements(function.valueCount());
    }

    boolean run() {
      for (Loops.Loop loop : loops.all()) {
        findCounters(loop);
      }
      if (!counters.isEmpty()) {
        for (int b = 0; b < flow.size(); b++) {
          if (loops.of(flow.block(b)) != null) {
            reduce(flow.block(b));
          }
        }
      }
      if (changed) {
        replacements.resolveAll(ControlFlow.of(function));
      }
      return changed;
    }

    private void findCounters(Loops.Loop loop) {
      Block header = loop.header();
      Map<List<Object>, Value> known = new HashMap<>();
      for (int p = 0; p < header.params().size(); p++) {
        Counter counter = counter(loop, header.param(p));
        if (counter == null) {
          continue;
        }
        Value same =
            known.putIfAbsent(List.of(key(counter.first), key(counter.step)), counter.param);
        if (same != null && context.spend()) {
          replacements.replace(counter.param, same);
          changed = true;
        } else if (same == null) {
          counters.put(counter.param, counter);
        }
      }
    }

    private static Object key(Value value) {
      return value.isConst() ? List.of(value.type(), value.bits()) : value;
    }

    /** What {@code param} counts, or null if it does not count. */
    private Counter counter(Loops.Loop loop, Value param) {
      if (!param.type().isInt()) {
        return null;
      }
      Block header = loop.header();
      Value first = null;
      Value next = null;
      for (int e = 0; e < flow.edgeCount(header); e++) {
        Value argument = flow.edge(header, e).arguments().get(param.paramIndex());
        boolean back = loops.contains(loop, flow.predecessor(header, e));
        Value other = back ? next : first;
        if (other != null && other != argument) {
          return null;
        }
        next = back ? argument : next;
        first = back ? first : argument;
      }
      if (next.op() != Op.IADD || !loops.contains(loop, next.block())) {
        return null;
      }
      Value step = next.operand(0) == param ? next.operand(1) : next.operand(0);
      return next.operand(0) != param && next.operand(1) != param || !isInvariant(step, loop)
          ? null
          : new Counter(loop, param, first, next, step);
    }

    private boolean isInvariant(Value value, Loops.Loop loop) {
      return value.isConst() || !loops.contains(loop, value.block());
    }

    private void reduce(Block block) {
      for (Value value : block.values().toArray(Value[]::new)) { // as products add values
        if (value.op() == Op.IMUL) {
          Value a = replacements.resolve(value.operand(0));
          Value b = replacements.resolve(value.operand(1));
          Counter counter = counters.get(a);
          Value factor = b;
          if (counter == null) {
            counter = counters.get(b);
            factor = a;
          }
          if (counter != null && isWorthwhile(value, counter, factor) && context.spend()) {
            replacements.replace(value, product(counter, factor));
            changed = true;
          }
        }
      }
    }

    private boolean isWorthwhile(Value value, Counter counter, Value factor) {
      if (!isInvariant(factor, counter.loop)
          || factor.isConst() && isPartOfAddress(factor.bits())
          || counter.loop.header().params().size() >= MAX_PARAMS) {
        return false;
      }
      List<Block> latches = counter.loop.latches();
      for (int i = 0; i < latches.size(); i++) {
        if (i == MAX_LATCHES || !dominators.dominates(value.block(), latches.get(i))) {
          return false;
        }
      }
      return loops.contains(counter.loop, value.block());
    }

    /** True if a factor is a shift, or one operation with the counter's addition. */
    private static boolean isPartOfAddress(long factor) {
      return Long.bitCount(factor) <= 1 || factor == 3 || factor == 5 || factor == 9;
    }

    /** A new counter: {@code counter} times {@code factor}. */
    private Value product(Counter counter, Value factor) {
      Block header = counter.loop.header();
      Block preheader =
          preheaders.computeIfAbsent(counter.loop, loop -> Preheader.of(loop, flow, loops));
      var before = new ArrayList<Value>(preheader.values());
      // Beside a copy of the factor: a constant may stand in the loop.
      Value first = multiply(before, replacements.resolve(entering(counter, preheader)), factor);
      Value step = multiply(before, counter.step, factor);
      preheader.setValues(before);
      Value param = header.addParam(factor.type());
      Value[] operands = {param, step};
      Value next = function.newValue(Op.IADD, param.type(), 0, operands, counter.next.line());
      Block home = counter.next.block();
      var values = new ArrayList<Value>(home.values());
      values.add(values.indexOf(counter.next) + 1, next);
      home.setValues(values);
      for (int e = 0; e < flow.edgeCount(header); e++) {
        if (loops.contains(counter.loop, flow.predecessor(header, e))) {
          flow.edge(header, e).arguments().add(next);
        }
      }
      ((Terminator.Jump) preheader.terminator()).target().arguments().add(first);
      return param;
    }

    private static Value entering(Counter counter, Block preheader) {
      Terminator.Jump jump = (Terminator.Jump) preheader.terminator();
      return jump.target().arguments().get(counter.param.paramIndex());
    }

    private Value multiply(List<Value> values, Value a, Value b) {
      Value x = inPlace(values, a.isConst() ? b : a); // a constant is the second operand
      Value y = inPlace(values, a.isConst() ? a : b);
      if (y.isConst() && y.bits() == 1) {
        return x;
      }
      if (y.isConst() && y.bits() == 0) {
        return y;
      }
      Value product = function.newValue(Op.IMUL, x.type(), 0, new Value[] {x, y}, 0);
      if (x.isConst() && y.isConst()) {
        product = function.newConst(x.type(), OpSemantics.evaluate(product), 0);
      }
      values.add(product);
      return product;
    }

    /** A constant once more, as it may not dominate this place. */
    private Value inPlace(List<Value> values, Value value) {
      if (!value.isConst()) {
        return value;
      }
      Value copy = function.newConst(value.type(), value.bits(), value.line());
      values.add(copy);
      return copy;
    }
  }
}
