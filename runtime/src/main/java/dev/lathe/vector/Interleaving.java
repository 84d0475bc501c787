package dev.lathe.vector;

import dev.lathe.analysis.AffineIndex;
import dev.lathe.analysis.IndexProofs;
import dev.lathe.ir.Block;
import dev.lathe.ir.Element;
import dev.lathe.ir.Op;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds {@link AccessGroup}s. A group is loaded where its first member is, and stored where its
 * last one is: only if it may move past what is between; what must be other arrays for that is to
 * be compared before the loop.
 */
final class Interleaving {
  /** Further apart, elements are not loaded with those between. */
  static final int MOST_APART = 4;

  /** Where there are more, each is a group of its own. */
  private static final int MOST_ACCESSES = 64;

  private final LoopShape shape;
  private final List<Value> accesses = new ArrayList<>();
  private final Map<Value, AccessGroup> groups = new HashMap<>();
  private final List<MemoryOrder.Pair> different = new ArrayList<>();

  private Interleaving(LoopShape shape) {
    this.shape = shape;
    for (Block block : shape.blocks) {
      for (Value value : block.values()) {
        if (value.op() == Op.LOAD || value.op() == Op.STORE) {
          accesses.add(value);
        }
      }
    }
  }

  /** Finds the stores of a loop that belong together. */
  static Interleaving of(LoopShape shape) {
    var found = new Interleaving(shape);
    found.findStores();
    return found;
  }

  /** The group that a load or store belongs to, or null. */
  AccessGroup group(Value access) {
    return groups.get(access);
  }

  /** What must not be the same array. */
  List<MemoryOrder.Pair> different() {
    return different;
  }

  /** The stride of an access that all iterations do, if it is a small one, else 0. */
  static long stride(LoopShape shape, Value access) {
    AffineIndex index = shape.affine(access.operand(1));
    boolean small = index != null && index.stride() > 1 && index.stride() <= MOST_APART;
    boolean plain = access.operand(0).type().isArray() && access.element() != Element.BOOL;
    return small && plain && shape.masks().isAlways(access.block()) ? index.stride() : 0;
  }

  private void findStores() {
    for (AccessGroup group : grouped(accesses, true)) {
      if (group.fields() != null && mayMove(group)) {
        put(group);
      }
    }
  }

  private void put(AccessGroup group) {
    for (Value member : group.members()) {
      groups.put(member, group);
    }
  }

  /**
   * Finds the groups of loads.
   *
   * @param loads what lanes load with strides; of segments each is alone
   * @param early those that are loaded before the others
   */
  void findLoads(List<MemoryAccess> loads, Set<Value> early) {
    var sooner = new ArrayList<Value>();
    var later = new ArrayList<Value>();
    for (MemoryAccess load : loads) {
      if (load.isOfSegment()) {
        put(new AccessGroup(load.value(), load.elements()));
      } else {
        (early.contains(load.value()) ? sooner : later).add(load.value());
      }
    }
    grouped(sooner, false).forEach(this::put);
    grouped(later, false).forEach(this::put);
  }

  private List<AccessGroup> grouped(List<Value> some, boolean stores) {
    var all = new ArrayList<AccessGroup>();
    for (Value access : some) {
      long stride = access.op().writes() == stores ? stride(shape, access) : 0;
      if (stride == 0) {
        continue;
      }
      AccessGroup into = null;
      for (AccessGroup group : all) {
        if (into == null
            && accesses.size() <= MOST_ACCESSES
            && group.stride() == stride
            && isLike(group.members().getFirst(), access)
            && group.fits(access.operand(1))
            && (stores || mayMove(access, group))) {
          into = group;
        }
      }
      if (into == null) {
        all.add(new AccessGroup(access, stride));
      } else {
        into.add(access);
      }
    }
    return all;
  }

  private static boolean isLike(Value a, Value b) {
    return IndexProofs.origin(a.operand(0)) == IndexProofs.origin(b.operand(0))
        && a.element() == b.element();
  }

  /** True if a load may be done with the first of {@code group}. */
  private boolean mayMove(Value load, AccessGroup group) {
    int first = accesses.indexOf(group.members().getFirst());
    var apart = new ArrayList<MemoryOrder.Pair>();
    boolean may = mayMove(load, between(first, load), Set.of(), apart);
    if (may) {
      different.addAll(apart);
    }
    return may;
  }

  /** What is done from {@code first} on until {@code load} is; stores have moved already. */
  private List<Value> between(int first, Value load) {
    var between = new ArrayList<Value>();
    for (Value each : accesses.subList(0, accesses.indexOf(load))) {
      AccessGroup stores = each.op().writes() ? groups.get(each) : null;
      if (accesses.indexOf(stores == null ? each : stores.members().getLast()) >= first) {
        between.add(each);
      }
    }
    return between;
  }

  /** True if all stores of {@code group} may be done with its last. */
  private boolean mayMove(AccessGroup group) {
    var members = new HashSet<>(group.members());
    int last = accesses.indexOf(group.members().getLast());
    var apart = new ArrayList<MemoryOrder.Pair>();
    for (Value member : group.members()) {
      List<Value> between = accesses.subList(accesses.indexOf(member), last);
      if (!mayMove(member, between, members, apart)) {
        return false;
      }
    }
    different.addAll(apart);
    return true;
  }

  /** True if an access may move past others, if the arrays of {@code apart} are not the same. */
  private boolean mayMove(
      Value moved, List<Value> past, Set<Value> except, List<MemoryOrder.Pair> apart) {
    Value a = IndexProofs.origin(moved.operand(0));
    for (Value other : past) {
      boolean both = moved.op().writes() || other.op().writes();
      if (other == moved || !both || except.contains(other) || !mayBeSame(moved, other)) {
        continue;
      }
      Value b = IndexProofs.origin(other.operand(0));
      boolean anywhere = other.access().isSegment() || shape.contains(b) && b.op() != Op.TABLE;
      if (a == b || anywhere) {
        return false;
      }
      apart.add(new MemoryOrder.Pair(a, b));
    }
    return true;
  }

  /** False if the two are never the same element in any iterations, even of the same array. */
  private boolean mayBeSame(Value a, Value b) {
    Value first = IndexProofs.origin(a.operand(0));
    Value second = IndexProofs.origin(b.operand(0));
    boolean overlap = a.access().isSegment() || b.access().isSegment();
    if (!overlap
        && first != second
        && (first.type() != second.type() || MemoryOrder.areOtherArrays(first, second))) {
      return false;
    }
    AffineIndex p = shape.affine(a.operand(1));
    AffineIndex q = shape.affine(b.operand(1));
    if (overlap || p == null || q == null || p.stride() != q.stride() || p.stride() == 0) {
      return true;
    }
    Long distance = LinearForm.of(b.operand(1)).minus(LinearForm.of(a.operand(1)));
    return distance == null || distance % p.stride() == 0;
  }
}
