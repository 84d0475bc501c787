package dev.lathe.math;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.MathFunction;
import dev.lathe.ir.Type;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Where the machine has no fused multiply-add the JDK computes it exactly: the bits are the same.
 */
class SoftwareFmaTest {
  private static final int ARGUMENTS = 300;

  @Test
  void functionsHaveTheSameBitsWithoutFmaOfTheMachine() throws Throwable {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        List.of(
            java,
            "-XX:TieredStopAtLevel=1",
            "-XX:-UseFMA",
            "-cp",
            System.getProperty("java.class.path"),
            SoftwareFmaTest.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes());
    assertThat(out).isEqualTo(digests());
    assertThat(process.waitFor()).isZero();
  }

  public static void main(String[] args) throws Throwable {
    System.out.print(digests());
  }

  /** A number for each function that depends on its results. */
  private static String digests() throws Throwable {
    var text = new StringBuilder();
    for (MathFunction function : MathFunction.values()) {
      text.append(function).append(' ').append(Long.toHexString(digest(function))).append('\n');
    }
    return text.toString();
  }

  private static long digest(MathFunction function) throws Throwable {
    Class<?> carrier = function.type() == Type.F32 ? float.class : double.class;
    var type = MethodType.methodType(carrier, Collections.nCopies(function.parameters(), carrier));
    MethodHandle body =
        MethodHandles.lookup()
            .findStatic(Class.forName(function.owner()), function.method(), type)
            .asType(type.changeReturnType(double.class).generic())
            .asSpreader(Object[].class, function.parameters());
    var random = new SplittableRandom(3);
    long digest = 0;
    for (int i = 0; i < ARGUMENTS; i++) {
      var arguments = new Object[function.parameters()];
      for (int k = 0; k < arguments.length; k++) {
        double x = random.nextDouble(-30, 30);
        double any = i % 3 == 0 ? Double.longBitsToDouble(random.nextLong()) : x;
        arguments[k] = carrier == float.class ? (Object) (float) any : (Object) any;
      }
      Object result = body.invoke(arguments);
      digest = Long.rotateLeft(digest, 1) + result.hashCode(); // NaN is one
    }
    return digest;
  }
}
