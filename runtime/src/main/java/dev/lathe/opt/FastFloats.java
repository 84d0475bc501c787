package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.FloatContract;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.BitSet;

/**
 * What {@link FloatContract#FAST} permits: {@code a * b + c} rounds once, and divisions by what
 * does not change, a constant or a value from before the loop, are products with its reciprocal.
 *
 * <p>A product goes into the sums it is used in, if it is used in sums of its own block only, so
 * that no product is left. Reciprocals of constants are those that are normal numbers.
 *
 * <p>A multiply-add waits longer for its summand than an addition does. So where an iteration makes
 * the summand of what the one before has computed, as in {@code x * x - y * y}, products stay; but
 * not in sums over all iterations, which become lanes.
 *
 * <p>Bodies of math functions count on every rounding in them, so this runs before they are put in
 * place; and what is inlined brings its own contract with it: see {@link Inline}.
 */
final class FastFloats implements Pass {
  @Override
  public String name() {
    return "fast-floats";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    return function.floats() == FloatContract.FAST
        && new Licences(function, context).walk(ControlFlow.of(function));
  }

  /** True if {@code function} computes something that this pass or a reordered sum might change. */
  static boolean concerns(Function function) {
    for (Block block : function.blocks()) {
      for (Value value : block.values()) {
        Op op = value.op();
        boolean arithmetic = op == Op.FADD || op == Op.FSUB || op == Op.FMUL || op == Op.FDIV;
        if (arithmetic || op == Op.FMA || op == Op.CALL) {
          return true;
        }
      }
    }
    return false;
  }

  private static final class Licences extends Rewriter {
    private final int[] uses; // of products, by id
    private final int[] sums; // uses in sums of the same block
    private final Loops loops;
    private final BitSet recurrent; // what an iteration makes of floats of the one before, by id

    Licences(Function function, PassContext context) {
      super(function, context);
      ControlFlow flow = ControlFlow.of(function);
      this.uses = new int[function.valueCount()];
      this.sums = new int[function.valueCount()];
      this.loops = Loops.of(flow, new DominatorTree(function));
      this.recurrent = new BitSet(function.valueCount());
      for (int b = 0; b < flow.size(); b++) {
        count(flow.block(b));
        findRecurrent(flow.block(b), flow);
      }
    }

    private void findRecurrent(Block block, ControlFlow flow) {
      Loops.Loop loop = loops.of(block);
      if (loop == null) {
        return;
      }
      for (Value param : block.params()) {
        boolean found = loop.header() == block;
        for (int e = 0; e < flow.edgeCount(block) && !found; e++) {
          Value argument = flow.edge(block, e).arguments().get(param.paramIndex());
          found = recurrent.get(argument.id()) && loops.contains(loop, argument.block());
        }
        recurrent.set(param.id(), found && param.type().isFloat());
      }
      for (Value value : block.values()) {
        for (int k = 0; k < value.operandCount() && value.type().isFloat(); k++) {
          Value operand = value.operand(k);
          if (recurrent.get(operand.id()) && loops.of(operand.block()) == loop) {
            recurrent.set(value.id());
          }
        }
      }
    }

    private void count(Block block) {
      for (Value value : block.values()) {
        boolean sum = value.op() == Op.FADD || value.op() == Op.FSUB;
        for (int k = 0; k < value.operandCount(); k++) {
          Value operand = value.operand(k);
          uses[operand.id()]++;
          sums[operand.id()] += sum && operand.block() == block ? 1 : 0;
        }
      }
      Terminator terminator = block.terminator();
      terminator.targets().forEach(t -> t.arguments().forEach(a -> uses[a.id()]++));
      if (terminator instanceof Terminator.Return end && end.value() != null) {
        uses[end.value().id()]++;
      }
    }

    @Override
    Value rewrite(Value value) {
      if (value.op() == Op.FADD) {
        return add(value.operand(0), value.operand(1));
      }
      if (value.op() == Op.FSUB) {
        return subtract(value.operand(0), value.operand(1));
      }
      return value.op() == Op.FDIV ? divide(value, value.operand(0), value.operand(1)) : null;
    }

    /** True for a product that no other than sums need, and for which {@code summand} can wait. */
    private boolean goesIn(Value product, Value summand) {
      int id = product.id();
      return product.op() == Op.FMUL
          && id < uses.length
          && uses[id] == sums[id]
          && (!isRecurrent(summand) || summand.op() == Op.PARAM && !isRecurrent(product));
    }

    /** True for a value of the innermost loop here, or one that has been made of such values. */
    private boolean isRecurrent(Value value) {
      return recurrent.get(value.id())
          && (value.id() >= uses.length || loops.of(value.block()) == loops.of(block()));
    }

    private Value fused(Value a, Value b, Value summand) {
      Value made = make(Op.FMA, a, b, summand);
      recurrent.set(made.id(), isRecurrent(a) || isRecurrent(b) || isRecurrent(summand));
      return made;
    }

    private Value add(Value a, Value b) {
      if (a == b) { // one of both would be left
        return null;
      }
      if (goesIn(a, b)) {
        return fused(a.operand(0), a.operand(1), b);
      }
      return goesIn(b, a) ? fused(b.operand(0), b.operand(1), a) : null;
    }

    private Value subtract(Value a, Value b) {
      if (a == b) {
        return null;
      }
      if (goesIn(b, a)) { // a - x * y => -x * y + a
        return b.operand(1).isConst()
            ? fused(b.operand(0), negated(b.operand(1)), a)
            : fused(negated(b.operand(0)), b.operand(1), a);
      }
      return goesIn(a, b) ? fused(a.operand(0), a.operand(1), negated(b)) : null;
    }

    private Value negated(Value value) {
      if (value.isConst()) {
        return FloatRules.constant(this, value.type(), -FloatRules.value(value));
      }
      Value made = make(Op.FNEG, value);
      recurrent.set(made.id(), isRecurrent(value));
      return made;
    }

    /** True also for what has just been made, for the block that is rewritten. */
    private boolean isIn(Loops.Loop loop, Value value) {
      return value.block() == null || loops.contains(loop, value.block());
    }

    private Value divide(Value value, Value a, Value b) {
      if (b.isConst()) {
        double reciprocal = 1 / FloatRules.value(b);
        boolean wide = value.type() == Type.F64;
        double least = wide ? Double.MIN_NORMAL : Float.MIN_NORMAL;
        double most = wide ? Double.MAX_VALUE : Float.MAX_VALUE;
        boolean normal = Math.abs(reciprocal) >= least && Math.abs(reciprocal) <= most;
        return normal && !a.isConst()
            ? make(Op.FMUL, a, FloatRules.constant(this, value.type(), reciprocal))
            : null;
      }
      Loops.Loop loop = loops.of(block());
      if (loop == null || a.isConst() || isIn(loop, b) || !isIn(loop, a)) {
        return null;
      }
      Value one = FloatRules.constant(this, value.type(), 1);
      return make(Op.FMUL, a, make(Op.FDIV, one, b));
    }
  }
}
