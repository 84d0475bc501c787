package dev.lathe.random;

import dev.lathe.lang.JavaType;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement of a random program (JLS 14). A new construct is a record that lists its expressions
 * and blocks; the shrinker needs nothing else to work on it.
 */
public sealed interface JavaStatement {
  default List<JavaExpression> expressions() {
    return List.of();
  }

  /** The same with other expressions, as many and of the same types. */
  default JavaStatement withExpressions(List<JavaExpression> expressions) {
    return this;
  }

  /** The blocks of statements in it. */
  default List<List<JavaStatement>> blocks() {
    return List.of();
  }

  /** The same with other blocks, as many. */
  default JavaStatement withBlocks(List<List<JavaStatement>> blocks) {
    return this;
  }

  /** Appends whole lines. */
  void print(StringBuilder text, String indent);

  /** Appends all of {@code block}. */
  static void print(StringBuilder text, String indent, List<JavaStatement> block) {
    for (JavaStatement statement : block) {
      statement.print(text, indent);
    }
  }

  private static void line(StringBuilder text, String indent, String line) {
    text.append(indent).append(line).append('\n');
  }

  private static void braces(
      StringBuilder text, String indent, String head, List<JavaStatement> block, String tail) {
    text.append(indent).append(head).append(" {\n");
    print(text, indent + "  ", block);
    text.append(indent).append('}').append(tail).append('\n');
  }

  private static String prefix(String label) {
    return label == null ? "" : label + ": ";
  }

  /** A block of its own. */
  record Block(String label, List<JavaStatement> body) implements JavaStatement {
    @Override
    public List<List<JavaStatement>> blocks() {
      return List.of(body);
    }

    @Override
    public JavaStatement withBlocks(List<List<JavaStatement>> blocks) {
      return new Block(label, blocks.getFirst());
    }

    @Override
    public void print(StringBuilder text, String indent) {
      braces(text, indent, label == null ? "" : label + ":", body, "");
    }
  }

  /** {@code if}, with an {@code else} unless {@code otherwise} is empty. */
  record If(JavaExpression condition, List<JavaStatement> then, List<JavaStatement> otherwise)
      implements JavaStatement {
    @Override
    public List<JavaExpression> expressions() {
      return List.of(condition);
    }

    @Override
    public JavaStatement withExpressions(List<JavaExpression> expressions) {
      return new If(expressions.getFirst(), then, otherwise);
    }

    @Override
    public List<List<JavaStatement>> blocks() {
      return List.of(then, otherwise);
    }

    @Override
    public JavaStatement withBlocks(List<List<JavaStatement>> blocks) {
      return new If(condition, blocks.get(0), blocks.get(1));
    }

    @Override
    public void print(StringBuilder text, String indent) {
      braces(text, indent, "if (" + condition.print() + ")", then, "");
      if (otherwise.size() == 1 && otherwise.getFirst() instanceof If) {
        text.append(indent).append("else\n");
        otherwise.getFirst().print(text, indent);
      } else if (!otherwise.isEmpty()) {
        braces(text, indent, "else", otherwise, "");
      }
    }
  }

  enum LoopKind {
    FOR,
    WHILE,
    DO
  }

  /**
   * A loop that ends because of how it counts.
   *
   * @param start text of the counter's first value, in which {@code #} stands for the bound
   * @param test text of the condition, likewise
   * @param update text of the step
   * @param bound an int; the text of the test limits it
   * @param condition an additional one, or null
   */
  record Counted(
      LoopKind kind,
      String label,
      JavaType type,
      String counter,
      String start,
      String test,
      String update,
      JavaExpression bound,
      JavaExpression condition,
      List<JavaStatement> body)
      implements JavaStatement {
    @Override
    public List<JavaExpression> expressions() {
      return condition == null ? List.of(bound) : List.of(bound, condition);
    }

    @Override
    public JavaStatement withExpressions(List<JavaExpression> expressions) {
      return new Counted(
          kind,
          label,
          type,
          counter,
          start,
          test,
          update,
          expressions.getFirst(),
          condition == null ? null : expressions.get(1),
          body);
    }

    @Override
    public List<List<JavaStatement>> blocks() {
      return List.of(body);
    }

    @Override
    public JavaStatement withBlocks(List<List<JavaStatement>> blocks) {
      return new Counted(
          kind, label, type, counter, start, test, update, bound, condition, blocks.getFirst());
    }

    @Override
    public void print(StringBuilder text, String indent) {
      String limit = bound.print(JavaExpression.PRIMARY);
      String declaration = type + " " + counter + " = " + start.replace("#", limit) + ";";
      String when = test.replace("#", limit);
      if (condition != null) {
        when = when + " && " + condition.print(JavaExpression.CONDITIONAL + 2);
      }
      if (kind == LoopKind.FOR) {
        braces(
            text,
            indent,
            prefix(label) + "for (" + declaration + " " + when + "; " + update + ")",
            body,
            "");
        return;
      }
      line(text, indent, declaration);
      boolean isWhile = kind == LoopKind.WHILE;
      line(text, indent, prefix(label) + (isWhile ? "while (" + when + ") {" : "do {"));
      line(text, indent, "  " + update + ";"); // first: continue must not skip it
      JavaStatement.print(text, indent + "  ", body);
      line(text, indent, isWhile ? "}" : "} while (" + when + ");");
    }
  }

  /** How the fuel is looked at. */
  enum Guard {
    CONDITION,
    BREAK,
    RETURN
  }

  /**
   * A loop of any form, which ends when the fuel is used up if not earlier.
   *
   * @param names variables that the loop declares
   * @param starts their first values
   * @param condition null for none
   * @param returned what {@link Guard#RETURN} returns; null for nothing
   */
  record Guarded(
      LoopKind kind,
      String label,
      Guard guard,
      JavaType type,
      List<String> names,
      List<JavaExpression> starts,
      JavaExpression condition,
      List<JavaExpression> updates,
      JavaExpression returned,
      List<JavaStatement> body)
      implements JavaStatement {
    @Override
    public List<JavaExpression> expressions() {
      var list = new ArrayList<>(starts);
      list.addAll(updates);
      if (condition != null) {
        list.add(condition);
      }
      if (returned != null) {
        list.add(returned);
      }
      return list;
    }

    @Override
    public JavaStatement withExpressions(List<JavaExpression> expressions) {
      int updated = starts.size() + updates.size();
      int last = updated + (condition == null ? 0 : 1);
      return new Guarded(
          kind,
          label,
          guard,
          type,
          names,
          List.copyOf(expressions.subList(0, starts.size())),
          condition == null ? null : expressions.get(updated),
          List.copyOf(expressions.subList(starts.size(), updated)),
          returned == null ? null : expressions.get(last),
          body);
    }

    @Override
    public List<List<JavaStatement>> blocks() {
      return List.of(body);
    }

    @Override
    public JavaStatement withBlocks(List<List<JavaStatement>> blocks) {
      return new Guarded(
          kind, label, guard, type, names, starts, condition, updates, returned, blocks.getFirst());
    }

    @Override
    public void print(StringBuilder text, String indent) {
      var declaration = new StringBuilder();
      for (int i = 0; i < names.size(); i++) {
        declaration.append(i == 0 ? type + " " : ", ").append(names.get(i));
        declaration.append(" = ").append(starts.get(i).print());
      }
      String when = condition == null ? "" : condition.print(JavaExpression.CONDITIONAL + 2);
      if (guard == Guard.CONDITION) {
        when = "--" + JavaProgram.FUEL + " >= 0" + (condition == null ? "" : " && " + when);
      }
      var updating = String.join(", ", updates.stream().map(JavaExpression::print).toList());
      if (kind == LoopKind.FOR) {
        String head = "for (" + declaration + "; " + when + "; " + updating + ") {";
        line(text, indent, prefix(label) + head);
      } else {
        if (!names.isEmpty()) {
          line(text, indent, declaration.append(';').toString());
        }
        when = when.isEmpty() ? "true" : when;
        String head = kind == LoopKind.DO ? "do {" : "while (" + when + ") {";
        line(text, indent, prefix(label) + head);
      }
      if (guard != Guard.CONDITION) {
        String leave =
            guard == Guard.BREAK
                ? "break"
                : returned == null ? "return" : "return " + returned.print();
        line(text, indent, "  if (--" + JavaProgram.FUEL + " < 0) " + leave + ";");
      }
      JavaStatement.print(text, indent + "  ", body);
      if (kind != LoopKind.FOR) {
        for (JavaExpression update : updates) {
          line(text, indent, "  " + update.print() + ";");
        }
      }
      line(text, indent, kind == LoopKind.DO ? "} while (" + when + ");" : "}");
    }
  }

  /**
   * {@code break} or {@code continue}.
   *
   * @param condition null for none
   * @param label null for none
   */
  record Jump(JavaExpression condition, String keyword, String label) implements JavaStatement {
    @Override
    public List<JavaExpression> expressions() {
      return condition == null ? List.of() : List.of(condition);
    }

    @Override
    public JavaStatement withExpressions(List<JavaExpression> expressions) {
      return condition == null ? this : new Jump(expressions.getFirst(), keyword, label);
    }

    @Override
    public void print(StringBuilder text, String indent) {
      String when = condition == null ? "" : "if (" + condition.print() + ") ";
      line(text, indent, when + keyword + (label == null ? "" : " " + label) + ";");
    }
  }

  /**
   * The labels of a group of a switch.
   *
   * @param keys text of the constants
   */
  record Labels(List<String> keys, boolean isDefault) {
    void print(StringBuilder text, String indent, boolean arrow) {
      if (arrow) {
        text.append(indent).append(isDefault ? "default" : "case " + String.join(", ", keys));
        text.append(" -> ");
        return;
      }
      for (int i = 0; i < keys.size(); i++) {
        line(text, indent, "case " + keys.get(i) + ":");
      }
      if (isDefault) {
        line(text, indent, "default:");
      }
    }
  }

  /**
   * A switch.
   *
   * @param groups the labels of each of {@code blocks}
   */
  record Switch(
      String label,
      JavaExpression selector,
      boolean arrow,
      boolean braces,
      List<Labels> groups,
      List<List<JavaStatement>> blocks)
      implements JavaStatement {
    @Override
    public List<JavaExpression> expressions() {
      return List.of(selector);
    }

    @Override
    public JavaStatement withExpressions(List<JavaExpression> expressions) {
      return new Switch(label, expressions.getFirst(), arrow, braces, groups, blocks);
    }

    @Override
    public JavaStatement withBlocks(List<List<JavaStatement>> blocks) {
      return new Switch(label, selector, arrow, braces, groups, blocks);
    }

    @Override
    public void print(StringBuilder text, String indent) {
      line(text, indent, prefix(label) + "switch (" + selector.print() + ") {");
      String inner = indent + "  ";
      for (int i = 0; i < blocks.size(); i++) {
        groups.get(i).print(text, inner, arrow);
        if (arrow || braces) {
          text.append(arrow ? "{\n" : inner + "{\n");
          JavaStatement.print(text, inner + "  ", blocks.get(i));
          line(text, inner, "}");
        } else {
          JavaStatement.print(text, inner + "  ", blocks.get(i));
        }
      }
      line(text, indent, "}");
    }
  }

  /**
   * A local variable declaration.
   *
   * @param isVar declared {@code var}; else with {@code type}
   * @param initializers one for each name; null for none
   */
  record Declaration(
      boolean isFinal,
      boolean isVar,
      JavaType type,
      List<String> names,
      List<JavaExpression> initializers)
      implements JavaStatement {
    @Override
    public List<JavaExpression> expressions() {
      return initializers.stream().filter(each -> each != null).toList();
    }

    @Override
    public JavaStatement withExpressions(List<JavaExpression> expressions) {
      var result = new ArrayList<>(initializers);
      int next = 0;
      for (int i = 0; i < result.size(); i++) {
        if (result.get(i) != null) {
          result.set(i, expressions.get(next++));
        }
      }
      return new Declaration(isFinal, isVar, type, names, result);
    }

    @Override
    public void print(StringBuilder text, String indent) {
      text.append(indent).append(isFinal ? "final " : "").append(isVar ? "var" : type.toString());
      for (int i = 0; i < names.size(); i++) {
        text.append(i == 0 ? " " : ", ").append(names.get(i));
        if (initializers.get(i) != null) {
          text.append(" = ").append(initializers.get(i).print());
        }
      }
      text.append(";\n");
    }
  }

  /** {@code expression} is an assignment, a step or a call. */
  record Effect(JavaExpression expression) implements JavaStatement {
    @Override
    public List<JavaExpression> expressions() {
      return List.of(expression);
    }

    @Override
    public JavaStatement withExpressions(List<JavaExpression> expressions) {
      return new Effect(expressions.getFirst());
    }

    @Override
    public void print(StringBuilder text, String indent) {
      line(text, indent, expression.print() + ";");
    }
  }

  /**
   * {@code return} or {@code yield}.
   *
   * @param condition null for none
   * @param value null for none
   */
  record Leave(JavaExpression condition, String keyword, JavaExpression value)
      implements JavaStatement {
    @Override
    public List<JavaExpression> expressions() {
      var list = new ArrayList<JavaExpression>();
      if (condition != null) {
        list.add(condition);
      }
      if (value != null) {
        list.add(value);
      }
      return list;
    }

    @Override
    public JavaStatement withExpressions(List<JavaExpression> expressions) {
      JavaExpression when = condition == null ? null : expressions.getFirst();
      return new Leave(when, keyword, value == null ? null : expressions.getLast());
    }

    @Override
    public void print(StringBuilder text, String indent) {
      String when = condition == null ? "" : "if (" + condition.print() + ") ";
      line(text, indent, when + keyword + (value == null ? "" : " " + text()) + ";");
    }

    /** For javac, {@code yield (} and a comma before the parenthesis ends is a call of a method. */
    private String text() {
      String text = value.print();
      boolean mayBeCall =
          keyword.equals("yield") && text.startsWith("(") && text.contains("switch");
      return mayBeCall ? "(" + value.type() + ") (" + text + ")" : text;
    }
  }

  /**
   * {@code assert}.
   *
   * @param detail null for none
   */
  record Assert(JavaExpression condition, JavaExpression detail) implements JavaStatement {
    @Override
    public List<JavaExpression> expressions() {
      return detail == null ? List.of(condition) : List.of(condition, detail);
    }

    @Override
    public JavaStatement withExpressions(List<JavaExpression> expressions) {
      return new Assert(expressions.getFirst(), detail == null ? null : expressions.getLast());
    }

    @Override
    public void print(StringBuilder text, String indent) {
      String message = detail == null ? "" : " : " + detail.print();
      line(text, indent, "assert " + condition.print() + message + ";");
    }
  }

  record Empty() implements JavaStatement {
    @Override
    public void print(StringBuilder text, String indent) {
      line(text, indent, ";");
    }
  }
}
