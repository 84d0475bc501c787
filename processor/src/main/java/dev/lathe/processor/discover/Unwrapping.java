package dev.lathe.processor.discover;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.processing.ProcessingEnvironment;

/**
 * Finds the compiler's own {@link ProcessingEnvironment} inside those that build tools put around
 * it.
 *
 * <p>Gradle keeps it in a field {@code delegate}; IntelliJ's own build hands over a proxy, which
 * its class {@code APIWrappers} unwraps, or whose handler keeps it in a field.
 */
public final class Unwrapping {
  private static final String INTELLIJ = "org.jetbrains.jps.javac.APIWrappers";
  private static final int MAX_DEPTH = 8;

  private Unwrapping() {}

  /** {@code environment} and what is inside it, from the outside inwards. */
  public static List<ProcessingEnvironment> candidates(ProcessingEnvironment environment) {
    var candidates = new ArrayList<ProcessingEnvironment>();
    ProcessingEnvironment inner = environment;
    while (inner != null && !candidates.contains(inner) && candidates.size() < MAX_DEPTH) {
      candidates.add(inner);
      ProcessingEnvironment unwrapped = unwrapByIntellij(inner);
      inner = unwrapped != null && unwrapped != inner ? unwrapped : fieldOf(inner);
    }
    return candidates;
  }

  private static ProcessingEnvironment unwrapByIntellij(ProcessingEnvironment wrapper) {
    try {
      Class<?> wrappers = Class.forName(INTELLIJ, true, wrapper.getClass().getClassLoader());
      Object unwrapped =
          wrappers
              .getDeclaredMethod("unwrap", Class.class, Object.class)
              .invoke(null, ProcessingEnvironment.class, wrapper);
      return unwrapped instanceof ProcessingEnvironment environment ? environment : null;
    } catch (ReflectiveOperationException | LinkageError | RuntimeException notIntellij) {
      return null;
    }
  }

  private static ProcessingEnvironment fieldOf(ProcessingEnvironment wrapper) {
    Object holder = wrapper;
    if (Proxy.isProxyClass(wrapper.getClass())) {
      InvocationHandler handler = Proxy.getInvocationHandler(wrapper);
      holder = handler;
    }
    for (Class<?> type = holder.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        ProcessingEnvironment found = valueOf(field, holder);
        if (found != null && found != wrapper) {
          return found;
        }
      }
    }
    return null;
  }

  /**
   * The field's value if it may be the environment: Gradle's {@code delegate}, a handler's capture.
   */
  private static ProcessingEnvironment valueOf(Field field, Object holder) {
    boolean named = field.getName().contains("delegate");
    if (!named && !ProcessingEnvironment.class.isAssignableFrom(field.getType())) {
      return null;
    }
    try {
      field.setAccessible(true);
      return field.get(holder) instanceof ProcessingEnvironment environment ? environment : null;
    } catch (ReflectiveOperationException | RuntimeException inaccessible) {
      return null;
    }
  }
}
