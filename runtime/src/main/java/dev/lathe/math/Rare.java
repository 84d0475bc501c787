package dev.lathe.math;

/** What a body says of its branches. */
public final class Rare {
  private Rare() {}

  /**
   * {@code condition}, which seldom holds: a branch on it stays a branch, whose first side is laid
   * out away from what runs next. Whatever is common must not depend on one.
   */
  public static boolean when(boolean condition) {
    return condition;
  }
}
