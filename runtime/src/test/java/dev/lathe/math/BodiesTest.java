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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The bodies as resources: what the front end makes of the classes, and what these compute. */
class BodiesTest {
  private static final Path RESOURCES = Path.of("src/main/resources/dev/lathe/math");

  /** The methods that have bodies, by class. */
  static Map<String, Set<String>> bodies() {
    var bodies = new TreeMap<String, Set<String>>();
    bodies.put("dev.lathe.math.Remainder", Set.of("remainder"));
    for (MathFunction function : MathFunction.values()) {
      bodies.computeIfAbsent(function.owner(), _ -> new TreeSet<>()).add(function.method());
    }
    return bodies;
  }

  static Set<String> owners() {
    return bodies().keySet();
  }

  /** {@code -Dlathe.bless} rewrites the resource. */
  @ParameterizedTest
  @MethodSource("owners")
  void theResourceIsWhatTheFrontEndMakesOfTheSource(String owner) throws IOException {
    var texts = new ArrayList<String>();
    for (String method : bodies().get(owner)) {
      Function lowered = MathSource.lower(owner, method);
      for (Pass pass : List.of(new Fold(), new Gvn(), new DeadCode())) { // at build time, not later
        pass.run(lowered, new PassContext().verifying());
      }
      String text = IrPrinter.print(lowered).replaceAll("(?m) @\\d+$", "");
      Function parsed = IrParser.parse(text);
      assertThat(IrPrinter.print(parsed)).isEqualTo(text);
      texts.add(text);
    }
    String text = String.join("\n", texts);
    Path resource = RESOURCES.resolve(simple(owner) + ".lir");
    if (Boolean.getBoolean("lathe.bless")) {
      Files.writeString(resource, text);
    }
    assertThat(Files.readString(resource)).isEqualTo(text);
  }

  private static String simple(String owner) {
    return owner.substring(owner.lastIndexOf('.') + 1);
  }

  @Test
  void thereIsNoResourceWithoutAFunction() throws IOException {
    var expected = new TreeSet<String>();
    owners().forEach(owner -> expected.add(simple(owner) + ".lir"));
    try (Stream<Path> files = Files.list(RESOURCES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
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
