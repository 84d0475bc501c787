package dev.lathe.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  private static Options parse(String... keysAndValues) {
    var properties = new Properties();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
    }
    return Options.parse(properties);
  }

  @Test
  void nothingSetGivesTheDefaults() {
    assertThat(parse("user.name", "x"))
        .isEqualTo(new Options(NativeMode.AUTO, null, 0, null, List.of(), List.of(), -1));
  }

  @Test
  void everyOptionIsRead() {
    assertThat(
            parse(
                "lathe.native",
                "require",
                "lathe.isa",
                "avx2",
                "lathe.vector.bits",
                "256",
                "lathe.dump",
                "out",
                "lathe.kernels",
                "com.acme.*:off,*.add:classfile",
                "lathe.passes",
                "-gvn,-fold",
                "lathe.fuel",
                "17"))
        .isEqualTo(
            new Options(
                NativeMode.REQUIRE,
                "avx2",
                256,
                "out",
                List.of(
                    new Options.Rule("com.acme.*", NativeMode.SOURCE),
                    new Options.Rule("*.add", NativeMode.CLASSFILE)),
                List.of("gvn", "fold"),
                17));
  }

  @Test
  void everyModeHasItsText() {
    for (NativeMode mode : NativeMode.values()) {
      assertThat(parse("lathe.native", mode.toString()).mode()).isEqualTo(mode);
      assertThat(Option.NATIVE.accepted()).contains(mode.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lathe.native, yes",
    "lathe.native, ''",
    "lathe.native, REQUIRE",
    "lathe.isa, avx",
    "lathe.vector.bits, 128",
    "lathe.kernels, Add.add",
    "lathe.kernels, Add.add:fast",
    "lathe.kernels, :off",
    "lathe.kernels, 'a:off,'",
    "lathe.passes, gvn",
    "lathe.passes, '-gvn,'",
    "lathe.fuel, -1",
    "lathe.fuel, many"
  })
  void unknownValuesAreRefusedWithTheAcceptedOnes(String key, String value) {
    assertThatThrownBy(() -> parse(key, value))
        .isInstanceOfSatisfying(
            LinkException.class, e -> assertThat(e.code()).isEqualTo(LinkException.Code.OPTION))
        .hasMessageStartingWith("system property " + key + "=" + value + " is not one of: ");
  }

  @Test
  void unknownNamesAreRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> parse("lathe.Native", "auto"))
        .isInstanceOf(LinkException.class)
        .hasMessage(
            "unknown system property lathe.Native; Lathe knows lathe.native lathe.isa"
                + " lathe.vector.bits lathe.dump lathe.kernels lathe.passes lathe.fuel");
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.Add.add, SOURCE",
    "com.acme.sub.Add.add, SOURCE",
    "com.acmeAdd.add, CLASSFILE",
    "Other.add, CLASSFILE",
    "Other.addAll, AUTO"
  })
  void theFirstRuleThatMatchesCounts(String kernel, NativeMode mode) {
    Options options = parse("lathe.kernels", "com.acme.*:off,*.add:classfile");
    assertThat(options.modeOf(kernel)).isEqualTo(mode);
  }
}
