package org.jetbrains.jps.javac;

import dev.lathe.processor.HiddenEnvironment;
import java.util.Map;
import java.util.WeakHashMap;
import javax.annotation.processing.ProcessingEnvironment;

/**
 * The shape of the class of that name in IntelliJ's build: nothing but it knows the real object.
 */
public final class APIWrappers {
  private static final Map<Object, ProcessingEnvironment> REAL = new WeakHashMap<>();

  private APIWrappers() {}

  public static ProcessingEnvironment wrap(ProcessingEnvironment environment) {
    var wrapper = new HiddenEnvironment(() -> environment) {};
    REAL.put(wrapper, environment);
    return wrapper;
  }

  public static <T> T unwrap(Class<? extends T> iface, Object wrapper) {
    return iface.cast(REAL.get(wrapper));
  }
}
