package dev.lathe.ir;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FunctionBuilderTest {
  @ParameterizedTest
  @EnumSource(names = {"PARAM", "CONST", "ICMP", "NONZERO", "GUARD", "CALL"})
  void opRefusesWhatHasAnAttribute(Op op) {
    var f = new FunctionBuilder("f", Type.I32, Type.I32, Type.I32);
    assertThatExceptionOfType(IrException.class)
        .isThrownBy(() -> f.op(op, f.param(0), f.param(1)))
        .withMessageContaining(op + " has an attribute");
  }
}
