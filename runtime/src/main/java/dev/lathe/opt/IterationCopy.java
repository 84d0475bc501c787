package dev.lathe.opt;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * Copies the blocks of a loop in closed form as one iteration, after which execution goes on in
 * another block.
 */
final class IterationCopy {
  private final Function function;
  private final Map<Block, Block> blocks;
  private final Block header;
  private final Block next; // what copies jump to where originals jump to the header
  private final Map<Value, Value> values;

  IterationCopy(Function function, Map<Block, Block> blocks, Block header, Block next) {
    this(function, blocks, new HashMap<>(), header, next);
  }

  /** One of which {@code values} has some values already, and gets the others. */
  IterationCopy(
      Function function,
      Map<Block, Block> blocks,
      Map<Value, Value> values,
      Block header,
      Block next) {
    this.function = function;
    this.blocks = blocks;
    this.values = values;
    this.header = header;
    this.next = next;
  }

  void params(Block original) {
    for (Value param : original.params()) {
      values.put(param, blocks.get(original).addParam(param.type()));
    }
  }

  /** Copies what {@code original} does; at its end the way {@code known} is taken, if not null. */
  void values(Block original, Target known) {
    Block copy = blocks.get(original);
    for (Value value : original.values()) {
      var operands = new Value[value.operandCount()];
      for (int k = 0; k < operands.length; k++) {
        operands[k] = of(value.operand(k));
      }
      values.put(
          value,
          copy.append(
              function.newValue(
                  value.op(), value.type(), value.attribute(), operands, value.line())));
    }
    end(original, known);
  }

  /** Copies the end of {@code original}, or takes the way {@code known}, if that is not null. */
  void end(Block original, Target known) {
    Block copy = blocks.get(original);
    copy.setTerminator(
        known != null
            ? new Terminator.Jump(target(known))
            : switch (original.terminator()) {
              case Terminator.Jump jump -> new Terminator.Jump(target(jump.target()));
              case Terminator.Branch branch ->
                  new Terminator.Branch(
                      of(branch.condition()), target(branch.then()), target(branch.otherwise()));
              case Terminator.Switch choice -> {
                var cases = new ArrayList<Target>();
                for (Target each : choice.cases()) {
                  cases.add(target(each));
                }
                yield new Terminator.Switch(
                    of(choice.selector()), choice.keys(), cases, target(choice.otherwise()));
              }
              case Terminator.Return end -> end;
            });
  }

  private Target target(Target original) {
    Block to =
        original.block() == header ? next : blocks.getOrDefault(original.block(), original.block());
    var made = new Target(to);
    for (Value argument : original.arguments()) {
      made.arguments().add(of(argument));
    }
    return made;
  }

  private Value of(Value value) {
    return values.getOrDefault(value, value);
  }
}
