package dev.lathe.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeArenaTest {
  private static final MethodType NULLARY = MethodType.methodType(int.class);

  private static CodeArena arena(String simulated) {
    return new CodeArena(new SystemCalls(), simulated);
  }

  /** mov eax, value; ret; padding. */
  private static byte[] returning(int value, int length) {
    var code = new byte[length];
    code[0] = (byte) 0xB8;
    for (int i = 0; i < 4; i++) {
      code[1 + i] = (byte) (value >> 8 * i);
    }
    code[5] = (byte) 0xC3;
    return code;
  }

  private static int call(long address) throws Throwable {
    MethodHandle handle = Downcalls.bind(address, NULLARY);
    return (int) handle.invokeExact();
  }

  private static void collect(CodeArena arena, long target) throws InterruptedException {
    for (int i = 0; i < 400 && arena.codeBytes() > target; i++) {
      System.gc();
      Thread.sleep(i < 20 ? 5 : 25);
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = CodeArena.SEALED)
  void publishedCodeRuns(String simulated) throws Throwable {
    CodeArena arena = arena(simulated);
    assertThat(arena.dualMapping()).isEqualTo(simulated == null);
    Object owner = new Object();
    for (int length : new int[] {6, 63, 64, 65, 4096, 4097, 300_000}) {
      for (int alignment : new int[] {1, 16, 64, 128, 4096}) {
        long address = arena.publish(returning(length ^ alignment, length), alignment, owner);
        assertThat(address % alignment).isZero();
        assertThat(call(address)).isEqualTo(length ^ alignment);
      }
    }
    assertThat(arena.codeBytes()).isEqualTo(5L * (6 + 63 + 64 + 65 + 4096 + 4097 + 300_000));
    Reference.reachabilityFence(owner);
  }

  @Test
  void deniedMemoryIsReported() {
    assertThatThrownBy(() -> arena(CodeArena.DENIED))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("executable memory");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = CodeArena.SEALED)
  void memoryStaysFlatOverTenThousandPublications(String simulated) throws Throwable {
    CodeArena arena = arena(simulated);
    var random = new Random(7);
    long most = 0;
    for (int round = 0; round < 10; round++) {
      var owners = new ArrayList<Object>();
      for (int i = 0; i < 1000; i++) {
        Object owner = new Object();
        owners.add(owner);
        int value = random.nextInt();
        long address = arena.publish(returning(value, 6 + random.nextInt(500)), 64, owner);
        if (i % 50 == 0) {
          assertThat(call(address)).isEqualTo(value);
        }
      }
      Reference.reachabilityFence(owners);
      if (round == 0) {
        most = arena.mappedBytes();
      }
      owners.clear();
      collect(arena, 0);
      assertThat(arena.codeBytes()).isZero();
      assertThat(arena.mappedBytes()).isLessThanOrEqualTo(most);
    }
  }

  @Test
  void codeOfAReachableOwnerSurvivesReuseAroundIt() throws Throwable {
    CodeArena arena = arena(null);
    Object kept = new Object();
    var addresses = new ArrayList<Long>();
    for (int i = 0; i < 300; i++) {
      addresses.add(arena.publish(returning(i, 70), 64, i % 3 == 0 ? kept : new Object()));
    }
    collect(arena, 100 * 70);
    assertThat(arena.codeBytes()).isEqualTo(100 * 70);
    Object later = new Object();
    for (int i = 0; i < 300; i++) {
      arena.publish(returning(-1, 70), 64, later);
    }
    for (int i = 0; i < 300; i += 3) {
      assertThat(call(addresses.get(i))).isEqualTo(i);
    }
    Reference.reachabilityFence(kept);
    Reference.reachabilityFence(later);
  }
}
