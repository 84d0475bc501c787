package dev.lathe.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KernelsTest {
  private static final ByteKernels COMPILED = ByteKernelsJit.create();
  private static final ByteKernels PLAIN = new ByteKernels() {};

  @Test
  void addsWithABodyThatHasNoDefault() {
    assertThat(AddJit.create().add(7, 35)).isEqualTo(42);
    assertThat(AddJit.create().add(Integer.MAX_VALUE, 1)).isEqualTo(Integer.MIN_VALUE);
  }

  @Test
  void kernelsHaveTheBitsOfTheirJavaBodies() {
    var random = new SplittableRandom(42);
    for (int i = 0; i < 10_000; i++) {
      byte b = (byte) random.nextInt();
      int hash = random.nextInt();
      long h = random.nextLong();
      long x = random.nextLong() >>> 1 + random.nextInt(62);
      float state = Float.intBitsToFloat(random.nextInt());
      assertThat(COMPILED.fnv1a(hash, b)).isEqualTo(PLAIN.fnv1a(hash, b));
      assertThat(COMPILED.mix(h, hash)).isEqualTo(PLAIN.mix(h, hash));
      assertThat(COMPILED.isqrt(x)).isEqualTo(PLAIN.isqrt(x));
      assertThat(Float.floatToIntBits(COMPILED.smooth(state, b)))
          .isEqualTo(Float.floatToIntBits(PLAIN.smooth(state, b)));
    }
  }

  @Test
  void theArrayKernelHasTheBitsOfItsJavaBody() {
    for (int length : new int[] {0, 1, 3, 64, 100_000}) {
      var bytes = new byte[length];
      new Random(length).nextBytes(bytes);
      var compiled = new long[4];
      var plain = new long[4];
      COMPILED.digest(bytes, compiled);
      PLAIN.digest(bytes, plain);
      assertThat(compiled).isEqualTo(plain);
    }
  }
}
