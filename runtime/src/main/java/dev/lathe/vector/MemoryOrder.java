package dev.lathe.vector;

import dev.lathe.ir.Function;
import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether several iterations may do each access of theirs at once. Lanes do the first access of all
 * iterations, then the second, and so on. Of two accesses {@code p} before {@code q} that turns
 * around what {@code q} of one iteration and {@code p} of a later one do, so these must not be to
 * the same element, unless both are loads.
 *
 * <p>Java's arrays are the same or have nothing in common. Where it matters which, {@link
 * #different} says what must not be the same; {@link #behind} what may be. Segments may have any
 * bytes in common with each other and with arrays: {@link #bytes} are the tests of those.
 */
final class MemoryOrder {
  /** Two references that must not be the same array. */
  record Pair(Value a, Value b) {}

  /**
   * Accesses to two references, the second after the first, that segments may make the same.
   *
   * @param apart see {@link ByteTest#apart}
   */
  private record Bytes(MemoryAccess first, MemoryAccess second, Long apart) {}

  private static final int MAX_CHECKS = 8;

  /** How many accesses are compared at most. */
  private static final int MAX_ACCESSES = 64;

  private final LoopShape shape;
  private final List<LinearForm> forms = new ArrayList<>();
  private final ArrayList<Pair> different = new ArrayList<>();
  private final List<PackedBehind> behind = new ArrayList<>();
  private final List<Bytes> bytes = new ArrayList<>();
  private final List<ByteTest> tested = new ArrayList<>(); // one for each two references in them
  private long most = Long.MAX_VALUE;
  private Obstacle obstacle;

  private MemoryOrder(LoopShape shape) {
    this.shape = shape;
  }

  /** What is to be said of the accesses of {@code shape}. */
  static MemoryOrder of(LoopShape shape) {
    var order = new MemoryOrder(shape);
    List<MemoryAccess> accesses = shape.accesses;
    shape.groups().different().forEach(order::addCheck);
    if (accesses.size() > MAX_ACCESSES) {
      order.obstacle = new Obstacle("it accesses memory in many places", null);
      return order;
    }
    for (MemoryAccess access : accesses) {
      order.forms.add(LinearForm.of(MemoryAccess.place(access.value())));
    }
    for (int q = 0; q < accesses.size() && order.obstacle == null; q++) {
      for (int p = 0; p <= q && order.obstacle == null; p++) {
        if (accesses.get(p).isStore() || accesses.get(q).isStore()) {
          boolean sooner = p != q && shape.early.contains(accesses.get(q).value());
          order.compare(accesses, p, q, sooner);
        }
      }
    }
    if (order.obstacle == null) {
      order.obstacle = order.tooMany();
    }
    return order;
  }

  private Obstacle tooMany() {
    if (different.size() > MAX_CHECKS) {
      return Obstacle.pairs("arrays", different.size(), MAX_CHECKS);
    }
    return tested.size() > MAX_CHECKS
        ? Obstacle.pairs("segments", tested.size(), MAX_CHECKS)
        : null;
  }

  /** Why the loop stays scalar, or null. */
  Obstacle obstacle() {
    return obstacle;
  }

  /** How many iterations may be done at once. */
  long most() {
    return most;
  }

  /** What is to be compared before the loop. */
  List<Pair> different() {
    return different;
  }

  /** What is to be tested before the loop of what is stored into the array that is read. */
  List<PackedBehind> behind() {
    return behind;
  }

  /** What is to be tested before the loop of segments, if rounds have so many lanes. */
  List<ByteTest> tests(int lanes) {
    List<ByteTest> tests = new ArrayList<>();
    for (Bytes each : bytes) {
      ByteTest test = testOf(each, tests);
      if (each.apart == null) {
        test.requireNone();
      } else {
        test.add(each.first, each.second, each.apart, lanes);
      }
    }
    return tests;
  }

  private static ByteTest testOf(Bytes accesses, List<ByteTest> tests) {
    Value a = accesses.first.reference();
    Value b = accesses.second.reference();
    for (ByteTest each : tests) {
      if (each.isOf(a, b)) {
        return each;
      }
    }
    tests.add(new ByteTest(a, b));
    return tests.getLast();
  }

  private void compareBytes(
      MemoryAccess first, MemoryAccess second, LinearForm p, LinearForm q, boolean sooner) {
    Value a = first.reference();
    Value b = second.reference();
    if (a.op() == Op.NEWARRAY || b.op() == Op.NEWARRAY) {
      return;
    }
    Long apart = sooner ? null : ByteTest.apart(first, second, p, q);
    if (a != b) {
      bytes.add(new Bytes(first, second, apart));
      testOf(bytes.getLast(), tested);
      return;
    }
    long iterations = apart == null ? 1 : ByteTest.iterationsApart(first, second, apart);
    if (iterations > 1) {
      most = Math.min(most, iterations);
      return;
    }
    obstacle =
        first == second
            ? new Obstacle("all iterations write one element", "use a local variable")
            : new Obstacle("an iteration may read or write what another one writes", null);
  }

  /**
   * @param sooner true if the second is a load that is done before the first, a store
   */
  private void compare(List<MemoryAccess> accesses, int p, int q, boolean sooner) {
    MemoryAccess first = accesses.get(p);
    MemoryAccess second = accesses.get(q);
    Value a = first.reference();
    Value b = second.reference();
    if (first.isOfSegment() || second.isOfSegment()) {
      compareBytes(first, second, forms.get(p), forms.get(q), sooner);
      return;
    }
    if (a != b && (a.type() != b.type() || areOtherArrays(a, b))) {
      return;
    }
    if (p == q && first.index() == null) {
      return; // lanes write in their order
    }
    if (isPackedAfter(first, second)) {
      return;
    }
    long apart = sooner ? 1 : iterationsApart(first, second, forms.get(p), forms.get(q));
    if (apart > most || apart == Long.MAX_VALUE) {
      return;
    }
    if (apart > 1 && a == b) {
      most = apart;
      return;
    }
    if (a != b) {
      addCheck(new Pair(a, b));
      return;
    }
    obstacle =
        p == q
            ? new Obstacle("all iterations write one element", "use a local variable")
            : new Obstacle("an iteration may read or write what another one writes", null);
  }

  /** True if {@code second} stores one after the other, and no other iteration's first there. */
  private boolean isPackedAfter(MemoryAccess first, MemoryAccess second) {
    if (second.mode() != MemoryAccess.Mode.PACKED) {
      return false;
    }
    if (first.mode() == MemoryAccess.Mode.PACKED) {
      return shape.packing(first.value()) == shape.packing(second.value());
    }
    PackedBehind test = PackedBehind.of(first, second, shape);
    Boolean known = test == null ? Boolean.FALSE : test.known(shape.counted);
    if (known != null) {
      return known;
    }
    for (PackedBehind each : behind) {
      if (each.isLike(test) && each.more() <= test.more()) {
        return true;
      }
    }
    behind.removeIf(test::isLike);
    behind.add(test);
    return true;
  }

  private void addCheck(Pair pair) {
    for (Pair each : different) {
      if (each.equals(pair) || each.a == pair.b && each.b == pair.a) {
        return;
      }
    }
    different.add(pair);
  }

  /**
   * How many iterations after {@code second} of one {@code first} is at the same element, were both
   * of the same array: at least 1, {@link Long#MAX_VALUE} if never, 1 if that is not known. Indices
   * are ints, which wrap around: with no stride that {@link LoopShape} takes does one come round to
   * where it was within the iterations of a round.
   */
  private static long iterationsApart(
      MemoryAccess first, MemoryAccess second, LinearForm p, LinearForm q) {
    long stride = first.stride();
    if (first.index() == null || second.index() == null || stride != second.stride()) {
      return 1;
    }
    Long distance = q.minus(p);
    if (distance == null) {
      return 1;
    }
    if (stride == 0) {
      return distance == 0 ? 1 : Long.MAX_VALUE;
    }
    if (distance % stride != 0) {
      return Long.MAX_VALUE;
    }
    long iterations = distance / stride;
    return iterations >= 1 ? iterations : Long.MAX_VALUE;
  }

  /** True if one array is new and the other is not that one. */
  static boolean areOtherArrays(Value a, Value b) {
    return a.op() == Op.NEWARRAY && isSource(b) || b.op() == Op.NEWARRAY && isSource(a);
  }

  static boolean isSource(Value array) {
    Function function = array.block().function();
    return array.op() == Op.NEWARRAY
        || array.op() == Op.TABLE
        || array.op() == Op.PARAM && array.block() == function.entry();
  }
}
