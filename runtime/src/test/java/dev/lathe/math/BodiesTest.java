package dev.lathe.math;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Function;
import dev.lathe.ir.Interpreter;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.MathFunction;
import dev.lathe.ir.Type;
import dev.lathe.lang.MathSource;
import dev.lathe.opt.DeadCode;
import dev.lathe.opt.Fold;
import dev.lathe.opt.Gvn;
import dev.lathe.opt.MathBodies;
import dev.lathe.opt.Pass;
import dev.lathe.opt.PassContext;
import dev.lathe.testing.EdgeValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bodies as resources: what the front end makes of the classes, and what these compute. */
class BodiesTest {
  private static final Path RESOURCES = Path.of("src/main/resources/dev/lathe/math");
  private static final Pattern NAME = Pattern.compile("\\bv\\d+\\b");

  /** The methods that have bodies, by class. */
  static Map<String, Set<String>> bodies() {
    var bodies = new TreeMap<String, Set<String>>();
    bodies.put("dev.lathe.math.Remainder", Set.of("remainder"));
    for (MathFunction function : MathFunction.values()) {
      bodies.computeIfAbsent(function.owner(), _ -> new TreeSet<>()).add(function.method());
    }
    return bodies;
  }

  /** {@code -Dlathe.bless} rewrites the resources. */
  @Test
  void theResourcesAreWhatTheFrontEndMakesOfTheSource() throws IOException {
    var resources = new TreeMap<String, String>();
    for (var entry : bodies().entrySet()) {
      String owner = entry.getKey();
      for (String method : entry.getValue()) {
        Function lowered = MathSource.lower(owner, method);
        for (Pass pass : List.of(new Fold(), new Gvn(), new DeadCode())) { // now, not at run time
          pass.run(lowered, new PassContext().verifying());
        }
        String text = withoutNames(IrPrinter.print(lowered).replaceAll("(?m) @\\d+$", ""));
        assertThat(withoutNames(IrPrinter.print(IrParser.parse(text)))).isEqualTo(text);
        resources.merge(file(owner), text, (before, next) -> before + "\n" + next);
      }
    }
    for (var entry : resources.entrySet()) {
      Path resource = RESOURCES.resolve(entry.getKey());
      if (Boolean.getBoolean("lathe.bless")) {
        Files.writeString(resource, entry.getValue());
      }
      assertThat(Files.readString(resource)).isEqualTo(entry.getValue());
    }
    try (Stream<Path> files = Files.list(RESOURCES)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(resources.keySet());
    }
  }

  private static String file(String owner) {
    String simple = owner.substring(owner.lastIndexOf('.') + 1);
    return simple.startsWith("Strict")
        ? "strict.lir"
        : simple.endsWith("Floats") ? "floats.lir" : "doubles.lir";
  }

  /** The text form of a function with {@code ^n} in place of names; see {@link IrParser}. */
  private static String withoutNames(String text) {
    var out = new StringBuilder();
    var numbers = new HashMap<String, Integer>();
    for (String line : text.lines().toList()) {
      boolean statement = line.startsWith("  ");
      int defined = statement ? line.indexOf(" = ") : 0;
      String rest = statement ? "  " + line.substring(defined < 0 ? 2 : defined + 3) : line;
      int before = numbers.size();
      if (!statement) {
        NAME.matcher(line).results().forEach(param -> numbers.put(param.group(), numbers.size()));
        rest = line.replaceAll("v\\d+: ", "");
      }
      out.append(NAME.matcher(rest).replaceAll(name -> "^" + (before - numbers.get(name.group()))))
          .append('\n');
      if (statement && defined > 0) {
        numbers.put(line.substring(2, defined), before);
      }
    }
    return out.toString();
  }

  @ParameterizedTest
  @EnumSource
  void theIrComputesWhatTheMethodDoes(MathFunction function) throws ReflectiveOperationException {
    boolean narrow = function.type() == Type.F32;
    Class<?> carrier = narrow ? float.class : double.class;
    var parameters = new Class<?>[function.parameters()];
    Arrays.fill(parameters, carrier);
    var method = Class.forName(function.owner()).getMethod(function.method(), parameters);
    assertThat(method.getReturnType()).isEqualTo(carrier);
    Function body = MathBodies.of(function);
    for (double[] arguments : arguments(function.parameters())) {
      var boxes = new Object[arguments.length];
      var bits = new long[arguments.length];
      for (int i = 0; i < boxes.length; i++) {
        boxes[i] = narrow ? (Object) (float) arguments[i] : (Object) arguments[i];
        bits[i] =
            narrow
                ? Float.floatToRawIntBits((float) arguments[i]) & 0xFFFF_FFFFL
                : Double.doubleToRawLongBits(arguments[i]);
      }
      long result = Interpreter.run(body, bits);
      Object actual =
          narrow ? (Object) Float.intBitsToFloat((int) result) : Double.longBitsToDouble(result);
      Object expected = method.invoke(null, boxes);
      if (!actual.equals(expected)) { // NaN equals NaN, zeros differ
        assertThat(actual).as("%s%s", function, Arrays.toString(boxes)).isEqualTo(expected);
      }
    }
  }

  /** {@link FloatSweep} looks at all floats. */
  @Test
  void functionsOfFloatsAreThoseOfDoublesRounded() {
    for (MathFunction function : MathFunction.values()) {
      if (function.parameters() == 1 && !function.toString().contains("strict")) {
        if (function.type() == Type.F32 && !function.toString().contains("fast")) {
          assertThat(new FloatSweep(function).run(0, 1L << 32, 25_013))
              .as(function.toString())
              .isEmpty();
        }
      }
    }
  }

  private static List<double[]> arguments(int count) {
    var list = new ArrayList<double[]>();
    var random = new SplittableRandom(7);
    double[] edges = EdgeValues.doubles();
    for (double a : edges) {
      if (count == 1) {
        list.add(new double[] {a});
      } else {
        for (double b : edges) {
          list.add(new double[] {a, b});
        }
      }
    }
    for (int i = 0; i < 3_000; i++) {
      double a = Double.longBitsToDouble(random.nextLong());
      double b = Double.longBitsToDouble(random.nextLong());
      double near = random.nextDouble(-40, 40);
      list.add(count == 1 ? new double[] {a} : new double[] {a, b});
      list.add(count == 1 ? new double[] {near} : new double[] {near, random.nextDouble(-40, 40)});
    }
    return list;
  }
}
