package dev.lathe.testing;

import dev.lathe.ir.Function;
import dev.lathe.ir.Interpreter;
import java.util.List;

/** A way to execute a function. All engines must give the same results. */
public interface Engine {
  /** A function that this engine has made ready. */
  interface Kernel {
    /** The result as {@code Value.bits}, 0 for void; throws what the function throws. */
    long call(long... arguments) throws Throwable;
  }

  String name();

  /** Makes {@code function}, which may be changed thereby, ready to be called. */
  Kernel compile(Function function);

  /** The interpreter, which is the reference for all others. */
  Engine INTERPRETER = of("interpreter", f -> arguments -> Interpreter.run(f, arguments));

  /** Every engine this host has, the reference first. */
  List<Engine> ALL = List.of(INTERPRETER);

  /** An engine from its parts. */
  static Engine of(String name, java.util.function.Function<Function, Kernel> compiler) {
    return new Engine() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Kernel compile(Function function) {
        return compiler.apply(function);
      }
    };
  }
}
