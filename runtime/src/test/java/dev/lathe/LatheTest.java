package dev.lathe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.kernels.ArithmeticJit;
import dev.lathe.link.Host;
import dev.lathe.link.LinkException;
import dev.lathe.link.NativeMode;
import org.junit.jupiter.api.Test;

class LatheTest {
  @Test
  void warmingUpLinksAllKernelsOfAClass() {
    Lathe.warmUp(ArithmeticJit.class);
    long linked = Lathe.compiledKernels() + Lathe.fallbackKernels();
    assertThat(linked).isGreaterThanOrEqualTo(9);
    assertThat(ArithmeticJit.create().add(7, 35)).isEqualTo(42);
    assertThat(ArithmeticJit.twice(21)).isEqualTo(42);
    Lathe.warmUp(ArithmeticJit.class);
    assertThat(Lathe.compiledKernels() + Lathe.fallbackKernels()).isEqualTo(linked);
  }

  @Test
  void explanationsShowIrAndMachineCode() {
    assertThat(Lathe.explain(ArithmeticJit.create(), "div"))
        .contains("dev.lathe.kernels.Arithmetic.div(II)I, as built", "nonzero", "; optimised")
        .contains("; machine code", "idiv", "ret");
  }

  @Test
  void whatIsNoKernelIsRefused() {
    assertThatThrownBy(() -> Lathe.explain(ArithmeticJit.class, "mul"))
        .isInstanceOfSatisfying(
            LatheException.class,
            e -> assertThat(e.code()).isEqualTo(LatheException.Code.NO_KERNEL))
        .hasMessage(
            "dev.lathe.kernels.ArithmeticJit has no kernel named mul, but [add, clampDouble,"
                + " clampFloat, div, divLong, less, low, many, twice]");
    assertThatThrownBy(() -> Lathe.warmUp(String.class))
        .isInstanceOf(LatheException.class)
        .hasMessage(
            "java.lang.String is no class that Lathe generated; pass a generated one, such as"
                + " AddJit");
  }

  @Test
  void theStatusSaysWhenAnOptionAsksForAnotherForm() {
    Status status = Status.of(Host.get(), NativeMode.CLASSFILE);
    assertThat(status.nativeCode()).isFalse();
    assertThat(status.toString()).contains("lathe.native=classfile");
    Status unasked = Status.of(Host.get(), NativeMode.AUTO);
    assertThat(unasked.nativeCode()).isEqualTo(Host.get().denial() == null);
  }

  @Test
  void everyInnerCodeHasAPublicOne() {
    for (LinkException.Code code : LinkException.Code.values()) {
      assertThat(LatheException.of(new LinkException(code, "why")))
          .hasMessage("why")
          .isInstanceOfSatisfying(
              LatheException.class, e -> assertThat(e.code().name()).isEqualTo(code.name()));
    }
    assertThat(LatheException.Code.values()).hasSameSizeAs(LinkException.Code.values());
  }

  @Test
  void theStatusSaysThatNativeCodeRunsHere() {
    Status status = Lathe.status();
    assertThat(status.nativeCode()).isTrue();
    assertThat(status.problem()).isNull();
    assertThat(status.nativeAccess()).isTrue();
    assertThat(status.toString()).contains("native code:       yes", status.cpu(), status.isa());
  }
}
