package dev.lathe.codegen;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Proves symbolically that an allocated function computes what it did over virtual registers.
 *
 * <p>The state at a point maps each location (physical register or slot) to the set of values that
 * it holds: virtual registers, and physical ones where instructions name them. At the entry it is
 * empty; at a merge it is the intersection. Inserted moves copy sets; an original instruction
 * demands that each location that it reads holds the virtual register that stood there, and a
 * definition removes its register from everywhere else. Iterated to a fixed point from the
 * optimistic side, the states are exact for programs that the allocator produces.
 *
 * <p>After the checker of regalloc2 (Fallin 2021).
 */
public final class AllocationChecker {
  /** Checks a function whose text before allocation is given. */
  public static final BiConsumer<MachineFunction, String> CHECKER =
      (function, before) -> new AllocationChecker(function, before).run();

  private final MachineFunction function;
  private final String before;
  private final Map<MachineBlock, State> entries = new HashMap<>();
  private boolean verifying;

  /**
   * @param before the function's text before allocation, for the message
   */
  AllocationChecker(MachineFunction function, String before) {
    this.function = function;
    this.before = before;
  }

  /**
   * @throws IllegalStateException if an instruction may read something else than before allocation
   */
  void run() {
    var work = new ArrayDeque<MachineBlock>();
    MachineBlock first = function.blocks().getFirst();
    entries.put(first, new State());
    work.add(first);
    while (!work.isEmpty()) {
      MachineBlock block = work.remove();
      State state = entries.get(block).copy();
      execute(block, state);
      for (MachineEdge edge : block.successors) {
        State arriving = state.copy();
        arriving.pass(edge.target.params, edge.arguments);
        State known = entries.get(edge.target);
        if (known == null) {
          entries.put(edge.target, arriving);
          work.add(edge.target);
        } else if (known.meet(arriving)) {
          work.add(edge.target);
        }
      }
    }
    verifying = true;
    for (MachineBlock block : function.blocks()) {
      if (entries.containsKey(block)) {
        execute(block, entries.get(block).copy());
      }
    }
  }

  private void execute(MachineBlock block, State state) {
    for (MachineInst inst : block.insts) {
      if (inst.originalOperands == null) {
        inserted(inst, state);
      } else {
        original(inst, state);
      }
    }
  }

  private void inserted(MachineInst inst, State state) {
    int to = location(inst.operands[0]);
    if (inst.op == PseudoOp.MOVE) {
      state.set(to, state.get(location(inst.operands[1])));
    } else if (inst.op == PseudoOp.EXCHANGE) {
      int other = location(inst.operands[1]);
      int[] held = state.get(to);
      state.set(to, state.get(other));
      state.set(other, held);
    } else {
      state.set(to, new int[] {((Operand.Reg) inst.originalTied).index()});
    }
  }

  private void original(MachineInst inst, State state) {
    Operand[] originals = inst.originalOperands;
    for (int i = 0; i < originals.length; i++) {
      if (originals[i] instanceof Operand.Mem mem) {
        Operand.Mem placed = (Operand.Mem) inst.operands[i];
        require(inst, mem.base(), placed.base(), state);
        require(inst, mem.index(), placed.index(), state);
        requireApart(inst, placed.base());
        requireApart(inst, placed.index());
      } else if (inst.role(i) == Role.USE
          || inst.role(i) == Role.USE_LATE
          || inst.role(i) == Role.USE_DEF) {
        require(inst, originals[i], inst.operands[i], state);
        if (inst.role(i) == Role.USE_LATE) {
          requireApart(inst, inst.operands[i]);
        }
      }
    }
    if (inst.originalTied != null) {
      require(inst, inst.originalTied, inst.tied, state);
    }
    if (inst.op == PseudoOp.SAFEPOINT) {
      state.keepOnly(Arrays.copyOfRange(inst.operands, 1, inst.operands.length));
      for (MachineInst remade : inst.remade) {
        inserted(remade, state);
      }
      return;
    }
    if (inst.op == PseudoOp.CALL) {
      for (int number = 0; number < LinearScan.REGISTERS; number++) {
        if (inst.clobbers(number)) {
          state.forget(-1 - number);
          state.set(number, State.NOTHING);
        }
      }
    }
    int[] moved =
        inst.op == PseudoOp.MOVE && location(inst.operands[1]) >= 0
            ? state.get(location(inst.operands[1]))
            : State.NOTHING;
    for (int i = 0; i < originals.length; i++) {
      Role role = inst.role(i);
      if (!(originals[i] instanceof Operand.Reg) || role == Role.USE || role == Role.USE_LATE) {
        continue;
      }
      int value = value((Operand.Reg) originals[i]);
      state.forget(value);
      state.set(location(inst.operands[i]), State.NOTHING);
      if (role != Role.TEMP) {
        state.set(location(inst.operands[i]), State.with(moved, value));
      }
    }
  }

  /** An operand that is read late must not share with what a tied operand 0 becomes. */
  private void requireApart(MachineInst inst, Operand operand) {
    if (verifying && inst.tied != null && operand != null && operand.equals(inst.operands[0])) {
      fail(inst, "operand 0 overwrites another operand");
    }
  }

  private void require(MachineInst inst, Operand original, Operand placed, State state) {
    if (!verifying || !(original instanceof Operand.Reg reg) || Frame.isFrameBase(reg)) {
      return;
    }
    int location = location(placed);
    if (location < 0) {
      MachineInst made = reg.virtual() ? function.rematerialization(reg.index()) : null;
      if (made == null || !made.operands[1].equals(placed)) {
        fail(inst, MachineInst.text(original) + " is not the constant " + placed);
      }
    } else if (!State.contains(state.get(location), value(reg))) {
      fail(
          inst,
          MachineInst.text(placed)
              + " holds "
              + Arrays.toString(state.get(location))
              + ", not "
              + MachineInst.text(original));
    }
  }

  private void fail(MachineInst inst, String message) {
    throw new IllegalStateException(
        "allocation is wrong at "
            + inst
            + " ("
            + Arrays.toString(inst.originalOperands)
            + "): "
            + message
            + "\nbefore allocation:\n"
            + before
            + "\nafter:\n"
            + function);
  }

  private static int value(Operand.Reg reg) {
    return reg.virtual() ? reg.index() : -1 - LinearScan.number(reg);
  }

  /** A register's or slot's number, or -1 if the operand is neither. */
  private static int location(Operand operand) {
    if (operand instanceof Operand.Reg reg) {
      return LinearScan.number(reg);
    }
    return operand instanceof Operand.Mem mem && Frame.isSlot(mem)
        ? LinearScan.REGISTERS + mem.displacement()
        : -1;
  }

  /** What each location holds; sets are ascending arrays and never changed. */
  private static final class State {
    static final int[] NOTHING = {};

    private final Map<Integer, int[]> held;

    State() {
      held = new HashMap<>();
    }

    private State(Map<Integer, int[]> held) {
      this.held = new HashMap<>(held);
    }

    State copy() {
      return new State(held);
    }

    int[] get(int location) {
      return held.getOrDefault(location, NOTHING);
    }

    void set(int location, int[] values) {
      if (values.length == 0) {
        held.remove(location);
      } else {
        held.put(location, values);
      }
    }

    static boolean contains(int[] values, int value) {
      return Arrays.binarySearch(values, value) >= 0;
    }

    static int[] with(int[] values, int value) {
      if (contains(values, value)) {
        return values;
      }
      int[] more = Arrays.copyOf(values, values.length + 1);
      more[values.length] = value;
      Arrays.sort(more);
      return more;
    }

    /** Forgets what is anywhere but in these locations. */
    void keepOnly(Operand[] operands) {
      var kept = new State();
      for (Operand operand : operands) {
        int location = location(operand);
        if (location >= 0) {
          kept.set(location, get(location));
        }
      }
      held.clear();
      held.putAll(kept.held);
    }

    void forget(int value) {
      var changed = new HashMap<Integer, int[]>();
      held.forEach((location, values) -> {
        int at = Arrays.binarySearch(values, value);
        if (at >= 0) {
          int[] fewer = new int[values.length - 1];
          System.arraycopy(values, 0, fewer, 0, at);
          System.arraycopy(values, at + 1, fewer, at, fewer.length - at);
          changed.put(location, fewer);
        }
      });
      changed.forEach(this::set);
    }

    /** Assigns arguments to parameters, all at once: who holds the one now holds the other. */
    void pass(Operand.Reg[] params, Operand.Reg[] arguments) {
      if (params.length == 0) {
        return;
      }
      Map<Integer, int[]> old = new HashMap<>(held);
      for (Operand.Reg param : params) {
        forget(param.index());
      }
      for (int i = 0; i < params.length; i++) {
        int param = params[i].index();
        int argument = arguments[i].index();
        old.forEach((location, values) -> {
          if (contains(values, argument)) {
            set(location, with(get(location), param));
          }
        });
      }
    }

    /** Keeps what {@code other} holds too; true if that is less. */
    boolean meet(State other) {
      boolean less = false;
      var it = held.entrySet().iterator();
      while (it.hasNext()) {
        var entry = it.next();
        int[] theirs = other.get(entry.getKey());
        int count = 0;
        int[] both = new int[entry.getValue().length];
        for (int value : entry.getValue()) {
          if (contains(theirs, value)) {
            both[count++] = value;
          }
        }
        if (count < both.length) {
          less = true;
          if (count == 0) {
            it.remove();
          } else {
            entry.setValue(Arrays.copyOf(both, count));
          }
        }
      }
      return less;
    }
  }
}
