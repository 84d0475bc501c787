package dev.lathe.random;

import dev.lathe.lang.JavaType;
import java.util.ArrayList;
import java.util.List;

/** What a random program is made of beside {@link JavaStatement} and {@link JavaExpression}. */
public final class JavaProgram {
  /** What loops count down that nothing else would end. */
  static final String FUEL = "fuel";

  /** How deep a method may still call: the parameter that ends recursion. */
  static final String DEPTH = "depth";

  private JavaProgram() {}

  public record Parameter(boolean isFinal, JavaType type, String name) {}

  /**
   * What callers know of a method.
   *
   * @param depthAt which parameter is {@value #DEPTH}; -1 for none
   */
  public record Header(String name, JavaType result, List<Parameter> parameters, int depthAt) {
    boolean isRecursive() {
      return depthAt >= 0;
    }

    JavaType depthType() {
      return parameters.get(depthAt).type;
    }
  }

  /**
   * A kernel.
   *
   * @param fuel how many iterations all its loops of no known end may make together
   * @param guard text of the condition, of {@value #DEPTH}, on which it returns at once
   * @param base what it returns then; null if it returns nothing or is not recursive
   */
  public record Method(
      Header header, int fuel, String guard, JavaExpression base, List<JavaStatement> body) {
    public String name() {
      return header.name;
    }

    public JavaType result() {
      return header.result;
    }

    public List<Parameter> parameters() {
      return header.parameters;
    }

    /** True if it has no depth, so that it calls nothing unless it is the root. */
    public boolean isLeaf() {
      return !header.isRecursive();
    }

    Method withBody(List<JavaStatement> statements) {
      return new Method(header, fuel, guard, base, statements);
    }

    Method withBase(JavaExpression value) {
      return new Method(header, fuel, guard, value, body);
    }

    /** The method as Java, one statement a line, so that a stack trace tells which one threw. */
    public String print(String modifier) {
      var text = new StringBuilder(1000).append(modifier).append(result()).append(' ');
      text.append(name()).append('(');
      for (int i = 0; i < parameters().size(); i++) {
        Parameter parameter = parameters().get(i);
        text.append(i == 0 ? "" : ", ").append(parameter.isFinal ? "final " : "");
        text.append(parameter.type).append(' ').append(parameter.name);
      }
      text.append(") {\n");
      if (header.isRecursive()) {
        text.append("  if (").append(guard).append(") return");
        text.append(base == null ? "" : " " + base.print()).append(";\n");
      }
      int start = text.length();
      JavaStatement.print(text, "  ", body);
      if (text.indexOf(FUEL, start) >= 0) {
        text.insert(start, "  int " + FUEL + " = " + fuel + ";\n");
      }
      return text.append("}\n").toString();
    }
  }

  /**
   * Methods that call each other.
   *
   * @param methods the first is the one that is called from outside
   * @param assertions whether assertions are enabled
   */
  public record Program(List<Method> methods, boolean assertions) {
    public Method root() {
      return methods.getFirst();
    }

    Program with(int index, Method method) {
      var changed = new ArrayList<>(methods);
      changed.set(index, method);
      return new Program(changed, assertions);
    }

    /** The methods as Java, one behind the other. */
    public String print(String modifier) {
      var text = new StringBuilder();
      for (Method method : methods) {
        text.append(method.print(modifier));
      }
      return text.toString();
    }
  }
}
