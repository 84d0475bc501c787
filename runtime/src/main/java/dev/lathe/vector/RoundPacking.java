package dev.lathe.vector;

import dev.lathe.analysis.IndexProofs;
import dev.lathe.ir.Element;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/** What a round stores one after the other: the lanes that are on. */
final class RoundPacking {
  private final Packing packing;
  private final VectorPlan plan;
  private final RoundBody body;
  private final RoundBlock round;

  RoundPacking(Packing packing, VectorPlan plan, RoundBody body, RoundBlock round) {
    this.packing = packing;
    this.plan = plan;
    this.body = body;
    this.round = round;
  }

  /** The lanes that are moved together: no processor moves narrow ones. */
  static Type.Kind kind(Element element) {
    Type.Kind kind = element.lane();
    return kind.bits() < 32 ? Type.Kind.I32 : kind;
  }

  private Value count() {
    return body.parts(packing.param())[0];
  }

  /** How many lanes of {@code mask} are on. */
  private Value number(Value mask) {
    Value bits = round.op(Op.MASKBITS, Type.I64, mask);
    return round.op(Op.TRUNC, Type.I32, round.op(Op.POPCNT, Type.I64, bits));
  }

  /** The parameter in the next round. */
  Value next() {
    Value sum = count();
    for (Value mask : body.mask(packing.block())) {
      sum = round.op(Op.IADD, Type.I32, sum, number(mask));
    }
    return sum;
  }

  /**
   * Whether the last index of the round is none of the array, or the first is negative: without
   * signs both are too great.
   */
  Value isBeyond(Value check, RoundBlock block) {
    Value end = block.op(Op.ZEXT, Type.I64, count());
    for (Value mask : body.mask(packing.block())) {
      Value bits = block.op(Op.MASKBITS, Type.I64, mask);
      end = block.op(Op.IADD, Type.I64, end, block.op(Op.POPCNT, Type.I64, bits));
    }
    Value reference = body.uniform(IndexProofs.origin(check.operand(0)));
    Value length = block.op(Op.ALEN, Type.I32, reference);
    return block.compare(IntPredicate.GT, end, block.op(Op.ZEXT, Type.I64, length));
  }

  /** Does a store. */
  void store(MemoryAccess access) {
    Value store = access.value();
    Type.Kind kind = kind(access.element());
    Type type = Type.vector(kind, plan.lanes(kind));
    Type stored = type.withKind(access.element().lane());
    Value[] values = body.parts(store.operand(2), kind);
    Value[] mask = body.regrouped(body.mask(packing.block()), type.lanes());
    Value reference = body.uniform(access.reference());
    Value index = count();
    round.line(store.line());
    for (int p = 0; p < values.length; p++) {
      Value packed = round.op(Op.COMPRESS, type, values[p], mask[p]);
      Value given = stored == type ? packed : round.op(Op.TRUNC, stored, packed);
      Value number = number(mask[p]);
      Value on = round.op(Op.FIRSTLANES, type.mask(), number);
      long code = store.access().forProven().code();
      Value token = round.make(Op.PROVEN, Type.I32, code, reference, index);
      round.make(Op.VSTORE, Type.VOID, store.access().code(), reference, token, given, on);
      index = round.op(Op.IADD, Type.I32, index, number);
    }
  }
}
