package dev.lathe.testing;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Map;

/** Replaces values of a function by others. */
final class Renaming {
  private Renaming() {}

  /**
   * Makes every use of a parameter of {@code function} a use of a constant; but of references only
   * null is one.
   */
  static void bind(Function function, long... bits) {
    var constants = new IdentityHashMap<Value, Value>();
    var values = new ArrayList<Value>();
    for (int i = 0; i < bits.length; i++) {
      Value param = function.params().get(i);
      if (param.type().isReference() && bits[i] != 0) {
        continue;
      }
      values.add(function.newConst(param.type(), bits[i], 0));
      constants.put(param, values.getLast());
    }
    values.addAll(function.entry().values());
    function.entry().setValues(values);
    apply(function, constants);
  }

  /** Replaces the keys by their values wherever they are used. */
  static void apply(Function function, Map<Value, Value> replaced) {
    for (Block block : function.blocks()) {
      for (Value value : block.values()) {
        for (int i = 0; i < value.operandCount(); i++) {
          value.setOperand(i, renamed(replaced, value.operand(i)));
        }
      }
      for (Target target : block.terminator().targets()) {
        target.arguments().replaceAll(argument -> renamed(replaced, argument));
      }
      block.setTerminator(
          switch (block.terminator()) {
            case Terminator.Jump jump -> jump;
            case Terminator.Branch branch ->
                new Terminator.Branch(
                    renamed(replaced, branch.condition()), branch.then(), branch.otherwise());
            case Terminator.Switch choice ->
                new Terminator.Switch(
                    renamed(replaced, choice.selector()),
                    choice.keys(),
                    choice.cases(),
                    choice.otherwise());
            case Terminator.Return leave ->
                leave.value() == null
                    ? leave
                    : new Terminator.Return(renamed(replaced, leave.value()));
          });
    }
  }

  private static Value renamed(Map<Value, Value> replaced, Value value) {
    Value current = value;
    while (replaced.containsKey(current)) {
      current = replaced.get(current);
    }
    return current;
  }
}
