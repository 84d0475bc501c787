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
 * The IR of the bodies in {@code dev.lathe.math}, read when it is needed from the resource of their
 * class: those of one class have much in common, which compresses well in one file. Not to be
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
      body = find(read(owner), "func %" + owner + "." + method + "(");
      READ.set(index, body);
    }
    return body;
  }

  private static Function find(String text, String head) {
    int begin = text.indexOf(head);
    if (begin < 0) {
      throw new IllegalStateException("there is no body: " + head);
    }
    return IrParser.parse(text.substring(begin, text.indexOf(END, begin) + END.length()));
  }

  private static String read(String owner) {
    String name = "/" + owner.replace('.', '/') + ".lir";
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
