package dev.lathe.samples.registers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandle;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompilerTest {
  @ParameterizedTest
  @ValueSource(strings = {"isqrt", "collatz", "primes", "xorshift"})
  void compiledExamplesAgreeWithTheInterpreter(String name) {
    Program program = Registers.example(name);
    MethodHandle kernel = Registers.kernel(program);
    for (long n = -2; n < 200; n++) {
      long[] arguments = program.parameters() == 1 ? new long[] {n} : new long[] {n, n * 77};
      assertThat(Registers.call(kernel, arguments))
          .as("%s(%d)", name, n)
          .isEqualTo(Interpreter.run(program, arguments));
    }
  }

  @Test
  void everyOperatorAgreesWithTheInterpreter() {
    long[] values = {0, 1, -1, 2, 63, 64, Long.MAX_VALUE, Long.MIN_VALUE, 0x1234_5678_9ABCL};
    for (Instruction.Operator operator : Instruction.Operator.values()) {
      Program program =
          Program.parse("function f a b\n r = a " + operator.text + " b\n return r\n");
      MethodHandle kernel = Registers.kernel(program);
      for (long a : values) {
        for (long b : values) {
          assertThat(outcome(() -> Registers.call(kernel, a, b)))
              .as("%d %s %d", a, operator.text, b)
              .isEqualTo(outcome(() -> Interpreter.run(program, a, b)));
        }
      }
    }
  }

  @Test
  void everyRelationAgreesWithTheInterpreter() {
    for (Instruction.Relation relation : Instruction.Relation.values()) {
      Program program =
          Program.parse(
              "function f a b\n if a " + relation.text + " b goto yes\n return 0\nyes:\n return 1");
      MethodHandle kernel = Registers.kernel(program);
      for (long a = -2; a <= 2; a++) {
        for (long b = -2; b <= 2; b++) {
          assertThat(Registers.call(kernel, a, b))
              .as("%d %s %d", a, relation.text, b)
              .isEqualTo(Interpreter.run(program, a, b));
        }
      }
    }
  }

  @Test
  void randomStraightCodeBetweenLabelsAgreesWithTheInterpreter() {
    var random = new Random(11);
    for (int round = 0; round < 50; round++) {
      Program program = Program.parse(randomProgram(random));
      MethodHandle kernel = Registers.kernel(program);
      for (int call = 0; call < 5; call++) {
        long a = random.nextLong();
        long b = random.nextInt(8);
        assertThat(outcome(() -> Registers.call(kernel, a, b)))
            .isEqualTo(outcome(() -> Interpreter.run(program, a, b)));
      }
    }
  }

  /** Blocks that jump anywhere forward, all repeated 20 times. */
  private static String randomProgram(Random random) {
    var text = new StringBuilder("function f a b\nagain:\n");
    var operators = Instruction.Operator.values();
    var relations = Instruction.Relation.values();
    int blocks = 2 + random.nextInt(5);
    for (int block = 0; block < blocks; block++) {
      text.append("l").append(block).append(":\n");
      for (int i = random.nextInt(4); i >= 0; i--) {
        text.append(register(random)).append(" = ").append(register(random)).append(' ');
        text.append(operators[random.nextInt(operators.length)].text).append(' ');
        text.append(random.nextBoolean() ? register(random) : 1 + random.nextInt(9)).append('\n');
      }
      text.append("if ").append(register(random)).append(' ');
      text.append(relations[random.nextInt(relations.length)].text).append(' ');
      text.append(register(random)).append(" goto ");
      int to = block + 1 + random.nextInt(blocks - block);
      text.append(to == blocks ? "end" : "l" + to).append('\n');
    }
    return text + "end:\ni = i + 1\nif i < 20 goto again\nr = a ^ c\nr = r + b\nreturn r\n";
  }

  private static String register(Random random) {
    return String.valueOf("abcd".charAt(random.nextInt(4)));
  }

  @Test
  void wrongProgramsNameTheLine() {
    assertThatThrownBy(() -> Program.parse("function f a\n b = a ** 2\n return b\n"))
        .hasMessageContaining("line 2: ** is no operator");
    assertThatThrownBy(() -> Program.parse("function f a\n goto there\n"))
        .hasMessageContaining("line 2: there is no label there");
    assertThatThrownBy(() -> Program.parse("function f a\n b = a\n"))
        .hasMessageContaining("ends with return or goto");
    assertThatThrownBy(() -> Program.parse("function f a\n return a\nlast:\n"))
        .hasMessageContaining("no instruction follows label last");
  }

  private static Object outcome(java.util.function.LongSupplier code) {
    try {
      return code.getAsLong();
    } catch (ArithmeticException e) {
      return e.getMessage();
    }
  }
}
