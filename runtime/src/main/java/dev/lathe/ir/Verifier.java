package dev.lathe.ir;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Checks a function against the rules of the IR and reports every fault at once.
 *
 * <ul>
 *   <li>Every block ends with a terminator, is reachable, and the entry is no target.
 *   <li>Targets are blocks of the function and pass one argument of the right type for each
 *       parameter.
 *   <li>Operands are values of the function whose definition dominates the use.
 *   <li>{@link Value#typeError} has nothing against any value; constants have canonical bits.
 *   <li>A call is of a callee of the function, with that one's types.
 *   <li>The divisor of {@code idiv irem udiv urem} is a constant other than 0 or a {@link
 *       Op#NONZERO}.
 *   <li>The index of a load or store is an {@link Op#INDEX} or {@link Op#PROVEN} of the same
 *       reference, or a block's parameter all whose arguments are.
 *   <li>Conditions are bool, selectors i32, switch keys ascend, results have the function's type.
 * </ul>
 *
 * <p>Time is linear in values and close to linear in blocks; nothing recurses.
 */
public final class Verifier {
  private static final int PARAM_POSITION = -1;

  private final Function function;
  private final Value[] values; // by id: the values that stand in a block
  private final int[] positions; // by id: index in the block, or PARAM_POSITION
  private final Block[] blocks; // by id
  private final int lines; // how many inlined ones there are
  private ProvenIndices proven; // null until there is a load or store
  private DominatorTree dominators; // null if there is one block
  private IdentityHashMap<Object, List<String>> errors; // null until there is one
  private int errorCount;

  private Verifier(Function function) {
    this.function = function;
    this.values = new Value[function.valueCount()];
    this.positions = new int[values.length];
    this.blocks = new Block[function.blockCount()];
    this.lines = function.inlinedLines().size();
  }

  /**
   * @throws IrException if {@code function} is malformed: its text with the message under each
   *     fault
   */
  public static void verify(Function function) {
    var verifier = new Verifier(function);
    verifier.run();
    if (verifier.errorCount > 0) {
      String count = verifier.errorCount == 1 ? "1 error" : verifier.errorCount + " errors";
      String text = IrPrinter.print(function, verifier.errors);
      throw IrException.of(function.name() + ": " + count + "\n" + text);
    }
  }

  private void run() {
    if (function.result().isVector()) {
      report(function.entry(), "a function cannot return vectors");
    }
    for (Block block : function.blocks()) {
      blocks[block.id()] = block;
      define(block);
    }
    if (function.blocks().size() > 1) {
      dominators = new DominatorTree(function);
    }
    for (Block block : function.blocks()) {
      if (dominators != null && !dominators.isReachable(block)) {
        report(block, block + " is unreachable");
        continue;
      }
      for (int i = 0; i < block.values().size(); i++) {
        value(block, i);
      }
      if (block.terminator() == null) {
        report(block, block + " has no terminator");
      } else {
        terminator(block, block.terminator());
      }
    }
  }

  private void define(Block block) {
    List<Value> params = block.params();
    for (int i = 0; i < params.size(); i++) {
      Value param = params.get(i);
      if (param.type().isVector() && block == function.entry()) {
        report(block, "a function cannot take vectors");
      }
      if (param.op() != Op.PARAM || param.paramIndex() != i || param.type() == Type.VOID) {
        report(block, param + " is no parameter " + i);
      }
      define(block, param, PARAM_POSITION, block);
    }
    List<Value> list = block.values();
    for (int i = 0; i < list.size(); i++) {
      define(block, list.get(i), i, list.get(i));
    }
  }

  private void define(Block block, Value value, int position, Object where) {
    if (value.id() >= values.length) {
      report(where, value + " belongs to another function");
      return;
    }
    if (values[value.id()] != null) {
      report(where, value + " stands in a block twice");
    } else if (value.block() != block) {
      report(where, value + " believes to stand in " + value.block());
    }
    values[value.id()] = value;
    positions[value.id()] = position;
  }

  private void value(Block block, int position) {
    Value value = block.values().get(position);
    boolean complete = true;
    for (int i = 0; i < value.operandCount(); i++) {
      complete &= use(block, value, position, value.operand(i));
    }
    String error =
        value.op() == Op.PARAM ? "a parameter stands among the values" : typeError(value);
    if (error != null) {
      report(value, error);
    } else if (value.line() >= Function.INLINED + lines) {
      report(value, value + " has no line");
    } else if (complete && value.op().isDivision() && !isNonzero(value.operand(1))) {
      String rule = " needs a constant that is not 0 or a nonzero as divisor, not ";
      report(value, value.op() + rule + value.operand(1));
    } else if (complete && (value.op().reads() || value.op().writes()) && value.op() != Op.CALL) {
      if (proven == null) {
        proven = new ProvenIndices(function);
      }
      if (!proven.allows(value)) {
        String rule = " needs an index or proven of " + value.operand(0) + " as operand 1, not ";
        report(value, value.op() + rule + value.operand(1));
      }
    }
  }

  private static String typeError(Value value) {
    var operands = new Value[value.operandCount()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = value.operand(i);
    }
    String error = Value.typeError(value.op(), value.type(), value.attribute(), operands);
    if (error == null && value.op() == Op.CALL) {
      return callError(value, operands);
    }
    if (error == null && value.op() == Op.TABLE) {
      return tableError(value);
    }
    if (error == null && value.op() == Op.VCONST) {
      return lanesError(value);
    }
    if (error == null && (value.op() == Op.NONNULL || value.op() == Op.INDEX)) {
      long name = value.attribute() >>> MemoryRules.NAME_SHIFT;
      if (name > value.block().function().referenceNames()) {
        return "the function has no name " + name;
      }
    }
    if (error == null && value.isConst() && !value.type().isCanonical(value.bits())) {
      return "the bits 0x" + Long.toHexString(value.bits()) + " are no " + value.type();
    }
    return error;
  }

  private static String callError(Value value, Value[] operands) {
    long index = value.attribute();
    if (index < 0 || index >= value.block().function().callees().size()) {
      return "the function has no callee " + index;
    }
    return value.callee().typeError(value.type(), operands);
  }

  private static String tableError(Value value) {
    long index = value.attribute();
    if (index >= value.block().function().tables().size()) {
      return "the function has no table " + index;
    }
    Type type = value.table().type();
    return type == value.type() ? null : value.table() + " is " + type + ", not " + value.type();
  }

  private static String lanesError(Value value) {
    if (value.attribute() >= value.block().function().laneConstants()) {
      return "the function has no lanes " + value.attribute();
    }
    long[] lanes = value.lanes();
    if (lanes.length != value.type().lanes()) {
      return lanes.length + " lanes are no " + value.type();
    }
    for (long bits : lanes) {
      if (!value.type().isCanonical(bits)) {
        return "the bits 0x" + Long.toHexString(bits) + " are no lane of " + value.type();
      }
    }
    return null;
  }

  private static boolean isNonzero(Value divisor) {
    return divisor.isConst() ? divisor.bits() != 0 : divisor.op() == Op.NONZERO;
  }

  /** Checks that {@code operand} may be used by {@code user}; false if it is not a value at all. */
  private boolean use(Block block, Object user, int position, Value operand) {
    if (operand == null) {
      report(user, "an operand is null");
      return false;
    }
    if (operand.id() >= values.length || values[operand.id()] != operand) {
      report(user, operand + " is not defined in this function");
      return false;
    }
    Block definition = operand.block();
    if (definition == block) {
      if (positions[operand.id()] >= position) {
        report(user, operand + " is used before its definition");
      }
    } else if (dominators != null
        && (!dominators.isReachable(definition) || !dominators.dominates(definition, block))) {
      report(user, "the definition of " + operand + " in " + definition + " does not dominate");
    }
    return true;
  }

  private void terminator(Block block, Terminator terminator) {
    // Not a switch over the types: that would link a bootstrap method on the path of a first call.
    if (terminator instanceof Terminator.Return leave) {
      leave(block, leave);
    } else if (terminator instanceof Terminator.Jump jump) {
      target(block, terminator, jump.target());
    } else if (terminator instanceof Terminator.Branch branch) {
      operand(block, terminator, "branch", branch.condition(), Type.BOOL);
      target(block, terminator, branch.then());
      target(block, terminator, branch.otherwise());
    } else {
      choice(block, (Terminator.Switch) terminator);
    }
  }

  private void choice(Block block, Terminator.Switch choice) {
    operand(block, choice, "switch", choice.selector(), Type.I32);
    int[] keys = choice.keys();
    if (keys.length != choice.cases().size()) {
      report(choice, "switch has " + keys.length + " keys and " + choice.cases().size() + " cases");
    }
    for (int i = 1; i < keys.length; i++) {
      if (keys[i - 1] >= keys[i]) {
        report(choice, "keys of a switch ascend, but " + keys[i] + " follows " + keys[i - 1]);
      }
    }
    for (Target target : choice.cases()) {
      target(block, choice, target);
    }
    target(block, choice, choice.otherwise());
  }

  private void leave(Block block, Terminator.Return leave) {
    if (leave.value() != null && function.result() == Type.VOID) {
      report(leave, "a void function returns no value");
    } else if (leave.value() != null) {
      operand(block, leave, "ret", leave.value(), function.result());
    } else if (function.result() != Type.VOID) {
      report(leave, "ret needs a value of " + function.result());
    }
  }

  private void target(Block block, Terminator terminator, Target target) {
    Block to = target.block();
    if (to == null || to.id() >= blocks.length || blocks[to.id()] != to) {
      report(terminator, to + " is no block of this function");
      return;
    }
    if (to == function.entry()) {
      report(terminator, "the entry " + to + " cannot be a target");
    }
    List<Value> arguments = target.arguments();
    if (arguments.size() != to.params().size()) {
      String needs = " takes " + to.params().size() + " arguments, not ";
      report(terminator, to + needs + arguments.size());
    }
    for (int i = 0; i < arguments.size(); i++) {
      Value argument = arguments.get(i);
      if (use(block, terminator, Integer.MAX_VALUE, argument) && i < to.params().size()) {
        Type expected = to.param(i).type();
        if (argument.type() != expected) {
          String needs = " needs " + expected + " as argument " + i + ", not ";
          report(terminator, to + needs + argument.type());
        }
      }
    }
  }

  private void operand(Block block, Terminator terminator, String name, Value value, Type type) {
    if (use(block, terminator, Integer.MAX_VALUE, value) && value.type() != type) {
      report(terminator, name + " needs " + type + ", not " + value.type());
    }
  }

  private void report(Object where, String message) {
    if (errors == null) {
      errors = new IdentityHashMap<>();
    }
    errors.computeIfAbsent(where, _ -> new ArrayList<>()).add(message);
    errorCount++;
  }
}
