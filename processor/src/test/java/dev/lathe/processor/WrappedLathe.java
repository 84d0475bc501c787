package dev.lathe.processor;

import java.util.Set;
import java.util.function.UnaryOperator;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

/** Lathe's processor with something put around its environment, as build tools do. */
final class WrappedLathe extends AbstractProcessor {
  private final LatheProcessor lathe = new LatheProcessor();
  private final UnaryOperator<ProcessingEnvironment> wrapper;

  WrappedLathe(UnaryOperator<ProcessingEnvironment> wrapper) {
    this.wrapper = wrapper;
  }

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return lathe.getSupportedAnnotationTypes();
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return lathe.getSupportedSourceVersion();
  }

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    lathe.init(wrapper.apply(environment));
  }

  @Override
  public boolean process(Set<? extends TypeElement> types, RoundEnvironment round) {
    return lathe.process(types, round);
  }
}
