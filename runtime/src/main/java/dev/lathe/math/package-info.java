/**
 * Functions that no machine has an instruction for, in ordinary Java, which is the kernel language
 * too. This package knows nothing else of Lathe: class files call its methods, the interpreter and
 * constant folding do, and native code has copies of them.
 *
 * <p>The methods with a row in {@code ir.MathFunction} are the bodies. Their IR, which the front
 * end makes of the source, lies beside the classes as resources in the text form; a test holds the
 * two equal ({@code -Dlathe.bless=true} writes them). So native code needs neither the source nor
 * the front end, and every execution computes the same bits: {@code Math.fma} is written where it
 * is meant.
 *
 * <p>A body may use Java's operators and statements, the methods of {@code Math} and of the wrapper
 * classes that kernels may, static methods of this package (which are put in place of their calls,
 * so none may call itself), constants of its class, {@link Rare} and {@link Lookup}. Its common
 * path should be straight, with {@code ?:} of cheap values for what can be computed for all
 * arguments, so that many can be computed at once.
 */
package dev.lathe.math;
