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
 * The IR of the bodies in {@code dev.lathe.math}, read when it is needed from one of three
 * resources: those of {@code StrictMath}, of floats, and the others. The bodies in a file have much
 * in common, which looks the same where values have no names, and compresses well. Not to be
 * changed.
 */
public final class MathBodies {
  private static final int REMAINDER = MathFunction.values().length;
  private static final String END = "\n}\n";
  private static final AtomicReferenceArray<Function> READ =
      new AtomicReferenceArray<>(REMAINDER + 1);

  private MathBodies() {}

  /** The body of {@code function}. */
  public static Function of(MathFunction function) {
    return body(function.ordinal(), function.owner(), function.method());
  }

  /** Java's {@code %} of doubles. */
  public static Function remainder() {
    return body(REMAINDER, "dev.lathe.math.Remainder", "remainder");
  }

  private static Function body(int index, String owner, String method) {
    Function body = READ.get(index);
    if (body == null) { // racing threads read equal ones
      body = find(read(resource(owner)), "func %" + owner + "." + method + "(");
      READ.set(index, body);
    }
    return body;
  }

  /** The function in {@code text} that begins with {@code head}. */
  static Function find(String text, String head) {
    int begin = text.indexOf(head);
    int end = begin < 0 ? -1 : text.indexOf(END, begin);
    if (end < 0) {
      throw new IllegalStateException("there is no body, or not all of it: " + head);
    }
    return IrParser.parse(text.substring(begin, end + END.length()));
  }

  /** The resource with the bodies of that class. */
  private static String resource(String owner) {
    String file =
        owner.contains(".Strict") ? "strict" : owner.endsWith("Floats") ? "floats" : "doubles";
    return "/dev/lathe/math/" + file + ".lir";
  }

  private static String read(String name) {
    try (InputStream in = MathBodies.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
