package dev.lathe.opt;

/**
 * What makes iterations of loops lanes, in two steps: of loops that have loops in them, before
 * these are split, and later of loops that have none.
 */
public interface LoopVectorizer extends Pass {
  /** The first step. */
  Pass nests();
}
