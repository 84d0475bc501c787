/**
 * From machine code to a method handle: executable memory, the host's CPU, downcalls, options and
 * the fall back to the class-file backend.
 *
 * <p>{@link dev.lathe.link.KernelSite} is the door: one kernel, linked when its holder class is
 * initialised. {@link dev.lathe.link.CodeArena} holds the machine code, {@link dev.lathe.link.Host}
 * says whether native code can run here and, if not, why and what to do about it, {@link
 * dev.lathe.link.Options} is the closed list of system properties. Restricted methods of {@code
 * java.lang.foreign} are called nowhere else in Lathe.
 *
 * <p>Knows nothing of what IR ops mean. Failures leave as {@link dev.lathe.link.LinkException},
 * which the public API translates.
 */
package dev.lathe.link;
