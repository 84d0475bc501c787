package dev.lathe.vector;

import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.opt.PassContext;
import dev.lathe.opt.Pipeline;
import dev.lathe.testing.Comparison;
import dev.lathe.testing.Engine;
import java.util.ArrayList;
import java.util.List;

/**
 * A machine that can do every op on vectors, for tests: the interpreter runs what is made for it.
 */
public record FakeTarget(int bits) implements VectorTarget {
  @Override
  public boolean hasMasks() {
    return bits != 256;
  }

  @Override
  public int registersToAlign() {
    return 0;
  }

  @Override
  public int cost(Op op, Type type, Type from, boolean masked) {
    return switch (op) {
      case GATHER, SCATTER -> type.lanes();
      case EXTRACT -> type.isVector() ? 1 : 2;
      default -> 1;
    };
  }

  /** An engine that vectorises and then interprets, verified between passes. */
  public static Engine engine(int bits) {
    return Comparison.interpretModuleAfter(
        "vectorized for " + bits + " bits", module -> run(module, bits));
  }

  /** What becomes of the loops of {@code module}, which is optimised and verified meanwhile. */
  public static List<Verdict> run(Module module, int bits) {
    var verdicts = new ArrayList<Verdict>();
    var vectorizer = new Vectorizer(new FakeTarget(bits), verdicts::add);
    Pipeline.NATIVE.run(module, new PassContext().verifying().vectorizing(vectorizer));
    return verdicts;
  }

  /** Optimises {@code function}, with lanes for {@code target}; says what becomes of its loops. */
  static List<Verdict> run(Function function, VectorTarget target) {
    var verdicts = new ArrayList<Verdict>();
    var vectorizer = new Vectorizer(target, verdicts::add);
    Pipeline.NATIVE.run(function, new PassContext().verifying().vectorizing(vectorizer));
    return verdicts;
  }

  /** What becomes of the loops of {@code function}, which is optimised meanwhile. */
  public static List<Verdict> verdicts(Function function, int bits) {
    return run(Module.of(function), bits);
  }

  /** The function as the vectoriser leaves it, and before it a line for each verdict. */
  public static String output(Module module, VectorTarget target) {
    var text = new StringBuilder();
    var after = new StringBuilder();
    var vectorizer =
        new Vectorizer(target, verdict -> text.append("; ").append(verdict).append('\n'));
    Pipeline.NATIVE.run(
        module,
        new PassContext()
            .verifying()
            .vectorizing(vectorizer)
            .tracing((_, pass, function, _) -> {
              if (pass.equals(Vectorizer.NAME)) {
                after.append(function);
              }
            }));
    return text.append(after).toString();
  }
}
