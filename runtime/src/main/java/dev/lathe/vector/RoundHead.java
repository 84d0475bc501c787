package dev.lathe.vector;

import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The iterations before the first one that finds its element at the beginning of a cache line, as a
 * round of one register whose first lanes are off:
 *
 * <pre>{@code
 * if (i + 40 < n && (off = lineoffset(a, i)) != 0) {
 *   do body(i - off .. i + 7 - off) but the first off, i += 8 - off;
 * }
 * }</pre>
 *
 * <p>The line that it loads and stores is none that the next round does, which would have to wait
 * for it otherwise. How long it is depends on where arrays are at that moment; what it and the
 * rounds after it compute does not, so it matters for time only if these move.
 */
final class RoundHead {
  private final LoopShape shape;
  private final Map<Value, RoundReduction> kinds;
  private final VectorPlan masked;
  private final RoundBlock inner;
  private final Map<Value, Value[]> firsts = new HashMap<>(); // without this round
  private final Map<Value, Value[]> given = new HashMap<>(); // what rounds begin with

  /**
   * @param kinds what the rounds that follow keep of reductions, by parameter of the loop's header
   * @param masked the plan of this round
   * @param inner the block before them
   */
  RoundHead(
      LoopShape shape, Map<Value, RoundReduction> kinds, VectorPlan masked, RoundBlock inner) {
    this.shape = shape;
    this.kinds = kinds;
    this.masked = masked;
    this.inner = inner;
  }

  /**
   * Makes the round.
   *
   * @param first where what does not change is computed
   * @param begin the block before it, which ends here
   * @param many whether there are so many iterations that it is worth it
   * @param values what the first iteration takes over, by parameter of the loop's header: of
   *     reductions, in a register as this round has it
   * @param entering what the header's parameters are at first
   * @param outside what values of other loops are before this one
   */
  void run(
      LineAlignment alignment,
      RoundBlock first,
      RoundBlock begin,
      Value many,
      Map<Value, Value> values,
      List<Value> entering,
      UnaryOperator<Value> outside) {
    var function = first.block.function();
    var ask = new RoundBlock(function.addBlock());
    var head = new RoundBlock(function.addBlock());
    var aligned = new Target(inner.block);
    List<Value> carried = new ArrayList<>();
    for (Value param : shape.counted.loop().header().params()) {
      if (RoundTail.isCarried(shape, param)) {
        carried.add(param);
        enter(param, values.get(param), first, aligned);
      }
    }
    begin.block.setTerminator(new Terminator.Branch(many, new Target(ask.block), aligned));

    var asking = new RoundBody(shape, masked, null, first, ask, entering, outside);
    carried.forEach(param -> asking.setScalar(param, values.get(param)));
    Value access = alignment.access().value();
    Value reference = asking.uniform(alignment.access().reference());
    Value index = asking.scalar(access.operand(1));
    Value off = ask.make(Op.LINEOFFSET, Type.I32, access.access().code(), reference, index);
    if (masked.lanes() * alignment.access().element().bytes() < LineAlignment.LINE) {
      off = ask.op(Op.AND, Type.I32, off, ask.constant(Type.I32, masked.lanes() - 1));
    }
    Value none = ask.compare(IntPredicate.EQ, off, ask.constant(Type.I32, 0));
    var same = new Target(inner.block);
    same.arguments().addAll(aligned.arguments());
    ask.block.setTerminator(new Terminator.Branch(none, same, new Target(head.block)));

    Type mask = Type.BOOL.withLanes(masked.lanes());
    Value on = head.op(Op.NOT, mask, head.op(Op.FIRSTLANES, mask, off));
    var body = new RoundBody(shape, masked, null, first, head, entering, outside);
    body.setOn(off, on);
    for (Value param : carried) {
      if (shape.reductions.containsKey(param)) {
        RoundReduction.enter(shape.reductions.get(param), values.get(param), body);
      } else {
        body.setScalar(param, values.get(param));
      }
    }
    body.run(_ -> {});
    var onward = new Target(inner.block);
    for (Value param : carried) {
      Reduction reduction = shape.reductions.get(param);
      Value before = values.get(param);
      if (reduction == null) {
        long stride = shape.affine(param).stride();
        onward.arguments().add(head.sum(body.back(before, stride), stride * masked.lanes()));
      } else {
        Value lanes = RoundReduction.left(reduction, before, on, body);
        Value[] kept = kinds.get(param).first(firsts.get(param), lanes, head);
        onward.arguments().addAll(List.of(kept));
      }
    }
    head.block.setTerminator(new Terminator.Jump(onward));
  }

  /** Gives the rounds parameters for what they begin with. */
  private void enter(Value param, Value value, RoundBlock first, Target aligned) {
    RoundReduction kind = kinds.get(param);
    Value[] all =
        kind == null ? new Value[] {value} : kind.first(value.operand(0), first); // a splat
    var params = new Value[all.length];
    for (int i = 0; i < params.length; i++) {
      params[i] = inner.block.addParam(all[i].type());
    }
    aligned.arguments().addAll(List.of(all));
    firsts.put(param, all);
    given.put(param, params);
  }

  /** What a counter is where the rounds begin; null for what is none. */
  Value start(Value param) {
    return given.containsKey(param) ? given.get(param)[0] : null;
  }

  /** What rounds keep of a reduction where they begin. */
  Value[] kept(Value param) {
    return given.get(param);
  }
}
