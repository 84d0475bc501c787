package dev.lathe;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of an interface as a kernel: the processor captures its body and generates a
 * class, named after the interface with {@code Jit} appended, in which it runs as native code.
 *
 * <p>On an interface: every default method declared in it is a kernel. On a method: that one; the
 * elements written there override those written on the interface.
 *
 * <pre>{@code
 * public interface Add {
 *   @Jit default int add(int a, int b) { return a + b; }
 * }
 * AddJit.create().add(7, 35); // 42
 * }</pre>
 *
 * <p>A method without a body that is marked itself is a lifted kernel: that of the same name and
 * with a body, for each element of arrays or memory segments in ascending order.
 *
 * <pre>{@code
 * @Jit default double mix(double a, double b, double t) { return a + (b - a) * t; }
 * @Jit void mix(double[] a, double[] b, double t, double[] out);
 * }</pre>
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Jit {
  /**
   * How exactly floats are computed.
   *
   * <p>Of what {@link Floats#FAST} permits, use is made of faster math functions and, in native
   * code only, of other orders of sums, multiply-adds, and reciprocals of divisors that are
   * constant or do not change in a loop; one below the least normal number has none, so that such a
   * quotient may be infinite, or NaN of 0.
   */
  Floats floats() default Floats.STRICT;

  /**
   * Whether a thread's interruption ends a running kernel, within about a millisecond, by a {@link
   * KernelInterruptedException}. As in Java, nothing ends one otherwise.
   */
  boolean interruptible() default false;

  /**
   * Whether innermost loops over arrays and segments become SIMD code. The results are the same
   * bits either way. {@link Lathe#report(Class)} tells what became of each.
   */
  Vectorize vectorize() default Vectorize.AUTO;

  /** Contracts for floating-point arithmetic. */
  enum Floats {
    /** The bits of the Java source on every host. */
    STRICT,
    /**
     * As {@link #STRICT}, but sums and products of floats in loops follow one specified tree
     * instead of source order. Equal bits on every host too. It is for a local that an innermost
     * loop names in its own updates only ({@code s += e}, {@code s -= e}, {@code s = s + e}, {@code
     * s = Math.fma(a, b, s)}, or {@code s *= e}), as statements of its type, one at most in an
     * iteration: iteration {@code i} updates accumulator {@code i mod K} of 16 doubles or 32
     * floats, which are combined by halves after each 16,384 iterations and at the end. All else
     * stays in source order.
     */
    REPRODUCIBLE,
    /**
     * Reassociation, contraction to fused multiply-add, reciprocals and faster math functions are
     * permitted; NaN, infinities and signed zeros of operands are still honoured. A fused product
     * does not overflow before it is added.
     */
    FAST
  }

  /** Wishes about SIMD code. */
  enum Vectorize {
    /** Where it is estimated to be faster. */
    AUTO,
    /**
     * All of them, or javac reports an error at the loop, with the reason and what to do. Lathe
     * compiles for AVX-512 to find out; a note says what AVX2 cannot do. A host on which a loop
     * stays scalar logs one line about it.
     */
    REQUIRED,
    /** Never. */
    OFF
  }
}
