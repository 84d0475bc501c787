package dev.lathe.vector;

import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.analysis.Uses;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Op;
import dev.lathe.ir.Target;
import dev.lathe.ir.Terminator;
import dev.lathe.ir.Value;
import dev.lathe.opt.CountedLoop;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The loop around a nest, if some of its iterations may go through the nest together: unroll and
 * jam, as in Allen and Kennedy, <i>Optimizing Compilers for Modern Architectures</i>, section 8.4.
 * What the lanes load that is the same in these iterations is loaded once for all.
 *
 * <pre>{@code
 * for (i …) for (j …) { s = 0; for (k …) s += a[i * n + k] * b[k * n + j]; c[i * n + j] = s; }
 * }</pre>
 *
 * <p>Each element still gets what it got, in the same order: iterations only write rows, which a
 * test before finds to lie one behind the other, and read nothing of an array that is written but
 * the element itself. The loop around may do nothing but compute numbers and enter the nest.
 */
final class NestJam {
  final CountedLoop counted;
  final Map<Value, Boolean> assumed = new LinkedHashMap<>(); // conditions that do not change in it
  private final NestShape shape;
  private final Loops loops;
  private final Value counter;
  private final NestRegion region;
  private final Set<Value> copied = new HashSet<>();
  private final Map<Value, Boolean> computable = new HashMap<>();
  private final Map<Value, Boolean> invariant = new HashMap<>();

  private NestJam(NestShape shape, CountedLoop counted, Loops loops) {
    this.shape = shape;
    this.counted = counted;
    this.loops = loops;
    this.counter = NestShape.counterOf(counted);
    findAssumptions();
    this.region = new NestRegion(counted.loop(), loops, assumed);
  }

  /** The loop around {@code shape}, or null if its iterations stay one after the other. */
  static NestJam of(NestShape shape, ControlFlow flow, Loops loops, DominatorTree dominators) {
    Loops.Loop around = shape.counted.loop().parent();
    if (around == null || shape.inner.keySet().stream().anyMatch(shape::isDivergent)) {
      return null;
    }
    CountedLoop counted = CountedLoop.of(around, flow, loops, dominators);
    if (counted == null || !NestShape.isSimple(counted)) {
      return null;
    }
    var jam = new NestJam(shape, counted, loops);
    if (!jam.onlyEntersNest() || !jam.onlyComputesOutside(flow)) {
      return null;
    }
    jam.findCopied(flow);
    return jam.isLegal() && jam.isOfUse() ? jam : null;
  }

  /** The parameter of the loop around that counts. */
  Value counter() {
    return counter;
  }

  boolean contains(Value value) {
    return loops.contains(counted.loop(), value.block());
  }

  /** True if {@code value} differs in the iterations of the loop around. */
  boolean isCopied(Value value) {
    return copied.contains(value);
  }

  boolean isCopied(NestIndex index) {
    for (NestIndex.Term term : index.terms()) {
      if (term.factor() != null && isCopied(term.factor())) {
        return true;
      }
    }
    return false;
  }

  // ---- what it must look like

  /** Of a branch of which one side leads to the nest, that side. */
  private void findAssumptions() {
    for (Block block : counted.loop().members()) {
      if (block != counted.test()
          && loops.of(block) == counted.loop()
          && block.terminator() instanceof Terminator.Branch branch
          && !branch.condition().isConst()
          && isInvariant(branch.condition())) {
        boolean then = leadsToNest(branch.then().block());
        if (then != leadsToNest(branch.otherwise().block())) {
          assumed.put(branch.condition(), then);
        }
      }
    }
  }

  /** True if {@code value} does not change in the loop around, and may be computed before. */
  private boolean isInvariant(Value value) {
    Boolean known = invariant.get(value);
    if (known == null) {
      boolean all = isComputable(value) && value != counter;
      for (int k = 0; k < value.operandCount() && all && contains(value); k++) {
        all = isInvariant(value.operand(k));
      }
      known = all;
      invariant.put(value, known);
    }
    return known;
  }

  private boolean leadsToNest(Block block) {
    Block at = block;
    Block header = shape.counted.loop().header();
    while (at != header
        && loops.of(at) == counted.loop()
        && at != counted.loop().header()
        && at.terminator() instanceof Terminator.Jump jump) {
      at = jump.target().block();
    }
    return at == header;
  }

  private boolean onlyEntersNest() {
    if (region.exits().size() != 1 || region.backs().size() != 1) {
      return false;
    }
    for (Value param : counted.loop().header().params()) {
      if (param != counter && counted.back().arguments().get(param.paramIndex()) != param) {
        return false;
      }
    }
    boolean enters = false;
    for (Block node : region.nodes()) {
      if (node == shape.counted.loop().header()) {
        enters = true;
        continue;
      }
      if (loops.of(node) != counted.loop() || region.isFork(node) && node != counted.test()) {
        return false;
      }
      for (Value value : node.values()) {
        if (value.op().canExit() || value.op().reads() || value.op().writes()) {
          return false;
        }
      }
    }
    return enters;
  }

  /** True if all that is used of the loop around behind it can be computed without the nest. */
  private boolean onlyComputesOutside(ControlFlow flow) {
    for (int b = 0; b < flow.size(); b++) {
      Block block = flow.block(b);
      boolean nest = loops.contains(shape.counted.loop(), block);
      boolean outside = !loops.contains(counted.loop(), block);
      if (!nest && !outside) {
        continue;
      }
      for (Value value : block.values()) {
        for (int k = 0; k < value.operandCount(); k++) {
          if (!isComputable(value.operand(k), nest)) {
            return false;
          }
        }
      }
      Value decides = Uses.terminatorOperand(block.terminator());
      if (decides != null && !isComputable(decides, nest)
          || !areComputable(block.terminator(), nest)) {
        return false;
      }
    }
    for (Value argument : counted.exit().arguments()) {
      if (!isComputable(argument)) {
        return false;
      }
    }
    for (Value param : shape.counted.loop().header().params()) {
      if (shape.isInvariant(param) && !isComputable(entering(param))) {
        return false;
      }
    }
    return isComputable(shape.counted.initial()) && isComputable(shape.counted.bound());
  }

  private boolean areComputable(Terminator terminator, boolean nest) {
    for (Target target : terminator.targets()) {
      for (Value argument : target.arguments()) {
        if (!isComputable(argument, nest)) {
          return false;
        }
      }
    }
    return true;
  }

  /** What the nest gets for a parameter of its header at first. */
  private Value entering(Value param) {
    Block before = shape.counted.before();
    for (Target target : before.terminator().targets()) {
      if (target.block() == param.block()) {
        return target.arguments().get(param.paramIndex());
      }
    }
    throw new AssertionError("no way in: " + param);
  }

  private boolean isComputable(Value value, boolean nest) {
    return nest && shape.contains(value) || isComputable(value);
  }

  /** True if {@code value} is a number that does not depend on what the nest does. */
  private boolean isComputable(Value value) {
    if (value.isConst() || !contains(value)) {
      return true;
    }
    if (shape.contains(value)) {
      return false;
    }
    Boolean known = computable.get(value);
    if (known == null) {
      boolean all =
          value.op() == Op.PARAM
              ? value.block() == counted.loop().header()
              : value.op().isPure() && !value.op().isDivision();
      for (int k = 0; k < value.operandCount() && all; k++) {
        all = isComputable(value.operand(k));
      }
      known = all;
      computable.put(value, known);
    }
    return known;
  }

  // ---- what differs

  private void findCopied(ControlFlow flow) {
    copied.add(counter);
    int before;
    do {
      before = copied.size();
      for (Block block : counted.loop().members()) {
        for (int e = 0; e < flow.edgeCount(block); e++) {
          if (loops.contains(counted.loop(), flow.predecessor(block, e))
              && block != counted.loop().header()) {
            for (Value param : block.params()) {
              if (isCopied(flow.edge(block, e).arguments().get(param.paramIndex()))) {
                copied.add(param);
              }
            }
          }
        }
        for (Value value : block.values()) {
          for (int k = 0; k < value.operandCount(); k++) {
            if (isCopied(value.operand(k))) {
              copied.add(value);
            }
          }
        }
      }
    } while (copied.size() > before);
  }

  /** True if all go the same ways in the nest, and none reads or writes what another one writes. */
  private boolean isLegal() {
    for (Block block : shape.counted.loop().members()) {
      if (block.terminator() instanceof Terminator.Branch branch && isCopied(branch.condition())) {
        return false;
      }
    }
    for (NestShape.Access access : shape.accesses.values()) {
      if (contains(access.reference())
          || access.value().op().writes()
              && (!access.index().isOf(shape.counter()) || !isCopied(access.value().operand(1)))) {
        return false;
      }
    }
    return !isCopied(shape.counted.initial()) && !isCopied(shape.counted.bound());
  }

  /** True if an inner loop loads vectors that are the same in iterations of the loop around. */
  private boolean isOfUse() {
    for (NestShape.Access access : shape.accesses.values()) {
      Value value = access.value();
      if (!access.isUniform()
          && value.op().reads()
          && !isCopied(value)
          && loops.of(value.block()) != shape.counted.loop()) {
        return true;
      }
    }
    return false;
  }
}
