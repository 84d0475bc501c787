package dev.lathe.lang;

/** The text of an intrinsic in the kernel language, parsed and checked at the first call of it. */
public final class Definition {
  private final String text;
  private volatile Checked checked;

  Definition(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
