/**
 * Facts about functions: {@link dev.lathe.analysis.ControlFlow}, {@link dev.lathe.analysis.Loops},
 * {@link dev.lathe.analysis.Uses}, {@link dev.lathe.analysis.Ranges}. The {@link
 * dev.lathe.ir.DominatorTree}, which the verifier needs as well, is in the package below.
 *
 * <p>An analysis is a value that is asked for ({@code X.of(function)}): it describes the function
 * as it was then, never edits it, and is thrown away when a pass has changed something. All run in
 * linear or almost linear time and without recursion over the function. This package imports only
 * {@link dev.lathe.ir} and does not know who uses it.
 */
package dev.lathe.analysis;
