package dev.lathe.processor;

import static org.assertj.core.api.Assertions.assertThat;

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
}
