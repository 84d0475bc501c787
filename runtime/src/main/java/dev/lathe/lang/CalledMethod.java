package dev.lathe.lang;

import dev.lathe.ir.Access;
import dev.lathe.ir.MathFunction;
import dev.lathe.ir.Op;
import dev.lathe.ir.TrapKind;
import java.util.List;

/**
 * A method that a call may name: one row of {@link Intrinsics}, or one that whoever built the tree
 * supplies with the call.
 *
 * @param owner the class's full name; empty for a method of the kernel's own class
 * @param parameters the parameters' types; {@link JavaType#ERROR} for one that is not primitive
 * @param meaning how a call of it is lowered
 */
public record CalledMethod(
    String owner, String method, JavaType result, List<JavaType> parameters, Meaning meaning) {

  /** How a call is lowered; arguments have been evaluated and converted, left to right. */
  public sealed interface Meaning {
    /** One op on the arguments; {@code attribute} as the op's shape defines it. */
    record Direct(Op op, long attribute) implements Meaning {}

    /** A math function. */
    record Function(MathFunction function) implements Meaning {}

    /**
     * One of some constants of a type, of which the argument is the index: see {@code ir.Op}.
     *
     * @param bits as in {@code ir.Value}
     */
    record Lookup(List<Long> bits) implements Meaning {}

    /** A division op whose divisor, the last argument, must not be 0. */
    record Division(Op op, TrapKind kind) implements Meaning {}

    /** A trap with the arguments after the first, unless the first holds. */
    record Guard(TrapKind kind) implements Meaning {}

    /** A method in the kernel language, put in place of the call. */
    record Inline(Definition definition) implements Meaning {}

    /** A get or set of a memory segment, or its {@code byteSize}. */
    record Memory(Access access) implements Meaning {}

    /** A call of the kernel that has this symbol (see {@code ir.Callee}). */
    record Kernel(String symbol) implements Meaning {}

    /**
     * None: the method is here for overload resolution, and an error if that finds it.
     *
     * @param name the method as the error names it
     * @param remedy what to do about it
     */
    record Refused(String name, String remedy) implements Meaning {}
  }

  /** The call's simple form, as in {@code Math.max(int, long)}. */
  public String signature() {
    var text = new StringBuilder();
    text.append(owner.isEmpty() ? "" : simple(owner) + ".").append(method).append('(');
    for (int i = 0; i < parameters.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(parameters.get(i));
    }
    return text.append(')').toString();
  }

  static String simple(String owner) {
    return owner.substring(owner.lastIndexOf('.') + 1);
  }

  @Override
  public String toString() {
    return result + " " + signature();
  }
}
