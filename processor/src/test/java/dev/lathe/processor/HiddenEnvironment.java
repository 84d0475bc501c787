package dev.lathe.processor;

import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import javax.annotation.processing.Filer;
import javax.annotation.processing.Messager;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** An environment that keeps the real one where nobody looks. */
public abstract class HiddenEnvironment implements ProcessingEnvironment {
  private final Supplier<ProcessingEnvironment> real;

  protected HiddenEnvironment(Supplier<ProcessingEnvironment> real) {
    this.real = real;
  }

  @Override
  public Map<String, String> getOptions() {
    return real.get().getOptions();
  }

  @Override
  public Messager getMessager() {
    return real.get().getMessager();
  }

  @Override
  public Filer getFiler() {
    return real.get().getFiler();
  }

  @Override
  public Elements getElementUtils() {
    return real.get().getElementUtils();
  }

  @Override
  public Types getTypeUtils() {
    return real.get().getTypeUtils();
  }

  @Override
  public SourceVersion getSourceVersion() {
    return real.get().getSourceVersion();
  }

  @Override
  public Locale getLocale() {
    return real.get().getLocale();
  }
}
