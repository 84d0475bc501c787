package dev.lathe.vector;

import dev.lathe.ir.Block;
import dev.lathe.ir.Element;
import dev.lathe.ir.Function;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.Arrays;
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
  private final RoundBlock before; // where what does not change is computed
  private final Map<Value, Value> scalars = new HashMap<>(); // of all lanes, or of the first
  private final Map<Value, Value[]> parts = new HashMap<>();
  private final Map<Value, Map<Type, Value>> splats = new HashMap<>();
  private final Map<Block, Value[]> masks = new HashMap<>();
  private final Map<Target, Value[]> left = new HashMap<>(); // which lanes took an exit
  private RoundBlock round;

  NestBody(NestShape shape, NestPlan plan, RoundBlock before, RoundBlock round) {
    this.shape = shape;
    this.plan = plan;
    this.before = before;
    this.round = round;
    this.function = round.block.function();
  }

  /** Where the round has come to. */
  RoundBlock round() {
    return round;
  }

  /** Says what is the same in all lanes, or what the counter is in the first. */
  void setScalar(Value value, Value scalar) {
    scalars.put(value, scalar);
  }

  /** Does all that has an effect. */
  void run() {
    masks.put(shape.region.nodes().getFirst(), null);
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
      if (access != null && value.op().writes()) {
        store(value);
      } else if (access != null && access.isUniform()) {
        Value loaded = loadOnce(value);
        scalars.put(value, loaded);
        parts.put(value, filled(round.op(Op.SPLAT, type(value.type()), loaded)));
      } else if (access != null) {
        parts.put(value, load(value));
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
    Value stays = scalar(branch.condition());
    var after = new RoundBlock(function.addBlock());
    var onward = new Target(after.block);
    boolean then = branch.then() == back.target();
    round.block.setTerminator(
        new Terminator.Branch(stays, then ? again : onward, then ? onward : again));
    round = after;
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
      if (shape.isVarying(param)) {
        into.arguments().addAll(List.of(merged(param)));
      }
      if (isScalar(param)) {
        into.arguments().add(scalar(argument(param)));
      }
    }
    for (Value param : header.params()) {
      if (shape.isVarying(param)) {
        parts.put(param, params(body, type(param.type())));
      }
      if (isScalar(param)) {
        scalars.put(param, body.block.addParam(param.type()));
      }
    }
    round.block.setTerminator(new Terminator.Jump(into));
    round = body;
  }

  /** Computes what {@code loop} uses and does not change. */
  private void compute(Value value, NestRegion loop) {
    if (value.isConst()
        || !shape.contains(value)
        || value.type().isReference()
        || loop.has(value.block())) {
      return;
    }
    if (shape.isVarying(value) && NestIndex.of(value, shape) == null) {
      parts(value);
    } else {
      scalar(value);
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
    if (shape.isVarying(param)) {
      target.arguments().addAll(List.of(parts(argument)));
    }
    if (isScalar(param)) {
      target.arguments().add(scalar(argument));
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
    Value[] first = entered == null ? splat(before.constant(Type.BOOL, 1), mask) : entered;
    Value[] none = splat(before.constant(Type.BOOL, 0), mask);
    Map<Value, Value[]> zeros = new HashMap<>();
    for (Value out : outs) {
      zeros.put(out, splat(before.constant(out.type(), 0), type(out.type())));
    }
    enter(loop, into, body);
    into.arguments().addAll(List.of(first));
    Value[] active = params(body, mask);
    Map<Value, Value[]> kepts = new HashMap<>();
    for (Value out : outs) {
      into.arguments().addAll(List.of(zeros.get(out)));
      kepts.put(out, params(body, type(out.type())));
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
        Value[] now = select(active, parts(next), parts(param));
        finals.put(next, now);
        again.arguments().addAll(List.of(now));
        if (isScalar(param)) {
          again.arguments().add(scalar(next));
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
      Value[] now = select(leaving, parts(out), kepts.get(out));
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
    round = after;
    if (!several) {
      left.put(loop.exits().getFirst().target(), entered);
    }
    parts.putAll(finals);
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
    Value[] taken = parts(branch.condition());
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
  private Value argument(Value param) {
    NestRegion region = around(param.block());
    return region.into(param.block()).getFirst().target().arguments().get(param.paramIndex());
  }

  /** The region in which {@code block} is a node that edges go to. */
  private NestRegion around(Block block) {
    NestRegion region = regionOf(block);
    return region.nodes().getFirst() == block ? shape.region : region;
  }

  /** What the edge that a lane takes passes. */
  private Value[] merged(Value param) {
    NestRegion region = around(param.block());
    Value[] merged = null;
    for (NestRegion.Edge edge : region.into(param.block()).reversed()) {
      Value[] argument = parts(edge.target().arguments().get(param.paramIndex()));
      Value[] mask = merged == null ? null : mask(region, edge);
      merged = mask == null ? argument : select(mask, argument, merged);
    }
    return merged;
  }

  // ---- scalars

  /** What is the same in all lanes, or what grows regularly is in the first. */
  Value scalar(Value value) {
    if (value.isConst()) {
      return round.constant(value.type(), value.bits());
    }
    Value known = scalars.get(value);
    if (known != null) {
      return known;
    }
    if (!shape.contains(value)) {
      return value;
    }
    Value made;
    if (value.op() == Op.PARAM) {
      made = scalar(argument(value));
    } else if (value.op() == Op.INDEX || value.op() == Op.PROVEN || value.op() == Op.UNLIKELY) {
      made = scalar(value.operand(value.operandCount() - 1));
    } else {
      var operands = new Value[value.operandCount()];
      for (int k = 0; k < operands.length; k++) {
        operands[k] = scalar(value.operand(k));
      }
      round.line(value.line());
      made = round.make(value.op(), value.type(), value.attribute(), operands);
    }
    scalars.put(value, made);
    return made;
  }

  /** What {@code value} is in the last lane. */
  Value last(Value value) {
    if (!shape.isVarying(value)) {
      return scalar(value);
    }
    Value[] all = parts(value);
    return round.make(Op.EXTRACT, value.type(), plan.width() - 1L, all[all.length - 1]);
  }

  // ---- lanes

  private Type type(Type scalar) {
    return scalar.withLanes(plan.width());
  }

  /** A vector for each part. */
  Value[] parts(Value value) {
    if (!shape.isVarying(value)) {
      return splat(value);
    }
    Value[] known = parts.get(value);
    if (known == null) {
      round.line(value.line());
      known = compute(value);
      parts.put(value, known);
    }
    return known;
  }

  private Value[] splat(Value uniform) {
    Type type = type(uniform.type());
    Map<Type, Value> known = splats.computeIfAbsent(uniform, _ -> new HashMap<>());
    Value splat = known.get(type);
    if (splat == null) {
      boolean outside = uniform.isConst() || !shape.contains(uniform);
      splat =
          uniform.isConst()
              ? before.op(Op.SPLAT, type, before.constant(uniform.type(), uniform.bits()))
              : (outside ? before : round).op(Op.SPLAT, type, scalar(uniform));
      known.put(type, splat);
    }
    return filled(splat);
  }

  private Value[] splat(Value constant, Type type) {
    return filled(before.op(Op.SPLAT, type, constant));
  }

  private Value[] filled(Value vector) {
    var all = new Value[plan.parts()];
    Arrays.fill(all, vector);
    return all;
  }

  private Value[] compute(Value value) {
    if (shape.isSameInLanes(value)) {
      return filled(round.op(Op.SPLAT, type(value.type()), scalar(value)));
    }
    return switch (value.op()) {
      case PARAM -> value == shape.counter() ? counter() : merged(value);
      case INDEX, PROVEN, UNLIKELY -> parts(value.operand(value.operandCount() - 1));
      case SELECT -> select(value);
      case ZEXT -> value.operand(0).type().isBool() ? number(value) : lanewise(value);
      case LOAD -> throw new AssertionError("not loaded: " + value);
      default -> lanewise(value);
    };
  }

  /** The first lane's, and what the others are more. */
  private Value[] counter() {
    Type type = type(Type.I32);
    Value first = round.op(Op.SPLAT, type, scalar(shape.counter()));
    var all = new Value[plan.parts()];
    for (int p = 0; p < all.length; p++) {
      var more = new long[type.lanes()];
      for (int i = 0; i < more.length; i++) {
        more[i] = (long) p * type.lanes() + i;
      }
      all[p] = round.op(Op.IADD, type, first, before.lanes(type, more));
    }
    return all;
  }

  private Value[] lanewise(Value value) {
    boolean shift = value.op().shape() == Op.Shape.SHIFT;
    boolean lookup = value.op() == Op.LOOKUP;
    var operands = new Value[value.operandCount()][];
    for (int k = 0; k < operands.length; k++) {
      boolean scalar = lookup && k > 0 || shift && k == 1 && !shape.isVarying(value.operand(k));
      operands[k] = scalar ? filled(scalar(value.operand(k))) : parts(value.operand(k));
    }
    round.line(value.line());
    var all = new Value[plan.parts()];
    for (int p = 0; p < all.length; p++) {
      var part = new Value[operands.length];
      for (int k = 0; k < part.length; k++) {
        part[k] = operands[k][p];
      }
      all[p] = round.make(value.op(), type(value.type()), value.attribute(), part);
    }
    return all;
  }

  private Value[] select(Value value) {
    Value condition = value.operand(0);
    Value[] a = parts(value.operand(1));
    Value[] b = parts(value.operand(2));
    return select(shape.isVarying(condition) ? parts(condition) : filled(scalar(condition)), a, b);
  }

  private Value[] select(Value[] conditions, Value[] a, Value[] b) {
    var all = new Value[a.length];
    for (int p = 0; p < all.length; p++) {
      all[p] = a[p] == b[p] ? a[p] : round.op(Op.SELECT, a[p].type(), conditions[p], a[p], b[p]);
    }
    return all;
  }

  /** 1 where a truth holds, else 0. */
  private Value[] number(Value value) {
    Type type = type(value.type());
    Value[] one = splat(before.constant(value.type(), 1), type);
    Value[] zero = splat(before.constant(value.type(), 0), type);
    return select(parts(value.operand(0)), one, zero);
  }

  // ---- memory

  private Value index(Value access, int part) {
    Value first = round.sum(scalar(access.operand(1)), (long) part * plan.width());
    return proven(access, first);
  }

  private Value proven(Value access, Value index) {
    long code = access.access().forProven().code();
    return round.make(Op.PROVEN, index.type(), code, reference(access), index);
  }

  private Value reference(Value access) {
    return shape.accesses.get(access).reference();
  }

  private Value loadOnce(Value load) {
    round.line(load.line());
    Value token = proven(load, scalar(load.operand(1)));
    return round.make(Op.LOAD, load.type(), load.access().code(), reference(load), token);
  }

  private Value[] load(Value load) {
    Element element = load.element();
    Type type = Type.vector(element.lane(), plan.width());
    Value[] mask = mask(regionOf(load.block()), load.block());
    round.line(load.line());
    var all = new Value[plan.parts()];
    for (int p = 0; p < all.length; p++) {
      Value index = index(load, p);
      long code = load.access().code();
      all[p] =
          mask == null
              ? round.make(Op.VLOAD, type, code, reference(load), index)
              : round.make(Op.VLOAD, type, code, reference(load), index, mask[p]);
      if (element.bytes() < 4) {
        all[p] =
            round.op(
                element == Element.U16 ? Op.ZEXT : Op.SEXT, type.withKind(Type.Kind.I32), all[p]);
      }
    }
    return all;
  }

  private void store(Value store) {
    Element element = store.element();
    Type type = Type.vector(element.lane(), plan.width());
    Value[] values = parts(store.operand(2));
    Value[] mask = mask(regionOf(store.block()), store.block());
    round.line(store.line());
    for (int p = 0; p < values.length; p++) {
      Value stored = element.bytes() < 4 ? round.op(Op.TRUNC, type, values[p]) : values[p];
      Value index = index(store, p);
      long code = store.access().code();
      if (mask == null) {
        round.make(Op.VSTORE, Type.VOID, code, reference(store), index, stored);
      } else {
        round.make(Op.VSTORE, Type.VOID, code, reference(store), index, stored, mask[p]);
      }
    }
  }
}
