package dev.lathe.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  @Test
  void whatDoesNotEndIsToldWithItsStack() {
    var told = new CompletableFuture<String>();
    Watchdog.started(1, 20, told::complete).watch("f of seed 7");
    assertThat(told.join()).startsWith("does not end: f of seed 7\n").contains("WatchdogTest");
  }
}
