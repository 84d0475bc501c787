package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.IndexProofs;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Replaces loads of what is known: what the same element was loaded as or stored before, on the
 * only way here, with no store between that may have changed it. That a load sees what an earlier
 * one saw is one of the outcomes that Java's memory model permits (JLS 17.4), whatever other
 * threads write. Stores all stay.
 */
public final class LoadElimination implements Pass {
  /** Elements that are remembered at a time. */
  private static final int MAX_KNOWN = 16;

  @Override
  public String name() {
    return "load-elimination";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    return context.hasFuel() && hasLoad(function) && new Walk(function, context).run();
  }

  private static boolean hasLoad(Function function) {
    for (Block block : function.blocks()) {
      for (Value value : block.values()) {
        if (value.op() == Op.LOAD) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The element that {@code access}, a load or store, touches is {@code value}.
   *
   * @param value as it was stored; narrow elements hold only a part
   */
  private record Known(Value access, Value value) {
    boolean isOf(Value load) {
      return access.access().element() == load.access().element()
          && access.access().isIndexed() == load.access().isIndexed()
          && IndexProofs.origin(access.operand(0)) == IndexProofs.origin(load.operand(0))
          && Replacements.isSame(
              MemoryEffects.index(access.operand(1)), MemoryEffects.index(load.operand(1)));
    }
  }

  private static final class Walk {
    private final Function function;
    private final PassContext context;
    private final ControlFlow flow;
    private final Replacements replacements;

    Walk(Function function, PassContext context) {
      this.function = function;
      this.context = context;
      this.flow = ControlFlow.of(function);
      this.replacements = new Replacements(function.valueCount());
    }

    boolean run() {
      boolean changed = false;
      List<List<Known>> atEnd = new ArrayList<>(); // by position
      for (int b = 0; b < flow.size(); b++) {
        Block block = flow.block(b);
        var known = new ArrayList<Known>();
        if (b > 0 && flow.edgeCount(block) == 1) {
          int before = flow.position(flow.predecessor(block, 0));
          known.addAll(before < b ? atEnd.get(before) : List.of());
        }
        changed |= walk(block, known);
        atEnd.add(known);
      }
      if (changed) {
        replacements.resolveAll(flow);
      }
      return changed;
    }

    private boolean walk(Block block, List<Known> known) {
      List<Value> values = block.values();
      ArrayList<Value> kept = null;
      for (int i = 0; i < values.size(); i++) {
        Value value = values.get(i);
        replacements.resolveOperands(value);
        int size = kept == null ? i : kept.size();
        Value same = value.op() == Op.LOAD ? find(value, known) : null;
        if (same != null && context.spend()) {
          kept = kept == null ? new ArrayList<>(values.subList(0, size)) : kept;
          replacements.replace(value, narrowed(same, value, kept));
          continue;
        }
        if (kept != null) {
          kept.add(value);
        }
        if (value.op() == Op.LOAD) {
          add(known, value, value);
        } else if (value.op() == Op.STORE) {
          known.removeIf(each -> !MemoryEffects.areApart(each.access, value));
          add(known, value, value.operand(2));
        } else if (MemoryEffects.written(value) != 0) {
          known.clear();
        }
      }
      if (kept != null) {
        block.setValues(kept);
      }
      return kept != null;
    }

    private static void add(List<Known> known, Value access, Value value) {
      if (known.size() == MAX_KNOWN) {
        known.removeFirst();
      }
      known.add(new Known(access, value));
    }

    private static Value find(Value load, List<Known> known) {
      for (int i = known.size() - 1; i >= 0; i--) {
        if (known.get(i).isOf(load)) {
          return known.get(i).value;
        }
      }
      return null;
    }

    /** What a load of the element gives that {@code stored} was stored to, or loaded from. */
    private Value narrowed(Value stored, Value load, List<Value> out) {
      if (stored.op() == Op.LOAD && stored.element() == load.element()) {
        return stored;
      }
      Op op = load.element().narrowing();
      if (op == null) {
        return stored;
      }
      Value narrowed = function.newValue(op, Type.I32, 0, new Value[] {stored}, load.line());
      out.add(narrowed);
      return narrowed;
    }
  }
}
