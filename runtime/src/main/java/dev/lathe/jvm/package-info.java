/**
 * The class-file backend: IR to a class file, for hosts without native code and as an oracle.
 *
 * <p>{@link dev.lathe.jvm.ClassFileCompiler} is the door. A function becomes a static method of a
 * class that bears the kernel's own names, source file and lines, so that exceptions, profilers and
 * debuggers see what they would see of the Java method itself. {@link dev.lathe.jvm.Partition} cuts
 * a function that HotSpot would not compile as one method into several, {@link
 * dev.lathe.jvm.Placement} decides where each value lives, {@link dev.lathe.jvm.ChunkEmitter},
 * {@link dev.lathe.jvm.OpEmitter} and {@link dev.lathe.jvm.MemoryEmitter} write the instructions.
 * Knows no machine code.
 */
package dev.lathe.jvm;
