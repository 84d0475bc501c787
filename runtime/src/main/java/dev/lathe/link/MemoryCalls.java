package dev.lathe.link;

import dev.lathe.analysis.Calls;
import dev.lathe.codegen.MachineCode;
import dev.lathe.codegen.ReturnConvention;
import dev.lathe.codegen.TrapSite;
import dev.lathe.ir.Element;
import dev.lathe.ir.Function;
import dev.lathe.ir.Module;
import dev.lathe.ir.Table;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/**
 * Calls machine code that reads or writes arrays or memory segments, in slices, as {@link
 * ReturnConvention#ARGUMENTS} tells. An {@link AdapterClass} calls the first slice; what is rare
 * happens here.
 *
 * <p>When such code traps it has written memory, so nothing is run again: the exception comes from
 * the trap's site and operands, with frames for the functions it stands in.
 */
final class MemoryCalls {
  /** More shapes of calls than a method handle has parameters for would be needed. */
  private static final int MOST_SLOTS = 40;

  private static final String BOOLEANS =
      "the JDK lends native code no boolean[]; take a byte[] instead";

  private static volatile boolean mappedReported;

  private final Slices slices;
  private final Function function;
  private final MachineCode code;

  private MemoryCalls(Slices slices, Function function, MachineCode code) {
    this.slices = slices;
    this.function = function;
    this.code = code;
  }

  /**
   * The kernel's handle.
   *
   * @param code compiled from {@code function}
   * @param entry where it is
   */
  static MethodHandle handle(KernelSite site, Function function, MachineCode code, long entry) {
    MethodHandle call = Downcalls.bind(entry, shape(slots(function)));
    return handle(site, function, code, call);
  }

  /** The same; {@code call} takes a segment for each slot, and for the record. */
  static MethodHandle handle(
      KernelSite site, Function function, MachineCode code, MethodHandle call) {
    int count = call.type().parameterCount() - 1;
    MethodHandle again =
        MethodHandles.filterArguments(call, count, NativeCompiler.segmentOfArray())
            .asType(
                MethodType.genericMethodType(count)
                    .appendParameterTypes(long[].class)
                    .changeReturnType(int.class))
            .asSpreader(0, Object[].class, count);
    var calls =
        new MemoryCalls(new Slices(site, again, function.isInterruptible()), function, code);
    Traces.frame(function, 0); // initialised where there is stack for it
    return AdapterClass.handle(
        Body.carried(site.method()),
        site.type(),
        function,
        code,
        call,
        calls,
        site.lazyClassFile());
  }

  /** Logs that a call with a file's segment is not native: once in a process. */
  void reportMapped() {
    if (!mappedReported) {
      Dispatcher.reportMapped(function.name());
    }
    mappedReported = true;
  }

  /** Why machine code of {@code function} could not be called, or null. */
  static String obstacle(Function function) {
    if (slots(function) > MOST_SLOTS) {
      return "it has more than " + MOST_SLOTS + " arrays and segments";
    }
    Type booleans = Type.arrayOf(Element.BOOL);
    for (Value param : function.params()) {
      if (param.type() == booleans) {
        return BOOLEANS;
      }
    }
    for (Table table : function.tables()) {
      if (table.type() == booleans) {
        return BOOLEANS;
      }
    }
    return null;
  }

  /** The same of a function of {@code module} that has calls which could not be inlined. */
  static String obstacle(Module module) {
    Value call = Calls.first(module.root());
    return "it calls "
        + call.callee().symbol()
        + ", which is recursive or too large to become a part of it, as calls over arrays must";
  }

  /** How many slots machine code of {@code function} takes. */
  private static int slots(Function function) {
    int slots = function.tables().size();
    for (int i = 0; i < function.params().size(); i++) {
      slots += function.params().get(i).type().isReference() ? 1 : 0;
    }
    return slots;
  }

  /** The shape of a downcall with so many slots. */
  static MethodType shape(int slots) {
    var parameters = new Class<?>[slots + 1];
    Arrays.fill(parameters, MemorySegment.class);
    return MethodType.methodType(int.class, parameters);
  }

  /**
   * Calls the kernel until it is done.
   *
   * @param status what it returned, not 0
   * @param references what it was called with, by slot; number 0 is null
   * @param usable the same from slot 1 on, {@link MemorySegment#NULL} for segments that may not be
   *     accessed
   */
  void rest(int status, Object[] references, Object[] usable, long[] record) throws Throwable {
    for (int i = 0; i < usable.length; i++) {
      usable[i] = References.segment(usable[i]);
    }
    int last;
    try {
      last = slices.rest(status, usable, record);
    } catch (IllegalStateException closed) { // a shared arena, by another thread
      Traces.raised(closed, function, 0);
      throw closed;
    }
    if (last < 0) {
      raise(code.sites().get(~last), references, record);
    }
  }

  private void raise(TrapSite site, Object[] references, long[] record) {
    int operand = ReturnConvention.RESULT;
    try {
      site.raise(references, record[operand], record[operand + 1], record[operand + 2]);
    } catch (Throwable thrown) {
      Traces.raised(thrown, function, site.line());
      throw thrown;
    }
    throw new AssertionError("nothing to throw at " + site + " in " + function.name());
  }
}
