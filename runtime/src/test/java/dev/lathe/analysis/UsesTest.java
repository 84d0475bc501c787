package dev.lathe.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.ir.Block;
import dev.lathe.ir.Function;
import dev.lathe.ir.IrParser;
import dev.lathe.ir.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsesTest {
  @Test
  void operandsArgumentsAndConditionsAreUses() {
    Function f =
        IrParser.parse(
            """
            func %f(v0: i32, v1: bool) -> i32 {
            b0:
              v2 = iadd.i32 v0, v0
              v3 = imul.i32 v2, v0
              branch v1, b1(v2), b1(v3)
            b1(v4: i32):
              v5 = ineg.i32 v2
              v6 = iadd.i32 v5, v4
              ret v6
            }
            """);
    Uses uses = Uses.of(f);
    Block entry = f.entry();
    List<Value> values = entry.values();
    assertThat(uses.count(entry.param(0))).isEqualTo(3);
    assertThat(uses.count(entry.param(1))).isEqualTo(1);
    assertThat(uses.userCount(entry.param(1))).isZero();
    assertThat(uses.user(entry.param(0), 1)).isSameAs(values.get(0));
    assertThat(uses.user(entry.param(0), 2)).isSameAs(values.get(1));
    assertThat(uses.count(values.get(0))).isEqualTo(3);
    assertThat(uses.userCount(values.get(0))).isEqualTo(2);
    assertThat(uses.user(values.get(0), 1)).isSameAs(f.blocks().get(1).values().get(0));
    assertThat(uses.count(f.blocks().get(1).values().get(1))).isEqualTo(1);
  }
}
