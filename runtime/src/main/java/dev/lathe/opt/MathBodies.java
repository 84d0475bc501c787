package dev.lathe.opt;

import dev.lathe.ir.Function;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.MathFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The IR of the bodies in {@code dev.lathe.math}, read from their resources when it is needed. Not
 * to be changed.
 */
public final class MathBodies {
  private static final int REMAINDER = MathFunction.values().length;
  private static final AtomicReferenceArray<Function> READ =
      new AtomicReferenceArray<>(REMAINDER + 1);

  private MathBodies() {}

  /** The body of {@code function}. */
  public static Function of(MathFunction function) {
    return body(function.ordinal(), function.toString());
  }

  /** Java's {@code %} of doubles. */
  public static Function remainder() {
    return body(REMAINDER, "remainder");
  }

  private static Function body(int index, String name) {
    Function body = READ.get(index);
    if (body == null) { // racing threads read equal ones
      body = read(name);
      READ.set(index, body);
    }
    return body;
  }

  private static Function read(String name) {
    try (InputStream in =
        MathBodies.class.getResourceAsStream("/dev/lathe/math/" + name + ".lir")) {
      if (in == null) {
        throw new IllegalStateException("there is no body of " + name);
      }
      return IrParser.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
