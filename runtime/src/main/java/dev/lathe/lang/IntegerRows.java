package dev.lathe.lang;

final class IntegerRows {
  private IntegerRows() {}

  static void add() {}
}
