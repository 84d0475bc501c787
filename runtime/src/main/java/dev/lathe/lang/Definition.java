package dev.lathe.lang;

/** The text of a method in the kernel language, parsed and checked at the first call of it. */
public final class Definition {
  private final String text;
  private final Names names;
  private volatile Checked checked;

  Definition(String text) {
    this(text, Names.NONE);
  }

  /**
   * @param names what the text may name besides the JDK's methods
   */
  Definition(String text, Names names) {
    this.text = text;
    this.names = names;
  }

  /** The method's declaration. */
  String text() {
    return text;
  }

  /** The checked method; racing threads may each check it, with equal results. */
  Checked checked() {
    Checked result = checked;
    if (result == null) {
      Parser.Result parsed = Parser.parse(text, names);
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
