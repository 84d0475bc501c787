package dev.lathe.lang;

/** The text of an intrinsic in the kernel language, parsed and checked at the first call of it. */
public final class Definition {
  private final String text;
  private volatile Checked checked;

  Definition(String text) {
    this.text = text;
  }

  /** The method's declaration. */
  String text() {
    return text;
  }

  /** The checked method; racing threads may each check it, with equal results. */
  Checked checked() {
    Checked result = checked;
    if (result == null) {
      Parser.Result parsed = Parser.parse(text);
      if (!parsed.diagnostics().isEmpty()) {
        throw new IllegalStateException(text + ": " + parsed.diagnostics());
      }
      result = Checker.check(parsed.kernel(), true);
      if (!result.diagnostics().isEmpty()) {
        throw new IllegalStateException(text + ": " + result.diagnostics());
      }
      checked = result;
    }
    return result;
  }
}
