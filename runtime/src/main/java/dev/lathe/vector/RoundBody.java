package dev.lathe.vector;

import dev.lathe.analysis.IndexProofs;
import dev.lathe.ir.Block;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The body of a round: what iterations compute, for several at once. A value of the loop is one
 * scalar for the first iteration of the round, from which those of the others follow; or vectors,
 * in parts that together have a lane for each iteration; or the same for all, before the rounds.
 */
final class RoundBody {
  private final LoopShape shape;
  private final VectorPlan plan;
  private final RoundBlock before; // where what does not change is computed
  private RoundBlock round;
  private RoundMemory memory; // at the end of the round
  private final RoundTrees trees; // null where there are none
  private final List<Value> entering; // arguments of the loop's header at first
  private final UnaryOperator<Value> outside; // what stands for a value of another loop
  private final Map<Value, Value> uniforms = new HashMap<>();
  private final Map<Value, Value> scalars = new HashMap<>(); // of the first iteration
  private final Map<Value, Map<Type.Kind, Value[]>> parts = new HashMap<>();
  private final Map<Value, Map<Type, Value>> splats = new HashMap<>();
  private final Map<Value, RoundScan> scans = new HashMap<>(); // by parameter and by what is next
  private final Map<Block, Value[]> masks = new HashMap<>();
  private Value[] on; // null for all lanes
  private Value off; // how many lanes before the first iteration; null for none

  RoundBody(
      LoopShape shape,
      VectorPlan plan,
      RoundTrees trees,
      RoundBlock before,
      RoundBlock round,
      List<Value> entering,
      UnaryOperator<Value> outside) {
    this.shape = shape;
    this.trees = trees;
    this.plan = plan;
    this.before = before;
    this.round = round;
    this.entering = entering;
    this.outside = outside;
    this.memory = new RoundMemory(plan, this, before, round);
  }

  /** Says what a parameter of the header that grows is in the first iteration. */
  void setScalar(Value param, Value scalar) {
    scalars.put(param, scalar);
  }

  /** Says which lanes are on, and how many are off before that of the first iteration, or null. */
  void setOn(Value before, Value... mask) {
    off = before;
    on = mask;
  }

  /** What is in the first lane, if {@code first}, that of the first iteration, grows by that. */
  Value back(Value first, long stride) {
    return off == null ? first : round.less(first, off, stride);
  }

  /** Says what {@code value}, a load or reduction, is in lanes of its own width. */
  void setParts(Value value, Value... all) {
    parts.computeIfAbsent(value, _ -> new HashMap<>()).put(plan.widths().kind(value), all);
  }

  /** Says what is in all lanes of a register where the round begins, of a scan's parameter. */
  void setScan(Value param, Value carry) {
    Scan scan = shape.scans.get(param);
    scans.put(param, new RoundScan(scan, carry, plan, this));
    scans.put(scan.next(), scans.get(param));
  }

  /** The scan that a parameter of the header is. */
  RoundScan scan(Value param) {
    return scans.get(param);
  }

  /**
   * Does what has an effect, in its order, and what that needs; before, decides whether a lane
   * takes an exit.
   *
   * @param exits gets a bool that says so, and continues the body elsewhere
   */
  void run(Consumer<Value> exits) {
    Map<Value, MemoryAccess> accesses = new HashMap<>();
    for (MemoryAccess access : shape.accesses) {
      accesses.put(access.value(), access);
    }
    for (Block block : shape.blocks) {
      for (Value value : block.values()) {
        if (shape.early.contains(value) && accesses.containsKey(value)) {
          load(accesses.remove(value));
        }
        if (shape.checks.contains(value)) {
          boolean packed = shape.packing(value) != null;
          exits.accept(packed ? packing(value).isBeyond(value, round) : isAny(fails(value), block));
        }
      }
      CommonPath.Exit exit = shape.path.exit(block);
      long full = exit == null ? 0 : shape.trees().fullMask(exit);
      if (full != 0) {
        exits.accept(isFull(full));
      } else if (exit != null) {
        Value[] taken = parts(exit.condition());
        exits.accept(isAny(exit.when() ? taken : inverse(taken), block));
      }
    }
    for (Block block : shape.blocks) {
      for (Value value : block.values()) {
        MemoryAccess access = accesses.get(value);
        if (shape.trees().update(value) != null) {
          trees.update(value, this, round);
        } else if (access != null && access.mode() == MemoryAccess.Mode.PACKED) {
          packing(value).store(access);
        } else if (access != null && access.isStore()) {
          store(access);
        } else if (access != null) {
          load(access);
        }
      }
    }
  }

  private void load(MemoryAccess access) {
    AccessGroup group = shape.groups().group(access.value());
    if (group == null) {
      setParts(access.value(), memory.load(access));
    } else if (access.value() == group.members().getFirst()) {
      List<Value[]> loaded = memory.load(group);
      for (int i = 0; i < loaded.size(); i++) {
        setParts(group.members().get(i), loaded.get(i));
      }
    }
  }

  private void store(MemoryAccess access) {
    AccessGroup group = shape.groups().group(access.value());
    if (group == null) {
      memory.store(access);
    } else if (access.value() == group.members().getLast()) {
      memory.store(group);
    }
  }

  /** Says where the round goes on. */
  void continueIn(RoundBlock next) {
    round = next;
    memory = new RoundMemory(plan, this, before, next);
  }

  /** Whether a block of iterations ends in this round: if so, with the last one of it. */
  private Value isFull(long mask) {
    Value count = round.sum(scalar(shape.trees().trees().getFirst().counter()), plan.lanes());
    Value rest = round.op(Op.AND, Type.I32, count, round.constant(Type.I32, mask));
    return round.compare(IntPredicate.EQ, rest, round.constant(Type.I32, 0));
  }

  /** Where {@code check} would trap. */
  private Value[] fails(Value check) {
    Value[] tested = parts(LoopShape.tested(check));
    if (check.op() == Op.GUARD) {
      return inverse(tested);
    }
    boolean index = check.op() == Op.INDEX;
    Value limit;
    if (index) {
      Value reference = uniform(IndexProofs.origin(check.operand(0)));
      limit = before.op(Op.ALEN, Type.I32, reference);
    } else {
      limit = before.constant(check.type(), 0);
    }
    Value splat = before.op(Op.SPLAT, tested[0].type(), limit);
    IntPredicate predicate = index ? IntPredicate.UGE : IntPredicate.EQ;
    var all = new Value[tested.length];
    for (int p = 0; p < all.length; p++) {
      all[p] = round.compare(predicate, tested[p], splat);
    }
    return all;
  }

  /** Whether it holds for any lane that comes to {@code block}; a bool. */
  private Value isAny(Value[] taken, Block block) {
    Value[] mask = mask(block);
    Value[] all = mask == null ? taken : combined(Op.AND, mask, taken);
    Value any = all[0];
    for (int p = 1; p < all.length; p++) {
      any = all[p] == all[p - 1] ? any : round.op(Op.OR, any.type(), any, all[p]);
    }
    Value bits = round.op(Op.MASKBITS, Type.I64, any);
    return round.compare(IntPredicate.NE, bits, round.constant(Type.I64, 0));
  }

  // ---- scalars

  boolean isUniform(Value value) {
    return shape.isUniform(value);
  }

  /** What is the same in all iterations. */
  Value uniform(Value value) {
    if (value.isConst()) {
      return before.constant(value.type(), value.bits());
    }
    if (!shape.contains(value)) {
      return outside.apply(value);
    }
    Value known = uniforms.get(value);
    if (known != null) {
      return known;
    }
    Value made;
    if (value.op() == Op.PARAM) {
      made = entering.get(value.paramIndex());
    } else {
      var operands = new Value[value.operandCount()];
      for (int k = 0; k < operands.length; k++) {
        operands[k] = uniform(value.operand(k));
      }
      before.line(value.line());
      made = before.make(value.op(), value.type(), value.attribute(), operands);
    }
    uniforms.put(value, made);
    return made;
  }

  /** What {@code value}, which is uniform or grows by a constant, is in the first iteration. */
  Value scalar(Value value) {
    if (value.isConst()) {
      return round.constant(value.type(), value.bits());
    }
    if (shape.isUniform(value)) {
      return uniform(value);
    }
    Value known = scalars.get(value);
    if (known != null) {
      return known;
    }
    Value made;
    if (value.op() == Op.INDEX || value.op() == Op.PROVEN) {
      made = scalar(value.operand(1));
    } else if (value.op() == Op.IADD && value.operand(1).isConst()) {
      made = round.sum(scalar(value.operand(0)), value.operand(1).bits());
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

  /** What {@code value}, no reduction, is in the last iteration. */
  Value last(Value value) {
    if (shape.isUniform(value)) {
      return uniform(value);
    }
    if (shape.affine(value) != null) {
      return round.sum(scalar(value), shape.affine(value).stride() * (plan.lanes() - 1));
    }
    if (value.op() == Op.INDEX || value.op() == Op.PROVEN || value.op() == Op.NONZERO) {
      return last(value.operand(value.operandCount() - 1));
    }
    Value[] all = parts(value);
    Value part = all[all.length - 1];
    return round.make(Op.EXTRACT, part.type().scalar(), part.type().lanes() - 1, part);
  }

  /** How many iterations the round does. */
  int lanes() {
    return plan.lanes();
  }

  /** The edges that a parameter of a block gets what it is by. */
  List<CommonPath.Edge> edges(Value param) {
    return shape.path.edges(param.block());
  }

  /** The block where what does not change is computed. */
  RoundBlock before() {
    return before;
  }

  /** The block that is being filled. */
  RoundBlock block() {
    return round;
  }

  /** {@code on} where the mask is on, else {@code off}; in lanes like those of both. */
  Value[] selected(Value[] mask, Value[] on, Value[] off) {
    Value[] conditions = regrouped(mask, on[0].type().lanes());
    var all = new Value[on.length];
    for (int p = 0; p < all.length; p++) {
      all[p] = round.op(Op.SELECT, on[p].type(), conditions[p], on[p], off[p]);
    }
    return all;
  }

  /** What is stored one after the other: of a store, its check or its counter. */
  RoundPacking packing(Value access) {
    return new RoundPacking(shape.packing(access), plan, this, round);
  }

  // ---- lanes

  /** The parts of {@code value}, each as wide as its kind is. */
  Value[] parts(Value value) {
    return parts(value, value.type().kind());
  }

  /** The parts of {@code value} in lanes of some kind; the low bits if these are fewer. */
  Value[] parts(Value value, Type.Kind kind) {
    if (shape.isUniform(value)) {
      Type type = value.type();
      int lanes = plan.lanes(type.isBool() ? Type.Kind.I64 : kind);
      return splat(value, Type.vector(kind, lanes));
    }
    Map<Type.Kind, Value[]> known = parts.computeIfAbsent(value, _ -> new HashMap<>());
    Value[] all = known.get(kind);
    if (all == null) {
      Type.Kind own = plan.widths().kind(value);
      Value[] from = kind == own ? null : parts(value, own);
      round.line(value.line());
      all = from == null ? compute(value) : converted(value, from, kind);
      known.put(kind, all);
    }
    return all;
  }

  private Value[] converted(Value value, Value[] from, Type.Kind kind) {
    boolean narrower = kind.bits() < from[0].type().bits();
    Op op = narrower ? Op.TRUNC : plan.widths().extension(value);
    Value[] all = narrower ? from : regrouped(from, plan.lanes(kind));
    var converted = new Value[all.length];
    for (int p = 0; p < all.length; p++) {
      converted[p] = round.op(op, all[p].type().withKind(kind), all[p]);
    }
    return regrouped(converted, plan.lanes(kind));
  }

  Value[] splat(Value uniform, Type type) {
    Value splat =
        splats
            .computeIfAbsent(uniform, _ -> new HashMap<>())
            .computeIfAbsent(type, _ -> before.op(Op.SPLAT, type, uniform(uniform)));
    var all = new Value[plan.lanes() / type.lanes()];
    Arrays.fill(all, splat);
    return all;
  }

  /** The parts of {@code value} with so many lanes each. */
  Value[] parts(Value value, int lanes) {
    return parts(value, value.type().kind(), lanes);
  }

  private Value[] parts(Value value, Type.Kind kind, int lanes) {
    return shape.isUniform(value)
        ? splat(value, Type.vector(kind, lanes))
        : regrouped(parts(value, kind), lanes);
  }

  Value[] regrouped(Value[] all, int lanes) {
    return round.regrouped(all, lanes);
  }

  private Value[] compute(Value value) {
    if (scans.containsKey(value)) {
      return scans.get(value).parts(value);
    }
    ReductionSearch.Extremum extremum = shape.extremum(value);
    if (extremum != null) {
      int lanes = plan.lanes(value.type().kind());
      return combined(extremum.op(), parts(extremum.a(), lanes), parts(extremum.b(), lanes));
    }
    return switch (value.op()) {
      case PARAM -> shape.isHeaderParam(value) ? counter(value) : merge(value);
      case INDEX, PROVEN, NONZERO, UNLIKELY -> parts(value.operand(value.operandCount() - 1));
      case SELECT -> select(value);
      case ZEXT -> value.operand(0).type().isBool() ? number(value) : lanewise(value);
      case IDIV, IREM, UDIV, UREM -> RoundDivision.parts(value, this, before, round, plan);
      case SEXT8, SEXT16, ZEXT16, AND ->
          plan.widths().isCopy(value)
              ? parts(value.operand(0), plan.widths().kind(value))
              : lanewise(value);
      case LOAD -> throw new AssertionError("no access: " + value);
      default -> lanewise(value);
    };
  }

  /** The first iteration's, and what the others are more. */
  private Value[] counter(Value param) {
    Type.Kind kind = plan.widths().kind(param);
    Type type = Type.vector(kind, plan.lanes(kind));
    long stride = shape.affine(param).stride();
    Value first = round.op(Op.SPLAT, type, back(scalar(param), stride));
    var all = new Value[plan.lanes() / type.lanes()];
    for (int p = 0; p < all.length; p++) {
      all[p] = round.op(Op.IADD, type, first, before.multiples(type, p * type.lanes(), stride));
    }
    return all;
  }

  private Value[] lanewise(Value value) {
    int lanes = plan.lanesOf(value);
    if (lanes == 0) { // of truths alone
      for (int k = 0; k < value.operandCount(); k++) {
        if (!shape.isUniform(value.operand(k))) {
          int natural = parts(value.operand(k))[0].type().lanes();
          lanes = lanes == 0 ? natural : Math.min(lanes, natural);
        }
      }
    }
    var operands = new Value[value.operandCount()][];
    LaneWidths widths = plan.widths();
    for (int k = 0; k < operands.length; k++) {
      Type.Kind kind = widths.kindOfOperand(value, k);
      operands[k] = plan.isScalar(value, k) ? null : parts(value.operand(k), kind, lanes);
    }
    Type type = Type.vector(widths.kind(value), lanes);
    if (value.op() == Op.AND && value.operand(1).isConst() && !type.isBool()) {
      long mask = widths.mask(value);
      if (mask != value.operand(1).bits()) {
        Arrays.fill(operands[1], before.op(Op.SPLAT, type, before.constant(Type.I32, mask)));
      }
    }
    boolean compares = value.op() == Op.ICMP;
    long attribute = compares ? widths.predicate(value).ordinal() : value.attribute();
    var all = new Value[plan.lanes() / lanes];
    round.line(value.line());
    for (int p = 0; p < all.length; p++) {
      var part = new Value[operands.length];
      for (int k = 0; k < part.length; k++) {
        part[k] = operands[k] == null ? uniform(value.operand(k)) : operands[k][p];
      }
      all[p] = round.make(widths.op(value), type, attribute, part);
    }
    return type.isBool() ? all : regrouped(all, plan.lanes(type.kind()));
  }

  /** Parts as wide as the kind of {@code type} is; truths stay as they are. */
  Value[] natural(Value[] all, Type type) {
    return type.isBool() ? all : regrouped(all, plan.lanes(type.kind()));
  }

  private Value[] select(Value value) {
    Value condition = value.operand(0);
    if (shape.isUniform(condition)) {
      Value uniform = uniform(condition);
      Type.Kind kind = plan.widths().kind(value);
      Value[] a = parts(value.operand(1), kind);
      Value[] b = regrouped(parts(value.operand(2), kind), a[0].type().lanes());
      var all = new Value[a.length];
      for (int p = 0; p < all.length; p++) {
        all[p] = round.op(Op.SELECT, a[p].type(), uniform, a[p], b[p]);
      }
      return all;
    }
    Value[] b = parts(value.operand(2), plan.widths().kind(value));
    return select(parts(condition), value.operand(1), b);
  }

  /** {@code a} where the mask is on, else {@code b}; in lanes like those of the latter. */
  private Value[] select(Value[] mask, Value a, Value[] b) {
    Type.Kind kind = b[0].type().kind();
    int lanes =
        a.type().isBool()
            ? Math.min(mask[0].type().lanes(), b[0].type().lanes())
            : plan.lanes(kind);
    Value[] conditions = regrouped(mask, lanes);
    Value[] as = parts(a, kind, lanes);
    Value[] bs = regrouped(b, lanes);
    var all = new Value[conditions.length];
    for (int p = 0; p < all.length; p++) {
      all[p] =
          as[p] == bs[p] ? as[p] : round.op(Op.SELECT, as[p].type(), conditions[p], as[p], bs[p]);
    }
    return all;
  }

  /** 1 where a truth holds, else 0. */
  private Value[] number(Value value) {
    Type.Kind kind = plan.widths().kind(value);
    Type type = Type.vector(kind, plan.lanes(kind));
    Value one = before.op(Op.SPLAT, type, before.constant(value.type(), 1));
    Value zero = before.op(Op.SPLAT, type, before.constant(value.type(), 0));
    Value[] conditions = regrouped(parts(value.operand(0)), type.lanes());
    var all = new Value[conditions.length];
    for (int p = 0; p < all.length; p++) {
      all[p] = round.op(Op.SELECT, type, conditions[p], one, zero);
    }
    return all;
  }

  // ---- control flow

  /** Which iterations come to {@code block}; null for all. */
  Value[] mask(Block block) {
    if (block == shape.blocks.getFirst()) {
      return on;
    }
    if (masks.containsKey(block)) {
      return masks.get(block);
    }
    Block equivalent = shape.masks().equivalent(block);
    Value[] mask = null;
    if (equivalent != null) {
      mask = mask(equivalent);
    } else {
      for (CommonPath.Edge edge : shape.path.edges(block)) {
        Value[] passed = mask(edge.from(), edge.target());
        mask = mask == null ? passed : combined(Op.OR, mask, passed);
      }
    }
    masks.put(block, mask);
    return mask;
  }

  /** Which iterations take the edge {@code target} of {@code from}; null for all. */
  Value[] mask(Block from, Target target) {
    Value[] mask = mask(from);
    if (shape.path.condition(from) != null) {
      var branch = (Terminator.Branch) from.terminator();
      Value[] taken = parts(branch.condition());
      taken = branch.then() == target ? taken : inverse(taken);
      return mask == null ? taken : combined(Op.AND, mask, taken);
    }
    return mask;
  }

  Value[] inverse(Value[] mask) {
    var all = new Value[mask.length];
    for (int p = 0; p < all.length; p++) {
      all[p] = round.op(Op.NOT, mask[p].type(), mask[p]);
    }
    return all;
  }

  Value[] combined(Op op, Value[] a, Value[] b) {
    int lanes = Math.min(a[0].type().lanes(), b[0].type().lanes());
    Value[] as = regrouped(a, lanes);
    Value[] bs = regrouped(b, lanes);
    var all = new Value[as.length];
    for (int p = 0; p < all.length; p++) {
      all[p] = round.op(op, as[p].type(), as[p], bs[p]);
    }
    return all;
  }

  /** What the edge that an iteration takes passes. */
  private Value[] merge(Value param) {
    Value[] merged = null;
    for (CommonPath.Edge edge : shape.path.edges(param.block()).reversed()) {
      Value argument = edge.target().arguments().get(param.paramIndex());
      merged =
          merged == null
              ? parts(argument, plan.widths().kind(param))
              : select(mask(edge.from(), edge.target()), argument, merged);
    }
    return merged;
  }
}
