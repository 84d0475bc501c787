/**
 * The intermediate representation: typed SSA with block parameters and explicit terminators.
 *
 * <p>A {@link dev.lathe.ir.Function} is a list of {@link dev.lathe.ir.Block}s, the first of which
 * is the entry; its parameters are the function's. A block is parameters, {@link
 * dev.lathe.ir.Value}s in execution order, and one {@link dev.lathe.ir.Terminator}. What a value
 * computes is a row of the {@link dev.lathe.ir.Op} table; width and lanes are in its {@link
 * dev.lathe.ir.Type}. Functions are made by {@link dev.lathe.ir.FunctionBuilder} or parsed from
 * their text form.
 *
 * <p>Invariant: every function that leaves this package's builder or parser has passed the
 * verifier. This package imports nothing of Lathe.
 */
package dev.lathe.ir;
