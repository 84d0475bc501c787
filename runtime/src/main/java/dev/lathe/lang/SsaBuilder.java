package dev.lathe.lang;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns reads and writes of variables into SSA values while a function is built, after Braun et
 * al., "Simple and Efficient Construction of Static Single Assignment Form" (CC 2013).
 *
 * <p>A block is <em>sealed</em> once all its incoming edges are known. A read in a block without a
 * definition goes to the predecessor, or makes a parameter whose arguments are filled in when the
 * block is sealed. Unlike in the paper, the header of a loop keeps what the loop does not assign,
 * the search for arguments is a queue, not a recursion, and trivial parameters are removed at the
 * end, by {@link SsaCleanup}.
 */
final class SsaBuilder {
  /** An edge: the target in the terminator of {@code from}. */
  private record Edge(Block from, Target target) {}

  /** A parameter that stands for a variable and lacks its arguments. */
  private record Pending(Block block, int variable) {}

  private static final class State {
    final Map<Integer, Value> definitions = new HashMap<>();
    final List<Edge> incoming = new ArrayList<>();
    final List<Pending> incomplete = new ArrayList<>();
    boolean sealed;

    /** In the header of a loop: which variables, counted from the first, the loop assigns. */
    BitSet assigned;

    int firstVariable;

    /** True if the block has the variable from its first predecessor, whatever others come. */
    boolean keeps(int variable) {
      return sealed && incoming.size() == 1
          || assigned != null
              && (variable < firstVariable || !assigned.get(variable - firstVariable));
    }
  }

  private final FunctionBuilder builder;
  private final ArrayList<State> states = new ArrayList<>(); // by block id
  private final ArrayList<Type> variables = new ArrayList<>();
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();

  SsaBuilder(FunctionBuilder builder) {
    this.builder = builder;
    seal(builder.current());
  }

  /** A new variable without a value. */
  int variable(Type type) {
    variables.add(type);
    return variables.size() - 1;
  }

  void write(int variable, Value value) {
    state(builder.current()).definitions.put(variable, value);
  }

  Value read(int variable) {
    Value value = lookup(variable, builder.current());
    fill();
    return value;
  }

  /** A block whose edges are still to come. */
  Block block(Type... params) {
    return builder.block(params);
  }

  /** Says that no further edge leads to {@code block}. */
  void seal(Block block) {
    State state = state(block);
    state.sealed = true;
    pending.addAll(state.incomplete);
    state.incomplete.clear();
    fill();
  }

  /** Seals a block and makes it the current one. */
  void enter(Block block) {
    seal(block);
    builder.at(block);
  }

  /**
   * Says that the header of a loop, to which one edge leads by now, keeps all variables but those
   * that the loop assigns: else each of a nest of loops would make parameters for the variables of
   * all around it, to be removed at the end.
   *
   * @param firstVariable the variable that bit 0 of {@code assigned} stands for
   * @param assigned null if not known
   */
  void keep(Block header, int firstVariable, BitSet assigned) {
    state(header).assigned = assigned;
    state(header).firstVariable = firstVariable;
  }

  // Terminators: each ends the current block and records the edges.

  void jump(Block block, Value... arguments) {
    Target target = new Target(block, arguments);
    record(target);
    builder.current().setTerminator(new Terminator.Jump(target));
  }

  void branch(Value condition, Block then, Block otherwise) {
    branch(condition, new Target(then), new Target(otherwise));
  }

  void branch(Value condition, Target then, Target otherwise) {
    record(then);
    record(otherwise);
    builder.branch(condition, then, otherwise);
  }

  void switchOn(Value selector, int[] keys, List<Block> cases, Block otherwise) {
    var targets = new ArrayList<Target>();
    for (Block block : cases) {
      targets.add(new Target(block));
      record(targets.getLast());
    }
    Target last = new Target(otherwise);
    record(last);
    builder.switchOn(selector, keys, targets, last);
  }

  private void record(Target target) {
    state(target.block()).incoming.add(new Edge(builder.current(), target));
  }

  /** The value of a variable at the end of {@code block}; new parameters are left in the queue. */
  private Value lookup(int variable, Block block) {
    ArrayList<State> passed = null;
    Block at = block;
    Value value;
    while (true) {
      State state = state(at);
      value = state.definitions.get(variable);
      if (value != null) {
        break;
      }
      if (state.keeps(variable)) {
        passed = passed == null ? new ArrayList<>() : passed;
        passed.add(state);
        at = state.incoming.getFirst().from();
        continue;
      }
      value = define(variable, at, state);
      state.definitions.put(variable, value);
      break;
    }
    if (passed != null) {
      for (State state : passed) {
        state.definitions.put(variable, value);
      }
    }
    return value;
  }

  private Value define(int variable, Block block, State state) {
    if (state.sealed && state.incoming.isEmpty()) {
      // The entry, or unreachable code: no legal kernel reads the variable here.
      Function function = block.function();
      return block.append(function.newConst(variables.get(variable), 0, 0));
    }
    var hole = new Pending(block, variable);
    if (state.sealed) {
      pending.add(hole);
    } else {
      state.incomplete.add(hole);
    }
    return block.addParam(variables.get(variable));
  }

  /** Gives the parameters in the queue their arguments; first in, first out keeps the order. */
  private void fill() {
    while (!pending.isEmpty()) {
      Pending hole = pending.remove();
      for (Edge edge : state(hole.block).incoming) {
        edge.target.arguments().add(lookup(hole.variable, edge.from));
      }
    }
  }

  private State state(Block block) {
    while (states.size() <= block.id()) {
      states.add(new State());
    }
    return states.get(block.id());
  }
}
