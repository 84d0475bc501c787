package dev.lathe.vector;

import dev.lathe.ir.Element;
import dev.lathe.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads, or stores, of one array that are few elements apart in one iteration and grow by the same
 * few: the fields of records, of which memory has one after the other. Their vectors are loaded
 * together, and taken apart; or put together, and stored.
 */
final class AccessGroup {
  private final List<Value> members = new ArrayList<>(); // in their order
  private final List<Long> offsets = new ArrayList<>(); // from the first member
  private final LinearForm first;
  private final long stride;
  private long least;
  private long most;

  AccessGroup(Value first, long stride) {
    this.first = LinearForm.of(first.operand(1));
    this.stride = stride;
    members.add(first);
    offsets.add(0L);
  }

  /** True if an access with that index belongs to the same records. */
  boolean fits(Value index) {
    Long offset = LinearForm.of(index).minus(first);
    return offset != null && Math.max(most, offset) - Math.min(least, offset) < stride;
  }

  /** Adds what {@link #fits}. */
  void add(Value access) {
    long offset = LinearForm.of(access.operand(1)).minus(first);
    least = Math.min(least, offset);
    most = Math.max(most, offset);
    members.add(access);
    offsets.add(offset);
  }

  /** The members in their order. */
  List<Value> members() {
    return members;
  }

  /** The members by their places in a record, if all have one of their own, else null. */
  List<Value> fields() {
    var fields = new Value[(int) stride];
    for (int i = 0; i < members.size(); i++) {
      int at = offset(i);
      if (fields[at] != null) {
        return null;
      }
      fields[at] = members.get(i);
    }
    return members.size() == stride ? List.of(fields) : null;
  }

  /** Where a member is, from the lowest one. */
  int offset(int member) {
    return (int) (offsets.get(member) - least);
  }

  /** Where each is, from the lowest one. */
  int[] offsets() {
    var all = new int[members.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = offset(i);
    }
    return all;
  }

  /** The member with the lowest index. */
  Value lowest() {
    return members.get(offsets.indexOf(least));
  }

  /** From the lowest to the highest: how many elements of a record. */
  int span() {
    return (int) (most - least) + 1;
  }

  int stride() {
    return (int) stride;
  }

  Element element() {
    return members.getFirst().element();
  }

  boolean isStore() {
    return members.getFirst().op().writes();
  }
}
