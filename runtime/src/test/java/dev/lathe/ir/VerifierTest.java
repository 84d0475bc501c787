package dev.lathe.ir;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults that no text can express; the filetests under {@code verify} hold the others. */
class VerifierTest {
  private static final Value[] NONE = {};

  private final Function f = new Function("f", Type.I32, Type.I32);

  private Block ret(Value value) {
    f.entry().setTerminator(new Terminator.Return(value));
    return f.entry();
  }

  private void fails(String... messages) {
    assertThatThrownBy(() -> Verifier.verify(f))
        .isInstanceOf(IrException.class)
        .hasMessageStartingWith(
            "f: " + (messages.length == 1 ? "1 error\n" : messages.length + " errors\n"))
        .hasMessageContainingAll(messages);
  }

  @Test
  void everyBlockEndsWithTerminator() {
    fails(";^~ b0 has no terminator");
  }

  @Test
  void operandsAreNotNull() {
    ret(f.entry().append(f.newValue(Op.IADD, Type.I32, 0, new Value[2], 0)));
    fails("an operand is null", "an operand is null", "iadd has an operand that is null");
  }

  @Test
  void operandsBelongToTheFunction() {
    ret(new Function("g", Type.I32, Type.I32).params().getFirst());
    fails("v0 is not defined in this function");
  }

  @Test
  void valuesBelongToTheFunction() {
    var g = new Function("g", Type.I32, Type.I32);
    g.newConst(Type.I32, 1, 0);
    ret(f.params().getFirst()).append(g.newConst(Type.I32, 1, 0));
    fails("v2 belongs to another function");
  }

  @Test
  void removedValuesAreNotUsed() {
    Value removed = f.entry().append(f.newConst(Type.I32, 1, 0));
    ret(removed).setValues(List.of());
    fails("v1 is not defined in this function");
  }

  @Test
  void valuesStandInOneBlockOnce() {
    Value value = f.newConst(Type.I32, 1, 0);
    ret(value).setValues(List.of(value, value));
    fails("v1 stands in a block twice");
  }

  @Test
  void valuesKnowTheirBlock() {
    Value value = f.entry().append(f.newConst(Type.I32, 1, 0));
    Block other = f.addBlock();
    other.append(value);
    other.setTerminator(new Terminator.Return(value));
    f.entry().setTerminator(new Terminator.Jump(new Target(other)));
    fails("v1 believes to stand in b1", "v1 stands in a block twice");
  }

  @Test
  void parametersDoNotStandAmongValues() {
    ret(f.entry().append(f.newValue(Op.PARAM, Type.I32, 0, NONE, 0)));
    fails("a parameter stands among the values");
  }

  @Test
  void constantsHaveCanonicalBits() {
    f.entry().append(f.newConst(Type.I32, 0xFFFF_FFFFL, 0));
    f.entry().append(f.newConst(Type.F32, -1L, 0));
    f.entry().append(f.newConst(Type.BOOL, 2, 0));
    ret(f.params().getFirst());
    fails(
        "the bits 0xffffffff are no i32",
        "the bits 0xffffffffffffffff are no f32",
        "the bits 0x2 are no bool");
  }

  @Test
  void targetsAreBlocksOfTheFunction() {
    Block removed = f.addBlock();
    f.setBlocks(List.of(f.entry()));
    f.entry().setTerminator(new Terminator.Jump(new Target(removed)));
    fails("b1 is no block of this function");
  }

  @Test
  void switchesHaveOneCaseForEachKey() {
    Block end = f.addBlock();
    end.setTerminator(new Terminator.Return(f.params().getFirst()));
    f.entry()
        .setTerminator(
            new Terminator.Switch(
                f.params().getFirst(), new int[] {1}, List.of(), new Target(end)));
    fails("switch has 1 keys and 0 cases");
  }

  @ParameterizedTest
  @EnumSource(names = {"ICMP", "NONZERO", "GUARD", "CALL"})
  void attributesAreInRange(Op op) {
    for (long attribute : new long[] {-1, 1000, Integer.MAX_VALUE + 1L}) {
      var g = new Function("f", Type.VOID, Type.I32, Type.BOOL);
      Value[] operands = {g.params().get(op == Op.GUARD ? 1 : 0)};
      if (op == Op.ICMP) {
        operands = new Value[] {operands[0], operands[0]};
      }
      Type type = op == Op.ICMP ? Type.BOOL : op == Op.NONZERO ? Type.I32 : Type.VOID;
      g.entry().append(g.newValue(op, type, attribute, operands, 0));
      g.entry().setTerminator(new Terminator.Return(null));
      String message = op == Op.CALL ? "the function has no callee " : "cannot have the attribute ";
      assertThatThrownBy(() -> Verifier.verify(g))
          .isInstanceOf(IrException.class)
          .hasMessageContaining(message + attribute);
    }
  }

  @Test
  void hugeFunctionsAreVerified() {
    var builder = new FunctionBuilder("huge", Type.I32, Type.I32);
    Value sum = builder.param(0);
    Block exit = builder.block(Type.I32);
    for (int i = 0; i < 30_000; i++) { // a ladder whose exit has 30,000 predecessors
      sum = builder.op(Op.IADD, sum, builder.i32(i));
      Value condition = builder.icmp(IntPredicate.LT, sum, builder.param(0));
      Block next = builder.block();
      builder.branch(condition, new Target(next), new Target(exit, sum));
      builder.at(next);
    }
    builder.jump(exit, sum);
    builder.at(exit);
    builder.ret(exit.param(0));
    assertThatCode(builder::build).doesNotThrowAnyException();
  }
}
