package dev.lathe.vector;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The body of a round of a nest: what iterations of the outer loop compute, for several at once.
 * Blocks follow each other, with masks where branches were, and inner loops are loops. One whose
 * lanes leave at different times goes on until none is active:
 *
 * <pre>{@code
 * while (c(x)) x = f(x);        active = c(x);
 *                               do { y = f(x); x = active ? y : x; active &= c(y); } while (any(active));
 * }</pre>
 *
 * <p>What is not used behind the loop may be anything in lanes that have left. Each value is made
 * where it is needed first; all that comes later is behind that, as no loop is passed by.
 */
final class NestBody {
  private final NestShape shape;
  private final NestPlan plan;
  private final Function function;
  private final NestValues values;
  private final Map<Block, Value[]> masks = new HashMap<>();
  private final Map<Target, Value[]> left = new HashMap<>(); // which lanes took an exit
  private RoundBlock round;

  /**
   * @param jam null if nothing of the loop around goes along
   * @param before where what does not change is computed
   */
  NestBody(
      NestShape shape,
      NestPlan plan,
      NestJam jam,
      RoundBlock before,
      RoundBlock round,
      NestValues.Outside outside) {
    this.shape = shape;
    this.plan = plan;
    this.function = round.block.function();
    this.values = new NestValues(shape, plan, jam, before, outside, this);
    masks.put(shape.region.nodes().getFirst(), null);
    continueIn(round);
  }

  /** Says where the round goes on. */
  void continueIn(RoundBlock next) {
    round = next;
    values.continueIn(next);
  }

  /** Where the round has come to. */
  RoundBlock round() {
    return round;
  }

  NestValues values() {
    return values;
  }

  /** Says which lanes are on, where not all are. */
  void setOn(Value[] mask) {
    masks.put(shape.region.nodes().getFirst(), mask);
  }

  /** Does all that has an effect. */
  void run() {
    for (Block node : shape.region.nodes()) {
      NestRegion loop = null;
      for (NestRegion each : shape.inner.values()) {
        loop = each.nodes().getFirst() == node ? each : loop;
      }
      if (loop == null) {
        access(node);
      } else if (shape.isDivergent(loop.loop())) {
        runDivergent(loop);
      } else {
        runUniform(loop);
      }
    }
  }

  private void access(Block block) {
    for (Value value : block.values()) {
      NestShape.Access access = shape.accesses.get(value);
      if (access != null) {
        Value[] mask = access.isUniform() ? null : mask(regionOf(block), block);
        values.access(access, mask);
      }
    }
  }

  // ---- loops

  /** A loop that all lanes leave at once. */
  private void runUniform(NestRegion loop) {
    Block header = loop.nodes().getFirst();
    masks.put(header, mask(shape.region, header));
    var body = new RoundBlock(function.addBlock());
    enter(loop, new Target(body.block), body);
    for (Block block : loop.nodes()) {
      access(block);
    }
    NestRegion.Edge back = loop.backs().getFirst();
    var again = new Target(body.block);
    for (Value param : header.params()) {
      pass(again, param, back.target().arguments().get(param.paramIndex()));
    }
    var branch = (Terminator.Branch) back.from().terminator();
    Value stays = values.scalar(branch.condition(), 0);
    var after = new RoundBlock(function.addBlock());
    var onward = new Target(after.block);
    boolean then = branch.then() == back.target();
    round.block.setTerminator(
        new Terminator.Branch(stays, then ? again : onward, then ? onward : again));
    continueIn(after);
  }

  /** Passes what an inner loop begins with, and goes on in it. */
  private void enter(NestRegion loop, Target into, RoundBlock body) {
    Block header = loop.nodes().getFirst();
    for (Block block : loop.nodes()) {
      for (Value value : block.values()) {
        for (int k = 0; k < value.operandCount(); k++) {
          compute(value.operand(k), loop);
        }
      }
    }
    for (Value param : header.params()) {
      for (int u = 0; u < values.copies(param); u++) {
        if (shape.isVarying(param)) {
          into.arguments().addAll(List.of(merged(param, u)));
        }
        if (isScalar(param)) {
          into.arguments().add(values.scalar(argument(param), u));
        }
      }
    }
    for (Value param : header.params()) {
      for (int u = 0; u < values.copies(param); u++) {
        if (shape.isVarying(param)) {
          values.setParts(param, u, params(body, values.type(param.type())));
        }
        if (isScalar(param)) {
          values.setScalar(param, u, body.block.addParam(param.type()));
        }
      }
    }
    round.block.setTerminator(new Terminator.Jump(into));
    continueIn(body);
  }

  /** Computes what {@code loop} uses and does not change. */
  private void compute(Value value, NestRegion loop) {
    if (value.isConst()
        || !shape.contains(value)
        || value.type().isReference()
        || loop.has(value.block())) {
      return;
    }
    for (int u = 0; u < values.copies(value); u++) {
      if (shape.isVarying(value) && NestIndex.of(value, shape) == null) {
        values.parts(value, u);
      } else {
        values.scalar(value, u);
      }
    }
  }

  private Value[] params(RoundBlock block, Type type) {
    var all = new Value[plan.parts()];
    for (int p = 0; p < all.length; p++) {
      all[p] = block.block.addParam(type);
    }
    return all;
  }

  /** True if a parameter of an inner loop's header is the same in all lanes that are active. */
  private boolean isScalar(Value param) {
    return !shape.isVarying(param) || shape.isCounter(param);
  }

  private void pass(Target target, Value param, Value argument) {
    for (int u = 0; u < values.copies(param); u++) {
      if (shape.isVarying(param)) {
        target.arguments().addAll(List.of(values.parts(argument, u)));
      }
      if (isScalar(param)) {
        target.arguments().add(values.scalar(argument, u));
      }
    }
  }

  /** A loop that each lane leaves when its own condition says so. */
  private void runDivergent(NestRegion loop) {
    Block header = loop.nodes().getFirst();
    Value[] entered = mask(shape.region, header);
    Target back = loop.backs().getFirst().target();
    Map<Value, Value> frozen = new HashMap<>(); // by what is used behind the loop: the parameter
    for (Value param : header.params()) {
      Value next = back.arguments().get(param.paramIndex());
      if (shape.isVarying(param) && shape.liveOut(loop.loop()).contains(next)) {
        frozen.putIfAbsent(next, param);
      }
    }
    Set<Value> kept = new HashSet<>(shape.liveOut(loop.loop()));
    kept.removeAll(frozen.keySet());
    List<Value> outs = shape.liveOut(loop.loop()).stream().filter(kept::contains).toList();
    boolean several = loop.exits().size() > 1;

    var body = new RoundBlock(function.addBlock());
    var into = new Target(body.block);
    Type mask = Type.BOOL.withLanes(plan.width());
    Value[] first = entered == null ? values.constant(Type.BOOL, 1, mask) : entered;
    Value[] none = values.constant(Type.BOOL, 0, mask);
    Map<Value, Value[]> zeros = new HashMap<>();
    for (Value out : outs) {
      zeros.put(out, values.constant(out.type(), 0, values.type(out.type())));
    }
    enter(loop, into, body);
    into.arguments().addAll(List.of(first));
    Value[] active = params(body, mask);
    Map<Value, Value[]> kepts = new HashMap<>();
    for (Value out : outs) {
      into.arguments().addAll(List.of(zeros.get(out)));
      kepts.put(out, params(body, values.type(out.type())));
    }
    Map<Target, Value[]> exited = new HashMap<>();
    for (NestRegion.Edge exit : several ? loop.exits() : List.<NestRegion.Edge>of()) {
      into.arguments().addAll(List.of(none));
      exited.put(exit.target(), params(body, mask));
    }
    // the header's mask is, in the loop, what is active; behind it, what had come to it
    masks.put(header, active);
    for (Block block : loop.nodes()) {
      access(block);
    }
    Value[] stays = mask(loop, loop.backs().getFirst());
    var again = new Target(body.block);
    Map<Value, Value[]> finals = new HashMap<>();
    for (Value param : header.params()) {
      Value next = back.arguments().get(param.paramIndex());
      if (frozen.get(next) == param) {
        Value[] now = values.select(active, values.parts(next, 0), values.parts(param, 0));
        finals.put(next, now);
        again.arguments().addAll(List.of(now));
        if (isScalar(param)) {
          again.arguments().add(values.scalar(next, 0));
        }
      } else {
        pass(again, param, next);
      }
    }
    again.arguments().addAll(List.of(stays));
    Value[] leaving = null;
    for (NestRegion.Edge exit : loop.exits()) {
      Value[] each = mask(loop, exit);
      leaving = leaving == null ? each : combined(Op.OR, leaving, each);
    }
    for (Value out : outs) {
      Value[] now = values.select(leaving, values.parts(out, 0), kepts.get(out));
      finals.put(out, now);
      again.arguments().addAll(List.of(now));
    }
    for (NestRegion.Edge exit : several ? loop.exits() : List.<NestRegion.Edge>of()) {
      Value[] now = combined(Op.OR, exited.get(exit.target()), mask(loop, exit));
      left.put(exit.target(), now);
      again.arguments().addAll(List.of(now));
    }
    Value any = stays[0];
    for (int p = 1; p < stays.length; p++) {
      any = round.op(Op.OR, mask, any, stays[p]);
    }
    Value bits = round.op(Op.MASKBITS, Type.I64, any);
    Value goesOn = round.compare(IntPredicate.NE, bits, round.constant(Type.I64, 0));
    var after = new RoundBlock(function.addBlock());
    round.block.setTerminator(new Terminator.Branch(goesOn, again, new Target(after.block)));
    continueIn(after);
    if (!several) {
      left.put(loop.exits().getFirst().target(), entered);
    }
    finals.forEach((value, all) -> values.setParts(value, 0, all));
    masks.put(header, entered);
  }

  // ---- control flow

  private NestRegion regionOf(Block block) {
    for (NestRegion each : shape.inner.values()) {
      if (each.has(block)) {
        return each;
      }
    }
    return shape.region;
  }

  /** Which lanes come to {@code node}; null for all. */
  private Value[] mask(NestRegion region, Block node) {
    if (masks.containsKey(node)) {
      return masks.get(node);
    }
    Block equivalent = region.equivalent(node);
    Value[] mask = null;
    if (equivalent != null) {
      mask = mask(region, equivalent);
    } else {
      for (NestRegion.Edge edge : region.into(node)) {
        Value[] passed = mask(region, edge);
        mask = mask == null ? passed : combined(Op.OR, mask, passed);
      }
    }
    masks.put(node, mask);
    return mask;
  }

  /** Which lanes take {@code edge}; null for all. */
  private Value[] mask(NestRegion region, NestRegion.Edge edge) {
    Block from = edge.from();
    if (region == shape.region && regionOf(from) != region) { // out of an inner loop
      return left.containsKey(edge.target())
          ? left.get(edge.target())
          : mask(region, region.node(from));
    }
    Value[] mask = mask(region, from);
    if (!region.isFork(from)) {
      return mask;
    }
    var branch = (Terminator.Branch) from.terminator();
    Value[] taken = values.parts(branch.condition(), 0);
    if (branch.then() != edge.target()) {
      var not = new Value[taken.length];
      for (int p = 0; p < not.length; p++) {
        not[p] = round.op(Op.NOT, taken[p].type(), taken[p]);
      }
      taken = not;
    }
    return mask == null ? taken : combined(Op.AND, mask, taken);
  }

  private Value[] combined(Op op, Value[] a, Value[] b) {
    if (a == null || b == null) {
      return op == Op.AND ? a == null ? b : a : null;
    }
    var all = new Value[a.length];
    for (int p = 0; p < all.length; p++) {
      all[p] = round.op(op, a[p].type(), a[p], b[p]);
    }
    return all;
  }

  /** The argument that all edges pass for {@code param}, which is no merge of several. */
  Value argument(Value param) {
    NestRegion region = around(param.block());
    return region.into(param.block()).getFirst().target().arguments().get(param.paramIndex());
  }

  /** The region in which {@code block} is a node that edges go to. */
  private NestRegion around(Block block) {
    NestRegion region = regionOf(block);
    return region.nodes().getFirst() == block ? shape.region : region;
  }

  /** What the edge that a lane takes passes. */
  Value[] merged(Value param, int copy) {
    NestRegion region = around(param.block());
    Value[] merged = null;
    for (NestRegion.Edge edge : region.into(param.block()).reversed()) {
      Value[] argument = values.parts(edge.target().arguments().get(param.paramIndex()), copy);
      Value[] mask = merged == null ? null : mask(region, edge);
      merged = mask == null ? argument : values.select(mask, argument, merged);
    }
    return merged;
  }
}
