package dev.lathe.opt;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.ir.Block;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.List;

/**
 * Which value takes the place of which. A pass notes replacements here and looks every use up once,
 * which keeps a pass linear however many uses a replaced value has.
 */
class Replacements {
  private Value[] replacement; // by value id

  Replacements(int valueCount) {
    this.replacement = new Value[valueCount];
  }

  /** Notes that {@code by} takes the place of {@code value}. */
  void replace(Value value, Value by) {
    int id = value.id();
    if (id >= replacement.length) {
      replacement = java.util.Arrays.copyOf(replacement, Math.max(id + 1, id * 2));
    }
    replacement[id] = by;
  }

  /** True for one value, or two equal constants. */
  static boolean isSame(Value a, Value b) {
    return a == b || a.isConst() && b.isConst(a.attribute()) && a.type() == b.type();
  }

  /** The value that stands for {@code value} now. */
  final Value resolve(Value value) {
    Value found = value;
    while (found.id() < replacement.length && replacement[found.id()] != null) {
      found = replacement[found.id()];
    }
    if (found != value) {
      replacement[value.id()] = found;
    }
    return found;
  }

  final void resolveOperands(Value value) {
    for (int i = value.operandCount() - 1; i >= 0; i--) {
      Value operand = value.operand(i);
      Value now = resolve(operand);
      if (now != operand) {
        value.setOperand(i, now);
      }
    }
  }

  /** Looks up what the terminator of {@code block} uses. */
  final void resolve(Block block) {
    Terminator terminator = block.terminator();
    if (terminator instanceof Terminator.Branch branch) {
      Value now = resolve(branch.condition());
      if (now != branch.condition()) {
        block.setTerminator(new Terminator.Branch(now, branch.then(), branch.otherwise()));
      }
      resolve(branch.then());
      resolve(branch.otherwise());
    } else if (terminator instanceof Terminator.Jump jump) {
      resolve(jump.target());
    } else if (terminator instanceof Terminator.Return end) {
      if (end.value() != null && resolve(end.value()) != end.value()) {
        block.setTerminator(new Terminator.Return(resolve(end.value())));
      }
    } else if (terminator instanceof Terminator.Switch choice) {
      Value now = resolve(choice.selector());
      if (now != choice.selector()) {
        block.setTerminator(
            new Terminator.Switch(now, choice.keys(), choice.cases(), choice.otherwise()));
      }
      List<Target> targets = choice.targets();
      for (int i = 0; i < targets.size(); i++) {
        resolve(targets.get(i));
      }
    }
  }

  private void resolve(Target target) {
    List<Value> arguments = target.arguments();
    for (int i = 0; i < arguments.size(); i++) {
      Value argument = arguments.get(i);
      Value now = resolve(argument);
      if (now != argument) {
        arguments.set(i, now);
      }
    }
  }

  /** Looks up every use in the reachable blocks. */
  final void resolveAll(ControlFlow flow) {
    for (int b = 0; b < flow.size(); b++) {
      Block block = flow.block(b);
      List<Value> values = block.values();
      for (int i = 0; i < values.size(); i++) {
        resolveOperands(values.get(i));
      }
      resolve(block);
    }
  }
}
