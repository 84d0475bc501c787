package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Replaces each {@code math} and {@code frem} by the body of the function that computes it in other
 * ops: no machine has an instruction for it. Native code needs this pass, so it can neither be
 * turned off nor run out of fuel.
 */
public final class ExpandMath implements Pass {
  private final Function remainder; // null for that of MathBodies, which is read when it is needed

  public ExpandMath() {
    this(null);
  }

  /** Expands {@code frem} by another body, of two parameters and a result of {@code f64}. */
  ExpandMath(Function remainder) {
    this.remainder = remainder;
  }

  @Override
  public String name() {
    return "expand-math";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (!isConcerned(function)) {
      return false;
    }
    var inliner = new Inliner(function);
    var replacements = new Replacements(function.valueCount());
    List<Block> blocks = List.copyOf(function.blocks());
    var layout = new ArrayList<Block>();
    for (int b = 0; b < blocks.size(); b++) {
      layout.add(blocks.get(b));
      expand(blocks.get(b), inliner, replacements, layout);
    }
    function.setBlocks(layout);
    replacements.resolveAll(ControlFlow.of(function));
    return true;
  }

  private static boolean isConcerned(Function function) {
    for (int b = 0; b < function.blocks().size(); b++) {
      if (isConcerned(function.blocks().get(b))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isConcerned(Block block) {
    for (int i = 0; i < block.values().size(); i++) {
      if (isExpanded(block.values().get(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * True for what no native code has an instruction for. Vectors are made of expanded values only.
   */
  private static boolean isExpanded(Value value) {
    return (value.op() == Op.FREM || value.op() == Op.MATH) && !value.type().isVector();
  }

  private void expand(Block block, Inliner inliner, Replacements replacements, List<Block> layout) {
    if (!isConcerned(block)) {
      return;
    }
    Function function = block.function();
    Terminator terminator = block.terminator();
    List<Value> all = List.copyOf(block.values());
    Block current = block;
    var values = new ArrayList<Value>();
    for (int i = 0; i < all.size(); i++) {
      Value value = all.get(i);
      if (!isExpanded(value)) {
        values.add(value);
        continue;
      }
      // The remainder of floats is a float: exact.
      boolean narrow = value.op() == Op.FREM && value.type() == Type.F32;
      var arguments = new Value[value.operandCount()];
      for (int a = 0; a < arguments.length; a++) {
        Value argument = value.operand(a);
        arguments[a] =
            narrow
                ? append(function, values, Op.FWIDEN, Type.F64, argument, value.line())
                : argument;
      }
      current =
          inliner.append(body(value), current, values, arguments, CopiedLines.of(value), layout);
      Value result = current.param(0);
      values = new ArrayList<>();
      if (narrow) {
        result = append(function, values, Op.FNARROW, Type.F32, result, value.line());
      }
      replacements.replace(value, result);
    }
    current.setValues(values);
    current.setTerminator(terminator);
  }

  private Function body(Value value) {
    if (value.op() == Op.MATH) {
      return MathBodies.of(value.mathFunction());
    }
    return remainder == null ? MathBodies.remainder() : remainder;
  }

  private static Value append(
      Function function, List<Value> values, Op op, Type type, Value operand, int line) {
    Value value = function.newValue(op, type, 0, new Value[] {operand}, line);
    values.add(value);
    return value;
  }
}
