package dev.lathe.kernels;

import dev.lathe.Kernel;
import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Op;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** Written by hand in the shape that {@link Kernel} asks of generated classes. */
public final class ArithmeticJit implements Arithmetic {
  private static boolean add_IIReady;
  private static boolean div_IIReady;
  private static boolean divLong_JJReady;
  private static boolean clampFloat_DFFReady;
  private static boolean clampDouble_DDDReady;
  private static boolean less_BCReady;
  private static boolean low_SZReady;
  private static boolean manyReady;
  private static boolean twice_IReady;

  private ArithmeticJit() {}

  public static ArithmeticJit create() {
    Kernel.prepare();
    return new ArithmeticJit();
  }

  @Override
  public int add(int a, int b) {
    if (!add_IIReady) {
      add_IIReady = Kernel.initialize(add_II.class);
    }
    try {
      return (int) add_II.HANDLE.invokeExact(a, b);
    } catch (Throwable t) {
      throw Kernel.rethrow(t);
    }
  }

  @Override
  public int div(int a, int b) {
    if (!div_IIReady) {
      div_IIReady = Kernel.initialize(div_II.class);
    }
    try {
      return (int) div_II.HANDLE.invokeExact(a, b);
    } catch (Throwable t) {
      throw Kernel.rethrow(t);
    }
  }

  @Override
  public long divLong(long a, long b) {
    if (!divLong_JJReady) {
      divLong_JJReady = Kernel.initialize(divLong_JJ.class);
    }
    try {
      return (long) divLong_JJ.HANDLE.invokeExact(a, b);
    } catch (Throwable t) {
      throw Kernel.rethrow(t);
    }
  }

  @Override
  public float clampFloat(double value, float min, float max) {
    if (!clampFloat_DFFReady) {
      clampFloat_DFFReady = Kernel.initialize(clampFloat_DFF.class);
    }
    try {
      return (float) clampFloat_DFF.HANDLE.invokeExact(value, min, max);
    } catch (Throwable t) {
      throw Kernel.rethrow(t);
    }
  }

  @Override
  public double clampDouble(double value, double min, double max) {
    if (!clampDouble_DDDReady) {
      clampDouble_DDDReady = Kernel.initialize(clampDouble_DDD.class);
    }
    try {
      return (double) clampDouble_DDD.HANDLE.invokeExact(value, min, max);
    } catch (Throwable t) {
      throw Kernel.rethrow(t);
    }
  }

  @Override
  public boolean less(byte a, char b) {
    if (!less_BCReady) {
      less_BCReady = Kernel.initialize(less_BC.class);
    }
    try {
      return (int) less_BC.HANDLE.invokeExact((int) a, (int) b) != 0;
    } catch (Throwable t) {
      throw Kernel.rethrow(t);
    }
  }

  @Override
  public byte low(short a, boolean negate) {
    if (!low_SZReady) {
      low_SZReady = Kernel.initialize(low_SZ.class);
    }
    try {
      return (byte) (int) low_SZ.HANDLE.invokeExact((int) a, negate ? 1 : 0);
    } catch (Throwable t) {
      throw Kernel.rethrow(t);
    }
  }

  @Override
  public double many(
      byte a,
      short b,
      char c,
      boolean d,
      int e,
      long f,
      float g,
      double h,
      int i,
      long j,
      float k,
      double l,
      int m,
      long n,
      float o,
      double p,
      int q,
      float r,
      double s,
      float t,
      long u) {
    if (!manyReady) {
      manyReady = Kernel.initialize(many.class);
    }
    try {
      return (double)
          many.HANDLE.invokeExact(
              new long[] {
                a,
                b,
                c,
                d ? 1 : 0,
                e,
                f,
                Float.floatToRawIntBits(g),
                Double.doubleToRawLongBits(h),
                i,
                j,
                Float.floatToRawIntBits(k),
                Double.doubleToRawLongBits(l),
                m,
                n,
                Float.floatToRawIntBits(o),
                Double.doubleToRawLongBits(p),
                q,
                Float.floatToRawIntBits(r),
                Double.doubleToRawLongBits(s),
                Float.floatToRawIntBits(t),
                u
              });
    } catch (Throwable thrown) {
      throw Kernel.rethrow(thrown);
    }
  }

  public static int twice(int a) {
    if (!twice_IReady) {
      twice_IReady = Kernel.initialize(twice_I.class);
    }
    try {
      return (int) twice_I.HANDLE.invokeExact(a);
    } catch (Throwable t) {
      throw Kernel.rethrow(t);
    }
  }

  private static final class add_II extends Kernel {
    static final MethodHandle HANDLE =
        new add_II().link(MethodHandles.lookup(), 1, Arithmetic.class, "add", "(II)I");

    @Override
    protected Function build() {
      FunctionBuilder f = new FunctionBuilder("Arithmetic.add", Type.I32, Type.I32, Type.I32);
      f.ret(f.op(Op.IADD, f.param(0), f.param(1)));
      return f.build();
    }
  }

  private static final class div_II extends Kernel {
    static final MethodHandle HANDLE =
        new div_II().link(MethodHandles.lookup(), 1, Arithmetic.class, "div", "(II)I");

    @Override
    protected Function build() {
      FunctionBuilder f = new FunctionBuilder("Arithmetic.div", Type.I32, Type.I32, Type.I32);
      f.source("Arithmetic.java");
      f.line(10);
      f.ret(f.op(Op.IDIV, f.param(0), f.nonzero(TrapKind.DIVIDE_I32, f.param(1))));
      return f.build();
    }
  }

  private static final class divLong_JJ extends Kernel {
    static final MethodHandle HANDLE =
        new divLong_JJ().link(MethodHandles.lookup(), 1, Arithmetic.class, "divLong", "(JJ)J");

    @Override
    protected Function build() {
      FunctionBuilder f = new FunctionBuilder("Arithmetic.divLong", Type.I64, Type.I64, Type.I64);
      f.source("Arithmetic.java");
      f.line(14);
      f.ret(f.op(Op.IDIV, f.param(0), f.nonzero(TrapKind.DIVIDE_I64, f.param(1))));
      return f.build();
    }
  }

  private static final class clampFloat_DFF extends Kernel {
    static final MethodHandle HANDLE =
        new clampFloat_DFF()
            .link(MethodHandles.lookup(), 1, Arithmetic.class, "clampFloat", "(DFF)F");

    @Override
    protected Function build() {
      FunctionBuilder f =
          new FunctionBuilder("Arithmetic.clampFloat", Type.F32, Type.F64, Type.F32, Type.F32);
      f.source("Arithmetic.java");
      f.line(18);
      Value value = f.convert(Op.FNARROW, Type.F32, f.param(0));
      Value min = f.param(1);
      Value max = f.param(2);
      f.guard(TrapKind.CLAMP_F32, f.fcmp(FloatPredicate.OLE, min, max), value, min, max);
      f.ret(f.op(Op.FMIN, max, f.op(Op.FMAX, value, min)));
      return f.build();
    }
  }

  private static final class clampDouble_DDD extends Kernel {
    static final MethodHandle HANDLE =
        new clampDouble_DDD()
            .link(MethodHandles.lookup(), 1, Arithmetic.class, "clampDouble", "(DDD)D");

    @Override
    protected Function build() {
      FunctionBuilder f =
          new FunctionBuilder("Arithmetic.clampDouble", Type.F64, Type.F64, Type.F64, Type.F64);
      f.source("Arithmetic.java");
      f.line(22);
      Value value = f.param(0);
      Value min = f.param(1);
      Value max = f.param(2);
      f.guard(TrapKind.CLAMP_F64, f.fcmp(FloatPredicate.OLE, min, max), value, min, max);
      f.ret(f.op(Op.FMIN, max, f.op(Op.FMAX, value, min)));
      return f.build();
    }
  }

  private static final class less_BC extends Kernel {
    static final MethodHandle HANDLE =
        new less_BC().link(MethodHandles.lookup(), 1, Arithmetic.class, "less", "(BC)Z");

    @Override
    protected Function build() {
      FunctionBuilder f = new FunctionBuilder("Arithmetic.less", Type.BOOL, Type.I32, Type.I32);
      f.ret(f.icmp(IntPredicate.LT, f.param(0), f.param(1)));
      return f.build();
    }
  }

  private static final class low_SZ extends Kernel {
    static final MethodHandle HANDLE =
        new low_SZ().link(MethodHandles.lookup(), 1, Arithmetic.class, "low", "(SZ)B");

    @Override
    protected Function build() {
      FunctionBuilder f = new FunctionBuilder("Arithmetic.low", Type.I32, Type.I32, Type.BOOL);
      Value chosen = f.op(Op.SELECT, f.param(1), f.op(Op.INEG, f.param(0)), f.param(0));
      f.ret(f.op(Op.SEXT8, chosen));
      return f.build();
    }
  }

  private static final class many extends Kernel {
    static final MethodHandle HANDLE =
        new many()
            .link(MethodHandles.lookup(), 1, Arithmetic.class, "many", "(BSCZIJFDIJFDIJFDIFDFJ)D");

    @Override
    protected Function build() {
      Type i = Type.I32;
      Type j = Type.I64;
      Type s = Type.F32;
      Type d = Type.F64;
      FunctionBuilder f =
          new FunctionBuilder(
              "Arithmetic.many",
              d,
              i,
              i,
              i,
              Type.BOOL,
              i,
              j,
              s,
              d,
              i,
              j,
              s,
              d,
              i,
              j,
              s,
              d,
              i,
              s,
              d,
              s,
              j);
      Value v = f.op(Op.IMUL, f.op(Op.ISUB, f.param(0), f.param(1)), f.param(2));
      v = f.op(Op.ISUB, v, f.convert(Op.ZEXT, i, f.param(3)));
      v = f.op(Op.IMUL, v, f.op(Op.ISUB, f.param(4), f.param(8)));
      v = f.op(Op.ISUB, f.op(Op.IADD, v, f.param(12)), f.param(16));
      v = f.op(Op.FMUL, f.convert(Op.ITOF, d, v), f.f64(0.5));
      Value quotient = f.op(Op.IDIV, f.op(Op.ISUB, f.param(5), f.param(9)), f.i64(3));
      v = f.op(Op.FADD, v, f.convert(Op.ITOF, d, quotient));
      v = f.op(Op.FADD, v, f.convert(Op.ITOF, d, f.op(Op.XOR, f.param(13), f.param(20))));
      Value difference = f.op(Op.FSUB, f.param(6), f.param(10));
      Value product = f.op(Op.FMUL, difference, f.op(Op.FSUB, f.param(14), f.param(17)));
      v = f.op(Op.FSUB, v, f.convert(Op.FWIDEN, d, product));
      v = f.op(Op.FADD, v, f.convert(Op.FWIDEN, d, f.param(19)));
      v = f.op(Op.FMUL, v, f.op(Op.FSUB, f.param(7), f.param(11)));
      f.ret(f.op(Op.FADD, v, f.op(Op.FSUB, f.param(15), f.param(18))));
      return f.build();
    }
  }

  private static final class twice_I extends Kernel {
    static final MethodHandle HANDLE =
        new twice_I().link(MethodHandles.lookup(), 1, Arithmetic.class, "twice", "(I)I");

    @Override
    protected Function build() {
      FunctionBuilder f = new FunctionBuilder("Arithmetic.twice", Type.I32, Type.I32);
      f.ret(f.op(Op.IADD, f.param(0), f.param(0)));
      return f.build();
    }
  }
}
