package dev.lathe.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.JavaStatement.Jump;
import dev.lathe.random.JavaStatement.Labels;
import dev.lathe.random.JavaStatement.Leave;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes switches of every form: statements and expressions, old and with arrows. */
final class RandomSwitches {
  private static final List<JavaType> SELECTORS =
      List.of(
          JavaType.INT, JavaType.INT, JavaType.INT, JavaType.BYTE, JavaType.SHORT, JavaType.CHAR);
  private static final int[] KEYS = {
    0,
    1,
    -1,
    2,
    3,
    4,
    5,
    7,
    8,
    10,
    31,
    32,
    64,
    100,
    127,
    -128,
    255,
    1000,
    32_767,
    -32_768,
    65_535,
    65_536,
    1 << 20,
    -5,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MIN_VALUE + 1
  };

  private final ProgramGenerator generator;
  private final Random random;

  RandomSwitches(ProgramGenerator generator) {
    this.generator = generator;
    this.random = generator.random;
  }

  JavaStatement statement(int budget, int depth) {
    boolean arrow = random.nextBoolean();
    String label = generator.loops.label();
    JavaType type = SELECTORS.get(random.nextInt(SELECTORS.size()));
    JavaExpression selector = selector(type, budget);
    List<Labels> groups = groups(selector.type(), arrow, random.nextInt(4) != 0);
    var blocks = new ArrayList<List<JavaStatement>>();
    generator.loops.enterSwitch(label);
    for (int i = 0; i < groups.size(); i++) {
      boolean isLast = i == groups.size() - 1 || arrow && groups.get(i).isDefault();
      List<JavaStatement> block = generator.block(budget, depth, !isLast);
      if (!arrow && !ProgramGenerator.isAbrupt(block) && random.nextInt(3) != 0) {
        block.add(new Jump(null, "break", null)); // the others fall through
      }
      blocks.add(block);
    }
    generator.loops.leaveScope();
    boolean braces = random.nextBoolean();
    return new JavaStatement.Switch(label, selector, arrow, braces, groups, blocks);
  }

  /** A switch expression of exactly {@code type}. */
  JavaExpression expression(JavaType type, int budget) {
    boolean arrow = random.nextInt(3) != 0;
    JavaType selectorType = SELECTORS.get(random.nextInt(SELECTORS.size()));
    JavaExpression selector = selector(selectorType, budget / 2);
    List<Labels> groups = groups(selector.type(), arrow, true);
    var blocks = new ArrayList<List<JavaStatement>>();
    RandomLoops.Outside outside = generator.loops.enterExpression(type);
    for (int i = 0; i < groups.size(); i++) {
      boolean isBlock = random.nextInt(4) == 0;
      List<JavaStatement> block =
          isBlock ? generator.block(budget / 3, 2, true) : new ArrayList<>();
      boolean fallsThrough = !arrow && i < groups.size() - 1 && random.nextInt(3) == 0;
      if (!ProgramGenerator.isAbrupt(block) && !fallsThrough) {
        JavaExpression value = generator.expressions.exactly(type, Math.max(1, budget / 3));
        block.add(new Leave(null, "yield", value));
      }
      blocks.add(block);
    }
    generator.loops.leaveExpression(outside);
    var choice = new JavaExpression.Switch(type, selector, arrow, groups, blocks);
    boolean isPlain = blocks.stream().allMatch(block -> block.size() == 1);
    // Of a condition that declares variables javac 25 makes classes that the JVM does not verify.
    return type != JavaType.BOOLEAN || isPlain
        ? choice
        : RandomExpressions.binary(type, "==", choice, new JavaExpression.Literal(type, "true", 1));
  }

  /** Often of few values, so that cases are taken. */
  private JavaExpression selector(JavaType type, int budget) {
    JavaExpression any = generator.expressions.of(type, budget);
    if (any.type() == JavaType.BOOLEAN || !any.type().isIntegral()) {
      throw new IllegalStateException(any.print());
    }
    if (random.nextBoolean()) {
      return any;
    }
    var mask = new JavaExpression.Literal(JavaType.INT, Integer.toString(random.nextInt(16)), 15);
    return RandomExpressions.binary(any.type().promoted(), "&", any, mask);
  }

  /** Some groups of labels; default anywhere. */
  private List<Labels> groups(JavaType selector, boolean arrow, boolean hasDefault) {
    Set<Integer> used = new HashSet<>();
    var groups = new ArrayList<Labels>();
    int count = random.nextInt(25) == 0 ? 10 + random.nextInt(20) : random.nextInt(5);
    boolean dense = random.nextBoolean();
    int base = dense ? KEYS[random.nextInt(KEYS.length)] : 0;
    for (int i = 0; i < count; i++) {
      var keys = new ArrayList<String>();
      for (int k = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1; k > 0; k--) {
        int key = dense ? base + random.nextInt(2 * count + 2) : KEYS[random.nextInt(KEYS.length)];
        if (fits(key, selector) && used.add(key)) {
          keys.add(print(key, selector));
        }
      }
      if (!keys.isEmpty()) {
        groups.add(new Labels(keys, false));
      }
    }
    if (hasDefault || groups.isEmpty()) {
      int at = random.nextInt(groups.size() + 1);
      if (!arrow && at < groups.size() && random.nextInt(3) == 0) {
        groups.set(at, new Labels(groups.get(at).keys(), true));
      } else {
        groups.add(at, new Labels(List.of(), true));
      }
    }
    return groups;
  }

  private static boolean fits(int key, JavaType type) {
    return switch (type) {
      case BYTE -> key == (byte) key;
      case SHORT -> key == (short) key;
      case CHAR -> key == (char) key;
      default -> true;
    };
  }

  private String print(int key, JavaType type) {
    if (key >= 'a' && key <= 'z') {
      return "'" + (char) key + "'";
    }
    return switch (random.nextInt(8)) {
      case 0 -> type == JavaType.INT ? "0x" + Integer.toHexString(key) : "(" + key + ")";
      case 1 -> "(" + type + ") " + key;
      case 2 -> type == JavaType.INT ? (key ^ 3) + " ^ 3" : Integer.toString(key);
      case 3 -> "true ? " + key + " : 77";
      default -> Integer.toString(key);
    };
  }
}
