package dev.lathe.processor.capture;

import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;

/**
 * Hears of classes that javac found nothing wrong with. Lathe leaves the user's own errors to
 * javac; if none comes, the error is Lathe's and must not pass in silence.
 */
public final class AcceptedClasses implements TaskListener {
  private final Map<String, List<Runnable>> watched = new HashMap<>();

  private AcceptedClasses() {}

  /** Listens to the compilation behind {@code environment}, which is javac's own. */
  public static AcceptedClasses of(ProcessingEnvironment environment) {
    var accepted = new AcceptedClasses();
    JavacTask.instance(environment).addTaskListener(accepted);
    return accepted;
  }

  /** Runs {@code action} when javac is about to write the class file of {@code type}. */
  public void whenAccepted(TypeElement type, Runnable action) {
    String name = type.getQualifiedName().toString();
    watched.computeIfAbsent(name, _ -> new ArrayList<>()).add(action);
  }

  /** javac writes class files only when nothing in the build had an error. */
  @Override
  public void started(TaskEvent event) {
    if (event.getKind() == TaskEvent.Kind.GENERATE && event.getTypeElement() != null) {
      String name = event.getTypeElement().getQualifiedName().toString();
      List<Runnable> actions = watched.remove(name);
      if (actions != null) {
        actions.forEach(Runnable::run);
      }
    }
  }
}
