package org.example;

import dev.lathe.processor.HiddenEnvironment;
import java.util.function.Supplier;
import javax.annotation.processing.ProcessingEnvironment;

/** An environment of a compiler that nobody knows. */
public final class Opaque extends HiddenEnvironment {
  public Opaque(Supplier<ProcessingEnvironment> real) {
    super(real);
  }
}
