/**
 * IR to Java: the generated class and, in it, the {@code FunctionBuilder} calls that rebuild each
 * kernel's function. Knows nothing of javac's trees.
 */
package dev.lathe.processor.emit;
