package dev.lathe.samples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.Lathe;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The kernels of {@link ScalarTable} and {@link ArrayTable} keep everything in registers while
 * their innermost loops run: their listings have no access to the stack there.
 */
class InnermostLoopsTest {
  /** A kernel with the instructions of one of its innermost loops. */
  record Loop(String kernel, List<String> instructions) {
    @Override
    public String toString() {
      return kernel + " at " + instructions.getFirst();
    }
  }

  static List<Loop> loops() {
    var loops = new ArrayList<Loop>();
    Stream.of(ScalarKernels.class, ArrayKernels.class)
        .forEach(kernels ->
            Arrays.stream(kernels.getDeclaredMethods())
                .map(Method::getName)
                .filter(name -> !name.contains("$"))
                .sorted()
                .forEach(name -> loops.addAll(loops(kernels, name))));
    return loops;
  }

  private static List<Loop> loops(Class<?> kernels, String name) {
    Class<?> generated;
    try {
      generated = Class.forName(kernels.getName() + "Jit");
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
    String text = Lathe.explain(generated, name);
    String code = text.substring(text.indexOf("; machine code"));
    return innermost(code.lines().map(String::strip).filter(line -> !line.startsWith(";")).toList())
        .stream()
        .map(instructions -> new Loop(name, instructions))
        .toList();
  }

  /** What stands between a label and a jump back to it, with neither a return nor a loop within. */
  private static List<List<String>> innermost(List<String> lines) {
    var labels = new HashMap<String, Integer>();
    var loops = new ArrayList<List<String>>();
    int last = -1; // where the last loop found begins
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.endsWith(":")) {
        labels.put(line.substring(0, line.length() - 1), i);
      } else if (line.startsWith("j")) {
        Integer begin = labels.get(line.substring(line.indexOf(' ') + 1).strip());
        if (begin != null && begin >= last && !lines.subList(begin, i).contains("ret")) {
          if (begin == last) {
            loops.removeLast(); // it jumps back in several places
          }
          loops.add(lines.subList(begin, i + 1));
          last = begin;
        }
      }
    }
    return loops;
  }

  @ParameterizedTest
  @MethodSource("loops")
  void innermostLoopsLeaveTheStackAlone(Loop loop) {
    assertThat(loop.instructions)
        .as(loop.toString())
        .noneMatch(instruction -> instruction.contains("[rsp"));
  }

  @Test
  void everyLoopOfTheTablesIsLookedAt() {
    assertThat(loops().stream().map(Loop::kernel).distinct())
        .containsExactly(
            "bitCounts",
            "collatz",
            "coprimes",
            "cubeRoots",
            "grayCodes",
            "integral",
            "machine",
            "monteCarlo",
            "permutations",
            "reversedBits",
            "squareRoots",
            "axpy",
            "differences",
            "dot",
            "hash",
            "histogram",
            "insertionSort",
            "lowerBound",
            "matrixVector",
            "scan",
            "sieve",
            "smooth",
            "sum");
  }

  @Test
  void slotsInALoopAreFoundButNotThoseBehindIt() {
    List<String> lines =
        List.of(
            "L1:", "add eax,1", "L2:", "mov ecx,QWORD PTR [rsp]", "dec ecx", "jne L2", "jmp L1");
    assertThat(innermost(lines)).containsExactly(lines.subList(2, 6));
    var left = List.of("L1:", "add eax,1", "ret", "mov ecx,QWORD PTR [rsp]", "jmp L1");
    assertThat(innermost(left)).isEmpty();
  }
}
