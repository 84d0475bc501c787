package dev.lathe.lang;

final class FloatRows {
  private FloatRows() {}

  static void add() {}
}
