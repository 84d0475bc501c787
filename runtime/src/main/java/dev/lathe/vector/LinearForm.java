package dev.lathe.vector;

import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.HashMap;
import java.util.Map;

/** An integer as a sum of products of values and constants, and a constant; wraps as its type. */
final class LinearForm {
  private static final int MAX_VALUES = 32;

  private final Type type;
  private final Map<Value, Long> terms = new HashMap<>();
  private long constant;
  private int left = MAX_VALUES;

  private LinearForm(Type type) {
    this.type = type;
  }

  static LinearForm of(Value value) {
    var form = new LinearForm(value.type());
    form.add(value, 1);
    return form;
  }

  private void add(Value value, long factor) {
    if (--left < 0) {
      addTerm(value, factor);
      return;
    }
    switch (value.op()) {
      case CONST -> constant += value.bits() * factor;
      case IADD -> {
        add(value.operand(0), factor);
        add(value.operand(1), factor);
      }
      case ISUB -> {
        add(value.operand(0), factor);
        add(value.operand(1), -factor);
      }
      case INEG -> add(value.operand(0), -factor);
      case IMUL -> {
        Value by = value.operand(1);
        if (by.isConst()) {
          add(value.operand(0), factor * by.bits());
        } else {
          addTerm(value, factor);
        }
      }
      case SHL -> {
        Value by = value.operand(1);
        if (by.isConst()) {
          add(value.operand(0), factor << (by.bits() & type.bits() - 1));
        } else {
          addTerm(value, factor);
        }
      }
      case INDEX, PROVEN -> add(value.operand(1), factor);
      default -> addTerm(value, factor);
    }
  }

  private void addTerm(Value value, long factor) {
    long sum = wrap(terms.getOrDefault(value, 0L) + factor);
    if (sum == 0) {
      terms.remove(value);
    } else {
      terms.put(value, sum);
    }
  }

  private long wrap(long bits) {
    return type == Type.I32 ? (int) bits : bits;
  }

  /** What this is more than {@code other}, or null if that is no constant. */
  Long minus(LinearForm other) {
    return type == other.type && terms.equals(other.terms)
        ? Long.valueOf(wrap(constant - other.constant))
        : null;
  }
}
