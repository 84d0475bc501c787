package dev.lathe.ir;

/**
 * A line of a function whose body has been copied into another one: what a {@link Value#line} names
 * that is no line of the function itself. See {@link Function#inlinedLine}.
 *
 * @param function the {@link Function#name} of what was copied
 * @param sourceFile its source file, or null
 * @param line the line there, or 0
 * @param call the {@link Value#line} of the call that the copy replaced, in the function that has
 *     the copy
 */
public record InlinedLine(String function, String sourceFile, int line, int call) {}
