package dev.lathe.processor;

import com.google.testing.compile.Compilation;
import dev.lathe.testing.OwnMath;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import javax.tools.JavaFileObject;

/** The classes that a compilation made, loaded over the classes of the tests. */
public final class CompiledClasses extends ClassLoader {
  private final Map<String, byte[]> classes = new HashMap<>();

  private CompiledClasses() {
    super(CompiledClasses.class.getClassLoader());
  }

  /** The classes of a compilation, which must have succeeded. */
  public static CompiledClasses of(Compilation compilation) throws IOException {
    if (compilation.status() == Compilation.Status.FAILURE) {
      throw new AssertionError(compilation.diagnostics().toString());
    }
    var loader = new CompiledClasses();
    for (JavaFileObject file : compilation.generatedFiles()) {
      if (file.getKind() == JavaFileObject.Kind.CLASS) {
        String path = file.toUri().getPath();
        String name = path.substring("/CLASS_OUTPUT/".length(), path.length() - ".class".length());
        try (InputStream in = file.openInputStream()) {
          loader.classes.put(name.replace('/', '.'), OwnMath.redirect(in.readAllBytes()));
        }
      }
    }
    return loader;
  }

  /** The class of that binary name. */
  public Class<?> load(String name) throws ClassNotFoundException {
    return Class.forName(name, true, this);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }
}
