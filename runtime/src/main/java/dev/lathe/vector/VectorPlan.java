package dev.lathe.vector;

import dev.lathe.analysis.Ranges;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;

/**
 * How many iterations a round does, and in how many registers. A value of each kind has as many
 * lanes as a register holds, or as the round has iterations, if these are fewer; and as many parts
 * as that takes.
 */
final class VectorPlan {
  /** How many registers a value of the widest kind may take where widths mix. */
  private static final int MAX_PARTS = 4;

  /** Of bodies that compute no more for each lane a round has several registers. */
  private static final int MEDIUM = 48;

  /** An op that takes no more cycles is hidden by as many registers. */
  private static final int SHORT = 4;

  /** Bodies that compute no more for each lane are done twice in a round. */
  private static final int SMALL = 16;

  /** Those that compute more than that have four registers of each value, if there are as many. */
  private static final int BUSY = 5;

  /** The same of bodies whose lanes are 64 bits, of which two registers hold few. */
  private static final int SMALL_OF_WIDE = 32;

  /** Registers for constants, and for what an op takes meanwhile. */
  private static final int SPARE = 2;

  private static final int MIN_BITS = 128;

  /** What a round with lanes that are off costs in more time than its ops. */
  private static final int OFF = 32;

  /** More iterations than that are always done in lanes. */
  private static final int MOST_FEW = 3;

  private final VectorTarget target;
  private final LoopShape shape;
  private final LaneWidths widths;
  private final int lanes;
  private final int narrowest; // bits of a lane
  private final int widest;
  private final long mostIterations; // of the loop
  private Obstacle obstacle;

  private VectorPlan(VectorTarget target, LoopShape shape, MemoryOrder order, Ranges ranges) {
    this.target = target;
    this.shape = shape;
    this.widths = LaneWidths.of(shape, target, ranges);
    int least = 64;
    int greatest = 8;
    for (Value value : shape.lanes) {
      if (value.op().isDivision() && RoundDivision.isWide(value, shape)) {
        greatest = 64;
      }
      if (!value.type().isBool()) {
        int bits = widths.kind(value).bits();
        least = Math.min(least, bits);
        greatest = Math.max(greatest, bits);
        for (int k = 0; k < value.operandCount() && value.op() != Op.LOAD; k++) {
          Type of = value.operand(k).type();
          boolean counts = !of.isBool() && !of.isReference() && !isScalar(value, k);
          greatest = counts ? Math.max(greatest, widths.kindOfOperand(value, k).bits()) : greatest;
        }
      }
    }
    for (MemoryAccess access : shape.accesses) {
      int bits = 8 * access.element().bytes();
      least = Math.min(least, bits);
      greatest = Math.max(greatest, bits);
    }
    for (Tree tree : shape.trees().trees()) {
      least = Math.min(least, tree.type().bits());
      greatest = Math.max(greatest, tree.type().bits());
    }
    for (Reduction reduction : shape.reductions.values()) { // perhaps of what does not change
      if (reduction.kind() != Reduction.Kind.PACKED) {
        int bits = reduction.type().bits();
        least = reduction.steps().isEmpty() ? least : Math.min(least, bits);
        greatest = Math.max(greatest, bits);
      }
    }
    this.narrowest = least;
    this.widest = hasSelection(shape) ? Math.max(greatest, 32) : greatest;
    int one = target.bits() / widest;
    int count = Math.min(target.bits() / narrowest, MAX_PARTS * one);
    int fewest = 2;
    if (!shape.trees().isEmpty()) {
      fewest = accumulatorsOfTrees();
      count = fewest;
    } else if (!shape.reductions.isEmpty()) {
      count = Math.max(count, accumulators() * one);
    } else if (shape.lanes.size() <= (narrowest == 64 ? SMALL_OF_WIDE : SMALL)) {
      count = Math.max(count, (isBusy() ? 4 : 2) * one);
    }
    long most = Math.min(order.most(), shape.counted.mostIterations(ranges));
    most = hasSelection(shape) ? Math.min(most, SelectionPlace.MOST) : most;
    while (count > most) {
      count /= 2;
    }
    this.lanes = count;
    this.mostIterations = shape.counted.mostIterations(ranges);
    if (count < fewest || count * widest < Math.min(MIN_BITS, target.bits())) {
      obstacle =
          order.most() < shape.counted.mostIterations(ranges)
              ? new Obstacle("an iteration may read or write what another one writes", null)
              : Obstacle.fewIterations(shape.counted.loop().parent() != null);
    }
  }

  /** True if there is more to compute than to load and store, and registers for four of each. */
  private boolean isBusy() {
    int computed = 0;
    for (Value value : shape.lanes) {
      boolean isFree = value.op() == Op.LOAD || value.op() == Op.PARAM || shape.isUniform(value);
      computed += isFree ? 0 : 1;
    }
    for (MemoryAccess access : shape.accesses) {
      if (access.mode() != MemoryAccess.Mode.UNIT) {
        return false;
      }
    }
    return widest == narrowest
        && narrowest >= 32
        && computed > BUSY
        && computed <= SMALL
        && target.registers() > 16
        && !shape.hasExits();
  }

  /** As many lanes as the tree with most has accumulators; 0, and an obstacle, if that is wrong. */
  private int accumulatorsOfTrees() {
    int most = 0;
    for (Tree tree : shape.trees().trees()) {
      most = Math.max(most, tree.size());
    }
    for (Tree tree : shape.trees().trees()) {
      if (tree.size() < most && !tree.isOne()) {
        obstacle = new Obstacle("it has sums of floats and doubles on several paths", null);
      }
    }
    return most;
  }

  /**
   * How many registers of lanes a reduction has, each of which waits for itself only: by the
   * slowest of them, unless there is so much else to do that nobody waits, and by what registers
   * there are. One after the other is the slowest way, which more of them make no faster.
   */
  private int accumulators() {
    int latency = latency();
    int size = shape.lanes.size();
    int parts = latency == 0 || size > MEDIUM ? 2 : latency > SHORT && size <= SMALL ? 8 : 4;
    if (target.hasMasks() && hasMask()) {
      parts = Math.min(parts, 2); // there are few registers for masks
    }
    int each = shape.reductions.size() + 1; // the lanes, and what they are combined with
    while (parts > 1 && parts * each + SPARE > target.registers()) {
      parts /= 2;
    }
    return parts;
  }

  private static boolean hasSelection(LoopShape shape) {
    for (Reduction reduction : shape.reductions.values()) {
      if (reduction.selection() != null) {
        return true;
      }
    }
    return false;
  }

  /** True if a truth is reduced, but for one that loads wait for. */
  private boolean hasMask() {
    boolean has = false;
    for (Reduction reduction : shape.reductions.values()) {
      has |= reduction.type().isBool() && reduction.next().op() != Op.PARAM;
    }
    return has;
  }

  private int latency() {
    int latency = 0;
    for (Reduction reduction : shape.reductions.values()) {
      boolean isFloat = reduction.kind() == Reduction.Kind.EXTREMUM;
      Op op = isFloat ? Op.FCMP : reduction.op();
      int own =
          reduction.isScalar()
              ? 0
              : reduction.isScan() ? 1 : target.latency(op, reduction.type()); // once a round
      latency = Math.max(latency, own);
    }
    return latency;
  }

  /** True if a round takes the time that reductions wait for what they were. */
  boolean isChained() {
    return latency() > SHORT;
  }

  /** See {@link VectorTarget#registersToAlign}. */
  int registersToAlign() {
    return target.registersToAlign();
  }

  private VectorPlan(VectorPlan of, int lanes) {
    this.target = of.target;
    this.shape = of.shape;
    this.widths = of.widths;
    this.narrowest = of.narrowest;
    this.widest = of.widest;
    this.mostIterations = of.mostIterations;
    this.lanes = lanes;
  }

  /**
   * How rounds of one register are done with lanes that are off; null if they cannot or should not
   * be.
   */
  VectorPlan tail() {
    if (!target.hasMasks() || !RoundTail.isPossible(shape)) {
      return null;
    }
    var tail = new VectorPlan(this, Math.min(lanes, target.bits() / widest));
    var costs = tail.costs(true);
    return costs.missing() == null && 2 * costs.ofLanes() <= costs.ofIterations() ? tail : null;
  }

  static VectorPlan of(VectorTarget target, LoopShape shape, MemoryOrder order, Ranges ranges) {
    var plan = new VectorPlan(target, shape, order, ranges);
    if (plan.obstacle == null) {
      plan.cost();
    }
    return plan;
  }

  /** Why the loop stays scalar, or null. */
  Obstacle obstacle() {
    return obstacle;
  }

  /** How many iterations a round does. */
  int lanes() {
    return lanes;
  }

  /** The lanes of one register of the widest kind. */
  int lanesOfWidest() {
    return Math.min(Math.min(lanes, target.bits() / widest), Type.MAX_LANES);
  }

  /** True if a register of some values holds lanes of 64 bits. */
  boolean isWide() {
    return widest == 64;
  }

  /** How many registers a value of the widest kind takes. */
  int interleave() {
    int parts = 1;
    for (Value value : shape.lanes) {
      if (!value.type().isBool()) {
        parts = Math.max(parts, lanes / lanes(widths.kind(value)));
      }
    }
    return parts;
  }

  /** The lanes of one register of that kind. */
  int lanes(Type.Kind kind) {
    return Math.min(Math.min(lanes, target.bits() / kind.bits()), Type.MAX_LANES);
  }

  /** True if a value of that kind has a lane for each iteration in one full register. */
  boolean isOneRegister(Type.Kind kind) {
    return lanes * kind.bits() == target.bits();
  }

  /** How many iterations the loop makes at most. */
  long mostIterations() {
    return mostIterations;
  }

  /** True if lanes of a round may be off. */
  boolean canBeMasked() {
    return costs(true).missing() == null;
  }

  /**
   * So few iterations the loop does in no more time than this plan's rounds with lanes that are
   * off: constants come before these, and a masked load waits for stores to what is near, as the
   * next array is where all are that short.
   */
  int few() {
    Costs costs = costs(true);
    long each = Math.max(costs.ofIterations() / lanes, 1);
    return (int) Math.min((costs.ofLanes() + OFF) / each, MOST_FEW);
  }

  /** What a round costs in which lanes are off. */
  long maskedCost() {
    return costs(true).ofLanes();
  }

  LaneWidths widths() {
    return widths;
  }

  /** The lanes by which {@code value}, which is computed for each lane, is. 0 if any will do. */
  int lanesOf(Value value) {
    int count = lanesOf(value.type(), widths.kind(value));
    int operands = value.op() == Op.LOAD ? 0 : value.operandCount();
    for (int k = 0; k < operands; k++) {
      if (isScalar(value, k)) {
        continue;
      }
      int other = lanesOf(value.operand(k).type(), widths.kindOfOperand(value, k));
      count = count == 0 || other != 0 && other < count ? other : count;
    }
    return count;
  }

  /** True if an operand is no vector: a distance, or a constant to be looked up. */
  boolean isScalar(Value value, int operand) {
    return value.op() == Op.LOOKUP && operand > 0
        || value.op().shape() == Op.Shape.SHIFT
            && operand == 1
            && shape.isUniform(value.operand(1));
  }

  private int lanesOf(Type type, Type.Kind kind) {
    return type.isBool() || type.isReference() ? 0 : lanes(kind);
  }

  /** How a group's vectors are taken apart when they are loaded. */
  LaneShuffles apart(AccessGroup group) {
    return LaneShuffles.apart(target, type(group), group.stride(), group.span(), group.offsets());
  }

  /** How a group's vectors are put together before they are stored. */
  LaneShuffles together(AccessGroup group) {
    return LaneShuffles.together(target, type(group), group.stride());
  }

  /** How lanes of a scan are combined with those before them. */
  ScanSteps scanSteps(Scan scan) {
    return ScanSteps.of(target, scan.type().withLanes(lanes(scan.type().kind())));
  }

  private Type type(AccessGroup group) {
    Type.Kind kind = group.element().lane();
    return Type.vector(kind, lanes(kind));
  }

  /** Adds up what a round costs; it must be less than what its iterations do one by one. */
  private void cost() {
    Costs costs = costs(false);
    if (costs.missing() != null) {
      obstacle = costs.missing();
    } else if (costs.ofLanes() >= costs.ofIterations()) {
      boolean waits = false;
      boolean isReorderable = true;
      for (Reduction reduction : shape.reductions.values()) {
        waits |= reduction.isOrdered();
        isReorderable &= !reduction.isOrdered() || reduction.isReorderable();
      }
      obstacle =
          !waits
              ? new Obstacle("lanes would be no faster", null)
              : isReorderable
                  ? Obstacle.ordered(shape.counted.test().function())
                  : new Obstacle("an iteration needs what the one before has computed", null);
    }
  }

  private Costs costs(boolean masked) {
    var costs = new Costs(this, target, shape);
    for (Value value : shape.lanes) {
      if (!shape.isUniform(value)) {
        costs.add(value);
      }
    }
    for (MemoryAccess access : shape.accesses) {
      AccessGroup group = shape.groups().group(access.value());
      if (group == null) {
        costs.add(access, masked || !shape.masks().isAlways(access.value().block()));
      } else {
        costs.add(access, group);
      }
    }
    for (Reduction reduction : shape.reductions.values()) {
      costs.add(reduction);
    }
    for (Tree tree : shape.trees().trees()) {
      Value store = tree.updates().getFirst().store();
      costs.add(tree, !shape.masks().isAlways(store.block()));
    }
    for (Value check : shape.checks) {
      costs.addExit();
    }
    if (!shape.checks.isEmpty()) {
      costs.addCounting();
    }
    return costs;
  }
}
