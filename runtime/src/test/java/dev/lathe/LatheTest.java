package dev.lathe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.ir.IrParser;
import dev.lathe.kernels.ArithmeticJit;
import dev.lathe.link.Host;
import dev.lathe.link.LinkException;
import dev.lathe.link.NativeMode;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatheTest {
  /** {@code for (i = 1; i < a.length; i++) a[i] += a[i - 1];} */
  private static final String PREFIX =
      """
      func %Prefix.sums(v0: array.i32) {
        source "Prefix.java"
      b0:
        one = const.i32 1
        minus = const.i32 -1
        jump loop(one)
      loop(i: i32):
        n = alen.i32 v0 @4
        less = icmp.i32 lt i, n @4
        branch less, body, end
      body:
        k = iadd.i32 i, minus @5
        p = index.i32 v0, k, load "a" @5
        x = load.i32 v0, p @5
        q = index.i32 v0, i, load "a" @5
        y = load.i32 v0, q @5
        z = iadd.i32 x, y @5
        store v0, q, z @5
        j = iadd.i32 i, one @4
        jump loop(j)
      end:
        ret
      }
      """;

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
  void reportsTellWhatRunsAndWhatBecameOfLoops() {
    assertThat(Lathe.report(ArithmeticJit.create(), "div"))
        .containsExactly(
            new KernelReport("dev.lathe.kernels.Arithmetic.div(II)I", "native", null, List.of()));
    assertThat(Lathe.report(ArithmeticJit.class)).hasSizeGreaterThan(5);
    KernelReport prefix = Lathe.report(IrParser.parse(PREFIX));
    assertThat(prefix.isVectorized()).isFalse();
    assertThat(prefix.loops()).hasSize(1);
    assertThat(prefix.toString())
        .isEqualTo(
            "Prefix.sums([I)V: native\n"
                + "  loop at line 4: scalar: an iteration may read or write what another one"
                + " writes");
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
