package dev.lathe.lang;

/** Reachability and definite assignment (JLS 14.22, 16). */
final class Flow {
  private Flow() {}

  static void check(Checked checked) {}
}
