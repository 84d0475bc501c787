package dev.lathe.codegen;

import dev.lathe.codegen.Operand.Label;
import java.util.Arrays;

/**
 * The machine code of one function while it is emitted: little-endian bytes, labels, and the
 * constants that the code refers to.
 *
 * <p>Labels come from {@link #newLabel} or {@link #constant} and belong to this buffer. A reference
 * to a label that is not bound yet is a fixup, patched in {@link #finish}, which also appends the
 * constants behind the code. The result is position-independent, if placed at a multiple of {@link
 * #alignment}. Not safe for use by several threads.
 */
public final class CodeBuffer {
  private static final int UNBOUND = -1;

  /** Of a constant. */
  private static final int MAX_WORDS = 256;

  private final byte[][] padding;
  private byte[] bytes = new byte[256];
  private int size;
  private boolean finished;
  private int alignment = 16;

  private int[] labelOffsets = new int[16];
  private int labelCount;

  /** Triples: where the four bytes are, the label, what to add to the distance. */
  private int[] fixups = new int[24];

  private int fixupCount;

  private ConstantPool constants;

  /**
   * An empty buffer.
   *
   * @param padding what to fill gaps in the code with: element {@code n} is an instruction of
   *     {@code n + 1} bytes that does nothing
   */
  public CodeBuffer(byte[][] padding) {
    this.padding = padding;
  }

  /** A new label, not bound. Labels are numbered from 0. */
  public Label newLabel() {
    if (labelCount == labelOffsets.length) {
      labelOffsets = Arrays.copyOf(labelOffsets, labelCount * 2);
    }
    labelOffsets[labelCount] = UNBOUND;
    return new Label(labelCount++);
  }

  /**
   * Binds {@code label} to the current end of the code.
   *
   * @throws IllegalStateException if it is bound already
   */
  public void bind(Label label) {
    bind(label, size);
  }

  private void bind(Label label, int offset) {
    if (isBound(label)) {
      throw new IllegalStateException("label L" + label.id() + " is bound twice");
    }
    labelOffsets[label.id()] = offset;
  }

  /** True once {@code label} has an offset; labels of constants get theirs in {@link #finish}. */
  public boolean isBound(Label label) {
    if (label.id() >= labelCount) {
      throw new IllegalArgumentException("label L" + label.id() + " is not of this buffer");
    }
    return labelOffsets[label.id()] != UNBOUND;
  }

  /**
   * The offset in bytes that {@code label} is bound to.
   *
   * @throws IllegalStateException if it is not bound
   */
  public int offset(Label label) {
    if (!isBound(label)) {
      throw new IllegalStateException("label L" + label.id() + " is not bound");
    }
    return labelOffsets[label.id()];
  }

  /** Bytes emitted so far. */
  public int size() {
    return size;
  }

  /** What the address of the first byte must be a multiple of. */
  public int alignment() {
    return alignment;
  }

  /** Emits one byte. */
  public void putByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  /** Emits the low {@code count} bytes of {@code value}, least significant first. */
  public void putLittleEndian(long value, int count) {
    ensure(count);
    long rest = value;
    for (int i = 0; i < count; i++) {
      bytes[size++] = (byte) rest;
      rest >>= 8;
    }
  }

  /**
   * Emits four bytes that will hold the distance from their end to {@code label}, plus {@code
   * addend}.
   */
  public void putRelative32(Label label, int addend) {
    if (isBound(label)) {
      putLittleEndian(labelOffsets[label.id()] - (size + 4) + addend, 4);
      return;
    }
    if (fixupCount + 3 > fixups.length) {
      fixups = Arrays.copyOf(fixups, fixups.length * 2);
    }
    fixups[fixupCount++] = size;
    fixups[fixupCount++] = label.id();
    fixups[fixupCount++] = addend;
    putLittleEndian(0, 4);
  }

  /** Fills up with padding until the size is a multiple of {@code boundary}, a power of two. */
  public void align(int boundary) {
    if (Integer.bitCount(boundary) != 1) {
      throw new IllegalArgumentException("alignment " + boundary + " is not a power of two");
    }
    alignment = Math.max(alignment, boundary);
    int gap = -size & (boundary - 1);
    while (gap > 0) {
      int length = Math.min(gap, padding.length);
      for (byte b : padding[length - 1]) {
        putByte(b);
      }
      gap -= length;
    }
  }

  /** The label of a 4-byte constant. Constants with equal size and bits share a label. */
  public Label constant(int bits) {
    return constant(4, new long[] {bits & 0xffffffffL});
  }

  /** The label of an 8-byte constant. */
  public Label constant(long bits) {
    return constant(8, new long[] {bits});
  }

  /**
   * The label of a constant of 2, 4, 8, … 256 words, least significant first, that is aligned to
   * its size, or to 64 bytes.
   */
  public Label constant(long[] words) {
    int count = words.length;
    if (count < 2 || count > MAX_WORDS || Integer.bitCount(count) != 1) {
      throw new IllegalArgumentException("constant of " + words.length + " words");
    }
    return constant(words.length * 8, words);
  }

  private Label constant(int byteCount, long[] words) {
    if (constants == null) {
      constants = new ConstantPool();
    }
    int entry = constants.find(byteCount, words);
    if (entry >= 0) {
      return constants.label(entry);
    }
    Label label = newLabel();
    constants.add(byteCount, words, label);
    return label;
  }

  /**
   * Appends the constants, patches all fixups and returns the bytes. Nothing may be emitted
   * afterwards.
   *
   * @throws IllegalStateException if a label that the code refers to is not bound
   */
  public byte[] finish() {
    if (finished) {
      throw new IllegalStateException("finished already");
    }
    if (constants != null) {
      appendConstants();
    }
    finished = true;
    for (int i = 0; i < fixupCount; i += 3) {
      int at = fixups[i];
      int label = fixups[i + 1];
      if (labelOffsets[label] == UNBOUND) {
        throw new IllegalStateException("label L" + label + " is used at " + at + " but not bound");
      }
      int distance = labelOffsets[label] - (at + 4) + fixups[i + 2];
      for (int j = 0; j < 4; j++) {
        bytes[at + j] = (byte) (distance >> 8 * j);
      }
    }
    return Arrays.copyOf(bytes, size);
  }

  /**
   * Largest first, so that only the first of them needs a gap before it. Eight bytes may be read at
   * a constant of four, as copies from memory to memory do, even if it is the last.
   */
  private void appendConstants() {
    boolean first = true;
    int last = 0;
    for (int byteCount = 8 * MAX_WORDS; byteCount >= 4; byteCount /= 2) {
      for (int entry = 0; entry < constants.size(); entry++) {
        if (constants.byteCount(entry) != byteCount) {
          continue;
        }
        if (first) {
          align(Math.min(byteCount, 64));
          first = false;
        }
        bind(constants.label(entry), size);
        int words = Math.max(1, byteCount / 8);
        for (int i = 0; i < words; i++) {
          putLittleEndian(constants.word(entry, i), Math.min(byteCount, 8));
        }
        last = byteCount;
      }
    }
    if (last == 4) {
      putLittleEndian(0, 4);
    }
  }

  private void ensure(int count) {
    if (finished) {
      throw new IllegalStateException("finished already");
    }
    if (size + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + count, bytes.length * 2));
    }
  }
}
