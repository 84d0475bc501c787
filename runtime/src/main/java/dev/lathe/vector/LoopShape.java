package dev.lathe.vector;

import dev.lathe.analysis.AffineIndex;
import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.FlowRanges;
import dev.lathe.analysis.Loops;
import dev.lathe.analysis.Range;
import dev.lathe.ir.Block;
import dev.lathe.ir.Element;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.opt.CountedLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A loop as lanes see it: what of it is the same in all iterations, what grows regularly, what is
 * reduced, what memory it accesses, and what is to be computed for each lane. Or an {@link
 * Obstacle}.
 */
final class LoopShape {
  private static final int MAX_VALUES = 1000;

  /** With longer ones an index may come round to where it was. */
  private static final long LONGEST_STRIDE = 1 << 20;

  final CountedLoop counted;
  final CommonPath path;
  final List<Block> blocks; // of the path
  final Map<Value, Reduction> reductions = new HashMap<>(); // by parameter of the header
  final List<Packing> packings = new ArrayList<>(); // whose parameters are among those
  final Map<Value, Scan> scans = new HashMap<>(); // by parameter, and by what is next
  final List<MemoryAccess> accesses = new ArrayList<>(); // those that lanes do, in order
  final Set<Value> lanes = new HashSet<>(); // what is computed for each lane
  private final ControlFlow flow;
  private final Loops loops;
  final Set<Value> checks = new HashSet<>(); // that may fail: exits
  final Set<Value> early = new HashSet<>(); // what decides on exits
  private final Set<Value> usedOutside;
  private final Map<Value, AffineIndex> affine = new HashMap<>();
  private final Map<Value, Boolean> uniform = new HashMap<>();
  private final Map<Value, MemoryAccess> known = new HashMap<>();
  private ReductionSearch search;
  private TreeSearch trees;
  private BlockMasks masks;
  private Interleaving groups;
  private final Supplier<FlowRanges> ranges;
  private Obstacle obstacle;
  private int line; // of the obstacle

  private LoopShape(
      CountedLoop counted,
      ControlFlow flow,
      Loops loops,
      Set<Value> usedOutside,
      Supplier<FlowRanges> ranges) {
    this.ranges = ranges;
    this.counted = counted;
    this.path = CommonPath.of(counted, flow, loops);
    this.blocks = path.blocks();
    this.flow = flow;
    this.loops = loops;
    this.usedOutside = usedOutside;
  }

  /**
   * Looks at a loop that is tested last and has none in it.
   *
   * @param usedOutside among others the values of the loop that are used outside of it
   * @param ranges those in the function, found when they are needed
   */
  static LoopShape of(
      CountedLoop counted,
      ControlFlow flow,
      Loops loops,
      Set<Value> usedOutside,
      Supplier<FlowRanges> ranges) {
    var shape = new LoopShape(counted, flow, loops, usedOutside, ranges);
    shape.analyse();
    return shape;
  }

  /** Why the loop stays scalar, or null. */
  Obstacle obstacle() {
    return obstacle;
  }

  /** The line of the obstacle, or 0. */
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

  private void analyse() {
    findChecks();
    if (obstacle == null) {
      masks = new BlockMasks(path);
      trees = TreeSearch.of(this);
      groups = Interleaving.of(this);
      findReductions();
    }
    if (obstacle == null) {
      findLanes();
    }
    if (obstacle == null) {
      findAccesses();
    }
  }

  /** True if {@code index} is none before an array's beginning even in lanes that do not use it. */
  boolean isNeverNegative(Value index) {
    Value at = index;
    while (at.op() == Op.INDEX || at.op() == Op.PROVEN) {
      at = at.operand(1);
    }
    return ranges.get().of(at, counted.loop().header()).min() >= 0;
  }

  /** What an int may be at the end of an iteration. */
  Range range(Value value) {
    return ranges.get().of(value, counted.test());
  }

  /** True for a cast that lanes of a reduction do without. */
  boolean isCast(Value value) {
    return search.isCast(value);
  }

  /** Sums and products of floats in a specified order. */
  TreeSearch trees() {
    return trees;
  }

  BlockMasks masks() {
    return masks;
  }

  /** What decides whether a check holds: an index, a divisor or a condition. */
  static Value tested(Value check) {
    return check.operand(check.op() == Op.GUARD ? 0 : check.operandCount() - 1);
  }

  /** What {@code value}, a check or store, has as its index, or is; null if that is none. */
  Packing packing(Value value) {
    for (Packing each : packings) {
      if (each.param() == value || each.isCheck(value) || each.stores(value)) {
        return each;
      }
    }
    return null;
  }

  /** How lanes do a load or store; null for one that they do not. */
  MemoryAccess accessOf(Value value) {
    return known.get(value);
  }

  /** True if more is done with a value than its users in lanes do. */
  boolean isNeededWhole(Value value) {
    return usedOutside.contains(value)
        || reductions.containsKey(value)
        || scans.containsKey(value)
        || search.isPartial(value)
        || search.isDecision(value);
  }

  /** What is loaded or stored together. */
  Interleaving groups() {
    return groups;
  }

  /** True if lanes may leave a round. */
  boolean hasExits() {
    return path.hasExits() || !checks.isEmpty();
  }

  boolean contains(Value value) {
    return loops.contains(counted.loop(), value.block());
  }

  Target back() {
    return counted.back();
  }

  Target exit() {
    return counted.exit();
  }

  boolean isHeaderParam(Value value) {
    return value.op() == Op.PARAM && value.block() == counted.loop().header();
  }

  // ---- what the loop must not have

  private void findChecks() {
    int size = 0;
    for (Block block : blocks) {
      size += block.values().size();
      for (Value value : block.values()) {
        findCheck(value);
      }
    }
    if (path.hasSwitch()) {
      refuse(null, "a switch of many cases is in it", "write it as conditions");
    }
    if (blocks.getLast() != counted.test()) {
      refuse(null, "its end is seldom reached", null);
    }
    if (size > MAX_VALUES) {
      refuse(null, "its body is too large", "make several loops of it");
    }
  }

  private void findCheck(Value value) {
    refuse(value, Obstacle.of(value));
    Op op = value.op();
    if (op == Op.INDEX && MemoryAccess.isOfChoice(value, this)) {
      refuse(value, "which array it accesses changes", null);
    }
    if (op == Op.INDEX || op == Op.GUARD || op == Op.NONZERO && !value.isProven()) {
      checks.add(value);
    }
  }

  // ---- kinds of values

  /** True if {@code value} is the same in all iterations, and may be computed before the loop. */
  boolean isUniform(Value value) {
    if (value.isConst() || !contains(value)) {
      return true;
    }
    Boolean known = uniform.get(value);
    if (known == null) {
      uniform.put(value, false); // what depends on itself is not
      known = findUniform(value);
      uniform.put(value, known);
    }
    return known;
  }

  private boolean findUniform(Value value) {
    if (isHeaderParam(value)) {
      return back().arguments().get(value.paramIndex()) == value;
    }
    if (!value.op().isPure() || value.op().isDivision()) {
      return false;
    }
    for (int k = 0; k < value.operandCount(); k++) {
      if (!isUniform(value.operand(k))) {
        return false;
      }
    }
    return true;
  }

  /** The header's parameter that {@code value} is, and that no lane changes; else null. */
  Value kept(Value value) {
    Value param = trees.isEmpty() ? value : path.passed(value);
    return isHeaderParam(param)
            && !isUniform(param)
            && path.passed(back().arguments().get(param.paramIndex())) == param
        ? param
        : null;
  }

  /** How an integer grows, if it is by a constant; else null. */
  AffineIndex affine(Value value) {
    if (value.type() != Type.I32 && value.type() != Type.I64) {
      return null;
    }
    AffineIndex found = affine.get(value);
    if (found == null && !affine.containsKey(value)) {
      found = AffineIndex.of(value, counted.loop(), flow, loops);
      if (found != null && found.factor() != null) {
        found = null;
      }
      affine.put(value, found);
    }
    return found;
  }

  // ---- reductions

  private void findReductions() {
    search = new ReductionSearch(this, usedOutside);
    var candidates = new ArrayList<Value>();
    for (Value param : counted.loop().header().params()) {
      if (!isUniform(param)
          && affine(param) == null
          && ReductionSearch.isUsed(this, param, usedOutside)
          && kept(param) == null) {
        candidates.add(param);
      }
    }
    if (!search.findAll(candidates, reductions)) {
      Obstacle why =
          search.ordered() != null ? search.ordered() : new Obstacle(search.reason(), null);
      refuse(search.obstacle(), why.reason(), why.remedy());
    }
  }

  // ---- what is computed for each lane

  private void findLanes() {
    Deque<Value> work = new ArrayDeque<>();
    for (Block block : blocks) {
      if (path.exit(block) != null && trees.fullMask(path.exit(block)) == 0) {
        work.add(path.exit(block).condition());
        needConditions(block, work);
      }
      for (Value value : block.values()) {
        if (checks.contains(value)) {
          if (packing(value) == null) {
            work.add(tested(value));
          }
          needConditions(block, work);
        }
      }
    }
    closeOver(work);
    early.addAll(lanes);
    early.forEach(this::refuseIfPartial);
    refuseScans(early); // and so what is loaded later
    for (Block block : blocks) {
      for (Value value : block.values()) {
        if (trees.update(value) != null) {
          needUpdate(trees.update(value), work);
        } else if (value.op() == Op.STORE) {
          work.add(value.operand(2));
          needIndex(value, work);
          needConditions(block, work);
        }
      }
    }
    for (Reduction reduction : reductions.values()) {
      Selection selection = reduction.selection();
      if (selection != null) {
        work.addAll(selection.values(this));
        selection.edges().forEach(edge -> needEdge(edge, work));
      } else if (reduction.kind() == Reduction.Kind.POLYNOMIAL) {
        work.add(PolynomialReduction.term(reduction));
      } else if (reduction.kind() == Reduction.Kind.LANES || reduction.isScan()) {
        work.add(reduction.next());
      }
      for (Step step : reduction.steps()) {
        work.addAll(step.values());
        step.edges().forEach(edge -> needEdge(edge, work));
      }
    }
    for (Packing packing : packings) {
      needConditions(packing.block(), work);
    }
    for (Block block : blocks) {
      for (Value param : block.params()) {
        addIfUsedOutside(param, work);
      }
      for (Value value : block.values()) {
        addIfUsedOutside(value, work);
      }
    }
    closeOver(work);
    for (Value value : lanes) {
      if (value.op() == Op.ICMP) {
        refuseIfPartial(value);
      }
    }
    needScansEarly(work);
  }

  /** What stores before it need of scans is loaded before them. */
  private void needScansEarly(Deque<Value> work) {
    var all = List.copyOf(lanes);
    for (Value value : all) {
      if (isHeaderParam(value) && scans.containsKey(value)) {
        need(value, work);
      }
    }
    lanes.clear();
    closeOver(work);
    var terms = List.copyOf(lanes);
    for (Value value : terms) {
      if (value.op() == Op.LOAD) { // in its place, which may be before other terms
        lanes.clear();
        needIndex(value, work);
        needConditions(value.block(), work);
        closeOver(work);
        refuseScans(lanes);
      }
    }
    early.addAll(terms);
    lanes.addAll(all);
    lanes.addAll(terms);
  }

  private void refuseScans(Set<Value> needed) {
    for (Value value : needed) {
      if (isHeaderParam(value) && scans.containsKey(value)) {
        refuse(value, "an iteration needs what the one before has computed", null);
      }
    }
  }

  private void needUpdate(Tree.Update update, Deque<Value> work) {
    for (int k = 0; k < update.next().operandCount(); k++) {
      if (k != update.position()) {
        work.add(update.next().operand(k));
      }
    }
    needConditions(update.store().block(), work);
  }

  private void refuseIfPartial(Value value) {
    if (search.isPartial(value)) {
      refuse(value, "an iteration needs what the one before has computed", null);
    }
  }

  private void closeOver(Deque<Value> work) {
    while (!work.isEmpty() && obstacle == null) {
      Value value = work.remove();
      if (!isUniform(value) && lanes.add(value)) {
        need(value, work);
      }
    }
  }

  /** What is the lesser or the greater of two, or null. */
  ReductionSearch.Extremum extremum(Value value) {
    return search.extrema().get(value);
  }

  private void addIfUsedOutside(Value value, Deque<Value> work) {
    if (usedOutside.contains(value)
        && affine(value) == null
        && !search.isPartial(value)
        && kept(value) == null) {
      work.add(value);
    }
  }

  private void need(Value value, Deque<Value> work) {
    Scan scan = scans.get(value);
    if (scan != null) {
      work.addAll(scan.terms());
      scan.edges().forEach(edge -> needEdge(edge, work));
      return;
    }
    if (extremum(value) != null) {
      work.add(extremum(value).a());
      work.add(extremum(value).b());
      return;
    }
    if (value.type().isReference()) { // of which there are no lanes
      refuse(value, "it chooses between arrays", "choose before the loop");
      return;
    }
    if (value.op() == Op.PARAM) {
      if (!isHeaderParam(value)) {
        needMerge(value, work);
      } else if (affine(value) == null && !reductions.containsKey(value)) {
        refuse(value, "an iteration uses a value of the one before", null);
      }
      return;
    }
    if (value.op() == Op.LOAD) {
      needIndex(value, work);
      needConditions(value.block(), work);
      return;
    }
    if (value.op() == Op.INDEX || value.op() == Op.PROVEN || value.op() == Op.NONZERO) {
      work.add(value.operand(value.operandCount() - 1));
      return;
    }
    if (value.op().isDivision() && !RoundDivision.isPossible(value)) {
      refuse(value, Obstacle.UNSIGNED);
      return;
    }
    if (!value.op().isLanewise() || value.op() == Op.FREM) {
      refuse(value, MissingInstruction.of(value.op(), value.type(), value.type(), false));
      return;
    }
    for (int k = 0; k < value.operandCount(); k++) {
      work.add(value.operand(k));
    }
  }

  private void needMerge(Value merged, Deque<Value> work) {
    for (CommonPath.Edge edge : path.edges(merged.block())) {
      work.add(edge.target().arguments().get(merged.paramIndex()));
      needEdge(edge, work);
    }
  }

  /** What decides whether an iteration comes to {@code block}. */
  private void needConditions(Block block, Deque<Value> work) {
    if (masks.isAlways(block)) {
      return;
    }
    for (Block each : blocks) { // all before it: no more than there are
      if (each == block) {
        return;
      }
      needCondition(each, work);
    }
  }

  private void needEdge(CommonPath.Edge edge, Deque<Value> work) {
    needConditions(edge.from(), work);
    needCondition(edge.from(), work);
  }

  private void needCondition(Block block, Deque<Value> work) {
    if (block != counted.test() && path.condition(block) != null) {
      work.add(path.condition(block));
    }
  }

  private void findAccesses() {
    for (Block block : blocks) {
      for (Value value : block.values()) {
        if (known.get(value) != null) {
          accesses.add(known.get(value));
        }
      }
    }
    var strided = new ArrayList<MemoryAccess>();
    for (MemoryAccess access : accesses) {
      if (access.mode() == MemoryAccess.Mode.STRIDED && !access.isStore()) {
        strided.add(access);
      }
    }
    groups.findLoads(strided, early);
  }

  /** Finds how lanes do a load or store, and needs its index if each has one of its own. */
  private void needIndex(Value value, Deque<Value> work) {
    MemoryAccess access = access(value);
    if (access == null) {
      return;
    }
    known.put(value, access);
    if (access.mode() == MemoryAccess.Mode.EACH) {
      work.add(value.operand(1));
    }
  }

  /** How lanes do a load or store; null after refusing. */
  private MemoryAccess access(Value value) {
    if (MemoryAccess.isOfChoice(value, this)) {
      refuse(value, "which array it accesses changes", null);
      return null;
    }
    if (value.element() == Element.BOOL) {
      refuse(value, "it accesses an array of booleans", "use bytes");
      return null;
    }
    if (packing(value) != null) {
      return new MemoryAccess(value, null, MemoryAccess.Mode.PACKED);
    }
    boolean ofSegment = value.access().isSegment();
    Value at = value.operand(1);
    AffineIndex index = ofSegment ? SegmentIndex.of(value, this, flow, loops) : affine(at);
    long stride = index == null ? 0 : index.stride();
    if (Math.abs(stride) > LONGEST_STRIDE) {
      refuse(value, Obstacle.stride(stride, LONGEST_STRIDE));
      return null;
    }
    int unit = MemoryAccess.unit(value);
    MemoryAccess.Mode mode =
        stride % unit == 0
            ? MemoryAccess.mode(value, index, stride / unit, this)
            : MemoryAccess.Mode.EACH;
    if (ofSegment && mode == MemoryAccess.Mode.EACH) {
      refuse(value, "iterations use elements of a segment that do not follow each other", null);
      return null;
    }
    return new MemoryAccess(value, index, mode);
  }
}
