package dev.lathe.samples.quickstart;

import dev.lathe.Jit;

/**
 * The smallest kernel, written without {@code default}: the build passes javac the flag it takes.
 */
public interface Add {
  @Jit
  int add(int a, int b) {
    return a + b;
  }
}
