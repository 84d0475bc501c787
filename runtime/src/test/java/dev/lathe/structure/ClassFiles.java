package dev.lathe.structure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The class files of the runtime, as this build has compiled them. */
final class ClassFiles {
  private ClassFiles() {}

  static List<ClassModel> all() {
    try (Stream<Path> tree = Files.walk(Path.of("target", "classes", "dev"))) {
      return tree.filter(path -> path.toString().endsWith(".class"))
          .map(ClassFiles::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClassModel parse(Path path) {
    try {
      return ClassFile.of().parse(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The package of a class by its internal name, with dots. */
  static String packageOf(String internalName) {
    int slash = internalName.lastIndexOf('/');
    return slash < 0 ? "" : internalName.substring(0, slash).replace('/', '.');
  }
}
