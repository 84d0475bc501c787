package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.KernelInterruptedException;
import org.junit.jupiter.api.Test;

/** An interface compiled with the processor, its generated class loaded and called. */
class EndToEndTest {
  @Test
  void addIsCompiledAndRuns() throws Exception {
    var compilation =
        TestCompiler.compile(
            """
            package com.acme;

            import dev.lathe.Jit;

            public interface Add {
              @Jit
              default int add(int a, int b) {
                return a + b;
              }
            }
            """);
    var classes = CompiledClasses.of(compilation);
    Object add = classes.load("com.acme.AddJit").getMethod("create").invoke(null);
    var method = classes.load("com.acme.Add").getMethod("add", int.class, int.class);
    assertThat(method.invoke(add, 7, 35)).isEqualTo(42);
  }

  @Test
  void anInterruptEndsAnInterruptibleKernel() throws Exception {
    CompiledClasses classes =
        TestCompiler.classes(
            """
            import dev.lathe.Jit;

            @Jit(interruptible = true)
            public interface Spin {
              default int spin(int a) { while (a != 3) a |= 8; return a; }

              @Jit(interruptible = false)
              default int quick(int a) { while (a > 0) a--; return a; }
            }
            """);
    Object spin = classes.load("SpinJit").getMethod("create").invoke(null);
    var method = classes.load("Spin").getMethod("spin", int.class);
    Thread.currentThread().interrupt();
    try {
      assertThat(classes.load("Spin").getMethod("quick", int.class).invoke(spin, 9)).isEqualTo(0);
      assertThatThrownBy(() -> method.invoke(spin, 1))
          .cause()
          .isInstanceOf(KernelInterruptedException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }
}
