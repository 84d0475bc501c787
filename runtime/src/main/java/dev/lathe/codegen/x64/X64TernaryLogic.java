package dev.lathe.codegen.x64;

import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * And, or, exclusive or and not of up to three values as one {@code vpternlog}, whose immediate
 * says for each of the eight combinations of a bit of all three what comes of it (SDM 2C).
 */
final class X64TernaryLogic {
  /** The bit of each combination for the first, second and third value. */
  private static final int[] COLUMNS = {0xF0, 0xCC, 0xAA};

  /** How many ops are looked at for being one. */
  private static final int MOST = 8;

  private final X64Patterns code;
  private final List<Value> inner = new ArrayList<>(); // that are taken in
  private final List<Value> leaves = new ArrayList<>();

  private X64TernaryLogic(X64Patterns code) {
    this.code = code;
  }

  /** What {@code root}, a bitwise op, is made of; null if that is no more than its own operands. */
  static X64TernaryLogic of(Value root, X64Patterns code) {
    var logic = new X64TernaryLogic(code);
    if (logic.takesAll(root)) {
      return logic.inner.size() == 1 ? null : logic;
    }
    logic.inner.clear();
    logic.leaves.clear();
    logic.take(root);
    for (Value next = logic.expandable(); next != null; next = logic.expandable()) {
      logic.take(next);
    }
    return logic.inner.size() == 1 ? null : logic;
  }

  /** Takes in all that may be; false if that is made of too many values. */
  private boolean takesAll(Value root) {
    take(root);
    for (int i = 0; i < leaves.size(); ) {
      if (mayBeTakenIn(leaves.get(i))) {
        take(leaves.get(i));
        i = 0;
      } else {
        i++;
      }
      if (inner.size() > MOST) {
        return false;
      }
    }
    return leaves.size() <= COLUMNS.length;
  }

  private void take(Value value) {
    leaves.remove(value);
    add(value, leaves);
    inner.add(value);
  }

  private void add(Value value, List<Value> to) {
    for (int k = 0; k < value.operandCount(); k++) {
      Value operand = code.originOf(value.operand(k));
      if (!to.contains(operand)) {
        to.add(operand);
      }
    }
  }

  /** A leaf that may be taken in, rather one that would take in none itself; or null. */
  private Value expandable() {
    Value found = null;
    for (Value leaf : leaves) {
      if (mayBeTakenIn(leaf)) {
        var others = new ArrayList<>(leaves);
        others.remove(leaf);
        add(leaf, others);
        if (others.size() <= COLUMNS.length && (found == null || !takesIn(leaf))) {
          found = leaf;
        }
      }
    }
    return found;
  }

  private boolean takesIn(Value value) {
    for (int k = 0; k < value.operandCount(); k++) {
      if (mayBeTakenIn(code.originOf(value.operand(k)))) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBeTakenIn(Value value) {
    return value.op().domain() == Op.Domain.BIT && value.type().isVector() && code.takesIn(value);
  }

  /** The values that it is made of: one to three. */
  List<Value> leaves() {
    return leaves;
  }

  /** The immediate if the operands are {@code first}, {@code second} and {@code third}. */
  int table(Value first, Value second, Value third) {
    return table(inner.getFirst(), new Value[] {first, second, third}) & 0xFF;
  }

  private int table(Value value, Value[] order) {
    if (!inner.contains(value)) {
      for (int k = 0; k < order.length; k++) {
        if (order[k] == value) {
          return COLUMNS[k];
        }
      }
      throw new AssertionError("no operand: " + value);
    }
    int a = table(code.originOf(value.operand(0)), order);
    if (value.op() == Op.NOT) {
      return ~a;
    }
    int b = table(code.originOf(value.operand(1)), order);
    return value.op() == Op.AND ? a & b : value.op() == Op.OR ? a | b : a ^ b;
  }
}
