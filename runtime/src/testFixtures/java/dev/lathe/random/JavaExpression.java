package dev.lathe.random;

import dev.lathe.lang.JavaType;
import java.util.ArrayList;
import java.util.List;

/**
 * An expression of a random program (JLS 15), which knows its static type. A new construct is a
 * record that lists its parts; the shrinker needs nothing else to work on it.
 */
public sealed interface JavaExpression {
  int ASSIGNMENT = 0;
  int CONDITIONAL = 1;
  int UNARY = 13;
  int PRIMARY = 15;

  JavaType type();

  default List<JavaExpression> parts() {
    return List.of();
  }

  /** The same with other parts, as many and of the same types. */
  default JavaExpression withParts(List<JavaExpression> parts) {
    return this;
  }

  /** The blocks of statements in it, if it is a switch. */
  default List<List<JavaStatement>> blocks() {
    return List.of();
  }

  /** The same with other blocks, as many. */
  default JavaExpression withBlocks(List<List<JavaStatement>> blocks) {
    return this;
  }

  /** How tightly it binds: higher is tighter. */
  default int precedence() {
    return PRIMARY;
  }

  /** True if javac may take it for a constant expression (JLS 15.29). */
  default boolean mayBeConstant() {
    return precedence() != ASSIGNMENT
        && !parts().isEmpty()
        && parts().stream().allMatch(JavaExpression::mayBeConstant);
  }

  /** True if it calls another method of the program; of a switch always. */
  default boolean calls() {
    return parts().stream().anyMatch(JavaExpression::calls);
  }

  String print();

  /** The text, in parentheses unless it binds at least as tightly as {@code least}. */
  default String print(int least) {
    return precedence() >= least ? print() : "(" + print() + ")";
  }

  default int size() {
    return 1 + parts().stream().mapToInt(JavaExpression::size).sum();
  }

  /**
   * A literal, or a cast or negative one.
   *
   * @param value its value if it is an integer, as far as conversion of constants needs it
   */
  record Literal(JavaType type, String text, long value) implements JavaExpression {
    @Override
    public boolean mayBeConstant() {
      return true;
    }

    @Override
    public int precedence() {
      return text.startsWith("-") || text.startsWith("(") ? UNARY : PRIMARY;
    }

    @Override
    public String print() {
      return text;
    }
  }

  /**
   * A local variable, parameter or interface constant.
   *
   * @param isConstant it is final with a constant initializer, perhaps
   */
  record Variable(JavaType type, String name, boolean isConstant) implements JavaExpression {
    @Override
    public boolean mayBeConstant() {
      return isConstant;
    }

    @Override
    public String print() {
      return name;
    }
  }

  record Unary(JavaType type, String operator, JavaExpression operand) implements JavaExpression {
    @Override
    public List<JavaExpression> parts() {
      return List.of(operand);
    }

    @Override
    public JavaExpression withParts(List<JavaExpression> parts) {
      return new Unary(type, operator, parts.getFirst());
    }

    @Override
    public int precedence() {
      return UNARY;
    }

    @Override
    public String print() {
      String text = operand.print(UNARY);
      return operator + (text.startsWith(operator) ? "(" + text + ")" : text);
    }
  }

  record Binary(
      JavaType type, String operator, int precedence, JavaExpression left, JavaExpression right)
      implements JavaExpression {
    @Override
    public List<JavaExpression> parts() {
      return List.of(left, right);
    }

    @Override
    public JavaExpression withParts(List<JavaExpression> parts) {
      return new Binary(type, operator, precedence, parts.get(0), parts.get(1));
    }

    @Override
    public String print() {
      return left.print(precedence) + " " + operator + " " + right.print(precedence + 1);
    }
  }

  /**
   * {@code ?:}. In parentheses of its own wherever converting an operand to the conditional's type
   * may round it (to float, or a long to double): without them javac converts the operand straight
   * to the type that is wanted around it, against JLS 15.25. Those around it do not help: {@code
   * (long) (false ? 0 : c ? 0d : x)} loses them as javac drops the branch that is never taken.
   */
  record Conditional(
      JavaType type, JavaExpression condition, JavaExpression then, JavaExpression otherwise)
      implements JavaExpression {
    @Override
    public List<JavaExpression> parts() {
      return List.of(condition, then, otherwise);
    }

    @Override
    public JavaExpression withParts(List<JavaExpression> parts) {
      return new Conditional(type, parts.get(0), parts.get(1), parts.get(2));
    }

    private boolean mayRound() {
      boolean hasLong = then.type() == JavaType.LONG || otherwise.type() == JavaType.LONG;
      return type == JavaType.FLOAT || type == JavaType.DOUBLE && hasLong;
    }

    @Override
    public int precedence() {
      return mayRound() ? PRIMARY : CONDITIONAL;
    }

    @Override
    public String print() {
      String text =
          condition.print(CONDITIONAL + 1)
              + " ? "
              + then.print(CONDITIONAL)
              + " : "
              + otherwise.print(CONDITIONAL);
      return mayRound() ? "(" + text + ")" : text;
    }
  }

  record Cast(JavaType type, JavaExpression operand) implements JavaExpression {
    @Override
    public List<JavaExpression> parts() {
      return List.of(operand);
    }

    @Override
    public JavaExpression withParts(List<JavaExpression> parts) {
      return new Cast(type, parts.getFirst());
    }

    @Override
    public int precedence() {
      return UNARY;
    }

    @Override
    public String print() {
      return "(" + type + ") " + operand.print(UNARY);
    }
  }

  /**
   * {@code operator} is {@code =} or a compound one.
   *
   * @param target a {@link Variable} or {@link Element}
   */
  record Assignment(JavaExpression target, String operator, JavaExpression value)
      implements JavaExpression {
    @Override
    public JavaType type() {
      return target.type();
    }

    @Override
    public List<JavaExpression> parts() {
      var parts = new ArrayList<>(target.parts());
      parts.add(value);
      return parts;
    }

    @Override
    public JavaExpression withParts(List<JavaExpression> parts) {
      int last = parts.size() - 1;
      return new Assignment(target.withParts(parts.subList(0, last)), operator, parts.get(last));
    }

    @Override
    public int precedence() {
      return ASSIGNMENT;
    }

    @Override
    public String print() {
      return target.print() + " " + operator + " " + value.print(ASSIGNMENT);
    }
  }

  /**
   * {@code ++} or {@code --}.
   *
   * @param target a {@link Variable} or {@link Element}
   */
  record Step(JavaExpression target, String operator, boolean isPrefix) implements JavaExpression {
    @Override
    public JavaType type() {
      return target.type();
    }

    @Override
    public List<JavaExpression> parts() {
      return target.parts();
    }

    @Override
    public JavaExpression withParts(List<JavaExpression> parts) {
      return new Step(target.withParts(parts), operator, isPrefix);
    }

    @Override
    public boolean mayBeConstant() {
      return false;
    }

    @Override
    public int precedence() {
      return isPrefix ? UNARY : UNARY + 1;
    }

    @Override
    public String print() {
      return isPrefix ? operator + target.print() : target.print() + operator;
    }
  }

  /** {@code null} as an array of {@code type}. */
  record Null(JavaType type) implements JavaExpression {
    @Override
    public String print() {
      return "null";
    }
  }

  /** {@code array[index]}. */
  record Element(JavaExpression array, JavaExpression index) implements JavaExpression {
    @Override
    public JavaType type() {
      return array.type().element();
    }

    @Override
    public List<JavaExpression> parts() {
      return List.of(array, index);
    }

    @Override
    public JavaExpression withParts(List<JavaExpression> parts) {
      return new Element(parts.get(0), parts.get(1));
    }

    @Override
    public boolean mayBeConstant() {
      return false;
    }

    @Override
    public String print() {
      return array.print(PRIMARY) + "[" + index.print() + "]";
    }
  }

  /** {@code array.length}. */
  record Length(JavaExpression array) implements JavaExpression {
    @Override
    public JavaType type() {
      return JavaType.INT;
    }

    @Override
    public List<JavaExpression> parts() {
      return List.of(array);
    }

    @Override
    public JavaExpression withParts(List<JavaExpression> parts) {
      return new Length(parts.getFirst());
    }

    @Override
    public boolean mayBeConstant() {
      return false;
    }

    @Override
    public String print() {
      return array.print(PRIMARY) + ".length";
    }
  }

  /**
   * {@code new int[length]}.
   *
   * @param type of the array
   * @param length has a bound that the compiler knows; stays as it is
   */
  record NewArray(JavaType type, JavaExpression length) implements JavaExpression {
    @Override
    public boolean calls() {
      return length.calls();
    }

    @Override
    public boolean mayBeConstant() {
      return false;
    }

    @Override
    public String print() {
      return "new " + type.element() + "[" + length.print() + "]";
    }
  }

  /** {@code new int[] {1, 2}}; {@code type} is that of the array. */
  record Initializer(JavaType type, List<JavaExpression> parts) implements JavaExpression {
    @Override
    public JavaExpression withParts(List<JavaExpression> parts) {
      return new Initializer(type, parts);
    }

    @Override
    public boolean mayBeConstant() {
      return false;
    }

    @Override
    public String print() {
      String elements = String.join(", ", parts.stream().map(JavaExpression::print).toList());
      return "new " + type + " {" + elements + "}";
    }
  }

  /**
   * A call of a method of a memory segment.
   *
   * @param type of its value; void for one that writes
   * @param layout text of the first argument; null for none
   * @param parts the other arguments
   */
  record SegmentCall(
      JavaType type,
      JavaExpression segment,
      String method,
      String layout,
      List<JavaExpression> parts)
      implements JavaExpression {
    @Override
    public JavaExpression withParts(List<JavaExpression> parts) {
      return new SegmentCall(type, segment, method, layout, parts);
    }

    @Override
    public boolean mayBeConstant() {
      return false;
    }

    @Override
    public String print() {
      var arguments = new ArrayList<String>();
      if (layout != null) {
        arguments.add(layout);
      }
      parts.forEach(part -> arguments.add(part.print()));
      return segment.print() + "." + method + "(" + String.join(", ", arguments) + ")";
    }
  }

  /** A call of a method of the JDK. */
  record Call(JavaType type, String method, List<JavaExpression> parts) implements JavaExpression {
    @Override
    public JavaExpression withParts(List<JavaExpression> parts) {
      return new Call(type, method, parts);
    }

    @Override
    public boolean mayBeConstant() {
      return false;
    }

    @Override
    public String print() {
      return method
          + "("
          + String.join(", ", parts.stream().map(JavaExpression::print).toList())
          + ")";
    }
  }

  /**
   * A call of another method of the program.
   *
   * @param depth the argument that ends recursion, which stays as it is; null for none
   * @param parts the other arguments
   */
  record MethodCall(JavaProgram.Header callee, JavaExpression depth, List<JavaExpression> parts)
      implements JavaExpression {
    @Override
    public JavaType type() {
      return callee.result();
    }

    @Override
    public JavaExpression withParts(List<JavaExpression> parts) {
      return new MethodCall(callee, depth, parts);
    }

    @Override
    public boolean mayBeConstant() {
      return false;
    }

    @Override
    public boolean calls() {
      return true;
    }

    @Override
    public String print() {
      var arguments = new ArrayList<>(parts);
      if (depth != null) {
        arguments.add(callee.depthAt(), depth);
      }
      return callee.name()
          + "("
          + String.join(", ", arguments.stream().map(JavaExpression::print).toList())
          + ")";
    }
  }

  /**
   * A switch expression. All of it is on one line: javac gives what follows one of several lines
   * the line of its end.
   */
  record Switch(
      JavaType type,
      JavaExpression selector,
      boolean arrow,
      List<JavaStatement.Labels> groups,
      List<List<JavaStatement>> blocks)
      implements JavaExpression {
    private static final String INDENT = "      ";

    @Override
    public List<JavaExpression> parts() {
      return List.of(selector);
    }

    @Override
    public JavaExpression withParts(List<JavaExpression> parts) {
      return new Switch(type, parts.getFirst(), arrow, groups, blocks);
    }

    /** This without one of its groups. */
    Switch without(int group) {
      var labels = new ArrayList<>(groups);
      labels.remove(group);
      var others = new ArrayList<>(blocks);
      others.remove(group);
      return new Switch(type, selector, arrow, labels, others);
    }

    @Override
    public JavaExpression withBlocks(List<List<JavaStatement>> blocks) {
      return new Switch(type, selector, arrow, groups, blocks);
    }

    @Override
    public int precedence() {
      return UNARY;
    }

    @Override
    public boolean mayBeConstant() {
      return false;
    }

    @Override
    public boolean calls() {
      return true;
    }

    @Override
    public int size() {
      int size = 1 + selector.size();
      for (List<JavaStatement> block : blocks) {
        for (JavaStatement statement : block) {
          size += 1;
          for (JavaExpression expression : statement.expressions()) {
            size += expression.size();
          }
        }
      }
      return size;
    }

    @Override
    public String print() {
      var text = new StringBuilder("switch (" + selector.print() + ") {\n");
      for (int i = 0; i < blocks.size(); i++) {
        List<JavaStatement> block = blocks.get(i);
        groups.get(i).print(text, INDENT, arrow);
        if (arrow
            && block.size() == 1
            && block.getFirst() instanceof JavaStatement.Leave yield
            && yield.condition() == null) {
          text.append(yield.value().print()).append(";\n");
          continue;
        }
        text.append("{\n");
        JavaStatement.print(text, INDENT + "  ", block);
        text.append(INDENT).append("}\n");
      }
      return text.append('}').toString().replaceAll("\n *", " ");
    }
  }
}
