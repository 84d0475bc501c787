package dev.lathe.jvm;

import dev.lathe.analysis.Uses;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Where each value of a partitioned function lives.
 *
 * <ul>
 *   <li>A constant is pushed wherever it is used.
 *   <li>A pure value with one use, in its own part, is <em>inlined</em>: computed on the operand
 *       stack where it is used. Nothing between can change its operands, as they are values too.
 *   <li>A value used in its own part only is in a temporary local from definition to last use.
 *   <li>A parameter, and a value used in other parts, has a <em>home</em> in every chunk that uses
 *       it: a local of its own while it is live there.
 *   <li>A value that is live where another chunk may enter is <em>framed</em>: stored to its slot
 *       of the frame when it is defined. Entering loads the homes that are live there from the
 *       frame, which needs no knowledge of the way that control took between.
 * </ul>
 */
final class Placement {
  /** Bounds the emitter's recursion, which may run near the end of its caller's stack. */
  private static final int MAX_DEPTH = 24;

  private static final Part MANY = new Part(null, 0, 0, false);

  private final Partition partition;
  private final Part[] definition;
  private final Part[] user;
  private final BitSet inlined = new BitSet();
  private final BitSet framed = new BitSet();
  private final int[] slot;
  private final int[] saved; // by id of a parameter: where the argument waits
  private int longs = 1; // of the frame; the result's is there
  private int references = 1;
  private boolean hasReferences;

  Placement(Partition partition) {
    this.partition = partition;
    int values = partition.function.valueCount();
    this.definition = new Part[values];
    this.user = new Part[values];
    this.slot = new int[values];
    this.saved = new int[values];
    this.hasReferences = partition.function.result().isReference();
    Arrays.fill(slot, -1);
    for (Chunk chunk : partition.chunks) {
      for (Part part : chunk.parts) {
        define(part);
      }
    }
    for (Chunk chunk : partition.chunks) {
      for (Part part : chunk.parts) {
        for (Value value : uses(part)) {
          user[value.id()] = user[value.id()] == null ? part : both(part, user[value.id()]);
        }
      }
    }
    var depth = new int[values];
    for (Chunk chunk : partition.chunks) {
      for (Part part : chunk.parts) {
        inline(part, depth);
      }
    }
    var index = new int[values];
    for (Chunk chunk : partition.chunks) {
      findHomes(chunk, index);
      findFramed(chunk);
      for (Part part : chunk.parts) {
        if (part.saves) {
          giveSaved(part);
        }
      }
    }
  }

  boolean isInlined(Value value) {
    return inlined.get(value.id());
  }

  /** True if something that is emitted reads {@code value}. */
  boolean isUsed(Value value) {
    return user[value.id()] != null;
  }

  /** True if {@code value} lives in homes, not in a temporary. */
  boolean hasHome(Value value) {
    return value.op() == Op.PARAM || user[value.id()] != definition[value.id()];
  }

  /** The part that defines {@code value}, or null if it is unreachable. */
  Part definition(Value value) {
    return definition[value.id()];
  }

  /** True if {@code value} must be stored to its slot when it is defined. */
  boolean isFramed(Value value) {
    return framed.get(value.id());
  }

  /** The slot in the frame, or -1. */
  int slot(Value value) {
    return slot[value.id()];
  }

  /** The slot in which the argument for {@code param} is kept while others are passed. */
  int saved(Value param) {
    return saved[param.id()];
  }

  /** The number of the frame's slots, of scalars or of references. */
  int frameSize(boolean ofReferences) {
    return ofReferences ? references : longs;
  }

  /** True if a value of the function, or its result, is a reference. */
  boolean hasReferences() {
    return hasReferences;
  }

  /**
   * True if {@code value}'s code reads its operands more than once, so that they cannot be inlined.
   */
  static boolean readsTwice(Value value) {
    Op op = value.op();
    if (op == Op.ADDOV || op == Op.SUBOV || op == Op.MULOV) {
      return value.operand(0).type() == Type.I64;
    }
    return op == Op.INDEX || op == Op.FCMP && value.floatPredicate().isOfOrder();
  }

  private static Part both(Part a, Part b) {
    return a == b ? a : MANY;
  }

  private void define(Part part) {
    if (part.first) {
      for (Value param : part.block.params()) {
        definition[param.id()] = part;
        hasReferences |= param.type().isReference();
      }
    }
    for (Value value : part.values()) {
      definition[value.id()] = part;
      hasReferences |= value.type().isReference();
    }
  }

  /** What {@code part} reads, constants aside, a value as often as it is read. */
  private ArrayList<Value> uses(Part part) {
    var result = new ArrayList<Value>();
    for (Value value : part.values()) {
      for (int i = 0; i < value.operandCount(); i++) {
        addUse(result, value.operand(i));
      }
    }
    if (part.moved == null) {
      addEndUses(result, part);
    } else {
      addMoved(result, part);
    }
    return result;
  }

  private void addMoved(ArrayList<Value> result, Part part) {
    for (int i = part.low; i < part.high; i++) {
      if (isPassed(part.moved, i) && Partition.isSaved(part.moved, i) == part.saves) {
        addUse(result, part.moved.arguments().get(i));
      }
    }
  }

  /** True if the parameter of {@code edge} is used, so that it must get its argument. */
  private boolean isPassed(Target edge, int i) {
    return partition.uses(edge.block().param(i)) > 0;
  }

  private void addEndUses(ArrayList<Value> result, Part part) {
    Terminator terminator = part.terminator();
    Value tested = terminator == null ? null : Uses.terminatorOperand(terminator);
    if (tested != null) {
      addUse(result, tested);
    }
    for (Target target : part.targets()) {
      for (int i = 0; i < target.arguments().size(); i++) {
        if (partition.detour(target) == null && isPassed(target, i)) {
          addUse(result, target.arguments().get(i));
        }
      }
    }
  }

  private static void addUse(ArrayList<Value> result, Value value) {
    if (!value.isConst()) {
      result.add(value);
    }
  }

  private void inline(Part part, int[] depth) {
    for (Value value : part.values()) {
      int deepest = 0;
      for (int i = 0; i < value.operandCount(); i++) {
        Value operand = value.operand(i);
        if (!readsTwice(value) && canInline(operand, part, depth)) {
          inlined.set(operand.id());
          deepest = Math.max(deepest, depth[operand.id()] + 1);
        }
      }
      depth[value.id()] = deepest;
    }
    var ends = new ArrayList<Value>();
    addEndUses(ends, part);
    for (Value value : ends) {
      if (canInline(value, part, depth)) {
        inlined.set(value.id());
      }
    }
  }

  private boolean canInline(Value value, Part part, int[] depth) {
    return value.op().isPure()
        && !value.isConst()
        && partition.uses(value) == 1
        && definition[value.id()] == part
        && user[value.id()] == part
        && depth[value.id()] < MAX_DEPTH;
  }

  /** Finds the homes of {@code chunk} and where each is live, by the usual backward iteration. */
  private void findHomes(Chunk chunk, int[] index) {
    int parts = chunk.parts.size();
    var exposed = new BitSet[parts];
    var defined = new BitSet[parts];
    for (int i = 0; i < parts; i++) {
      exposed[i] = new BitSet();
      defined[i] = new BitSet();
    }
    for (Part part : chunk.parts) {
      for (Value value : uses(part)) {
        if (!hasHome(value)) {
          continue;
        }
        int home = index[value.id()];
        if (home >= chunk.homes.size() || chunk.homes.get(home) != value) {
          home = chunk.homes.size();
          index[value.id()] = home;
          chunk.homes.add(value);
        }
        Part origin = definition[value.id()];
        if (origin != part) {
          exposed[part.index].set(home);
        }
        if (origin.chunk == chunk) {
          defined[origin.index].set(home);
        }
      }
    }
    chunk.liveIn = exposed; // grows from what is exposed to what is live
    var liveOut = new BitSet();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = parts - 1; i >= 0; i--) {
        liveOut.clear();
        for (Part successor : partition.successors(chunk.parts.get(i))) {
          if (successor.chunk == chunk) {
            liveOut.or(chunk.liveIn[successor.index]);
          }
        }
        liveOut.andNot(defined[i]);
        int before = chunk.liveIn[i].cardinality();
        chunk.liveIn[i].or(liveOut);
        changed |= chunk.liveIn[i].cardinality() != before;
      }
    }
  }

  private void findFramed(Chunk chunk) {
    for (Part entry : chunk.entries) {
      if (entry.first) {
        for (Value param : entry.block.params()) {
          if (isUsed(param)) {
            giveSlot(param);
          }
        }
      }
      BitSet live = chunk.liveIn[entry.index];
      for (int home = live.nextSetBit(0); home >= 0; home = live.nextSetBit(home + 1)) {
        Value value = chunk.homes.get(home);
        giveSlot(value);
        framed.set(value.id());
      }
    }
  }

  private void giveSaved(Part part) {
    for (int i = part.low; i < part.high; i++) {
      Value param = part.moved.block().param(i);
      if (isUsed(param) && Partition.isSaved(part.moved, i) && saved[param.id()] == 0) {
        saved[param.id()] = newSlot(param);
      }
    }
  }

  private int newSlot(Value value) {
    return value.type().isReference() ? references++ : longs++;
  }

  private void giveSlot(Value value) {
    if (slot[value.id()] < 0) {
      slot[value.id()] = newSlot(value);
    }
  }
}
