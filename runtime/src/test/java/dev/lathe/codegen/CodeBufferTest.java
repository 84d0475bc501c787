package dev.lathe.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.codegen.Operand.Label;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodeBufferTest {
  private final CodeBuffer buffer = new CodeBuffer(new byte[][] {{1}, {2, 2}, {3, 3, 3}});

  @Test
  void grows() {
    for (int i = 0; i < 10_000; i++) {
      buffer.putByte(i);
    }
    assertThat(buffer.size()).isEqualTo(10_000);
    assertThat(buffer.finish()[9_999]).isEqualTo((byte) 9_999);
  }

  @Test
  void emitsLittleEndian() {
    buffer.putLittleEndian(0x0102030405060708L, 8);
    buffer.putLittleEndian(0x0a0b, 2);
    assertThat(buffer.finish()).containsExactly(8, 7, 6, 5, 4, 3, 2, 1, 0xb, 0xa);
  }

  @Test
  void relativeReferencesCountFromTheirEndForwardAndBackward() {
    Label back = buffer.newLabel();
    Label ahead = buffer.newLabel();
    buffer.bind(back);
    buffer.putRelative32(back, 0);
    buffer.putRelative32(ahead, 0);
    buffer.putRelative32(ahead, -1);
    buffer.bind(ahead);
    buffer.putByte(7);
    ByteBuffer code = littleEndian(buffer.finish());
    assertThat(code.getInt(0)).isEqualTo(-4);
    assertThat(code.getInt(4)).isEqualTo(4);
    assertThat(code.getInt(8)).isEqualTo(-1);
  }

  @Test
  void padsWithTheLongestFillersFirst() {
    buffer.putByte(9);
    buffer.align(8);
    buffer.align(8);
    assertThat(buffer.finish()).containsExactly(9, 3, 3, 3, 3, 3, 3, 1);
  }

  @Test
  void remembersTheStrictestAlignment() {
    assertThat(buffer.alignment()).isEqualTo(16);
    buffer.align(64);
    buffer.align(32);
    assertThat(buffer.alignment()).isEqualTo(64);
  }

  @Test
  void equalConstantsShareALabelAndAreAlignedBehindTheCode() {
    Label four = buffer.constant(0x3f800000);
    Label eight = buffer.constant(0x3f800000L);
    Label sixteen = buffer.constant(new long[] {1, 2});
    Label thirtyTwo = buffer.constant(new long[] {1, 2, 0, 0});
    assertThat(buffer.constant(0x3f800000)).isEqualTo(four);
    assertThat(buffer.constant(0x3f800000L)).isEqualTo(eight);
    assertThat(buffer.constant(new long[] {1, 2})).isEqualTo(sixteen);
    assertThat(four).isNotEqualTo(eight);

    buffer.putRelative32(four, 0);
    buffer.putByte(9);
    ByteBuffer code = littleEndian(buffer.finish());
    assertThat(buffer.alignment()).isEqualTo(32);
    assertThat(buffer.offset(thirtyTwo)).isEqualTo(32);
    assertThat(buffer.offset(sixteen)).isEqualTo(64);
    assertThat(buffer.offset(eight)).isEqualTo(80);
    assertThat(buffer.offset(four)).isEqualTo(88).isEqualTo(code.getInt(0) + 4);
    assertThat(code.getLong(64)).isEqualTo(1);
    assertThat(code.getLong(72)).isEqualTo(2);
    assertThat(code.getLong(80)).isEqualTo(0x3f800000L);
    assertThat(code.getInt(88)).isEqualTo(0x3f800000);
    assertThat(code.capacity()).isEqualTo(96); // eight bytes may be read at the last
  }

  @Test
  void keepsThousandsOfConstantsApart() {
    var random = new Random(1);
    var labels = new Label[3000];
    var values = new long[labels.length];
    for (int i = 0; i < labels.length; i++) {
      values[i] = (long) i << random.nextInt(40);
      labels[i] = buffer.constant(values[i]);
    }
    ByteBuffer code = littleEndian(buffer.finish());
    for (int i = 0; i < labels.length; i++) {
      assertThat(code.getLong(buffer.offset(labels[i]))).isEqualTo(values[i]);
    }
  }

  @Test
  void tablesAreConstantsToo() {
    buffer.putByte(1);
    Label small = buffer.constant(3L);
    long[] words = new Random(1).longs(256).toArray();
    Label table = buffer.constant(words);
    ByteBuffer code = littleEndian(buffer.finish());
    assertThat(buffer.offset(table) % 64).isZero();
    assertThat(code.getLong(buffer.offset(small))).isEqualTo(3);
    for (int i = 0; i < words.length; i++) {
      assertThat(code.getLong(buffer.offset(table) + 8 * i)).isEqualTo(words[i]);
    }
  }

  @Test
  void rejectsMisuse() {
    Label bound = buffer.newLabel();
    Label unbound = buffer.newLabel();
    buffer.bind(bound);
    assertThatThrownBy(() -> buffer.bind(bound))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("label L0 is bound twice");
    assertThatThrownBy(() -> buffer.offset(unbound)).hasMessage("label L1 is not bound");
    assertThatThrownBy(() -> buffer.bind(new Label(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label L2 is not of this buffer");
    assertThatThrownBy(() -> buffer.align(12)).hasMessage("alignment 12 is not a power of two");
    assertThatThrownBy(() -> buffer.constant(new long[3])).hasMessage("constant of 3 words");
    buffer.putRelative32(unbound, 0);
    assertThatThrownBy(buffer::finish).hasMessage("label L1 is used at 0 but not bound");
    assertThatThrownBy(() -> buffer.putByte(0)).hasMessage("finished already");
    assertThatThrownBy(buffer::finish).hasMessage("finished already");
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
