package dev.lathe.math;

/** Marks branches that are seldom taken. */
public final class Rare {
  private Rare() {}

  /**
   * The condition itself. A branch on it is kept a branch: vector code leaves for scalar code where
   * the condition holds in any lane.
   */
  public static boolean when(boolean condition) {
    return condition;
  }
}
