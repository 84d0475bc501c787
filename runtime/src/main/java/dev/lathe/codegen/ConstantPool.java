package dev.lathe.codegen;

import dev.lathe.codegen.Operand.Label;
import java.util.Arrays;

/**
 * The constants of a {@link CodeBuffer}, in order of first use, each with its label. A hash table
 * with open addressing over size and bits finds an equal one.
 */
final class ConstantPool {
  private int[] byteCounts = new int[8];
  private long[][] words = new long[8][];
  private Label[] labels = new Label[8];
  private int size;

  /** Entry number + 1, or 0 where free; a power of two, never more than half full. */
  private int[] table = new int[16];

  /** The entry with these bits, or -1. */
  int find(int byteCount, long[] bits) {
    int slot = slotOf(byteCount, bits);
    return table[slot] - 1;
  }

  /** Adds an entry that {@link #find} does not find. */
  void add(int byteCount, long[] bits, Label label) {
    if (size == labels.length) {
      grow();
    }
    table[slotOf(byteCount, bits)] = size + 1;
    byteCounts[size] = byteCount;
    words[size] = bits.clone();
    labels[size] = label;
    size++;
  }

  int size() {
    return size;
  }

  int byteCount(int entry) {
    return byteCounts[entry];
  }

  long word(int entry, int index) {
    return words[entry][index];
  }

  Label label(int entry) {
    return labels[entry];
  }

  /** The slot that holds the entry with these bits, or the free one where it belongs. */
  private int slotOf(int byteCount, long[] bits) {
    int hash = byteCount + 31 * Arrays.hashCode(bits);
    int slot = (hash ^ hash >>> 16) * 0x9E3779B1 >>> 8;
    while (true) {
      slot &= table.length - 1;
      int entry = table[slot] - 1;
      if (entry < 0 || byteCounts[entry] == byteCount && Arrays.equals(words[entry], bits)) {
        return slot;
      }
      slot++;
    }
  }

  private void grow() {
    byteCounts = Arrays.copyOf(byteCounts, size * 2);
    words = Arrays.copyOf(words, size * 2);
    labels = Arrays.copyOf(labels, size * 2);
    table = new int[size * 4];
    for (int entry = 0; entry < size; entry++) {
      table[slotOf(byteCounts[entry], words[entry])] = entry + 1;
    }
  }
}
