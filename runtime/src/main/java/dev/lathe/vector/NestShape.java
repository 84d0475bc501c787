package dev.lathe.vector;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.IndexProofs;
import dev.lathe.analysis.Loops;
import dev.lathe.analysis.Uses;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Element;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.opt.CountedLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop that has loops in it, as lanes see it: iterations of the outer loop are lanes, while those
 * in it stay loops, which go on until no lane is active. What is the same in all lanes stays
 * scalar. Or an {@link Obstacle}.
 */
final class NestShape {
  private static final int MAX_VALUES = 1000;
  private static final int MAX_PAIRS = 8;

  /** An access that lanes do: at one place, or one after the other. */
  record Access(Value value, NestIndex index, boolean isUniform) {
    Value reference() {
      return IndexProofs.origin(value.operand(0));
    }
  }

  /** A check of an index, for all iterations. */
  record Check(Value reference, NestIndex index) {}

  final CountedLoop counted;
  final NestRegion region;
  final Map<Loops.Loop, NestRegion> inner = new LinkedHashMap<>();
  final Map<Loops.Loop, CountedLoop> counters = new HashMap<>(); // of inner loops that count
  final Map<Value, Boolean> assumed = new LinkedHashMap<>(); // invariant conditions
  final Map<Value, Access> accesses = new LinkedHashMap<>();
  final List<Check> checks = new ArrayList<>();
  final Set<Loops.Loop> checkedLoops = new LinkedHashSet<>(); // whose counters checks are of
  final List<MemoryOrder.Pair> different = new ArrayList<>();
  final Set<Value> varying = new HashSet<>();
  private final Value counter;
  private final Loops loops;
  private final Map<Value, Boolean> invariant = new HashMap<>();
  private final Map<Loops.Loop, Set<Value>> liveOut = new HashMap<>();
  private final Set<Value> usedOutside = new HashSet<>();
  private Obstacle obstacle;
  private int line;

  private NestShape(CountedLoop counted, Loops loops) {
    this.counted = counted;
    this.loops = loops;
    this.counter = counterOf(counted);
    findAssumptions();
    this.region = new NestRegion(counted.loop(), loops, assumed);
  }

  /** Looks at a loop whose inner loops have none in them. */
  static NestShape of(
      CountedLoop counted,
      List<Loops.Loop> inner,
      ControlFlow flow,
      Loops loops,
      DominatorTree dominators) {
    var shape = new NestShape(counted, loops);
    shape.analyse(inner, flow, dominators);
    return shape;
  }

  private void analyse(List<Loops.Loop> inner, ControlFlow flow, DominatorTree dominators) {
    for (Loops.Loop loop : inner) {
      if (region.has(loop.header())) {
        this.inner.put(loop, new NestRegion(loop, loops, assumed));
        CountedLoop count = CountedLoop.of(loop, flow, loops, dominators);
        if (count != null && isSimple(count)) {
          counters.put(loop, count);
        }
      }
    }
    findForm();
    if (obstacle == null) {
      findLiveOut(flow);
      findVarying();
      findAccesses();
    }
    if (obstacle == null) {
      compareAccesses();
    }
  }

  /** Why the nest stays scalar, or null. */
  Obstacle obstacle() {
    return obstacle;
  }

  int obstacleLine() {
    return line;
  }

  private void refuse(Value at, String reason, String remedy) {
    refuse(at, new Obstacle(reason, remedy));
  }

  private void refuse(Value at, Obstacle found) {
    if (obstacle == null && found != null) {
      obstacle = found;
      line = at == null ? 0 : at.line();
    }
  }

  // ---- what it must look like

  /** True for {@code do … while (++i < n)} of ints. */
  static boolean isSimple(CountedLoop counted) {
    return counted.isTestedLast()
        && counted.tested().type() == Type.I32
        && counted.step() == 1
        && counted.offset() == 1
        && counted.predicate() == IntPredicate.LT;
  }

  static Value counterOf(CountedLoop counted) {
    Value tested = counted.tested();
    return tested.operand(tested.operand(0).isConst() ? 1 : 0);
  }

  /** The parameter of the outer loop that lanes differ in. */
  Value counter() {
    return counter;
  }

  Target back() {
    return counted.back();
  }

  Target exit() {
    return counted.exit();
  }

  boolean contains(Value value) {
    return loops.contains(counted.loop(), value.block());
  }

  /**
   * True for the counter of the outer loop, or of an inner one that counts from what all lanes have
   * in common, and so is in the loop the same in all that are active.
   */
  boolean isCounter(Value value) {
    CountedLoop loop = loopOf(value);
    return loop != null && (loop == counted || !isVarying(loop.initial()));
  }

  /** The loop that counts in {@code value}, or null. */
  CountedLoop loopOf(Value value) {
    if (value == counter) {
      return counted;
    }
    for (CountedLoop each : counters.values()) {
      if (counterOf(each) == value) {
        return each;
      }
    }
    return null;
  }

  /** A condition that does not change, and that an inner loop is behind, is tested before. */
  private void findAssumptions() {
    Loops.Loop outer = counted.loop();
    for (Block block : outer.members()) {
      if (block != counted.test()
          && loops.of(block) == outer
          && block.terminator() instanceof Terminator.Branch branch
          && !branch.condition().isConst()
          && isInvariant(branch.condition())) {
        boolean then = leadsToLoop(branch.then().block());
        boolean otherwise = leadsToLoop(branch.otherwise().block());
        if (then != otherwise) {
          assumed.put(branch.condition(), then);
        }
      }
    }
  }

  /** True if {@code block} or one that it jumps to begins an inner loop. */
  private boolean leadsToLoop(Block block) {
    Block at = block;
    for (int hops = 0; hops < 4; hops++) {
      Loops.Loop loop = loops.of(at);
      if (loop == null || !loops.contains(counted.loop(), at)) {
        return false;
      }
      if (loop != counted.loop()) {
        return true;
      }
      if (at == counted.test() || !(at.terminator() instanceof Terminator.Jump jump)) {
        return false;
      }
      at = jump.target().block();
    }
    return false;
  }

  private void findForm() {
    if (region.exits().size() != 1 || region.backs().size() != 1) {
      refuse(null, "it is left before its end", null);
    }
    for (Value param : counted.loop().header().params()) {
      if (param != counter && !isInvariant(param)) {
        refuse(param, "an iteration needs what the one before has computed", null);
      }
    }
    int size = 0;
    for (Block block : counted.loop().members()) {
      if (!region.has(region.node(block))) {
        continue;
      }
      size += block.values().size();
      if (block.terminator() instanceof Terminator.Switch) {
        refuse(null, "a switch is in it", "write it as conditions");
      }
      for (Value value : block.values()) {
        findCheck(value);
      }
    }
    for (NestRegion each : inner.values()) {
      if (each.backs().size() != 1 || each.exits().isEmpty()) {
        refuse(null, "a loop in it goes on from several places", null);
      }
      for (NestRegion.Edge exit : each.exits()) {
        if (!loops.contains(counted.loop(), exit.target().block())) {
          refuse(null, "it is left from a loop in it", null);
        }
      }
    }
    if (size > MAX_VALUES) {
      refuse(null, "its body is too large", "make several loops of it");
    }
  }

  private void findCheck(Value value) {
    refuse(value, Obstacle.of(value));
    if (value.op() == Op.NONZERO) {
      refuse(value, "it divides integers", null);
    } else if (value.op() == Op.GUARD) {
      refuse(value, "it may throw (" + value.trapKind() + ")", null);
    } else if (value.type().isVector()) {
      refuse(value, "it is in lanes", null);
    }
  }

  // ---- kinds of values

  /** True if {@code value} does not change in the nest, and may be computed before. */
  boolean isInvariant(Value value) {
    if (value.isConst() || !contains(value)) {
      return true;
    }
    Boolean known = invariant.get(value);
    if (known == null) {
      invariant.put(value, false);
      known = findInvariant(value);
      invariant.put(value, known);
    }
    return known;
  }

  private boolean findInvariant(Value value) {
    if (value.op() == Op.PARAM) {
      return value.block() == counted.loop().header()
          && back().arguments().get(value.paramIndex()) == value;
    }
    if (!value.op().isPure() || value.op().isDivision()) {
      return false;
    }
    for (int k = 0; k < value.operandCount(); k++) {
      if (!isInvariant(value.operand(k))) {
        return false;
      }
    }
    return true;
  }

  boolean isVarying(Value value) {
    return varying.contains(value);
  }

  /** True for what active lanes have in common, though it may be used where they do not. */
  boolean isSameInLanes(Value value) {
    boolean same = value.op() != Op.PARAM;
    for (int k = 0; k < value.operandCount(); k++) {
      same &= !isVarying(value.operand(k));
    }
    return same;
  }

  /** The values of an inner loop that are used outside of it. */
  Set<Value> liveOut(Loops.Loop loop) {
    return liveOut.get(loop);
  }

  /** The values of the nest that are used outside of it, by edges that leave it too. */
  Set<Value> usedOutside() {
    return usedOutside;
  }

  private boolean contains(Block block) {
    return loops.contains(counted.loop(), block);
  }

  private void findLiveOut(ControlFlow flow) {
    for (Loops.Loop loop : inner.keySet()) {
      liveOut.put(loop, new LinkedHashSet<>());
    }
    for (int b = 0; b < flow.size(); b++) {
      Block block = flow.block(b);
      for (Value value : block.values()) {
        for (int k = 0; k < value.operandCount(); k++) {
          use(value.operand(k), block);
        }
      }
      for (Target target : block.terminator().targets()) {
        Block user = loops.of(target.block()) == loops.of(block) ? block : target.block();
        for (Value argument : target.arguments()) {
          use(argument, user);
        }
      }
      Value decides = Uses.terminatorOperand(block.terminator());
      if (decides != null) {
        use(decides, block);
      }
    }
  }

  private void use(Value value, Block user) {
    Loops.Loop loop = loops.of(value.block());
    if (!value.isConst() && contains(value.block()) && !contains(user)) {
      usedOutside.add(value);
    }
    if (!value.isConst() && liveOut.containsKey(loop) && loops.of(user) != loop) {
      liveOut.get(loop).add(value);
    }
  }

  /** True if lanes may leave {@code loop} at different times. */
  boolean isDivergent(Loops.Loop loop) {
    NestRegion body = inner.get(loop);
    if (body.exits().size() != 1) {
      return true;
    }
    Block test = body.exits().getFirst().from();
    return test != body.backs().getFirst().from() || isVarying(condition(test));
  }

  static Value condition(Block block) {
    return ((Terminator.Branch) block.terminator()).condition();
  }

  private void findVarying() {
    varying.add(counter);
    int before;
    do {
      before = varying.size();
      for (Block block : counted.loop().members()) {
        if (!region.has(region.node(block))) {
          continue;
        }
        for (Value param : block.params()) {
          findVaryingParam(param);
        }
        for (Value value : block.values()) {
          for (int k = 0; k < value.operandCount(); k++) {
            if (isVarying(value.operand(k))) {
              varying.add(value);
            }
          }
        }
      }
      for (Loops.Loop loop : inner.keySet()) {
        if (isDivergent(loop)) {
          varying.addAll(liveOut.get(loop));
        }
      }
    } while (varying.size() > before);
    for (Value value : varying) {
      if (value.type().isReference()) {
        refuse(value, "which array it uses differs", null);
      }
    }
  }

  private void findVaryingParam(Value param) {
    Block block = param.block();
    if (block == counted.loop().header()) {
      return;
    }
    Value first = null;
    Loops.Loop loop = loops.of(block);
    boolean head = loop.header() == block;
    NestRegion around = head || loop == counted.loop() ? region : inner.get(loop);
    for (NestRegion.Edge edge : around.into(block)) {
      Value argument = edge.target().arguments().get(param.paramIndex());
      if (isVarying(argument) || first != null && first != argument) {
        varying.add(param);
      }
      first = argument;
    }
    if (head) {
      Target back = inner.get(loop).backs().getFirst().target();
      if (isVarying(back.arguments().get(param.paramIndex()))) {
        varying.add(param);
      }
    }
  }

  /** True if every lane always comes to {@code block}, and has not left a loop that it is in. */
  boolean isAlways(Block block) {
    Loops.Loop loop = loops.of(block);
    boolean inLoop =
        loop == counted.loop() || !isDivergent(loop) && inner.get(loop).isAlways(block);
    return inLoop && region.isAlways(region.node(block));
  }

  // ---- memory

  private void findAccesses() {
    boolean stores = false;
    for (Loops.Loop loop : inner.keySet()) {
      if (!isDivergent(loop) && !region.isAlways(loop.header())) {
        refuse(null, "a loop in it is behind a condition", null);
      }
    }
    for (Block block : counted.loop().members()) {
      if (!region.has(region.node(block))) {
        continue;
      }
      for (Value value : block.values()) {
        if (value.op() == Op.INDEX) {
          addCheck(value);
        }
        if (value.op().reads() || value.op().writes()) {
          addAccess(value);
          stores |= value.op().writes();
        }
        if (value.op().isDivision() && (isVarying(value) || !value.operand(1).isConst())) {
          refuse(value, "it divides integers", null);
        }
      }
    }
    if (!stores) {
      refuse(null, "there is nothing to do in lanes", null);
    }
  }

  private void addCheck(Value check) {
    Value reference = IndexProofs.origin(check.operand(0));
    NestIndex index = NestIndex.of(check.operand(1), this);
    if (index == null || contains(reference)) {
      refuse(check, "an index is not known to grow by the same in each iteration", null);
      return;
    }
    for (NestIndex.Term term : index.terms()) {
      CountedLoop of = term.counter() == null ? counted : loopOf(term.counter());
      if (of != counted) {
        if (!isInvariant(of.initial()) || !isInvariant(of.bound())) {
          refuse(check, "how far an index grows in a loop in it differs", null);
          return;
        }
        checkedLoops.add(of.loop());
      }
    }
    for (Check each : checks) {
      if (each.reference == reference && each.index.isEqual(index)) {
        return;
      }
    }
    checks.add(new Check(reference, index));
  }

  private void addAccess(Value access) {
    Value reference = IndexProofs.origin(access.operand(0));
    if (!reference.type().isArray() || contains(reference)) {
      refuse(access, "it uses memory that is no array from before the loop", null);
      return;
    }
    boolean uniform = !isVarying(access.operand(1));
    NestIndex index = NestIndex.of(access.operand(1), this);
    Long stride = uniform ? Long.valueOf(0) : index == null ? null : index.stride(counter);
    if (stride == null || stride != (uniform ? 0 : 1)) {
      refuse(
          access, "iterations of the outer loop use elements that do not follow each other", null);
    } else if (index != null && isAfterDivergent(access.block(), index)) {
      refuse(access, "an index differs in how long an inner loop took", null);
    } else if (uniform && access.op().writes()) {
      refuse(access, "all iterations write one element", "use a local variable");
    } else if (!uniform && access.element() == Element.BOOL) {
      refuse(access, "it has an array of booleans", "use bytes");
    } else if (uniform && access.operand(1).op() != Op.INDEX && !isAlways(access.block())) {
      refuse(access, "it reads where not every iteration does", "read it before the loop");
    }
    accesses.put(access, new Access(access, index, uniform));
  }

  /** True if {@code index} is of a loop that lanes have left at different times. */
  private boolean isAfterDivergent(Block block, NestIndex index) {
    for (NestIndex.Term term : index.terms()) {
      CountedLoop of = term.counter() == null ? counted : loopOf(term.counter());
      if (of != counted && isDivergent(of.loop()) && !loops.contains(of.loop(), block)) {
        return true;
      }
    }
    return false;
  }

  private void compareAccesses() {
    var all = List.copyOf(accesses.values());
    for (int q = 0; q < all.size(); q++) {
      for (int p = 0; p <= q; p++) {
        Access a = all.get(p);
        Access b = all.get(q);
        if ((a.value.op().writes() || b.value.op().writes())
            && a.reference().type() == b.reference().type()) {
          compare(a, b);
        }
      }
    }
    if (different.size() > MAX_PAIRS) {
      refuse(null, Obstacle.pairs("arrays", different.size(), MAX_PAIRS));
    }
  }

  private void compare(Access a, Access b) {
    if (a.reference() != b.reference()) {
      var pair = new MemoryOrder.Pair(a.reference(), b.reference());
      if (!different.contains(pair)) {
        different.add(pair);
      }
      return;
    }
    boolean same =
        a.index != null && b.index != null && a.index.isEqual(b.index) && a.index.isOf(counter);
    if (!same && !(a == b && a.index.isOf(counter))) {
      refuse(b.value, "an iteration may read or write what another one writes", null);
    }
  }
}
