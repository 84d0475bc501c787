package dev.lathe.ir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.filetest.Run;
import dev.lathe.testing.Comparison;
import dev.lathe.testing.Engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Breaks the rule of each op in turn: some test file must notice. */
class MutationTest {
  private static final Engine LIMITED = Comparison.interpretAfter("limited", _ -> {});

  @AfterEach
  void repair() {
    OpSemantics.broken = null;
  }

  @Test
  void unbrokenRulesPass() {
    assertThat(Run.passes(LIMITED, "")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"YIELD", "LINEOFFSET"}) // computes nothing; is for time only
  void brokenRulesAreNoticed(Op op) {
    OpSemantics.broken = op;
    String mentioned = op == Op.PARAM ? "" : op.mnemonic(); // saves time
    assertThat(Run.passes(LIMITED, mentioned)).isFalse();
  }
}
