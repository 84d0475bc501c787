/**
 * The kernel language: the part of Java that Lathe compiles, from syntax tree to IR.
 *
 * <p>{@link dev.lathe.lang.Ast} is the tree, built by the annotation processor from javac's trees
 * or by {@link dev.lathe.lang.Parser} from text. {@link dev.lathe.lang.Checker} computes type and
 * constant value of every expression and collects {@link dev.lathe.lang.Diagnostic}s. {@link
 * dev.lathe.lang.Lowering} turns a tree without errors into an {@link dev.lathe.ir.Function}.
 * {@link dev.lathe.lang.Intrinsics} is the table of JDK methods that a kernel may call; most rows
 * are written in the kernel language itself.
 *
 * <p>The rules are those of the Java Language Specification, Java SE 25 ("JLS"). Knows nothing of
 * javac and nothing of machine code.
 */
package dev.lathe.lang;
