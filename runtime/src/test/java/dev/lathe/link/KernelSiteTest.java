package dev.lathe.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.Kernel;
import dev.lathe.Lathe;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.kernels.Arithmetic;
import dev.lathe.kernels.ArithmeticJit;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KernelSiteTest {
  /** A kernel whose construction a test observes or spoils; one subclass for each. */
  private abstract static class Sum extends Kernel {
    final AtomicInteger builds = new AtomicInteger();
    VirtualMachineError exhaustion;

    MethodHandle handle(int format) {
      return link(MethodHandles.lookup(), format, Arithmetic.class, "add", "(II)I");
    }

    @Override
    protected Function build() {
      if (builds.incrementAndGet() <= 2 && exhaustion != null) {
        throw exhaustion;
      }
      FunctionBuilder f = new FunctionBuilder("KernelSiteTest.sum", Type.I32, Type.I32, Type.I32);
      f.ret(f.op(Op.IADD, f.param(0), f.param(1)));
      return f.build();
    }
  }

  private static int call(MethodHandle handle, int a, int b) {
    try {
      return (int) handle.invokeExact(a, b);
    } catch (Throwable t) {
      throw Kernel.rethrow(t);
    }
  }

  @Test
  void sixtyFourThreadsThatCallFirstCompileOnce() throws Exception {
    Arithmetic arithmetic = isolated();
    long compiled = Lathe.compiledKernels();
    var start = new CountDownLatch(1);
    var right = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 64; i++) {
      int n = i;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  start.await();
                } catch (InterruptedException e) {
                  return;
                }
                if (arithmetic.add(n, 1000) == n + 1000) {
                  right.incrementAndGet();
                }
              }));
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(right).hasValue(64);
    assertThat(Lathe.compiledKernels() - compiled).isEqualTo(1);
  }

  @Test
  void anInterruptedThreadCompilesAndStaysInterrupted() throws Exception {
    Arithmetic arithmetic = isolated();
    Thread.currentThread().interrupt();
    int result = arithmetic.add(2, 3);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(result).isEqualTo(5);
  }

  @Test
  void exhaustionOfMemoryLeavesTheNextCallToTryAgain() {
    VirtualMachineError exhaustion = new OutOfMemoryError();
    Sum sum = new Sum() {};
    sum.exhaustion = exhaustion;
    MethodHandle handle = sum.handle(1);
    assertThat(sum.builds).hasValue(1);
    assertThatThrownBy(() -> call(handle, 1, 2)).isSameAs(exhaustion);
    assertThat(call(handle, 1, 2)).isEqualTo(3);
    assertThat(call(handle, 3, 4)).isEqualTo(7);
    assertThat(sum.builds).hasValue(3);
  }

  @Test
  void exhaustionOfTheStackIsMetWithALargerOne() {
    Sum sum = new Sum() {};
    sum.exhaustion = new StackOverflowError();
    MethodHandle handle = sum.handle(1);
    assertThat(call(handle, 1, 2)).isEqualTo(3);
    assertThat(sum.builds).hasValue(3);
  }

  @Test
  void aClassHoldsOneKernel() {
    Sum sum = new Sum() {};
    sum.handle(1);
    assertThatThrownBy(() -> sum.handle(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aNewerFormatIsRefusedWithBothVersionsAndTheArtifact() {
    MethodHandle handle = new Sum() {}.handle(Function.FORMAT + 1);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> call(handle, 1, 2))
          .isInstanceOf(dev.lathe.LatheException.class)
          .hasMessageContaining("format " + (Function.FORMAT + 1))
          .hasMessageContaining("up to " + Function.FORMAT)
          .hasMessageContaining("update lathe-runtime");
    }
  }

  @Test
  void twoHundredAndFiftyFourParametersArrive() throws Throwable {
    var types = new Type[254];
    var descriptor = new StringBuilder("(");
    for (int i = 0; i < types.length; i++) {
      types[i] = i % 3 == 0 ? Type.F32 : Type.I32;
      descriptor.append(i % 3 == 0 ? 'F' : 'I');
    }
    var kernel =
        new Kernel() {
          MethodHandle handle() {
            return link(MethodHandles.lookup(), 1, Arithmetic.class, "none", descriptor + ")D");
          }

          @Override
          protected Function build() {
            FunctionBuilder f = new FunctionBuilder("KernelSiteTest.weighted", Type.F64, types);
            Value sum = f.f64(0);
            for (int i = 0; i < types.length; i++) {
              Value value = f.param(i);
              Op widen = types[i] == Type.I32 ? Op.ITOF : Op.FWIDEN;
              value = f.convert(widen, Type.F64, value);
              sum = f.op(Op.FADD, sum, f.op(Op.FMUL, value, f.f64(i + 1)));
            }
            f.ret(sum);
            return f.build();
          }
        };
    MethodHandle handle = kernel.handle();
    var record = new long[254];
    double expected = 0;
    for (int i = 0; i < record.length; i++) {
      int value = (i * 37) % 101 - 50;
      record[i] = types[i] == Type.I32 ? value : Float.floatToRawIntBits(value);
      expected += (double) value * (i + 1);
    }
    assertThat((double) handle.invokeExact(record)).isEqualTo(expected);
    Reference.reachabilityFence(kernel);
  }

  @Test
  void aKernelThatNeedsTooMuchStackRunsAsAClassFile() throws Throwable {
    var kernel =
        new Kernel() {
          MethodHandle handle() {
            return link(MethodHandles.lookup(), 1, Arithmetic.class, "none", "(J)J");
          }

          @Override
          protected Function build() {
            FunctionBuilder f = new FunctionBuilder("KernelSiteTest.deep", Type.I64, Type.I64);
            var powers = new ArrayList<Value>();
            powers.add(f.param(0));
            for (int i = 0; i < 5_000; i++) {
              powers.add(f.op(Op.IMUL, powers.getLast(), f.param(0)));
            }
            Value sum = powers.getFirst();
            for (Value power : powers) {
              sum = f.op(Op.XOR, sum, power);
            }
            f.ret(sum);
            return f.build();
          }
        };
    long fallbacks = Lathe.fallbackKernels();
    MethodHandle handle = kernel.handle();
    long power = 3;
    long expected = power;
    for (int i = 0; i <= 5_000; i++) {
      expected ^= power;
      power *= 3;
    }
    assertThat((long) handle.invokeExact(3L)).isEqualTo(expected);
    assertThat(Lathe.fallbackKernels() - fallbacks).isEqualTo(1);
    Reference.reachabilityFence(kernel);
  }

  @Test
  void codeOfUnloadedClassesIsFreed() throws Exception {
    int rounds = Integer.getInteger("lathe.test.rounds", 2); // 100 rounds are 10,000 kernels
    long before = settled();
    for (int round = 0; round < rounds; round++) {
      callIsolated(before);
      for (int i = 0; i < 400 && Lathe.codeBytes() > before; i++) {
        System.gc();
        Thread.sleep(25); // references are enqueued by another thread
      }
      assertThat(Lathe.codeBytes()).isLessThanOrEqualTo(before);
    }
  }

  /** The bytes of machine code when that of other tests is freed. */
  private static long settled() throws InterruptedException {
    long bytes = Long.MAX_VALUE;
    for (int i = 0; i < 50 && (i < 5 || Lathe.codeBytes() < bytes); i++) {
      bytes = Lathe.codeBytes();
      System.gc();
      Thread.sleep(10);
    }
    return bytes;
  }

  private static void callIsolated(long before) throws Exception {
    var instances = new ArrayList<Arithmetic>();
    for (int i = 0; i < 50; i++) {
      Arithmetic arithmetic = isolated();
      assertThat(arithmetic.getClass()).isNotSameAs(ArithmeticJit.class);
      assertThat(arithmetic.add(i, 1)).isEqualTo(i + 1);
      assertThatThrownBy(() -> arithmetic.div(1, 0)).isInstanceOf(ArithmeticException.class);
      instances.add(arithmetic);
    }
    assertThat(Lathe.codeBytes()).isGreaterThan(before);
    Reference.reachabilityFence(instances);
  }

  /** An instance of a copy of {@link ArithmeticJit} in a class loader of its own. */
  private static Arithmetic isolated() throws Exception {
    var loader =
        new ClassLoader(KernelSiteTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(ArithmeticJit.class.getName())) {
              return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
              Class<?> loaded = findLoadedClass(name);
              return loaded != null ? loaded : define(name);
            }
          }

          private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
              byte[] bytes = in.readAllBytes();
              return defineClass(name, bytes, 0, bytes.length);
            } catch (java.io.IOException e) {
              throw new ClassNotFoundException(name, e);
            }
          }
        };
    return (Arithmetic)
        loader.loadClass(ArithmeticJit.class.getName()).getMethod("create").invoke(null);
  }
}
