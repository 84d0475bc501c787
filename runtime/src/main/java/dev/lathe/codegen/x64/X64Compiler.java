package dev.lathe.codegen.x64;

import dev.lathe.codegen.CallingConvention;
import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.Frame;
import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.MachineFunction;
import dev.lathe.codegen.Operand.Label;
import dev.lathe.codegen.RegisterAllocation;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * IR to x64 machine code: lower, allocate, emit. The function must be verified and free of {@code
 * frem}; it is not changed. Compiling the same function twice gives the same bytes.
 */
public final class X64Compiler {
  private static final CallingConvention CONVENTION = X64CallingConvention.systemV();

  private X64Compiler() {}

  /**
   * Compiles {@code function}.
   *
   * @throws dev.lathe.codegen.StackLimitException if it needs more stack than native code may use
   */
  public static MachineCode compile(Function function, X64Features features) {
    return compile(function, features, null);
  }

  /** The same; {@code listing}, if not null, receives the instructions as text. */
  public static MachineCode compile(
      Function function, X64Features features, StringBuilder listing) {
    return compile(function, convention(function, features), features, null, listing);
  }

  /**
   * Compiles {@code function} to code that leaves at its yields and is entered again; see {@link
   * ReturnConvention#RECORD}.
   *
   * @param listing receives the instructions as text, or null
   * @throws dev.lathe.codegen.StackLimitException if it needs more stack than native code may use
   */
  public static MachineCode compileSliced(
      Function function, X64Features features, StringBuilder listing) {
    return compileSliced(function, convention(function, features), features, null, listing);
  }

  /**
   * Compiles {@code function}, which has references and no calls, to code that runs in slices and
   * takes its arguments as {@link ReturnConvention#ARGUMENTS} tells.
   *
   * @param listing receives the instructions as text, or null
   * @throws dev.lathe.codegen.StackLimitException if it needs more stack than native code may use
   */
  public static MachineCode compileMemory(
      Function function, X64Features features, StringBuilder listing) {
    CallingConvention convention = convention(function, features);
    return X64MemoryCompiler.compile(function, convention, features, null, listing);
  }

  /** The same for tests. */
  static MachineCode compileSliced(
      Function function,
      CallingConvention convention,
      X64Features features,
      BiConsumer<MachineFunction, String> checker,
      StringBuilder listing) {
    CallingConvention others = convention.without(X64Slices.BUDGET);
    return compile(function, others, features, ReturnConvention.RECORD, checker, listing);
  }

  /**
   * Compiles a module to code that runs on a stack of its own; see {@link ReturnConvention#STACK}.
   * Functions of an interruptible root count at their yields and where those that call begin.
   *
   * @param packed true if the arguments come in the control block
   * @param listing receives the instructions as text, or null
   * @throws dev.lathe.codegen.StackLimitException if a frame is too large
   */
  public static MachineCode compileModule(
      Module module, boolean packed, X64Features features, StringBuilder listing) {
    return X64ModuleCompiler.compile(
        module, packed, UnaryOperator.identity(), features, null, listing);
  }

  /** The instructions that {@code compile} makes, in Intel syntax, with the source lines. */
  public static String listing(Function function, X64Features features) {
    var text = new StringBuilder();
    compile(function, features, text);
    return text.toString();
  }

  /**
   * Compiles for tests.
   *
   * @param checker of the allocated code, which is given its text before allocation too; or null
   * @param listing receives the instructions as text, or null
   */
  static MachineCode compile(
      Function function,
      CallingConvention convention,
      X64Features features,
      BiConsumer<MachineFunction, String> checker,
      StringBuilder listing) {
    return compile(function, convention, features, returns(function), checker, listing);
  }

  private static MachineCode compile(
      Function function,
      CallingConvention convention,
      X64Features features,
      ReturnConvention returns,
      BiConsumer<MachineFunction, String> checker,
      StringBuilder listing) {
    CodeBuffer buffer = X64Encoder.newBuffer();
    var lowering = new X64Lowering(function, buffer, features, convention, returns, null);
    MachineFunction machine = lowering.run();
    List<Label> labels = lowering.siteLabels();
    var frame = new Frame(X64Registers.RSP);
    RegisterAllocation.run(machine, convention, frame, checker);
    var emitter = new X64Emitter(machine, frame, convention, returns, null, null, listing);
    emitter.run(labels);
    byte[] code = buffer.finish();
    return new MachineCode(
        code,
        0,
        buffer.alignment(),
        returns,
        lowering.sites(),
        emitter.recordLongs(),
        frame.totalBytes());
  }

  private static CallingConvention convention(Function function, X64Features features) {
    return features.avx512() && hasVectors(function)
        ? X64CallingConvention.systemVWide()
        : CONVENTION;
  }

  /** True if code for {@code function} depends on what the CPU has. */
  public static boolean hasVectors(Function function) {
    List<Block> blocks = function.blocks();
    for (int b = 0; b < blocks.size(); b++) {
      List<Value> values = blocks.get(b).values();
      for (int i = 0; i < values.size(); i++) {
        if (values.get(i).type().isVector()) {
          return true;
        }
      }
    }
    return false;
  }

  private static ReturnConvention returns(Function function) {
    if (!canTrap(function)) {
      return ReturnConvention.PLAIN;
    }
    Type result = function.result();
    return result == Type.I64 || result == Type.F64
        ? ReturnConvention.SENTINEL_VALUE
        : ReturnConvention.PACKED;
  }

  private static boolean canTrap(Function function) {
    List<Block> blocks = function.blocks();
    for (int b = 0; b < blocks.size(); b++) {
      List<Value> values = blocks.get(b).values();
      for (int i = 0; i < values.size(); i++) {
        if (values.get(i).op().canTrap()) {
          return true;
        }
      }
    }
    return false;
  }
}
