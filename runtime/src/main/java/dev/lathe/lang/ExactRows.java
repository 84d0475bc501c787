package dev.lathe.lang;

final class ExactRows {
  private ExactRows() {}

  static void add() {}
}
