/**
 * Decides whether kernels can be compiled, and compiles them: the shape of their interface, their
 * source by the runtime's checker, and then the whole way to machine code, so that what could fail
 * fails while javac runs and not at the first call.
 */
package dev.lathe.processor.check;
