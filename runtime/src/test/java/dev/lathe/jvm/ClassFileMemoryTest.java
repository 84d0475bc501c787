package dev.lathe.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lathe.ir.Access;
import dev.lathe.ir.Callee;
import dev.lathe.ir.Element;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.Module;
import dev.lathe.ir.Op;
import dev.lathe.ir.Table;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arrays and segments as class files; what they compute is tested with all other engines. */
class ClassFileMemoryTest {
  private static final Type DOUBLES = Type.arrayOf(Element.F64);
  private static final Type INTS = Type.arrayOf(Element.I32);

  private static FunctionBuilder load() {
    var f = new FunctionBuilder("a.B.at", Type.F64, DOUBLES, Type.I32).source("B.java");
    f.line(7);
    Value index = f.index(Access.LOAD, "x", f.param(0), f.param(1));
    f.line(8);
    f.ret(f.load(Access.LOAD, f.param(0), index));
    return f;
  }

  @ParameterizedTest
  @EnumSource
  void handlesTakeArraysAsTheyAre(Element element) throws Throwable {
    Type array = Type.arrayOf(element);
    var f = new FunctionBuilder("f", Type.I32, Type.F64, array, Type.BOOL, Type.SEGMENT);
    f.ret(f.length(f.param(1)));
    Function function = f.build();
    MethodHandle length = ClassFileCompiler.compile(function);
    assertThat(length.type())
        .isEqualTo(ClassFileCompiler.methodType(function))
        .isEqualTo(
            MethodType.methodType(
                int.class, double.class, element.arrayClass(), int.class, MemorySegment.class));
    Object of3 = Array.newInstance(element.arrayClass().getComponentType(), 3);
    assertThat(length.invoke(1.0, of3, 0, (MemorySegment) null)).isEqualTo(3);
    assertThat(length.invoke(1.0, (Object) null, 0, MemorySegment.NULL)).isEqualTo(0);
  }

  @Test
  void aReferenceMayBeAResult() throws Throwable {
    var f = new FunctionBuilder("f", INTS, INTS, INTS, Type.BOOL);
    f.ret(f.op(Op.SELECT, f.param(2), f.param(0), f.param(1)));
    MethodHandle select = ClassFileCompiler.compile(f.build());
    int[] a = {1};
    int[] b = {2};
    assertThat((int[]) select.invokeExact(a, b, 1)).isSameAs(a);
    assertThat((int[]) select.invokeExact(a, b, 0)).isSameAs(b);
  }

  @Test
  void exceptionsComeFromTheLineOfTheCheck() {
    MethodHandle at = ClassFileCompiler.compile(load().build());
    for (Object[] arguments : new Object[][] {{new double[2], 2}, {null, 0}}) {
      Throwable thrown = catchThrowable(() -> at.invokeWithArguments(arguments));
      assertThat(thrown.getStackTrace()[0]).hasToString("a.B.at(B.java:7)");
    }
  }

  @Test
  void exceptionsOfSegmentsComeFromTheLineOfTheCheck() {
    var access = Access.of(Access.Method.SET_AT_INDEX, Element.I16, true);
    var f = new FunctionBuilder("a.B.set", Type.VOID, Type.SEGMENT, Type.I64).source("B.java");
    f.line(7);
    Value index = f.index(access, "s", f.param(0), f.param(1));
    f.line(8);
    f.store(access, f.param(0), index, f.i32(5));
    f.ret();
    MethodHandle set = ClassFileCompiler.compile(f.build());
    MemorySegment two = MemorySegment.ofArray(new short[2]);
    for (Object[] arguments :
        new Object[][] {{two, 2L}, {two, -1L}, {two.asReadOnly(), 0L}, {null, 0L}}) {
      Throwable expected =
          catchThrowable(() -> javaSet((MemorySegment) arguments[0], arguments[1]));
      Throwable thrown = catchThrowable(() -> set.invokeWithArguments(arguments));
      assertThat(thrown).hasSameClassAs(expected);
      if (arguments[0] != null) { // of null, each has a name of its own for the segment
        assertThat(thrown).hasMessage(expected.getMessage());
      }
      assertThat(Arrays.stream(thrown.getStackTrace()).map(StackTraceElement::toString))
          .contains("a.B.set(B.java:7)")
          .doesNotContain("a.B.set(B.java:8)");
    }
  }

  private static void javaSet(MemorySegment segment, Object index) {
    segment.setAtIndex(ValueLayout.JAVA_SHORT, (Long) index, (short) 5);
  }

  /** As of JDK 25 an index wraps as that of an array of bytes would; so it does here. */
  @Test
  void anIndexWhoseOffsetWrapsIsWhatTheJdkMakesOfIt() throws Throwable {
    var get = Access.of(Access.Method.GET_AT_INDEX, Element.F64, true);
    var f = new FunctionBuilder("f", Type.F64, Type.SEGMENT, Type.I64);
    f.ret(f.load(get, f.param(0), f.index(get, "s", f.param(0), f.param(1))));
    MethodHandle kernel = ClassFileCompiler.compile(f.build());
    MemorySegment segment = MemorySegment.ofArray(new double[] {1, 2});
    for (long index : new long[] {1, 1L << 61, (1L << 61) + 1, (1L << 61) + 2, 1L << 60}) {
      Object expected;
      try {
        expected = segment.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
      } catch (RuntimeException e) {
        assertThat(catchThrowable(() -> kernel.invoke(segment, index)))
            .hasSameClassAs(e)
            .hasMessage(e.getMessage());
        continue;
      }
      assertThat(kernel.invoke(segment, index)).isEqualTo(expected);
    }
  }

  /** HotSpot omits message and trace of what the JVM's own instructions throw often. */
  @Test
  void noAccessIsExecutedInOrderToThrow() {
    var model = ClassFile.of().parse(ClassFileCompiler.classFile(load().build()));
    var code = model.methods().getFirst().code().orElseThrow();
    long news = code.elementStream().filter(NewObjectInstruction.class::isInstance).count();
    assertThat(news).as("an exception for null, one for the index").isEqualTo(2);
  }

  /** Until HotSpot has compiled the kernel, a call costs more than all else of an access. */
  @Test
  void noMethodIsCalledToCheckAnIndexOfAnArray() {
    assertThat(called(load().build())).isEqualTo("<init> outOfBounds' <init>");
  }

  @Test
  void anAccessToASegmentChecksItself() {
    for (boolean writes : new boolean[] {false, true}) {
      assertThat(called(copy(writes, false).build())).isEqualTo("<init> get <init> set");
    }
  }

  /** Else the segment would be read, or written, before what is due to be thrown. */
  @Test
  void aCheckIsDoneByItselfIfAnythingIsDoneBeforeTheAccess() throws Throwable {
    Function function = copy(true, true).build();
    assertThat(called(function))
        .isEqualTo("<init> isReadOnly set get <init> get set"); // written only where it throws
    MethodHandle copy = ClassFileCompiler.compile(function);
    MemorySegment from = MemorySegment.ofArray(new byte[] {1, 2});
    MemorySegment to = MemorySegment.ofArray(new byte[] {3, 4});
    assertThat(catchThrowable(() -> copy.invoke(from, to, 2L)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    copy.invoke(from, to, 1L);
    assertThat(to.toArray(ValueLayout.JAVA_BYTE)).containsExactly(3, 2);
  }

  /**
   * Copies a byte.
   *
   * @param crossed true if what is written is checked before what is read
   */
  private static FunctionBuilder copy(boolean indexed, boolean crossed) {
    var get = Access.of(indexed ? Access.Method.GET_AT_INDEX : Access.Method.GET, Element.I8, true);
    var set = Access.of(indexed ? Access.Method.SET_AT_INDEX : Access.Method.SET, Element.I8, true);
    var f = new FunctionBuilder("f", Type.VOID, Type.SEGMENT, Type.SEGMENT, Type.I64);
    Value to = crossed ? f.index(set, "t", f.param(1), f.param(2)) : null;
    Value loaded = f.load(get, f.param(0), f.index(get, "s", f.param(0), f.param(2)));
    to = crossed ? to : f.index(set, "t", f.param(1), f.param(2));
    f.store(set, f.param(1), to, loaded);
    f.ret();
    return f;
  }

  /** The methods that the code of {@code function} calls, in order. */
  private static String called(Function function) {
    var model = ClassFile.of().parse(ClassFileCompiler.classFile(function));
    return model
        .methods()
        .getFirst()
        .code()
        .orElseThrow()
        .elementStream()
        .filter(InvokeInstruction.class::isInstance)
        .map(call -> ((InvokeInstruction) call).name().stringValue().replace("AtIndex", ""))
        .collect(Collectors.joining(" "));
  }

  @Test
  void aScratchArrayIsJavas() {
    var f = new FunctionBuilder("a.B.f", Type.I32, Type.I32).source("B.java");
    f.line(4);
    f.newArray(Element.I64, f.param(0), 8); // traps although nothing uses it
    f.ret(f.i32(1));
    MethodHandle kernel = ClassFileCompiler.compile(f.build());
    Throwable thrown = catchThrowable(() -> kernel.invokeWithArguments(-3));
    assertThat(thrown).isInstanceOf(NegativeArraySizeException.class).hasMessage("-3");
    assertThat(thrown.getStackTrace()[0]).hasToString("a.B.f(B.java:4)");
  }

  @Test
  void referencesArePassedToFunctions() throws Throwable {
    var callee = new Callee("C.get(I)I", Type.I32, List.of(INTS, Type.I32, Type.SEGMENT));
    var f = new FunctionBuilder("A.f", Type.I32, INTS, Type.SEGMENT).source("A.java");
    f.line(3);
    f.ret(f.call(callee, f.param(0), f.i32(1), f.param(1)));
    var g = new FunctionBuilder("C.get", Type.I32, INTS, Type.I32, Type.SEGMENT).source("C.java");
    g.line(5);
    Value index = g.index(Access.LOAD, "a", g.param(0), g.param(1));
    Value size = g.convert(Op.TRUNC, Type.I32, g.byteSize(g.param(2)));
    g.ret(g.op(Op.IADD, size, g.load(Access.LOAD, g.param(0), index)));
    var module = new Module("A.f()I", f.build()).add("C.get(I)I", g.build());
    MethodHandle kernel = ClassFileCompiler.compile(module, null);
    MemorySegment segment = MemorySegment.ofArray(new byte[9]);
    assertThat((int) kernel.invokeExact(new int[] {1, 2}, segment)).isEqualTo(11);
    assertThat((int) kernel.invokeExact(new int[] {1, 2}, (MemorySegment) null)).isEqualTo(2);
    Throwable thrown = catchThrowable(() -> kernel.invoke(new int[1], segment));
    assertThat(thrown).hasMessage("Index 1 out of bounds for length 1");
    assertThat(thrown.getStackTrace()[0]).hasToString("C.get(C.java:5)");
    assertThat(thrown.getStackTrace()[1]).hasToString("A.f(A.java:3)");
  }

  /** What is read by {@link #tablesAreReadOfTheirFields}. */
  static final class Tables {
    static int initialised;
    static final int[] FIVES = fives();
    static final byte[] NONE = null;

    private Tables() {}

    private static int[] fives() {
      ClassFileMemoryTest.tablesInitialised++;
      return new int[] {5, 10, 15};
    }
  }

  private static int tablesInitialised;

  @Test
  void tablesAreReadOfTheirFields() throws Throwable {
    var lookup = MethodHandles.lookup();
    var fives =
        new Table("a.T.FIVES", INTS, lookup.findStaticGetter(Tables.class, "FIVES", int[].class));
    Type bytes = Type.arrayOf(Element.I8);
    var none =
        new Table("b.T.NONE", bytes, lookup.findStaticGetter(Tables.class, "NONE", byte[].class));
    var callee = new Callee("a.T.g", Type.I32, List.of(Type.I32));
    var f = new FunctionBuilder("a.T.f", Type.I32, Type.I32);
    Value own = f.table(fives);
    Value third = f.load(Access.LOAD, own, f.index(Access.LOAD, null, own, f.i32(2)));
    f.ret(f.op(Op.IADD, third, f.call(callee, f.param(0))));
    var g = new FunctionBuilder("a.T.g", Type.I32, Type.I32);
    Value table = g.table(fives);
    Value length = g.length(g.table(none));
    Value index = g.index(Access.LOAD, "T.FIVES", table, g.param(0));
    g.ret(g.op(Op.IADD, length, g.load(Access.LOAD, table, index)));
    var module = new Module("a.T.f", f.build()).add("a.T.g", g.build());
    MethodHandle kernel = ClassFileCompiler.compile(module, null);
    assertThat(tablesInitialised).isZero();
    assertThat((int) kernel.invokeExact(1)).isEqualTo(25);
    assertThat(tablesInitialised).isOne();
    Tables.FIVES[1] = 11;
    assertThat((int) kernel.invokeExact(1)).as("the array is no constant").isEqualTo(26);
    Tables.FIVES[1] = 10;
  }

  @Test
  void aTableThatNobodyGivesIsAnError() {
    Function function =
        IrParser.parse(
            """
            func %a.T.f() -> i32 {
              table %a.T.SINES array.f64
            b0:
              v0 = table.array.f64 %a.T.SINES
              v1 = alen.i32 v0
              ret v1
            }
            """);
    MethodHandle kernel = ClassFileCompiler.compile(function);
    assertThat(catchThrowable(() -> kernel.invokeWithArguments()))
        .rootCause()
        .hasMessage("a.T.SINES cannot be read");
  }

  /** Arrays and segments, selected and swapped, live from method to method. */
  @Test
  void aLargeFunctionCarriesReferencesFromMethodToMethod() throws Throwable {
    var f = new FunctionBuilder("a.Big.f", Type.I64, INTS, INTS, Type.SEGMENT, Type.I32);
    Value zero = f.i32(0);
    var header = f.block(Type.I32, INTS, INTS, Type.I64);
    var body = f.block();
    var exit = f.block();
    var get = Access.of(Access.Method.GET_AT_INDEX, Element.I32, true);
    Value scratch = f.newArray(Element.I64, f.i32(3), 3);
    f.jump(header, zero, f.param(0), f.param(1), f.i64(0));
    f.at(header);
    f.branch(f.icmp(IntPredicate.LT, header.param(0), f.param(3)), body, exit);
    f.at(body);
    Value a = header.param(1);
    Value b = header.param(2);
    Value sum = header.param(3);
    Value first = f.load(Access.LOAD, a, f.index(Access.LOAD, "a", a, zero));
    for (int i = 0; i < 1200; i++) {
      f.line(i + 1);
      Value array = f.op(Op.SELECT, f.icmp(IntPredicate.LT, first, f.i32(i)), a, b);
      Value at = f.i32(i % 3);
      Value index = f.index(Access.LOAD, "a", array, at);
      Value from = f.index(get, "s", f.param(2), f.convert(Op.SEXT, Type.I64, at));
      Value x = f.op(Op.IADD, f.load(Access.LOAD, array, index), f.load(get, f.param(2), from));
      f.store(Access.STORE, array, index, f.op(Op.IADD, x, f.i32(i)));
      Value wide = f.convert(Op.SEXT, Type.I64, x);
      Value kept = f.index(Access.STORE, "t", scratch, at);
      f.store(Access.STORE, scratch, kept, wide);
      sum = f.op(Op.IADD, f.op(Op.ROTL, sum, f.i32(1)), f.load(Access.LOAD, scratch, kept));
    }
    f.jump(header, f.op(Op.IADD, header.param(0), f.i32(1)), b, a, sum);
    f.at(exit);
    f.ret(header.param(3));
    Function function = f.source("Big.java").build();
    var methods = ClassFile.of().parse(ClassFileCompiler.classFile(function)).methods();
    assertThat(methods).hasSizeGreaterThan(5);
    assertThat(methods)
        .allMatch(m -> m.findAttribute(Attributes.code()).orElseThrow().codeLength() <= 8000);
    MethodHandle kernel = ClassFileCompiler.compile(function);
    int[] p = {1, 500, 3};
    int[] q = {4, 5, 6};
    int[] javaP = p.clone();
    int[] javaQ = q.clone();
    MemorySegment segment = MemorySegment.ofArray(new int[] {7, 8, 9});
    assertThat((long) kernel.invokeExact(p, q, segment, 4)).isEqualTo(big(javaP, javaQ, segment));
    assertThat(p).isEqualTo(javaP);
    assertThat(q).isEqualTo(javaQ);
    Throwable thrown = catchThrowable(() -> kernel.invoke(p, q, (MemorySegment) null, 1));
    assertThat(thrown.getStackTrace()[0]).hasToString("a.Big.f(Big.java:1)");
    assertThat(thrown.getStackTrace()[1].getClassName()).isNotEqualTo("a.Big");
  }

  private static long big(int[] first, int[] second, MemorySegment segment) {
    int[] a = first;
    int[] b = second;
    long sum = 0;
    for (int n = 0; n < 4; n++) {
      int start = a[0];
      for (int i = 0; i < 1200; i++) {
        int[] array = start < i ? a : b;
        int x = array[i % 3] + segment.getAtIndex(ValueLayout.JAVA_INT, i % 3);
        array[i % 3] = x + i;
        sum = Long.rotateLeft(sum, 1) + x;
      }
      int[] t = a;
      a = b;
      b = t;
    }
    return sum;
  }

  /** Locals and frame slots are shared by what is not needed at once, of whatever type. */
  @Test
  void aLoopMayExchangeHundredsOfReferences() throws Throwable {
    Type[] kinds = {INTS, DOUBLES, Type.SEGMENT, Type.I64};
    var types = new Type[401];
    var params = new Type[] {INTS, INTS, DOUBLES, DOUBLES, Type.SEGMENT, Type.SEGMENT, Type.I32};
    var f = new FunctionBuilder("Loop.f", Type.I64, params);
    var start = new Value[types.length];
    types[0] = Type.I32;
    start[0] = f.i32(0);
    for (int i = 1; i < types.length; i++) {
      types[i] = kinds[i % 4];
      start[i] = i % 4 == 3 ? f.i64(i) : f.param(i % 4 * 2 + i / 4 % 2);
    }
    var header = f.block(types);
    var body = f.block();
    var exit = f.block();
    f.jump(header, start);
    f.at(header);
    f.branch(f.icmp(IntPredicate.LT, header.param(0), f.param(6)), body, exit);
    f.at(body);
    var next = new Value[types.length];
    next[0] = f.op(Op.IADD, header.param(0), f.i32(1));
    for (int i = 1; i < types.length; i++) {
      next[i] = header.param(i + 4 < types.length ? i + 4 : (i - 1) % 4 + 1);
    }
    f.jump(header, next);
    f.at(exit);
    Value sum = f.i64(0);
    for (int i = 1; i < types.length; i++) {
      Value x = header.param(i);
      Value size =
          switch (i % 4) {
            case 0, 1 -> f.convert(Op.SEXT, Type.I64, f.length(x));
            case 2 -> f.byteSize(x);
            default -> x;
          };
      sum = f.op(Op.IADD, f.op(Op.ROTL, sum, f.i32(7)), size);
    }
    f.ret(sum);
    Function function = f.build();
    Object[] arguments = {
      new int[1],
      new int[2],
      new double[3],
      null,
      MemorySegment.NULL,
      MemorySegment.ofArray(new int[5]),
      5
    };
    assertThat(ClassFileCompiler.compile(function).invokeWithArguments(arguments))
        .isEqualTo(
            ClassFileCompiler.compile(Module.of(function), null, 400)
                .invokeWithArguments(arguments))
        .isEqualTo(exchanged(arguments));
  }

  private static long exchanged(Object[] arguments) {
    var values = new long[401];
    for (int i = 1; i < values.length; i++) {
      values[i] =
          i % 4 == 3
              ? i
              : switch (arguments[i % 4 * 2 + i / 4 % 2]) {
                case null -> 0;
                case int[] a -> a.length;
                case double[] a -> a.length;
                case Object segment -> ((MemorySegment) segment).byteSize();
              };
    }
    for (int n = 0; n < 5; n++) {
      long[] old = values.clone();
      for (int i = 1; i < values.length; i++) {
        values[i] = old[i + 4 < values.length ? i + 4 : (i - 1) % 4 + 1];
      }
    }
    long sum = 0;
    for (int i = 1; i < values.length; i++) {
      sum = Long.rotateLeft(sum, 7) + values[i];
    }
    return sum;
  }
}
