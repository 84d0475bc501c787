package dev.lathe.lang;

/**
 * Where a node of the tree stands in its source.
 *
 * @param id a number unique in the kernel, small: results of checking are kept in tables indexed by
 *     it, and whoever builds the tree may map it back to a node of its own
 * @param start offset of the first character
 * @param end offset after the last character
 * @param line line of the first character, counted from 1; 0 if not known
 */
public record Span(int id, int start, int end, int line) {}
