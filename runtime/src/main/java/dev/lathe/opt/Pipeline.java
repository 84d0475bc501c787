package dev.lathe.opt;

import dev.lathe.ir.Function;
import dev.lathe.ir.IrException;
import dev.lathe.ir.Module;
import dev.lathe.ir.Verifier;
import java.util.List;

/**
 * The passes, in order: what happens to a function or module between the front end and a backend.
 *
 * <p>Passes over modules see all functions, the others each. Where nothing is called the passes up
 * to {@link Inline} are left out, and no pass over modules runs.
 */
public final class Pipeline {
  // format:off
  /** Before native code. */
  public static final Pipeline NATIVE = new Pipeline(
      new Fold(),              // constants and flags of a callee, before it is copied
      new DeadCode(),          // the size of a callee decides
      new ArrayPass("fast-floats"), // each function's by its own contract
      new Inline(),            // before all others, which look at single functions
      new UnrollRecursion(),   // of what is left to call, before the copies are optimised
      new Fold(),              // first: what is constant or trivial need not be looked at again
      new Gvn(),               // equal operands show fold and if-conversion what is the same
      new ArrayPass("fast-floats"), // on what is folded; before bodies that count on each rounding
      new ExpandMath(),        // after what may remove a call of one, before what simplifies its body
      new DeadCode(),          // the next two want blocks merged and nothing dead in them
      new ArrayPass("full-unrolling"), // of loops that are small now; all others see what is around
      new ArrayPass("loop-peeling"), // of loops that are left; rotation turns what it leaves
      new LoopRotation(),      // before what moves values out of loops or learns from their tests
      new DeadCode(),          // a header becomes part of its only latch
      new JumpThreading(),     // on blocks that are merged; before selects hide what edges pass
      new BitCounting(),       // of loops that are one block now
      new ArrayPass("switch-branches"), // what edges decide needs none; the next makes selects of them
      new IfConversion(),      // before the second fold, which makes its selects and, or, min, max
      new Fold(),              // what value numbering and selects have made equal or constant
      new RangePropagation(),  // on loops that are rotated: their tests hold in all of the body
      new ArrayPass("invariant-motion"), // of lengths, before what asks which loops count
      new ArrayPass("gvn"),    // lengths in loops are those before, which rotation left there
      new ArrayPass("load-elimination"), // where indices that are equal are one
      new ArrayPass("counter-offsets"), // where bounds are the same in each iteration
      new ArrayPass("index-checks"), // on tests that are left; before what copies the loops of others
      new DeadCode(),          // what they have decided; the next copies and divides what is left
      new ArrayPass("vectorize-nests"), // before the loops in them are split; which tests them all
      new ArrayPass("loop-splitting"), // before induction variables, which hide how indices grow
      new ArrayPass("dead-code"), // lengths and blocks that splitting leaves are no part of loops
      new ArrayPass("vectorize"), // of loops without checks; before what hides how indices grow
      new InductionVariables(), // before what makes shifts and sums of products
      new StrengthReduction(), // on final constants; x / 10 and x % 10 get a quotient each
      new Gvn(),               // which becomes one here
      new Hoisting(),          // after if-conversion, to which short sides look cheap
      new InvariantMotion(),   // of what is left to compute
      new DeadCode(),          // what the others leave behind must not be compiled
      new ArrayPass("loop-unrolling"), // of bodies that are as small as they get
      new ArrayPass("load-elimination"), // what an iteration leaves for the next in its round
      new ArrayPass("dead-code"), // indices of what is not loaded any more
      new RareBranches(),      // after all that works better on selections
      new DeadFunctions());    // last: the last call of a function may have been dead code

  /** Before the class-file backend, whose code HotSpot optimises again: only what makes it shorter. */
  public static final Pipeline CLASS_FILE = new Pipeline(
      new Fold(),              // constants, and branches on them
      new DeadCode(),          // what the front end and fold leave behind
      new DeadFunctions());    // what only dead code calls

  // format:on

  private final Pass[] passes;
  private final int first; // the first pass where nothing is called

  Pipeline(Pass... passes) {
    this.passes = passes;
    int at = passes.length - 1;
    while (at >= 0 && !(passes[at] instanceof Inline)) {
      at--;
    }
    this.first = at + 1;
  }

  /** The names of the passes, in order; a name may come more than once. */
  public List<String> names() {
    String[] names = new String[passes.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = passes[i].name();
    }
    return List.of(names);
  }

  /** Runs every pass on {@code function}. */
  public void run(Function function) {
    run(function, new PassContext());
  }

  /**
   * Runs the passes on {@code function} as {@code context} says.
   *
   * @throws IllegalArgumentException if {@code context} turns off a pass that is not in the list,
   *     or one that native code cannot do without
   * @throws IrException if a pass leaves a malformed function and the context asks to verify
   */
  public void run(Function function, PassContext context) {
    requireKnown(context);
    for (int i = first; i < passes.length; i++) {
      if (!context.isOff(passes[i].name()) && !(passes[i] instanceof ModulePass)) {
        run(i, function, context);
      }
    }
  }

  /**
   * Runs the passes on {@code module} as {@code context} says; throws as {@link #run(Function,
   * PassContext)}.
   */
  public void run(Module module, PassContext context) {
    if (!module.hasCalls()) {
      run(module.root(), context);
      return;
    }
    requireKnown(context);
    for (int i = 0; i < passes.length; i++) {
      if (context.isOff(passes[i].name())) {
        continue;
      }
      if (passes[i] instanceof ModulePass pass) {
        run(i, pass, module, context);
      } else {
        for (Function function : module.functions()) {
          run(i, function, context);
        }
      }
    }
  }

  private void run(int index, Function function, PassContext context) {
    Pass pass = passes[index];
    boolean changed = pass.run(function, context);
    if (context.verifies()) {
      verify(function, pass);
    }
    if (context.trace() != null) {
      context.trace().after(index, pass.name(), function, changed);
    }
  }

  private static void run(int index, ModulePass pass, Module module, PassContext context) {
    boolean changed = pass.run(module, context);
    if (context.verifies()) {
      for (Function function : module.functions()) {
        verify(function, pass);
      }
      module.verify();
    }
    if (context.trace() != null) {
      for (Function function : module.functions()) {
        context.trace().after(index, pass.name(), function, changed);
      }
    }
  }

  private void requireKnown(PassContext context) {
    for (String name : context.off()) {
      requireKnown(name);
    }
  }

  private void requireKnown(String name) {
    for (Pass pass : passes) {
      if (pass.name().equals(name)) {
        if (pass instanceof ExpandMath) {
          throw new IllegalArgumentException("native code needs the pass " + name);
        }
        return;
      }
    }
    throw new IllegalArgumentException("no pass is called " + name + "; there are " + names());
  }

  private static void verify(Function function, Pass pass) {
    try {
      Verifier.verify(function);
    } catch (IrException e) {
      throw new IrException("after pass " + pass.name() + ": " + e.getMessage());
    }
  }
}
