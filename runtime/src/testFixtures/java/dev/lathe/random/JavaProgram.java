package dev.lathe.random;

import dev.lathe.lang.JavaType;
import java.util.List;

/** What a random program is made of beside {@link JavaStatement} and {@link JavaExpression}. */
public final class JavaProgram {
  /** What loops count down that nothing else would end. */
  static final String FUEL = "fuel";

  private JavaProgram() {}

  public record Parameter(boolean isFinal, JavaType type, String name) {}

  /**
   * A kernel.
   *
   * @param fuel how many iterations all its loops of no known end may make together
   */
  public record Method(
      String name,
      JavaType result,
      List<Parameter> parameters,
      int fuel,
      List<JavaStatement> body) {
    Method withBody(List<JavaStatement> statements) {
      return new Method(name, result, parameters, fuel, statements);
    }

    /** The method as Java, one statement a line, so that a stack trace tells which one threw. */
    public String print(String modifier) {
      var text = new StringBuilder(1000).append(modifier).append(result).append(' ');
      text.append(name).append('(');
      for (int i = 0; i < parameters.size(); i++) {
        Parameter parameter = parameters.get(i);
        text.append(i == 0 ? "" : ", ").append(parameter.isFinal ? "final " : "");
        text.append(parameter.type).append(' ').append(parameter.name);
      }
      text.append(") {\n");
      int start = text.length();
      JavaStatement.print(text, "  ", body);
      if (text.indexOf(FUEL, start) >= 0) {
        text.insert(start, "  int " + FUEL + " = " + fuel + ";\n");
      }
      return text.append("}\n").toString();
    }
  }
}
