package dev.lathe.testing;

import dev.lathe.ir.Access;
import dev.lathe.ir.Element;
import dev.lathe.ir.FloatPredicate;
import dev.lathe.ir.FunctionBuilder;
import dev.lathe.ir.IntPredicate;
import dev.lathe.ir.Literal;
import dev.lathe.ir.Op;
import dev.lathe.ir.Type;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What random functions do with arrays and segments: loads, stores, compound assignments, lengths,
 * comparisons, selections, scratch arrays, and loops over arrays. Most indices are in range; some
 * are off by one, negative, or what arithmetic that overflows gives.
 *
 * <p>A scratch array made in a loop is used there only, as the next iteration makes it again.
 * Segments get no NaN, whose bits are unspecified, as other types may read them.
 */
final class RandomMemory {
  private static final int MAX_LENGTH = 20;
  private static final int MAX_SCRATCH = 12;
  private static final String[] NAMES = {null, "a", "x", "this.data", "b[i]"};

  private final RandomFunctions functions;
  private final FunctionBuilder builder;
  private final Random random;
  private final List<Type> types;
  private final Set<Value> passing = new HashSet<>(); // scratch arrays that loops make
  private int loops;

  RandomMemory(RandomFunctions functions) {
    this.functions = functions;
    this.builder = functions.builder;
    this.random = functions.random;
    this.types = functions.references();
  }

  /** Some types of references, of which functions that call each other have parameters. */
  static List<Type> pool(Random random) {
    var elements = Element.values();
    var types = new ArrayList<Type>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      types.add(Type.arrayOf(elements[random.nextInt(elements.length)]));
    }
    if (random.nextInt(3) == 0) {
      types.set(random.nextInt(types.size()), Type.SEGMENT);
    }
    return types;
  }

  /** {@code params} with some references of {@code pool} at random places. */
  static List<Type> withReferences(List<Type> params, List<Type> pool, Random random) {
    var all = new ArrayList<>(params);
    for (int i = random.nextInt(4); i >= 0; i--) {
      all.add(random.nextInt(all.size() + 1), pool.get(random.nextInt(pool.size())));
    }
    return all;
  }

  Type type() {
    return types.get(random.nextInt(types.size()));
  }

  /** A reference of this type, now and then null. */
  Value any(Type type, List<Value> visible) {
    return visible.isEmpty() || random.nextInt(40) == 0
        ? builder.nullOf(type)
        : visible.get(random.nextInt(visible.size()));
  }

  /** The same, but none that may not leave the loop. */
  Value lasting(Type type, List<Value> visible) {
    return any(type, visible.stream().filter(value -> !passing.contains(value)).toList());
  }

  void enterLoop() {
    loops++;
  }

  void leaveLoop() {
    loops--;
  }

  /** An array, or null if there is none. */
  Value array() {
    List<Type> arrays = types.stream().filter(Type::isArray).toList();
    return arrays.isEmpty() ? null : functions.value(arrays.get(random.nextInt(arrays.size())));
  }

  void statement() {
    Type type = type();
    if (type.isSegment()) {
      segment();
      return;
    }
    Value array = functions.value(type);
    switch (random.nextInt(16)) {
      case 0 -> scratch();
      case 1 -> length(array);
      case 2 -> functions.see(builder.op(Op.SAME_REFERENCE, array, functions.value(type)));
      case 3 -> select(array);
      case 4, 5, 6, 7, 8 -> load(array, index(array));
      case 9, 10 -> update(array, index(array));
      default -> store(array, index(array));
    }
  }

  private String name() {
    return functions.any(NAMES);
  }

  private void load(Value array, Value index) {
    Value proven = builder.index(Access.LOAD, name(), array, index);
    functions.see(builder.load(Access.LOAD, array, proven));
  }

  private void store(Value array, Value index) {
    Value stored = functions.value(array.type().element().loaded());
    Value proven = builder.index(Access.STORE, name(), array, index);
    builder.store(Access.STORE, array, proven, stored);
  }

  /** {@code a[i] += …}, or with another op. */
  private void update(Value array, Value index) {
    Element element = array.type().element();
    Value proven = builder.index(Access.LOAD, name(), array, index);
    Value old = functions.see(builder.load(Access.LOAD, array, proven));
    Type type = element.loaded();
    Op op =
        type == Type.BOOL
            ? functions.any(new Op[] {Op.AND, Op.OR, Op.XOR})
            : type.isFloat()
                ? functions.any(new Op[] {Op.FADD, Op.FMUL, Op.FMIN})
                : functions.any(new Op[] {Op.IADD, Op.IMUL, Op.ISUB, Op.XOR});
    Value result = builder.op(op, old, functions.value(type));
    builder.store(Access.STORE, array, proven, functions.see(result));
  }

  private void length(Value array) {
    Value of = random.nextInt(3) == 0 ? builder.nonnull(Access.LENGTH, name(), array) : array;
    functions.see(builder.length(of));
  }

  private void select(Value reference) {
    Value other = functions.value(reference.type());
    Value selected = builder.op(Op.SELECT, functions.value(Type.BOOL), reference, other);
    if (passing.contains(reference) || passing.contains(other)) {
      passing.add(selected);
    }
    functions.see(selected);
  }

  private void scratch() {
    Type type = array().type();
    Value length = builder.i32(random.nextInt(MAX_SCRATCH + 1));
    if (random.nextInt(3) == 0) {
      length = builder.op(Op.AND, functions.value(Type.I32), builder.i32(7));
    } else if (functions.options.traps() && random.nextInt(8) == 0) {
      length = builder.op(Op.IMIN, functions.value(Type.I32), length); // may be negative
    }
    Value array = builder.newArray(type.element(), length, MAX_SCRATCH);
    if (loops > 0) {
      passing.add(array);
    }
    functions.see(array);
  }

  /** Does something to {@code array} that depends on the counter of a loop over it. */
  void traverse(Value array, Value counter) {
    Value index =
        switch (functions.options.traps() ? random.nextInt(12) : random.nextInt(8)) {
          case 0 -> builder.op(Op.ISUB, decremented(builder.length(array)), counter);
          case 1 -> builder.op(Op.USHR, counter, builder.i32(1));
          case 8 -> builder.op(Op.IADD, counter, builder.i32(1));
          case 9 -> decremented(counter);
          case 10 -> builder.op(Op.IMUL, counter, builder.i32(2));
          case 11 -> builder.op(Op.IADD, counter, functions.value(Type.I32));
          default -> counter;
        };
    if (random.nextInt(4) == 0) {
      Value other = functions.value(array.type());
      if (functions.options.traps()) {
        load(other, counter);
      }
    }
    switch (random.nextInt(3)) {
      case 0 -> load(array, index);
      case 1 -> store(array, index);
      default -> update(array, index);
    }
  }

  private Value decremented(Value value) {
    return builder.op(Op.ISUB, value, builder.i32(1));
  }

  /** An index, in range as a rule, if {@code array} has elements. */
  private Value index(Value array) {
    Value index = functions.value(Type.I32);
    if (functions.options.traps() && random.nextInt(12) == 0) {
      return switch (random.nextInt(5)) {
        case 0 -> builder.length(array);
        case 1 -> decremented(builder.length(array));
        case 2 -> builder.op(Op.IADD, index, builder.i32(Integer.MAX_VALUE));
        case 3 -> builder.i32(random.nextInt(MAX_LENGTH + 2) - 1);
        default -> index;
      };
    }
    Value fits = builder.icmp(IntPredicate.ULT, index, builder.length(array));
    return builder.op(Op.SELECT, fits, index, builder.i32(0));
  }

  private void segment() {
    Value segment = functions.value(Type.SEGMENT);
    switch (random.nextInt(10)) {
      case 0 -> {
        boolean checked = random.nextInt(3) == 0;
        Value of = checked ? builder.nonnull(Access.BYTE_SIZE, name(), segment) : segment;
        functions.see(builder.byteSize(of));
      }
      case 1 -> functions.see(builder.op(Op.SAME_REFERENCE, segment, builder.nullOf(Type.SEGMENT)));
      case 2 -> select(segment);
      case 3, 4, 5, 6 -> {
        Access get = access(Access.Method.GET, Access.Method.GET_AT_INDEX);
        functions.see(builder.load(get, segment, proven(get, segment)));
      }
      default -> {
        Access set = access(Access.Method.SET, Access.Method.SET_AT_INDEX);
        Value stored = number(functions.value(set.element().loaded()));
        builder.store(set, segment, proven(set, segment), stored);
      }
    }
  }

  private Access access(Access.Method... methods) {
    Element element = functions.any(Element.values());
    return Access.of(functions.any(methods), element, random.nextInt(4) == 0);
  }

  /** {@code value}; of a NaN 0. */
  private Value number(Value value) {
    if (!value.type().isFloat()) {
      return value;
    }
    Value nan = builder.fcmp(FloatPredicate.UNO, value, value);
    return builder.op(Op.SELECT, nan, builder.constant(value.type(), 0), value);
  }

  private Value proven(Access access, Value segment) {
    Value index = functions.value(Type.I64);
    if (!functions.options.traps() || random.nextInt(12) > 0) {
      Value size = builder.byteSize(segment);
      int bytes = access.element().bytes();
      if (access.isIndexed()) {
        size = builder.op(Op.USHR, size, builder.i32(Integer.numberOfTrailingZeros(bytes)));
      } else {
        size = builder.op(Op.ISUB, size, builder.i64(bytes - 1));
      }
      if (access.isAligned() && !access.isIndexed()) {
        index = builder.op(Op.AND, index, builder.i64(-bytes));
      }
      Value low = builder.icmp(IntPredicate.GE, index, builder.i64(0));
      Value high = builder.icmp(IntPredicate.LT, index, size);
      Value fits = builder.op(Op.AND, low, high);
      index = builder.op(Op.SELECT, fits, index, builder.i64(0));
    }
    return builder.index(access, name(), segment, index);
  }

  /** Arguments for parameters of {@code types}: edge values and others. */
  static Arguments arguments(List<Type> types, Random random) {
    var texts = new ArrayList<String>();
    for (Type type : types) {
      texts.add(
          type.isArray()
              ? array(type, types, texts, random)
              : type.isSegment()
                  ? segment(types, texts, random)
                  : Literal.print(type, RandomFunctions.bits(type, random)));
    }
    return new Arguments(types, String.join(", ", texts));
  }

  private static String array(Type type, List<Type> types, List<String> texts, Random random) {
    for (int i = 0; i < texts.size(); i++) {
      if (types.get(i) == type && random.nextInt(4) == 0) {
        return texts.get(i).equals("null") ? "null" : "#" + i;
      }
    }
    return random.nextInt(16) == 0 ? "null" : elements(type.element(), random);
  }

  private static String elements(Element element, Random random) {
    int length = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(MAX_LENGTH);
    return random
        .ints(length)
        .mapToObj(_ -> element(element, RandomFunctions.bits(element.loaded(), random)))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String element(Element element, long bits) {
    return switch (element) {
      case I8 -> Byte.toString((byte) bits);
      case I16 -> Short.toString((short) bits);
      case U16 -> Integer.toString((char) bits);
      default -> Literal.print(element.loaded(), bits);
    };
  }

  private static String segment(List<Type> types, List<String> texts, Random random) {
    for (int i = 0; i < texts.size(); i++) {
      boolean known = types.get(i).isReference() && texts.get(i).indexOf('[') >= 0;
      if (known && types.get(i).isSegment() && random.nextInt(6) == 0) {
        return "#" + i;
      }
      if (known && texts.get(i).startsWith("[") && random.nextInt(3) == 0) {
        Element element = types.get(i).element();
        if (element != Element.BOOL && !element.loaded().isFloat()) { // which may have got a NaN
          return (random.nextInt(6) == 0 ? "readonly " : "") + element + "#" + i;
        }
      }
    }
    Element element = Element.values()[1 + random.nextInt(Element.values().length - 1)];
    String memory = element + elements(element, random);
    return switch (random.nextInt(16)) {
      case 0 -> "null";
      case 1 -> "closed " + memory;
      case 2 -> "readonly " + memory;
      case 3, 4, 5, 6, 7, 8, 9 -> "native " + memory;
      default -> memory;
    };
  }
}
