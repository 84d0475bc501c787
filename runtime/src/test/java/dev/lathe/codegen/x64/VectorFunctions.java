package dev.lathe.codegen.x64;

import dev.lathe.ir.Access;
import dev.lathe.ir.Element;
import dev.lathe.ir.Function;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.Heap;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.IrPrinter;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import dev.lathe.testing.EdgeValues;
import dev.lathe.testing.Engine;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes functions over vectors, whose operands come from arrays and whose results go to arrays, and
 * compares what an engine makes of them with the interpreter.
 */
final class VectorFunctions {
  static final Type.Kind[] KINDS = {
    Type.Kind.I8, Type.Kind.I16, Type.Kind.I32, Type.Kind.I64, Type.Kind.F32, Type.Kind.F64
  };

  /** Arrays hold so many elements, the lanes being in the middle. */
  static final int LENGTH = 72;

  static final int FIRST = 3;

  private VectorFunctions() {}

  static Element element(Type type) {
    return switch (type.kind()) {
      case BOOL, I8 -> Element.I8;
      case I16 -> Element.I16;
      case I32 -> Element.I32;
      case I64 -> Element.I64;
      case F32 -> Element.F32;
      default -> Element.F64;
    };
  }

  /** The array that an operand of {@code type} comes from; a scalar is an operand itself. */
  static Type parameter(Type type) {
    return type.isVector() ? Type.arrayOf(element(type)) : type;
  }

  /** The value of {@code type} that {@code parameter} gives. */
  static Value operand(FunctionBuilder f, Type type, Value parameter) {
    if (!type.isVector()) {
      return parameter;
    }
    Value at = proven(f, parameter, f.i32(FIRST));
    if (!type.isBool()) {
      return f.vector(Op.VLOAD, type, Access.LOAD.code(), parameter, at);
    }
    Type bytes = type.withKind(Type.Kind.I8);
    Value loaded = f.vector(Op.VLOAD, bytes, Access.LOAD.code(), parameter, at);
    Value zero = f.vector(Op.SPLAT, bytes, 0, f.i32(0));
    return f.icmp(IntPredicate.NE, loaded, zero);
  }

  static Value proven(FunctionBuilder f, Value array, Value index) {
    return f.vector(Op.PROVEN, index.type(), Access.LOAD.code(), array, index);
  }

  /** Stores {@code result} to {@code array}, which is {@link #resultArray} of its type. */
  static void store(FunctionBuilder f, Value result, Value array) {
    Value at = proven(f, array, f.i32(FIRST));
    Type type = result.type();
    if (!type.isVector()) {
      Value stored = type.isBool() ? f.convert(Op.ZEXT, Type.I32, result) : result;
      f.store(Access.STORE, array, at, stored);
    } else if (type.isBool()) {
      Value bits = f.vector(Op.MASKBITS, Type.I64, 0, result);
      f.store(Access.STORE, array, at, bits);
    } else {
      f.vector(Op.VSTORE, Type.VOID, Access.STORE.code(), array, at, result);
    }
  }

  static Type resultArray(Type type) {
    if (type.isBool()) {
      return Type.arrayOf(type.isVector() ? Element.I64 : Element.I32);
    }
    return Type.arrayOf(element(type));
  }

  // ---- calls

  /** Arguments of all parameters, edge values for the most part; references are objects. */
  static Object[] arguments(Function function, Random random) {
    List<Value> params = function.params();
    var arguments = new Object[params.size()];
    for (int i = 0; i < arguments.length; i++) {
      Type type = params.get(i).type();
      arguments[i] = type.isArray() ? array(type.element(), random) : scalar(type, random);
    }
    return arguments;
  }

  private static final Map<Type, long[]> EDGES = new HashMap<>();

  private static long scalar(Type type, Random random) {
    long[] edges = EDGES.computeIfAbsent(type, EdgeValues::bits);
    return edges[random.nextInt(edges.length)];
  }

  static Object array(Element element, Random random) {
    Object array = Array.newInstance(element.arrayClass().componentType(), LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      boolean any = random.nextInt(4) == 0;
      switch (array) {
        case byte[] a -> a[i] = (byte) (any ? random.nextInt() : random.nextInt(3) * 127);
        case short[] a -> a[i] = (short) (any ? random.nextInt() : scalar(Type.I32, random));
        case int[] a -> a[i] = any ? random.nextInt() : (int) scalar(Type.I32, random);
        case long[] a -> a[i] = any ? random.nextLong() : scalar(Type.I64, random);
        case float[] a ->
            a[i] =
                any
                    ? (float) random.nextGaussian() * 100
                    : Float.intBitsToFloat((int) scalar(Type.F32, random));
        case double[] a ->
            a[i] =
                any
                    ? random.nextGaussian() * 100
                    : Double.longBitsToDouble(scalar(Type.F64, random));
        default -> throw new AssertionError(element);
      }
    }
    return array;
  }

  /** Compares an engine's kernel with the interpreter's over some arguments. */
  static void compare(
      Function function,
      Engine engine,
      Engine.Kernel kernel,
      Engine.Kernel reference,
      Random random)
      throws Throwable {
    Object[] arguments = arguments(function, random);
    compare(function, engine, kernel, reference, arguments);
  }

  static void compare(
      Function function,
      Engine engine,
      Engine.Kernel kernel,
      Engine.Kernel reference,
      Object[] arguments)
      throws Throwable {
    Object[] expected = copies(arguments);
    Object[] actual = copies(arguments);
    long wanted = call(reference, expected);
    long seen = call(kernel, actual);
    if (!EdgeValues.same(function.result(), wanted, seen)) {
      throw new AssertionError(engine.name() + "\n" + IrPrinter.print(function));
    }
    for (int i = 0; i < arguments.length; i++) {
      if (!Arrays.deepEquals(new Object[] {expected[i]}, new Object[] {actual[i]})) {
        Object[] all = {arguments, expected[i], actual[i]};
        throw new AssertionError(
            engine.name()
                + "\n"
                + IrPrinter.print(function)
                + "\nargument "
                + i
                + ": "
                + Arrays.deepToString(all).replace("], ", "],\n"));
      }
    }
  }

  private static Object[] copies(Object[] arguments) {
    var copies = new Object[arguments.length];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = arguments[i];
      if (arguments[i].getClass().isArray()) {
        int length = Array.getLength(arguments[i]);
        copies[i] = Array.newInstance(arguments[i].getClass().componentType(), length);
        System.arraycopy(arguments[i], 0, copies[i], 0, length);
      }
    }
    return copies;
  }

  private static long call(Engine.Kernel kernel, Object[] arguments) throws Throwable {
    var heap = new Heap();
    var bits = new long[arguments.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = arguments[i] instanceof Long scalar ? scalar : heap.add(arguments[i]);
    }
    return kernel.call(heap, bits);
  }

  /** All vectors of {@code kind} that fit {@code bytes}. */
  static List<Type> types(Type.Kind kind, int bytes) {
    var types = new ArrayList<Type>();
    for (int lanes = 2; lanes <= Type.MAX_LANES; lanes *= 2) {
      Type type = Type.vector(kind, lanes);
      if (lanes * type.bits() <= bytes * 8 && (type.isBool() || lanes * type.bits() >= 16)) {
        types.add(type);
      }
    }
    return types;
  }
}
