package dev.lathe.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Function;
import dev.lathe.ir.Heap;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Module;
import dev.lathe.ir.Table;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compares kernels with the same text compiled by javac: result bits, and class and message of what
 * is thrown. Texts are collected first, so that one run of javac compiles all of a test.
 */
final class JavaOracle {
  /** A kernel's two forms: our IR and javac's method. */
  record Pair(String text, Function function, Method java) {
    /**
     * Runs both with the same arguments, or copies of them, and compares; what arrays and segments
     * hold afterwards, too.
     */
    void compare(Object... arguments) {
      var forJava = new Memories(arguments);
      var forIr = new Memories(arguments);
      Object expected = forJava.describe(outcomeOfJava(forJava.arguments()));
      Object actual = forIr.describe(outcomeOfIr(forIr.arguments()));
      if (!expected.equals(actual)) { // there are too many to describe each
        assertThat(actual)
            .as("%s with %s\n%s", text, Memories.show(arguments), IrPrinter.print(function))
            .isEqualTo(expected);
      }
    }

    private Object outcomeOfJava(Object[] arguments) {
      try {
        return canonical(java.invoke(null, arguments));
      } catch (InvocationTargetException thrown) {
        return describe(thrown.getCause());
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }

    private Object outcomeOfIr(Object[] arguments) {
      var heap = new Heap();
      long[] bits = Memories.bits(arguments, heap);
      try {
        JavaType result = typeOf(java.getReturnType());
        var module = new Module();
        module.add("f", function);
        long value = Interpreter.runLimited(module, heap, 1_000_000, bits);
        return result == JavaType.VOID ? "void" : canonical(new Constant(result, value).box());
      } catch (ArithmeticException
          | IllegalArgumentException
          | IndexOutOfBoundsException
          | NegativeArraySizeException
          | NullPointerException
          | UnsupportedOperationException
          | IllegalStateException
          | AssertionError thrown) {
        return describe(thrown);
      }
    }
  }

  private final List<String> texts = new ArrayList<>();
  private final boolean assertions;
  private String fields = "";
  private Map<String, JavaType> tables = Map.of();

  JavaOracle() {
    this(false);
  }

  /**
   * @param assertions whether both forms run with assertions enabled
   */
  JavaOracle(boolean assertions) {
    this.assertions = assertions;
  }

  /**
   * Declares fields of the class {@code Kernels}, such as {@code static final int[] T = {1};}.
   *
   * @param tables their names, as in {@code Kernels.T}, and types
   */
  void declare(String fields, Map<String, JavaType> tables) {
    this.fields = fields;
    this.tables = tables;
  }

  /** Adds the text of a method, whose name is replaced by a unique one. */
  int add(String text) {
    texts.add(text);
    return texts.size() - 1;
  }

  List<Pair> compile() {
    var source = new StringBuilder("import java.lang.foreign.*;\npublic class Kernels {\n");
    source.append(fields);
    var functions = new ArrayList<Function>();
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i).replaceFirst("\\bf\\(", "f" + i + "(");
      source.append("public static ").append(text).append('\n');
      functions.add(Lowering.lower(check(text, tables), "f", null));
      functions.getLast().setAssertions(assertions);
    }
    Map<String, Method> methods = javac(source.append("}\n").toString(), assertions);
    var pairs = new ArrayList<Pair>();
    functions.forEach(function -> bind(function, methods));
    for (int i = 0; i < texts.size(); i++) {
      pairs.add(new Pair(texts.get(i), functions.get(i), methods.get("f" + i)));
    }
    return pairs;
  }

  static Function lower(String text) {
    return Lowering.lower(check(text), "f", null);
  }

  /** Gives the tables of {@code function} the fields to read. */
  private static void bind(Function function, Map<String, Method> methods) {
    var bound = new ArrayList<Table>();
    for (Table table : function.tables()) {
      Class<?> owner = methods.values().iterator().next().getDeclaringClass();
      String field = table.symbol().substring(table.symbol().lastIndexOf('.') + 1);
      try {
        bound.add(
            new Table(
                table.symbol(),
                table.type(),
                MethodHandles.lookup().unreflectGetter(owner.getField(field))));
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
    function.setTables(bound);
  }

  static Checked check(String text) {
    return check(text, Map.of());
  }

  private static Checked check(String text, Map<String, JavaType> tables) {
    Parser.Result parsed = Parser.parse(text, tables);
    assertThat(parsed.diagnostics()).as(text).isEmpty();
    Checked checked = Checker.check(parsed.kernel());
    assertThat(checked.diagnostics()).as(text).isEmpty();
    return checked;
  }

  static JavaType typeOf(Class<?> type) {
    return JavaType.of(type.getName());
  }

  /** NaN equals NaN in every comparison of ours; -0.0 and 0.0 differ, as boxes do. */
  private static Object canonical(Object value) {
    return value == null ? "void" : value;
  }

  static String describe(Throwable thrown) {
    return thrown.getClass().getName() + ": " + thrown.getMessage();
  }

  static Map<String, Method> javac(String source) {
    return javac(source, false);
  }

  private static Map<String, Method> javac(String source, boolean assertions) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var output = new HashMap<String, ByteArrayOutputStream>();
    var messages = new StringWriter();
    try (JavaFileManager standard = compiler.getStandardFileManager(null, null, null)) {
      var manager =
          new ForwardingJavaFileManager<>(standard) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                Location location,
                String name,
                JavaFileObject.Kind kind,
                javax.tools.FileObject o) {
              return new SimpleJavaFileObject(URI.create("mem:///" + name + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                  var bytes = new ByteArrayOutputStream();
                  output.put(name, bytes);
                  return bytes;
                }
              };
            }
          };
      var file =
          new SimpleJavaFileObject(URI.create("mem:///Kernels.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
              return source;
            }
          };
      List<String> options = List.of("-proc:none", "-Xlint:none", "-g");
      boolean compiled =
          compiler.getTask(messages, manager, null, options, null, List.of(file)).call();
      assertThat(compiled).as(messages.toString()).isTrue();
      Class<?> type =
          new ClassLoader(JavaOracle.class.getClassLoader()) {
            Class<?> define() {
              setDefaultAssertionStatus(assertions);
              byte[] bytes = output.get("Kernels").toByteArray();
              return defineClass("Kernels", bytes, 0, bytes.length);
            }
          }.define();
      var methods = new HashMap<String, Method>();
      for (Method method : type.getDeclaredMethods()) {
        methods.put(method.getName(), method);
      }
      return methods;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
