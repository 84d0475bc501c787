/**
 * The annotation processor: {@code discover → capture → check → emit}, in that order.
 *
 * <p>{@link dev.lathe.processor.LatheProcessor} drives one round. {@link
 * dev.lathe.processor.Diagnostic} lists everything it can say. Only {@code capture} knows javac's
 * trees; what leaves it is the kernel language of the runtime.
 */
package dev.lathe.processor;
