/**
 * javac's trees to the kernel language. The only package that imports {@code com.sun.source}.
 *
 * <p>{@link dev.lathe.processor.capture.KernelCapture} walks one method's tree; {@link
 * dev.lathe.processor.capture.NameScope} finds what its names mean, from imports and elements
 * alone: no body is attributed before javac does it, so javac's own warnings come once.
 */
package dev.lathe.processor.capture;
