package dev.lathe.processor;

import dev.lathe.processor.capture.Position;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.Messager;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic.Kind;

/** Prints diagnostics at nodes of the source, or at elements where there is no source. */
public final class Reporter {
  private final Messager messager;
  private final Set<Map.Entry<Position, String>> said = new HashSet<>();
  private int errors;

  Reporter(Messager messager) {
    this.messager = messager;
  }

  /** The number of errors so far. */
  public int errors() {
    return errors;
  }

  /** An error about the whole build. */
  public void error(Diagnostic diagnostic, Object... arguments) {
    errors++;
    messager.printMessage(Kind.ERROR, diagnostic.message(arguments));
  }

  /** An error at an element's name. */
  public void error(Element element, Diagnostic diagnostic, Object... arguments) {
    errors++;
    messager.printMessage(Kind.ERROR, diagnostic.message(arguments), element);
  }

  /** An error at an annotation of an element. */
  public void error(
      Element element, AnnotationMirror annotation, Diagnostic diagnostic, Object... arguments) {
    errors++;
    messager.printMessage(Kind.ERROR, diagnostic.message(arguments), element, annotation);
  }

  /** An error at a node; at {@code element} if {@code position} is null. */
  public void error(
      Position position, Element element, Diagnostic diagnostic, Object... arguments) {
    if (position == null) {
      error(element, diagnostic, arguments);
    } else {
      error(position, diagnostic.message(arguments));
    }
  }

  /**
   * An error with a text of its own at a node. It counts each time, and is printed once: every
   * interface that inherits a kernel compiles it again.
   */
  public void error(Position position, String message) {
    errors++;
    if (said.add(Map.entry(position, message))) {
      position.print(Kind.ERROR, message);
    }
  }

  /** A warning at an element's name. */
  public void warning(Element element, Diagnostic diagnostic, Object... arguments) {
    messager.printMessage(Kind.WARNING, diagnostic.message(arguments), element);
  }

  /** A note with a text of its own at a node, printed once. */
  public void note(Position position, String message) {
    if (said.add(Map.entry(position, message))) {
      position.print(Kind.NOTE, message);
    }
  }

  /** A note at an element's name. */
  public void note(Element element, Diagnostic diagnostic, Object... arguments) {
    messager.printMessage(Kind.NOTE, diagnostic.message(arguments), element);
  }
}
