package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Module;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies small functions that call themselves into themselves, so that some levels of the recursion
 * take one call, one frame and one check of the stack.
 */
public final class UnrollRecursion extends ModulePass {
  /** How often a function is copied into what it has become. */
  private static final int ROUNDS = 2;

  /** What a function may grow to. */
  private static final int LARGE = 200;

  @Override
  public String name() {
    return "unroll-recursion";
  }

  @Override
  boolean run(Module module, PassContext context) {
    boolean changed = false;
    for (Function function : module.functions()) {
      if (function.hasReferences()) {
        return false; // not to be compiled to machine code, which passes none on
      }
    }
    for (String symbol : module.symbols()) {
      changed |= unroll(symbol, module.function(symbol), context);
    }
    return changed;
  }

  private static boolean unroll(String symbol, Function function, PassContext context) {
    int size = Inline.size(function);
    Function body = null;
    for (int round = 0; round < ROUNDS; round++) {
      int calls = calls(symbol, function);
      if (calls == 0 || Inline.size(function) + calls * size > LARGE || !context.spend()) {
        break;
      }
      if (body == null) {
        body = IrParser.parse(IrPrinter.print(function)); // as it was
      }
      inline(symbol, function, body);
    }
    return body != null;
  }

  private static int calls(String symbol, Function function) {
    int calls = 0;
    for (Block block : function.blocks()) {
      for (Value value : block.values()) {
        calls += isCall(value, symbol) ? 1 : 0;
      }
    }
    return calls;
  }

  private static boolean isCall(Value value, String symbol) {
    return value.op() == Op.CALL && value.callee().symbol().equals(symbol);
  }

  private static void inline(String symbol, Function function, Function body) {
    var replacements = new Replacements(function.valueCount());
    var layout = new ArrayList<Block>();
    CopiedLines lines = CopiedLines.own(function, body);
    for (Block block : List.copyOf(function.blocks())) {
      layout.add(block);
      Terminator terminator = block.terminator();
      List<Value> all = List.copyOf(block.values());
      Block current = block;
      var values = new ArrayList<Value>();
      for (Value value : all) {
        if (!isCall(value, symbol)) {
          values.add(value);
          continue;
        }
        var arguments = new Value[value.operandCount()];
        for (int i = 0; i < arguments.length; i++) {
          arguments[i] = value.operand(i);
        }
        current = new Inliner(function).append(body, current, values, arguments, lines, layout);
        values = new ArrayList<>();
        if (!current.params().isEmpty()) {
          replacements.replace(value, current.param(0));
        }
      }
      if (current != block) {
        current.setValues(values);
        current.setTerminator(terminator);
      }
    }
    function.setBlocks(layout);
    replacements.resolveAll(ControlFlow.of(function));
  }
}
