package dev.lathe.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Lathe;
import dev.lathe.assertions.KernelAssertions;
import dev.lathe.ir.Function;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The exported API, member by member, against the committed list. What generated classes call may
 * only be added to; the rest of a difference needs a line in the change log. {@code mvn test
 * -Dlathe.bless=true} writes the list anew.
 */
class ApiSignatureTest {
  private static final Path LIST = Path.of("src/test/resources/dev/lathe/structure/api.txt");

  @Test
  void theExportedApiIsTheCommittedOne() throws Exception {
    var lines = new ArrayList<String>();
    for (Class<?> anchor : List.of(Lathe.class, KernelAssertions.class, Function.class)) {
      for (String name : classNames(anchor)) {
        Class<?> type = Class.forName(name, false, anchor.getClassLoader());
        if (isVisible(type)) {
          describe(type, lines);
        }
      }
    }
    if (Boolean.getBoolean("lathe.bless")) {
      Files.createDirectories(LIST.getParent());
      Files.write(LIST, lines);
    }
    assertThat(lines).isEqualTo(Files.readAllLines(LIST));
  }

  /** The names of the classes in the package of {@code anchor}. */
  private static TreeSet<String> classNames(Class<?> anchor) throws Exception {
    Path classes =
        Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve(anchor.getPackageName().replace('.', '/'));
    var names = new TreeSet<String>();
    try (Stream<Path> files = Files.list(classes)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
          .forEach(file ->
              names.add(anchor.getPackageName() + "." + file.substring(0, file.lastIndexOf('.'))));
    }
    return names;
  }

  private static boolean isVisible(Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getDeclaringClass()) {
      if (!isVisible(at.getModifiers())) {
        return false;
      }
    }
    return !type.isSynthetic() && !type.isAnonymousClass();
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static void describe(Class<?> type, List<String> lines) {
    lines.add(type.toGenericString());
    var members = new TreeSet<String>();
    for (Field field : type.getDeclaredFields()) {
      add(field, field, field.toGenericString(), members);
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      add(constructor, constructor, constructor.toGenericString(), members);
    }
    for (Method method : type.getDeclaredMethods()) {
      add(method, method, method.toGenericString(), members);
    }
    for (String member : members) {
      lines.add("  " + member);
    }
  }

  private static void add(
      Member member, AccessibleObject annotated, String text, TreeSet<String> members) {
    if (isVisible(member.getModifiers()) && !member.isSynthetic()) { // bridges are synthetic
      members.add(annotated.isAnnotationPresent(Deprecated.class) ? "@Deprecated " + text : text);
    }
  }
}
