package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves a loop one counter, which is what its test compares: {@code for (i = 0; i + 2 < n; i +=
 * 3)} becomes {@code for (j = 2; j < n; j += 3)} with {@code i = j - 2} in it. Loop rotation makes
 * a parameter of {@code i + 2}, too, if the body uses it. Sums wrap around, so this is exact
 * whatever the values are. What divides loops and makes lanes of them asks for such counters.
 */
final class CounterOffsets implements Pass {
  @Override
  public String name() {
    return "counter-offsets";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (function.blocks().size() == 1) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    var dominators = new DominatorTree(function);
    Loops loops = Loops.of(flow, dominators);
    boolean changed = false;
    for (Loops.Loop loop : loops.all()) {
      changed |= relate(loop, flow, loops, context);
      CountedLoop counted = CountedLoop.of(loop, flow, loops, dominators);
      if (counted != null && isWanted(counted) && context.spend()) {
        move(counted, flow);
        changed = true;
      }
    }
    return changed;
  }

  /**
   * Replaces parameters that are always a constant more than a counter: an iteration passes {@code
   * counter + k} for them, and at first they are as much more.
   */
  private static boolean relate(
      Loops.Loop loop, ControlFlow flow, Loops loops, PassContext context) {
    Block header = loop.header();
    if (loop.latches().size() != 1 || flow.edgeCount(header) != 2) {
      return false;
    }
    int entry = loops.contains(loop, flow.predecessor(header, 0)) ? 1 : 0;
    List<Value> first = flow.edge(header, entry).arguments();
    List<Value> next = flow.edge(header, 1 - entry).arguments();
    Replacements replacements = null;
    var head = new ArrayList<Value>();
    for (int q = 0; q < header.params().size(); q++) {
      Value param = header.param(q);
      Value counter = next.get(q).op() == Op.IADD ? counted(next.get(q)) : next.get(q);
      if (counter == null
          || counter == param
          || counter.op() != Op.PARAM
          || counter.block() != header
          || replacements != null && replacements.resolve(counter) != counter) {
        continue;
      }
      int p = counter.paramIndex();
      Value step = addend(next.get(p), counter);
      Value more = counter == next.get(q) ? null : addend(next.get(q), counter);
      if (step == null) {
        continue;
      }
      long by = (more == null ? 0 : more.bits()) - step.bits();
      if (isMore(first.get(q), first.get(p), by) && context.spend()) {
        replacements = replacements == null ? new Replacements(0) : replacements;
        replacements.replace(param, sum(head, counter, by, header.function()));
      }
    }
    if (replacements == null) {
      return false;
    }
    head.addAll(header.values());
    header.setValues(head);
    replacements.resolveAll(flow);
    return true;
  }

  /** True if {@code a} is {@code b + by}. */
  private static boolean isMore(Value a, Value b, long by) {
    Value more = addend(a, b);
    Value less = addend(b, a);
    long apart = more != null ? more.bits() : less != null ? -less.bits() : 0;
    if (a.isConst() && b.isConst()) {
      apart = a.bits() - b.bits();
    } else if (a != b && more == null && less == null) {
      return false;
    }
    return a.type() == Type.I32 ? (int) apart == (int) by : apart == by;
  }

  /** What {@code sum} adds a constant to, or null. */
  private static Value counted(Value sum) {
    return sum.operand(1).isConst()
        ? sum.operand(0)
        : sum.operand(0).isConst() ? sum.operand(1) : null;
  }

  private static boolean isWanted(CountedLoop counted) {
    return counted.offset() != 0
        && counted.offset() != counted.step()
        && StripMining.isPossible(counted);
  }

  private static void move(CountedLoop counted, ControlFlow flow) {
    Function function = counted.test().function();
    Block header = counted.loop().header();
    Value tested = counted.tested();
    Value param = tested.operand(tested.operand(0).isConst() ? 1 : 0);
    long by = counted.offset() - counted.step();

    var first = new ArrayList<>(counted.before().values());
    Value initial = sum(first, counted.initial(), by, function);
    counted.before().setValues(first);

    Value counter = header.addParam(param.type());
    var replacements = new Replacements(function.valueCount());
    for (int b = 0; b < flow.size(); b++) {
      Block block = flow.block(b);
      List<Value> values = block.values();
      ArrayList<Value> kept = null;
      for (int i = 0; i < values.size(); i++) {
        Value value = values.get(i);
        Value more = addend(value, param);
        if (more != null) {
          kept = kept == null ? new ArrayList<>(values.subList(0, i)) : kept;
          replacements.replace(value, sum(kept, counter, more.bits() - by, function));
        } else if (kept != null) {
          kept.add(value);
        }
      }
      if (kept != null) {
        block.setValues(kept);
      }
    }
    var head = new ArrayList<Value>();
    replacements.replace(param, sum(head, counter, -by, function));
    head.addAll(header.values());
    header.setValues(head);
    for (int e = 0; e < flow.edgeCount(header); e++) {
      boolean isBack = flow.predecessor(header, e) == counted.test();
      flow.edge(header, e).arguments().add(isBack ? tested : initial);
    }
    replacements.resolveAll(flow);
  }

  /** The constant that {@code value} is more than {@code param}, or null. */
  private static Value addend(Value value, Value param) {
    if (value.op() != Op.IADD) {
      return null;
    }
    int at = value.operand(0) == param ? 1 : 0;
    return value.operand(1 - at) == param && value.operand(at).isConst() ? value.operand(at) : null;
  }

  /** {@code value + by}, which is appended to {@code values} unless it is there. */
  private static Value sum(List<Value> values, Value value, long by, Function function) {
    Type type = value.type();
    if (by == 0) {
      return value;
    }
    boolean isConst = value.isConst();
    long bits = isConst ? value.bits() + by : by;
    Value constant = function.newConst(type, type == Type.I32 ? (int) bits : bits, value.line());
    values.add(constant);
    if (isConst) {
      return constant;
    }
    Value[] operands = {value, constant};
    Value sum = function.newValue(Op.IADD, type, 0, operands, value.line());
    values.add(sum);
    return sum;
  }
}
