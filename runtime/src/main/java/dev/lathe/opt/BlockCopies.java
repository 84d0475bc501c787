package dev.lathe.opt;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies blocks into blocks on the edges to them, and mends what uses their values: a copy makes a
 * second definition of each, so below the copied block they become parameters.
 */
final class BlockCopies extends LoopClosure {
  /** A copy of {@code original} in {@code into}: its values, parameters first. */
  record Copy(Block original, Block into, Value[] values) {}

  /** A target at the end of a copy. */
  private record CopiedEdge(Copy copy, Target target) {}

  private final Function function;
  private final List<CopiedEdge>[] edgesTo; // by block id
  private final int[] places; // by value id: among the values of its block

  /** Of {@code function}, whose blocks to copy into are there already. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of lists
  BlockCopies(Function function) {
    super(function);
    this.function = function;
    this.edgesTo = new List[function.blockCount()];
    this.places = new int[function.valueCount()];
  }

  /**
   * Appends the values of {@code original} to {@code into}, which does no more than jump there. No
   * child of a block in the dominator tree may be copied where that block is. The caller sets the
   * terminator of {@code into} afterwards, with targets that {@link #target} makes.
   */
  Copy copy(Block original, Block into) {
    List<Value> entering = ((Terminator.Jump) into.terminator()).target().arguments();
    int paramCount = original.params().size();
    var copied = new Value[paramCount + original.values().size()];
    for (int p = 0; p < paramCount; p++) {
      places[original.param(p).id()] = p;
      copied[p] = entering.get(p);
    }
    var values = new ArrayList<Value>(into.values());
    var copy = new Copy(original, into, copied);
    for (int i = 0; i < original.values().size(); i++) {
      Value value = original.values().get(i);
      places[value.id()] = paramCount + i;
      copied[paramCount + i] = copyOf(value, copy);
      values.add(copied[paramCount + i]);
    }
    into.setValues(values);
    if (!isInRegion(original)) {
      addRegion(List.of(original));
    }
    return copy;
  }

  /** A target for the end of {@code copy} that goes where {@code target} of its original goes. */
  Target target(Copy copy, Target target) {
    var made = new Target(target.block());
    for (int i = 0; i < target.arguments().size(); i++) {
      made.arguments().add(copied(target.arguments().get(i), copy));
    }
    int to = target.block().id();
    if (edgesTo[to] == null) {
      edgesTo[to] = new ArrayList<>();
    }
    edgesTo[to].add(new CopiedEdge(copy, made));
    return made;
  }

  /** What {@code copy} has for {@code value}, which its original uses. */
  Value copied(Value value, Copy copy) {
    return value.block() == copy.original ? copy.values[places[value.id()]] : value;
  }

  private Value copyOf(Value value, Copy copy) {
    var operands = new Value[value.operandCount()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = copied(value.operand(i), copy);
    }
    return function.newValue(value.op(), value.type(), value.attribute(), operands, value.line());
  }

  /** Mends all uses, after the last copy has got its terminator. */
  void mend() {
    run();
  }

  @Override
  void added(Value value, Block child) {
    List<CopiedEdge> edges = edgesTo[child.id()];
    for (int e = 0; edges != null && e < edges.size(); e++) {
      Copy copy = edges.get(e).copy;
      pass(edges.get(e).target, copy.into, copied(value, copy));
    }
  }
}
