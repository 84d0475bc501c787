package dev.lathe.testing;

import dev.lathe.ir.Block;
import dev.lathe.ir.Callee;
import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import dev.lathe.ir.Op;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;

/**
 * Makes modules with calls out of functions without: replaces some operations by calls of functions
 * that do them, with more parameters than they need.
 */
public final class Outlining {
  private Outlining() {}

  /** A module that computes what {@code function} does, which is changed. */
  public static Module of(Function function, Random random) {
    var module = Module.of(function);
    var replaced = new IdentityHashMap<Value, Value>();
    for (Block block : function.blocks()) {
      var values = new ArrayList<Value>();
      for (Value value : block.values()) {
        if (!mayMove(value) || random.nextInt(3) > 0) {
          values.add(value);
          continue;
        }
        List<Value> arguments = new ArrayList<>();
        for (int i = 0; i < value.operandCount(); i++) {
          arguments.add(value.operand(i));
        }
        for (int extra = random.nextInt(random.nextInt(8) == 0 ? 20 : 3); extra > 0; extra--) {
          List<Value> known = values.isEmpty() ? function.params() : values;
          Value argument = known.isEmpty() ? null : known.get(random.nextInt(known.size()));
          if (argument != null && argument.type() != Type.VOID) {
            arguments.add(random.nextInt(arguments.size() + 1), argument);
          }
        }
        Function outlined = outlined(value, arguments, "f" + module.size());
        module.add(outlined.name(), outlined);
        var callee = new Callee(outlined.name(), outlined.result(), types(arguments));
        Value call =
            function.newValue(
                Op.CALL,
                value.type(),
                function.addCallee(callee),
                arguments.toArray(new Value[0]),
                value.line());
        replaced.put(value, call);
        values.add(call);
      }
      block.setValues(values);
    }
    Renaming.apply(function, replaced);
    module.verify();
    return module;
  }

  /** Divisions and lookups need to see their operands; flags are each function's own. */
  private static boolean mayMove(Value value) {
    return switch (value.op()) {
      case CONST, ASSERTIONS, NONZERO, IDIV, IREM, UDIV, UREM, LOOKUP, YIELD, CALL -> false;
      default -> true;
    };
  }

  private static Type[] types(List<Value> values) {
    return values.stream().map(Value::type).toArray(Type[]::new);
  }

  private static Function outlined(Value value, List<Value> arguments, String name) {
    var function = new Function(name, value.type(), types(arguments));
    var operands = new Value[value.operandCount()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = function.params().get(arguments.indexOf(value.operand(i)));
    }
    Value copy =
        function.newValue(value.op(), value.type(), value.attribute(), operands, value.line());
    function.entry().append(copy);
    function.entry().setTerminator(new Terminator.Return(value.type() == Type.VOID ? null : copy));
    return function;
  }
}
