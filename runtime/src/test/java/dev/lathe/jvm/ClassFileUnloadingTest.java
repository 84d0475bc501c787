package dev.lathe.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.Op;
import dev.lathe.ir.TrapKind;
import dev.lathe.ir.Type;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ClassFileUnloadingTest {
  private static MethodHandle compile(int constant) {
    var f = new FunctionBuilder("com.acme.Add.add", Type.I32, Type.I32);
    f.guard(TrapKind.NEGATE_EXACT_I32, f.bool(true), f.param(0));
    f.ret(f.op(Op.IADD, f.param(0), f.i32(constant)));
    return ClassFileCompiler.compile(f.build());
  }

  private static WeakReference<Class<?>> classOf(MethodHandle handle) {
    // a direct handle's class is found by cracking it, which asks for access to a public member
    // only
    return new WeakReference<>(
        MethodHandles.publicLookup().revealDirect(handle).getDeclaringClass());
  }

  @Test
  void classesAreUnloadedWhenTheirHandlesAreDropped() throws Throwable {
    var classes = new ArrayList<WeakReference<Class<?>>>();
    MethodHandle kept = compile(1000);
    for (int i = 0; i < 50; i++) {
      MethodHandle handle = compile(i);
      assertThat((int) handle.invokeExact(7)).isEqualTo(7 + i);
      classes.add(classOf(handle));
    }
    WeakReference<Class<?>> keptClass = classOf(kept);
    for (int i = 0; i < 50 && !classes.isEmpty(); i++) {
      System.gc();
      Thread.sleep(10);
      classes.removeIf(c -> c.get() == null);
    }
    assertThat(classes).isEmpty();
    assertThat(keptClass.get()).isNotNull();
    assertThat((int) kept.invokeExact(7)).isEqualTo(1007);
  }
}
