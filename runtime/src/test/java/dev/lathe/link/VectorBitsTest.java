package dev.lathe.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.codegen.x64.X64Features;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long vectors are: by the CPU's model, or as the option says. */
class VectorBitsTest {
  @ParameterizedTest
  @CsvSource({
    "GenuineIntel, 6, 0x55, 256", // Skylake-SP, Cascade Lake, Cooper Lake
    "GenuineIntel, 6, 0x66, 256", // Cannon Lake
    "GenuineIntel, 6, 0x7E, 512", // Ice Lake, client
    "GenuineIntel, 6, 0x6A, 512", // Ice Lake, server
    "GenuineIntel, 6, 0x8C, 512", // Tiger Lake
    "GenuineIntel, 6, 0x8F, 512", // Sapphire Rapids
    "AuthenticAMD, 25, 0x11, 512", // Zen 4
    "AuthenticAMD, 26, 0x02, 512", // Zen 5
    "AuthenticAMD, 6, 0x55, 512",
  })
  void theModelDecides(String vendor, int family, String model, int bits) {
    var cpu = new Cpu(vendor, family, Integer.decode(model), true, true, false);
    assertThat(Host.features(true, cpu, 0)).isEqualTo(new X64Features(true, false, bits));
    assertThat(Host.features(true, cpu, 256)).isEqualTo(X64Features.AVX512_SHORT);
    assertThat(Host.features(true, cpu, 512)).isEqualTo(X64Features.AVX512);
    assertThat(Host.features(false, cpu, 0)).isEqualTo(X64Features.AVX2);
  }

  @Test
  void whatCountsBitsIsTakenFromTheCpu() {
    var cpu = new Cpu("AuthenticAMD", 26, 2, true, true, true);
    assertThat(Host.features(true, cpu, 0)).isEqualTo(X64Features.AVX512.withVpopcntdq());
    assertThat(Host.features(true, cpu, 256)).isEqualTo(X64Features.AVX512_SHORT.withVpopcntdq());
    assertThat(Host.features(false, cpu, 0)).isEqualTo(X64Features.AVX2);
  }

  @Test
  void thereAreNoLongVectorsWithoutAvx512() {
    var cpu = new Cpu("AuthenticAMD", 23, 1, true, false, false);
    assertThat(Host.features(false, cpu, 256)).isEqualTo(X64Features.AVX2);
    assertThatThrownBy(() -> Host.features(false, cpu, 512))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("lathe.vector.bits=512");
  }

  @Test
  void reportsTellOfShortVectors() {
    assertThat(X64Features.AVX512_SHORT).hasToString("avx512 of 256 bits");
    assertThat(X64Features.AVX512).hasToString("avx512");
  }
}
