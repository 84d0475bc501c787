package dev.lathe.lang;

import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sources of {@code dev.lathe.math}, lowered by the front end. Calls of methods of the package
 * are replaced by the methods' bodies, fields by their values, of which the class itself tells.
 */
public final class MathSource {
  private static final String PACKAGE = "dev.lathe.math.";
  private static final Path FOLDER = Path.of("src/main/java/dev/lathe/math");

  private static final Pattern METHOD =
      Pattern.compile(
          "(?m)^  (?:(?:public|private|static|final) )*static (?:final )?"
              + "((?:double|float|long|int|boolean) (\\w+)\\(([^)]*)\\)) \\{\n");

  private static final Pattern LOOKUP = Pattern.compile("Lookup\\.of(?:8|16)\\(");

  private final Map<String, List<CalledMethod>> methods = new HashMap<>(); // by class and name
  private final Map<String, Constant> constants = new HashMap<>();

  private MathSource() {}

  /** The method of a class of the package as a function, without lines. */
  public static Function lower(String className, String method) {
    try {
      return new MathSource().lowered(className, method);
    } catch (IOException | ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private Function lowered(String className, String method)
      throws IOException, ReflectiveOperationException {
    for (Path file : files()) {
      read(file);
    }
    String simple = className.substring(className.lastIndexOf('.') + 1);
    List<CalledMethod> overloads = methods.get(simple + "." + method);
    if (overloads == null || overloads.size() != 1) {
      throw new AssertionError(className + " should have one method " + method);
    }
    var meaning = (CalledMethod.Meaning.Inline) overloads.getFirst().meaning();
    return Lowering.lower(meaning.definition().checked(), className + "." + method, null);
  }

  private static List<Path> files() throws IOException {
    try (var list = Files.list(FOLDER)) {
      return list.filter(file -> !file.endsWith("package-info.java")).sorted().toList();
    }
  }

  private void read(Path file) throws IOException, ReflectiveOperationException {
    String simple = file.getFileName().toString().replace(".java", "");
    if (simple.equals("Rare")) {
      var meaning = new CalledMethod.Meaning.Direct(Op.UNLIKELY, 0);
      add("Rare.when", JavaType.BOOLEAN, List.of(JavaType.BOOLEAN), meaning);
      return;
    }
    if (simple.equals("Lookup")) {
      return;
    }
    for (Field field : Class.forName(PACKAGE + simple).getDeclaredFields()) {
      field.setAccessible(true);
      read(simple, field);
    }
    String text = Files.readString(file);
    Matcher matcher = METHOD.matcher(text);
    while (matcher.find()) {
      String body = text.substring(matcher.end(), text.indexOf("\n  }\n", matcher.end()) + 5);
      var definition =
          new Definition(matcher.group(1) + " {\n" + lookups(simple, body), scope(simple));
      String header = matcher.group(1);
      var parameters = new ArrayList<JavaType>();
      for (String parameter : matcher.group(3).split(",")) {
        if (!parameter.isBlank()) {
          parameters.add(JavaType.of(parameter.strip().split(" ")[0]));
        }
      }
      JavaType result = JavaType.of(header.substring(0, header.indexOf(' ')));
      var meaning = new CalledMethod.Meaning.Inline(definition);
      add(simple + "." + matcher.group(2), result, parameters, meaning);
    }
  }

  private void add(
      String name, JavaType result, List<JavaType> parameters, CalledMethod.Meaning meaning) {
    methods
        .computeIfAbsent(name, _ -> new ArrayList<>())
        .add(new CalledMethod("", name, result, parameters, meaning));
  }

  private void read(String simple, Field field) throws IllegalAccessException {
    Object value = field.get(null);
    String name = simple + "." + field.getName();
    if (value.getClass().isArray()) {
      var bits = new ArrayList<Long>();
      for (int i = 0; i < Array.getLength(value); i++) {
        bits.add(Constant.ofBox(Array.get(value, i)).bits());
      }
      JavaType type = Constant.ofBox(Array.get(value, 0)).type();
      var meaning = new CalledMethod.Meaning.Lookup(bits);
      add("Lookup." + name.replace('.', '_'), type, List.of(JavaType.INT), meaning);
    } else {
      constants.put(name, Constant.ofBox(value));
    }
  }

  /** The names of all classes, of which those of {@code simple} may stand alone. */
  private Names scope(String simple) {
    return new Names(Map.of(), new Scope<>(methods, simple), new Scope<>(constants, simple));
  }

  /** A view of a map whose keys need not name one class. */
  private static final class Scope<T> extends java.util.AbstractMap<String, T> {
    private final Map<String, T> all;
    private final String simple;

    Scope(Map<String, T> all, String simple) {
      this.all = all;
      this.simple = simple;
    }

    @Override
    public T get(Object key) {
      T own = all.get(simple + "." + key);
      return own != null ? own : all.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
      return get(key) != null;
    }

    @Override
    public java.util.Set<Entry<String, T>> entrySet() {
      return all.entrySet();
    }
  }

  /** {@code Lookup.of16(i, TABLE)} becomes a method of one parameter for each table. */
  private static String lookups(String simple, String body) {
    String text = body;
    Matcher matcher = LOOKUP.matcher(text);
    while (matcher.find()) {
      int depth = 1;
      int comma = -1;
      int end = matcher.end();
      while (depth > 0) {
        char c = text.charAt(end++);
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        comma = c == ',' && depth == 1 ? end - 1 : comma;
      }
      String table = text.substring(comma + 1, end - 1).strip();
      String full = table.indexOf('.') < 0 ? simple + "_" + table : table.replace('.', '_');
      String index = text.substring(matcher.end(), comma);
      text =
          text.substring(0, matcher.start())
              + "Lookup."
              + full
              + "("
              + index
              + ")"
              + text.substring(end);
      matcher = LOOKUP.matcher(text);
    }
    return text;
  }
}
