package dev.lathe.lang;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.FlowRanges;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import dev.lathe.lang.Ast.Expression;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Checks the arrays that a kernel makes, which live in memory of the call, one piece for each place
 * in the source: they have to be small, and when a place makes an array again the one that it made
 * before must not be used any more. Found in the kernel's IR, where ranges and liveness are known.
 */
final class NewArrays {
  /** The bytes that one array may have. */
  static final int MOST_BYTES = 16 << 10;

  /** The bytes that all arrays of a kernel may have together. */
  static final int MOST_BYTES_IN_ALL = 24 << 10;

  private static final int ALIGNMENT = 8;

  private final Checked checked;
  private final Function function;
  private final ControlFlow flow;
  private final Block[] blocks; // by value id, of the values that are carried

  private NewArrays(Checked checked, Function function) {
    this.checked = checked;
    this.function = function;
    this.flow = ControlFlow.of(function);
    this.blocks = new Block[function.valueCount()];
  }

  /** Reports what is wrong with new arrays of a kernel that has no errors so far. */
  static void check(Checked checked) {
    var made = new ArrayList<MemoryLowering.Made>();
    Function function = Lowering.lower(checked, made);
    var arrays = new NewArrays(checked, function);
    arrays.findBlocks();
    made.removeIf(each -> arrays.blocks[each.array().id()] == null); // of unreachable code
    arrays.sizes(made);
    for (MemoryLowering.Made each : made) {
      arrays.liveness(each);
    }
  }

  private void findBlocks() {
    for (Block block : function.blocks()) {
      for (Value param : block.params()) {
        blocks[param.id()] = block;
      }
      for (Value value : block.values()) {
        blocks[value.id()] = block;
      }
    }
  }

  private void sizes(List<MemoryLowering.Made> made) {
    var ranges = new FlowRanges(function, flow);
    long all = 0;
    for (MemoryLowering.Made each : made) {
      Value array = each.array();
      Block block = blocks[array.id()];
      long most = // nothing is known in a block that is never executed
          ranges.isExecutable(block) ? Math.max(0, ranges.of(array.operand(0), block).max()) : 0;
      long bytes = most * array.type().element().bytes();
      all += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      if (most == Integer.MAX_VALUE) {
        checked.report(Message.UNBOUNDED_ARRAY.at(length(each.node()).span()));
        return;
      }
      if (bytes > MOST_BYTES || all > MOST_BYTES_IN_ALL) {
        checked.report(
            Message.LARGE_ARRAY.at(each.node().span(), all, MOST_BYTES, MOST_BYTES_IN_ALL));
        return;
      }
      if (each.node() instanceof Ast.NewArray node) {
        checked.setMost(node, (int) most);
      }
    }
  }

  private static Expression length(Expression node) {
    return node instanceof Ast.NewArray array ? array.length() : node;
  }

  // Liveness

  private record Use(Block block, int position) {}

  /** Reports an array that may still be used when the same place makes another one. */
  private void liveness(MemoryLowering.Made made) {
    Value site = made.array();
    for (Value carrier : carriers(site)) {
      if (carrier != site && isLiveBefore(site, carrier)) {
        checked.report(Message.KEPT_ARRAY.at(made.node().span()));
        return;
      }
    }
  }

  /** The values that may be the array of {@code site}, with itself. */
  private List<Value> carriers(Value site) {
    var carriers = new ArrayList<Value>();
    var seen = new BitSet();
    carriers.add(site);
    seen.set(site.id());
    boolean grows = true;
    while (grows) {
      grows = false;
      for (int b = 0; b < flow.size(); b++) {
        for (Value value : flow.block(b).values()) {
          boolean passes = value.op() == Op.SELECT || value.op() == Op.NONNULL;
          for (int i = 0; passes && i < value.operandCount(); i++) {
            grows |= add(value, value.operand(i), seen, carriers);
          }
        }
        for (Target target : flow.block(b).terminator().targets()) {
          for (int i = 0; i < target.arguments().size(); i++) {
            grows |= add(target.block().param(i), target.arguments().get(i), seen, carriers);
          }
        }
      }
    }
    return carriers;
  }

  private static boolean add(Value value, Value from, BitSet seen, List<Value> carriers) {
    if (!seen.get(from.id()) || seen.get(value.id())) {
      return false;
    }
    seen.set(value.id());
    carriers.add(value);
    return true;
  }

  /** True if {@code carrier} has been computed before {@code site} and may be used after it. */
  private boolean isLiveBefore(Value site, Value carrier) {
    var work = new ArrayDeque<Use>();
    var passed = new BitSet(); // blocks at whose end the carrier is live
    for (int b = 0; b < flow.size(); b++) {
      Block block = flow.block(b);
      for (int i = block.values().size() - 1; i >= 0; i--) {
        if (uses(block.values().get(i), carrier)) {
          work.add(new Use(block, i));
          break;
        }
      }
      if (isUsedAtEnd(block, carrier) && !passed.get(block.id())) {
        passed.set(block.id());
        work.add(new Use(block, block.values().size()));
      }
    }
    while (!work.isEmpty()) {
      Use use = work.remove();
      int from = indexOf(use.block, carrier);
      int at = use.block == blocks[site.id()] ? use.block.values().indexOf(site) : -1;
      if (at >= 0 && from < at && at < use.position) {
        return true;
      }
      if (blocks[carrier.id()] == use.block) {
        continue;
      }
      for (int e = 0; e < flow.edgeCount(use.block); e++) {
        Block before = flow.predecessor(use.block, e);
        if (!passed.get(before.id())) {
          passed.set(before.id());
          work.add(new Use(before, before.values().size()));
        }
      }
    }
    return false;
  }

  /** Where {@code carrier} stands in {@code block}; -1 if it is a parameter, or not there. */
  private int indexOf(Block block, Value carrier) {
    return blocks[carrier.id()] == block ? block.values().indexOf(carrier) : -1;
  }

  private static boolean uses(Value value, Value carrier) {
    for (int i = 0; i < value.operandCount(); i++) {
      if (value.operand(i) == carrier) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUsedAtEnd(Block block, Value carrier) {
    for (Target target : block.terminator().targets()) {
      if (target.arguments().contains(carrier)) {
        return true;
      }
    }
    return block.terminator() instanceof Terminator.Return exit && exit.value() == carrier;
  }
}
