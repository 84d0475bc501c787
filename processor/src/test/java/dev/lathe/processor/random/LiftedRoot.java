package dev.lathe.processor.random;

import dev.lathe.lang.JavaType;
import dev.lathe.random.CallArguments;
import dev.lathe.random.JavaProgram.Method;
import dev.lathe.random.JavaProgram.Parameter;
import dev.lathe.random.JavaProgram.Program;
import dev.lathe.random.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * A lifted kernel of a program's root, without a body: arrays for some of the parameters, and one
 * for the results.
 *
 * @param parameters of the lifted kernel, the array of results last but for a range
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
      JavaType type = isLifted ? each.type().array() : each.type();
      parameters.add(new Parameter(false, type, each.name()));
    }
    parameters.add(new Parameter(false, root.result().array(), "out"));
    boolean hasRange = random.nextInt(3) == 0;
    if (hasRange) {
      parameters.add(new Parameter(false, JavaType.INT, "from"));
      parameters.add(new Parameter(false, JavaType.INT, "to"));
    }
    return new LiftedRoot(root, parameters, hasRange);
  }

  /** Arrays of equal length, the results perhaps in one of the inputs, and a range of them. */
  CallArguments arguments(Random random) {
    int length = random.nextInt(50);
    var bits = new long[parameters.size()];
    var arrays = new Object[parameters.size()];
    int out = root.parameters().size();
    for (int i = 0; i <= out; i++) {
      JavaType type = parameters.get(i).type();
      if (type.isArray()) {
        int before = random.nextInt(i + 1);
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
      arguments.add(each.name() + (each.type().isArray() ? "[i]" : ""));
    }
    return "public %s { for (int i = %s; i < %s; i++) out[i] = %s(%s); }%n"
        .formatted(
            header(),
            hasRange ? "from" : "0",
            hasRange ? "to" : "out.length",
            root.name(),
            String.join(", ", arguments));
  }
}
