package dev.lathe.ir;

import java.util.Locale;

/** What is wished of the loops of a function. */
public enum Vectorize {
  /** They become lanes where that is estimated to be faster. */
  AUTO,
  /** They become lanes, and one that cannot is something to tell. */
  REQUIRED,
  /** They stay scalar. */
  OFF;

  /** The name in the text form. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
