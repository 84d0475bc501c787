package dev.lathe.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lathe.codegen.ReturnConvention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static final long[] OWN = Records.ofKernel(30);

  @Test
  void aThreadGetsItsRecordAgain() {
    long[] record = Records.take(OWN, 10);
    Records.release(record);
    assertThat(Records.take(OWN, 20)).isSameAs(record);
    record[ReturnConvention.RESUME] = 1234; // as if it had been called in slices
    Records.reset(record);
    assertThat(Records.take(OWN, 12)).isSameAs(record);
    assertThat(record[ReturnConvention.RESUME]).isZero();
    assertThat(record[ReturnConvention.BUDGET]).isPositive();
    Records.release(record);
  }

  @Test
  void aRecordInUseIsGivenToNobody() {
    long[] first = Records.take(OWN, 10);
    long[] second = Records.take(OWN, 10);
    assertThat(second).isNotSameAs(first);
    Records.release(first);
    Records.release(second);
    long[] third = Records.take(OWN, 10);
    assertThat(third == first || third == second).isTrue();
    Records.release(third);
  }

  @Test
  void aKernelsOwnRecordIsItsFirstCallers() throws Exception {
    long[] own = Records.ofKernel(30);
    long[] record = Records.take(own, 10);
    assertThat(record).isSameAs(own);
    Records.release(record);
    assertThat(Records.take(own, 63)).isSameAs(own);
    Records.release(record);
    var other = new long[2][];
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              other[0] = Records.take(own, 10);
              Records.release(other[0]);
              other[1] = Records.take(own, 10);
            });
    thread.join();
    assertThat(other[0]).isNotSameAs(own);
    assertThat(other[1]).isSameAs(other[0]);
  }

  @Test
  void whatIsLongIsMadeForEachCall() {
    long[] record = Records.take(OWN, 2000);
    Records.release(record);
    assertThat(record).hasSize(2000);
    assertThat(Records.take(OWN, 2000)).isNotSameAs(record);
  }

  @Test
  void aKernelWithManyVectorsHasRoomForThem() {
    long[] own = Records.ofKernel(300);
    long[] record = Records.take(own, 300);
    assertThat(record).isSameAs(own);
    long[] other = Records.take(own, 300); // in the midst of a call
    assertThat(other).isNotSameAs(own).hasSizeGreaterThan(300);
    Records.release(other);
    assertThat(Records.take(OWN, 300)).isNotSameAs(OWN).isSameAs(other);
    Records.release(other);
    Records.release(record);
  }

  @Test
  void threadsShareNone() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<Boolean>>();
      for (int t = 0; t < 300; t++) { // several for each place
        running.add(threads.submit(useAlone(t)));
      }
      for (Future<Boolean> each : running) {
        assertThat(each.get()).isTrue();
      }
    }
  }

  private static Callable<Boolean> useAlone(long mark) {
    return () -> {
      boolean alone = true;
      for (int i = 0; i < 200; i++) {
        long[] record = Records.take(OWN, 40);
        Arrays.fill(record, 2, 40, mark);
        Thread.yield();
        for (long each : List.of(record[2], record[17], record[39])) {
          alone &= each == mark;
        }
        Records.release(record);
      }
      return alone;
    };
  }

  @Test
  void aCallAfterOneThatWasCutShortBeginsAnew() throws Throwable {
    var kernel = TestSite.link("(II)I", SlicesTest::dividing);
    assertThat((int) kernel.invokeExact(3, 5)).isEqualTo(1);
    for (int i = 0; i < 3; i++) {
      assertThat(Records.take(OWN, 10)[ReturnConvention.RESUME]).isZero();
      try {
        int unused = (int) kernel.invokeExact(2_000_000, 1_000_000);
        throw new AssertionError(unused);
      } catch (ArithmeticException expected) {
        assertThat((int) kernel.invokeExact(3, 5)).isEqualTo(1);
      }
    }
  }
}
