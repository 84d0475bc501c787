package dev.lathe.vector;

import dev.lathe.analysis.AffineIndex;
import dev.lathe.analysis.ControlFlow;
import dev.lathe.analysis.Loops;
import dev.lathe.ir.Block;
import dev.lathe.ir.DominatorTree;
import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import dev.lathe.opt.CountedLoop;
import dev.lathe.opt.LoopClosure;
import dev.lathe.opt.LoopSplitting;
import dev.lathe.opt.Pass;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Preheader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes iterations of loops lanes that have innermost loops in them: {@link NestShape} says what
 * the nest does and whether it may, {@link NestPlan} how many lanes there are, {@link NestLoop}
 * does it.
 *
 * <p>Which loop of a nest becomes lanes: the innermost if it goes along arrays element by element
 * and no sum of floats has to keep its order; that is left to {@link Vectorizer}. Else the one
 * around it.
 */
final class NestVectorizer implements Pass {
  static final String NAME = Vectorizer.NESTS;

  private static final int MAX_NESTS = 8;

  private final VectorTarget target;
  private final Consumer<Verdict> verdicts;
  private final ScalarNests scalar;

  NestVectorizer(VectorTarget target, Consumer<Verdict> verdicts, ScalarNests scalar) {
    this.target = target;
    this.verdicts = verdicts;
    this.scalar = scalar;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (target.bits() == 0 || function.blocks().size() == 1) {
      return false;
    }
    Set<Block> seen = new HashSet<>(); // headers
    int nests = 0;
    while (nests < MAX_NESTS && context.hasFuel() && one(function, seen, context)) {
      nests++;
    }
    return nests > 0;
  }

  /** Makes lanes of the first nest for which that is possible. */
  private boolean one(Function function, Set<Block> seen, PassContext context) {
    ControlFlow flow = ControlFlow.of(function);
    var dominators = new DominatorTree(function);
    Loops loops = Loops.of(flow, dominators);
    if (loops.isIrreducible()) {
      return false;
    }
    List<Loops.Loop> innermost = LoopSplitting.innermost(loops); // that the other pass looks at
    for (Loops.Loop loop : loops.all()) {
      List<Loops.Loop> inner = inner(loop, loops);
      if (inner.isEmpty()
          || innermost.contains(loop)
          || isInLanes(loop)
          || !seen.add(loop.header())) {
        continue;
      }
      CountedLoop counted = CountedLoop.of(loop, flow, loops, dominators);
      if (counted == null || !NestShape.isSimple(counted)) {
        continue;
      }
      if (isOneFor(inner, flow, loops, dominators)) {
        continue;
      }
      NestShape shape = NestShape.of(counted, inner, flow, loops, dominators);
      NestPlan plan = shape.obstacle() == null ? NestPlan.of(target, shape) : null;
      Obstacle obstacle = plan == null ? shape.obstacle() : plan.obstacle();
      if (obstacle != null) {
        int at = function.ownLine(shape.obstacleLine());
        scalar.add(Verdict.scalar(at == 0 ? Vectorizer.line(loop) : at, obstacle), inner);
        continue;
      }
      if (!context.spend()) {
        return false;
      }
      int checks = shape.checks.size() + shape.different.size();
      NestJam jam = NestJam.of(shape, flow, loops, dominators);
      NestPlan jammed = jam == null ? null : plan.with(jam, target, shape);
      verdicts.accept(verdict(Vectorizer.line(loop), jammed == null ? plan : jammed, checks));
      context.addNestRest(loop.header());
      Block around = jammed == null ? null : Preheader.of(loop.parent(), flow, loops);
      if (jammed != null) {
        LoopClosure.of(function, List.of(loop.parent()));
      }
      Block before = Preheader.of(loop, flow, loops);
      LoopClosure.of(function, List.of(loop));
      if (jammed != null) {
        NestLoop.run(shape, jammed, jam, around, before);
      }
      NestLoop.run(shape, plan, before);
      return true;
    }
    return false;
  }

  private static Verdict verdict(int line, NestPlan plan, int checks) {
    return new Verdict(line, plan.lanes(), plan.parts(), plan.jam(), checks, null, null);
  }

  /** The loops in {@code loop}, if none of these has one in it. */
  private static List<Loops.Loop> inner(Loops.Loop loop, Loops loops) {
    var inner = new ArrayList<Loops.Loop>();
    for (Loops.Loop each : loops.all()) {
      if (each.parent() == loop) {
        inner.add(each);
      } else if (each.parent() != null && each.parent().parent() == loop) {
        return List.of();
      }
    }
    return inner;
  }

  /** True if lanes have been made of something in {@code loop}. */
  static boolean isInLanes(Loops.Loop loop) {
    for (Block block : loop.members()) {
      for (Value value : block.values()) {
        if (value.type().isVector()) {
          return true;
        }
      }
    }
    return false;
  }

  /** True if an innermost loop is one for lanes itself. */
  private static boolean isOneFor(
      List<Loops.Loop> inner, ControlFlow flow, Loops loops, DominatorTree dominators) {
    for (Loops.Loop loop : inner) {
      CountedLoop counted = CountedLoop.of(loop, flow, loops, dominators);
      if (counted != null && counted.isTestedLast() && isAlongArrays(loop, flow, loops)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAlongArrays(Loops.Loop loop, ControlFlow flow, Loops loops) {
    for (Value param : loop.header().params()) {
      if (param.type().isFloat() && !isLess(param, loop)) {
        return false;
      }
    }
    boolean any = false;
    for (Block block : loop.members()) {
      for (Value value : block.values()) {
        if (value.op() != Op.LOAD && value.op() != Op.STORE) {
          continue;
        }
        AffineIndex index = AffineIndex.of(value.operand(1), loop, flow, loops);
        if (index == null || index.factor() != null || Math.abs(index.stride()) > 1) {
          return false;
        }
        any |= index.stride() != 0;
      }
    }
    return any;
  }

  /** True if {@code param} is the least or greatest of something, or never changes. */
  private static boolean isLess(Value param, Loops.Loop loop) {
    for (Block block : loop.members()) {
      for (Value value : block.values()) {
        boolean uses = false;
        for (int k = 0; k < value.operandCount(); k++) {
          uses |= value.operand(k) == param;
        }
        if (uses && value.op() != Op.FMIN && value.op() != Op.FMAX) {
          return false;
        }
      }
    }
    return true;
  }
}
