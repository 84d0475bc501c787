/**
 * The public API: {@link dev.lathe.Jit} marks kernels, {@link dev.lathe.Lathe} reports on them and
 * warms them up, {@link dev.lathe.LatheException} is what goes wrong at run time.
 *
 * <p>{@link dev.lathe.Kernel} is for generated classes. What they call is small and frozen: members
 * are added, never changed.
 */
package dev.lathe;
