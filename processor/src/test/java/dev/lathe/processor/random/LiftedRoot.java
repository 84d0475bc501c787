package dev.lathe.processor.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.CallArguments;
import dev.lathe.random.JavaProgram.Method;
import dev.lathe.random.JavaProgram.Parameter;
import dev.lathe.random.JavaProgram.Program;
import dev.lathe.random.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * A lifted kernel of a program's root, without a body: arrays or segments for some of the
 * parameters, and one for the results.
 *
 * @param parameters of the lifted kernel, that for the results last but for a range
 */
record LiftedRoot(Method root, List<Parameter> parameters, boolean hasRange) {
  private static final int MOST_PARAMETERS = 8;

  /** A lifted kernel of the root of {@code program}, or null if it may have none. */
  static LiftedRoot of(Program program, long seed) {
    Method root = program.root();
    int count = root.parameters().size();
    boolean isScalar = root.parameters().stream().noneMatch(each -> each.type().isReference());
    boolean isAlone =
        program.methods().stream().filter(each -> each.name().equals(root.name())).count() == 1;
    if (!isScalar || !isAlone || root.result() == JavaType.VOID) {
      return null;
    }
    if (count == 0 || count > MOST_PARAMETERS) {
      return null;
    }
    var random = new Random(new SplittableRandom(seed).nextLong());
    var parameters = new ArrayList<Parameter>();
    int always = random.nextInt(count);
    for (int i = 0; i < count; i++) {
      Parameter each = root.parameters().get(i);
      boolean isLifted = i == always || random.nextInt(3) != 0;
      JavaType type = isLifted ? lifted(each.type(), true, random) : each.type();
      parameters.add(new Parameter(false, type, each.name()));
    }
    JavaType results = lifted(root.result(), root.result().isIntegral(), random);
    parameters.add(new Parameter(false, results, "out"));
    boolean hasRange = random.nextInt(3) == 0;
    if (hasRange) {
      parameters.add(new Parameter(false, JavaType.INT, "from"));
      parameters.add(new Parameter(false, JavaType.INT, "to"));
    }
    return new LiftedRoot(root, parameters, hasRange);
  }

  /**
   * An array of {@code type}, or a segment if that is possible: no results are floats in segments,
   * where bits of a NaN may differ.
   */
  private static JavaType lifted(JavaType type, boolean isPossible, Random random) {
    boolean isSegment = isPossible && type != JavaType.BOOLEAN && random.nextInt(3) == 0;
    return isSegment ? JavaType.SEGMENT : type.array();
  }

  /** What an element of parameter {@code index} is, the results behind the others. */
  private JavaType element(int index) {
    return index < root.parameters().size() ? root.parameters().get(index).type() : root.result();
  }

  /** Arrays of equal length, the results perhaps in one of the inputs, and a range of them. */
  CallArguments arguments(Random random) {
    int length = random.nextInt(50);
    var bits = new long[parameters.size()];
    var arrays = new Object[parameters.size()];
    int out = root.parameters().size();
    for (int i = 0; i <= out; i++) {
      JavaType type = parameters.get(i).type();
      int before = random.nextInt(i + 1);
      if (type == JavaType.SEGMENT) {
        boolean isOver =
            before < i
                && arrays[before] != null
                && element(before).isIntegral()
                && bytes(element(before)) == bytes(element(i));
        int size = length * bytes(element(i));
        arrays[i] = CallArguments.segment(size, isOver ? before : -1, random);
      } else if (type.isArray()) {
        boolean isAgain = before < i && parameters.get(before).type() == type;
        arrays[i] = isAgain ? arrays[before] : CallArguments.array(type.element(), length, random);
      } else {
        bits[i] = Values.randomBits(type, random);
      }
    }
    if (hasRange) {
      bits[out + 1] = random.nextInt(length + 1);
      bits[out + 2] = bits[out + 1] + random.nextInt(length + 1 - (int) bits[out + 1]);
    }
    return new CallArguments(bits, arrays);
  }

  private static int bytes(JavaType type) {
    return switch (type) {
      case LONG, DOUBLE -> 8;
      case INT, FLOAT -> 4;
      case SHORT, CHAR -> 2;
      default -> 1;
    };
  }

  private static String layout(JavaType type) {
    String name = "java.lang.foreign.ValueLayout.JAVA_" + type.toString().toUpperCase(Locale.ROOT);
    return bytes(type) == 1 ? name : name + "_UNALIGNED";
  }

  private String header() {
    var all = new ArrayList<String>();
    parameters.forEach(each -> all.add(each.type() + " " + each.name()));
    return "void " + root.name() + "(" + String.join(", ", all) + ")";
  }

  /** For the interface. */
  String declaration() {
    return "@dev.lathe.Jit " + header() + ";\n";
  }

  /** The loop that it stands for, as the method of a class. */
  String loop() {
    var arguments = new ArrayList<String>();
    for (int i = 0; i < root.parameters().size(); i++) {
      Parameter each = parameters.get(i);
      arguments.add(
          each.type() == JavaType.SEGMENT
              ? each.name() + ".getAtIndex(" + layout(element(i)) + ", i)"
              : each.name() + (each.type().isArray() ? "[i]" : ""));
    }
    JavaType result = root.result();
    boolean isSegment = parameters.get(arguments.size()).type() == JavaType.SEGMENT;
    String call = root.name() + "(" + String.join(", ", arguments) + ")";
    String length = isSegment ? "out.byteSize() / " + bytes(result) : "out.length";
    return "public %s { for (int i = %s; i < %s; i++) %s; }%n"
        .formatted(
            header(),
            hasRange ? "from" : "0",
            hasRange ? "to" : length,
            isSegment
                ? "out.setAtIndex(" + layout(result) + ", i, " + call + ")"
                : "out[i] = " + call);
  }
}
