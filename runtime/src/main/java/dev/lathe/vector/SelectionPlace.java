package dev.lathe.vector;

import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Where what a {@link Selection} keeps has come from: the round in which each lane has replaced it
 * last, -1 for none. In the end the best of all lanes counts, of these the first or last round, and
 * of these the first or last lane.
 */
final class SelectionPlace {
  /** How many iterations a round may do: a bit of a long for each. */
  static final int MOST = 64;

  /**
   * What counts.
   *
   * @param any whether an iteration has replaced anything
   * @param key what is kept of it
   * @param round the number of its round
   * @param lane its number in that, an i32
   * @param now the number of the round that would be next
   */
  record Found(Value any, Value key, Value round, Value lane, Value now) {}

  private final Selection selection;
  private final VectorPlan plan;
  private final Type type; // of a register of numbers of rounds
  private final Map<RoundBlock, Found> found = new HashMap<>();
  private Value[] kept; // by the owner

  SelectionPlace(Selection selection, VectorPlan plan, boolean wide) {
    this.selection = selection;
    this.plan = plan;
    Type.Kind kind = wide ? Type.Kind.I64 : Type.Kind.I32;
    this.type = Type.vector(kind, plan.lanes(kind));
  }

  int lanes() {
    return type.lanes();
  }

  /** How many values are kept: a register for each part, and the number of the round. */
  int count() {
    return plan.lanes() / type.lanes() + 1;
  }

  Value[] first(RoundBlock before) {
    var all = new Value[count()];
    Arrays.fill(all, before.op(Op.SPLAT, type, before.constant(type.scalar(), -1)));
    all[all.length - 1] = before.op(Op.SPLAT, type, before.constant(type.scalar(), 0));
    return all;
  }

  /** Says what the owner has when a round begins. */
  void enter(Value[] values) {
    kept = values;
  }

  /** True if {@code values} are the owner's when a round begins. */
  boolean isBefore(Value[] values) {
    return values == kept;
  }

  /** Counts the round in those at the end of {@code values}. */
  void next(Value[] values, RoundBody body) {
    RoundBlock round = body.block();
    int at = values.length - count();
    Value number = values[values.length - 1];
    Value[] replaced = replaced(selection.choice(), body);
    replaced = body.regrouped(replaced, type.lanes());
    for (int p = 0; p < replaced.length; p++) {
      values[at + p] = round.op(Op.SELECT, type, replaced[p], number, values[at + p]);
    }
    Value one = round.op(Op.SPLAT, type, round.constant(type.scalar(), 1));
    values[values.length - 1] = round.op(Op.IADD, type, number, one);
  }

  /** Where lanes replace what is kept; null for all or none. */
  private Value[] replaced(Selection.Choice choice, RoundBody body) {
    if (!(choice instanceof Selection.Guarded guarded)) {
      return null;
    }
    Value[] mask = RoundSteps.mask(guarded.guard(), body);
    Value[] on = part(mask, guarded.on(), body);
    Value[] off = part(body.inverse(mask), guarded.off(), body);
    return on == null ? off : off == null ? on : body.combined(Op.OR, on, off);
  }

  /** Null for none. */
  private Value[] part(Value[] mask, Selection.Choice choice, RoundBody body) {
    if (choice instanceof Selection.Always always) {
      return always.replaces() ? mask : null;
    }
    Value[] inner = replaced(choice, body);
    return inner == null ? null : body.combined(Op.AND, mask, inner);
  }

  // ---- after the rounds

  /**
   * Finds what counts.
   *
   * @param values those of the owner
   * @param keys those of the key; null if there is none
   */
  Found find(Value[] values, Value[] keys, RoundBlock end) {
    return found.computeIfAbsent(end, _ -> make(values, keys, end));
  }

  private Found make(Value[] values, Value[] keys, RoundBlock end) {
    int at = values.length - count();
    Value[] rounds = Arrays.copyOfRange(values, at, values.length - 1);
    Value[] best = null; // lanes that have the best key
    Value key = null;
    Value[] candidates = rounds;
    if (keys != null) {
      key = best(keys, end);
      Value all = end.op(Op.SPLAT, keys[0].type(), key);
      best = new Value[keys.length];
      for (int p = 0; p < best.length; p++) {
        best[p] = equal(keys[p], all, end);
      }
      best = end.regrouped(best, type.lanes());
      long worst = !selection.first() ? -1 : type.bits() == 64 ? Long.MAX_VALUE : Integer.MAX_VALUE;
      Value none = end.op(Op.SPLAT, type, end.constant(type.scalar(), worst));
      candidates = new Value[rounds.length];
      for (int p = 0; p < rounds.length; p++) {
        candidates[p] = end.op(Op.SELECT, type, best[p], rounds[p], none);
      }
    }
    Value round = reduced(selection.first() ? Op.IMIN : Op.IMAX, candidates, end);
    Value splat = end.op(Op.SPLAT, type, round);
    var on = new Value[rounds.length];
    for (int p = 0; p < on.length; p++) {
      Value is = end.compare(IntPredicate.EQ, rounds[p], splat);
      on[p] = best == null ? is : end.op(Op.AND, is.type(), is, best[p]);
    }
    Value bits = bits(on, end);
    Value replaced = end.compare(IntPredicate.GE, round, end.constant(round.type(), 0));
    Value some = end.compare(IntPredicate.NE, bits, end.constant(Type.I64, 0));
    Value any = end.op(Op.AND, Type.BOOL, replaced, some);
    Value lane;
    if (selection.first()) {
      lane = end.op(Op.TRUNC, Type.I32, end.op(Op.CTZ, Type.I64, bits));
    } else {
      Value zeros = end.op(Op.TRUNC, Type.I32, end.op(Op.CLZ, Type.I64, bits));
      lane = end.op(Op.ISUB, Type.I32, end.constant(Type.I32, 63), zeros);
    }
    if (key != null && key.type().isFloat()) {
      key = signed(key, keys, lane, end);
    }
    Value now = end.make(Op.EXTRACT, type.scalar(), 0, values[values.length - 1]);
    return new Found(any, key, round, lane, now);
  }

  private Value best(Value[] keys, RoundBlock end) {
    return reduced(selection.greatest() ? Op.IMAX : Op.IMIN, keys, end);
  }

  private static Value equal(Value a, Value b, RoundBlock end) {
    return a.type().isFloat()
        ? end.make(Op.FCMP, a.type().mask(), FloatPredicate.OEQ.ordinal(), a, b)
        : end.compare(IntPredicate.EQ, a, b);
  }

  /** All lanes of all parts as one; floats by comparisons. */
  private static Value reduced(Op op, Value[] parts, RoundBlock end) {
    Value all = parts[0];
    for (int p = 1; p < parts.length; p++) {
      all = combined(op, parts[p], all, end);
    }
    while (all.type().isVector()) {
      int lanes = all.type().lanes() / 2;
      Type half = all.type().withLanes(lanes);
      Value low = end.make(Op.EXTRACT, half, 0, all);
      Value high = end.make(Op.EXTRACT, half, lanes, all);
      all = combined(op, high, low, end);
    }
    return all;
  }

  private static Value combined(Op op, Value a, Value b, RoundBlock end) {
    Type type = a.type();
    if (!type.isFloat()) {
      return end.op(op, type, a, b);
    }
    FloatPredicate predicate = op == Op.IMAX ? FloatPredicate.OGT : FloatPredicate.OLT;
    Value better = end.make(Op.FCMP, type.mask(), predicate.ordinal(), a, b);
    return end.op(Op.SELECT, type, better, a, b);
  }

  /** A bit for each lane of all parts. */
  private static Value bits(Value[] masks, RoundBlock end) {
    Value all = null;
    for (int p = 0; p < masks.length; p++) {
      Value bits = end.op(Op.MASKBITS, Type.I64, masks[p]);
      if (p > 0) {
        long by = (long) p * masks[p].type().lanes();
        bits = end.op(Op.SHL, Type.I64, bits, end.constant(Type.I32, by));
      }
      all = all == null ? bits : end.op(Op.OR, Type.I64, all, bits);
    }
    return all;
  }

  /** Whether the bit of {@code lane} is set, as 1 or 0. */
  private static Value bit(Value bits, Value lane, RoundBlock end) {
    Value low = end.op(Op.USHR, Type.I64, bits, lane);
    return end.op(Op.AND, Type.I64, low, end.constant(Type.I64, 1));
  }

  /** A float that equals what a lane keeps, with the sign that a zero has there. */
  private Value signed(Value key, Value[] keys, Value lane, RoundBlock end) {
    boolean wide = key.type() == Type.F64;
    var negative = new Value[keys.length];
    for (int p = 0; p < keys.length; p++) {
      Type integer = keys[p].type().withKind(wide ? Type.Kind.I64 : Type.Kind.I32);
      Value zeros = end.op(Op.SPLAT, integer, end.constant(integer.scalar(), 0));
      Value bits = end.op(Op.BITCAST, integer, keys[p]);
      negative[p] = end.compare(IntPredicate.LT, bits, zeros);
    }
    Value sign = bit(bits(negative, end), lane, end);
    sign = wide ? sign : end.op(Op.TRUNC, Type.I32, sign);
    sign = end.op(Op.SHL, sign.type(), sign, end.constant(Type.I32, wide ? 63 : 31));
    Value zero = end.constant(key.type(), 0);
    Value isZero = end.make(Op.FCMP, Type.BOOL, FloatPredicate.OEQ.ordinal(), key, zero);
    return end.op(Op.SELECT, key.type(), isZero, end.op(Op.BITCAST, key.type(), sign), key);
  }

  /** What the lane that counts has in {@code parts}. */
  Value lane(Value[] parts, Found found, RoundBlock end) {
    Type of = parts[0].type();
    if (of.isBool()) {
      Value bit = bit(bits(parts, end), found.lane(), end);
      return end.compare(IntPredicate.NE, bit, end.constant(Type.I64, 0));
    }
    boolean wide = of.bits() == 64;
    Type integer = of.withKind(wide ? Type.Kind.I64 : Type.Kind.I32);
    Value lane = wide ? end.op(Op.SEXT, Type.I64, found.lane()) : found.lane();
    Value number = end.op(Op.SPLAT, integer, lane);
    Value zeros = end.op(Op.SPLAT, integer, end.constant(integer.scalar(), 0));
    Value all = null;
    for (int p = 0; p < parts.length; p++) {
      var numbers = new long[of.lanes()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (long) p * numbers.length + i;
      }
      Value is = end.compare(IntPredicate.EQ, end.lanes(integer, numbers), number);
      Value bits = of.isFloat() ? end.op(Op.BITCAST, integer, parts[p]) : parts[p];
      Value only = end.op(Op.SELECT, integer, is, bits, zeros);
      all = all == null ? only : end.op(Op.OR, integer, all, only);
    }
    Value one = reduced(Op.OR, new Value[] {all}, end);
    return of.isFloat() ? end.op(Op.BITCAST, of.scalar(), one) : one;
  }

  /** What grows by {@code stride}, and is {@code first} where the next round would begin. */
  Value after(Value first, long stride, Found found, RoundBlock end) {
    Type of = first.type();
    Value rounds = end.op(Op.ISUB, type.scalar(), found.round(), found.now());
    rounds = converted(rounds, of, end);
    Value iterations = end.op(Op.IMUL, of, rounds, end.constant(of, plan.lanes()));
    iterations = end.op(Op.IADD, of, iterations, converted(found.lane(), of, end));
    Value more = end.op(Op.IMUL, of, iterations, end.constant(of, stride));
    return end.op(Op.IADD, of, first, more);
  }

  private static Value converted(Value value, Type to, RoundBlock end) {
    return value.type() == to ? value : end.op(to == Type.I64 ? Op.SEXT : Op.TRUNC, to, value);
  }
}
