package dev.lathe.link;

import dev.lathe.KernelInterruptedException;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.CountDownLatch;

/** Collects garbage while a kernel runs that never ends, then ends it. */
final class CollectionsMeanwhile {
  private CollectionsMeanwhile() {}

  public static void main(String[] args) throws Exception {
    MethodHandle endless = TestSite.link("(J)J", () -> SlicesTest.endless(true));
    var started = new CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              started.countDown();
              try {
                endless.invoke(1L);
              } catch (KernelInterruptedException e) {
                System.out.println("ended");
              } catch (Throwable t) {
                throw new AssertionError(t);
              }
            });
    started.await();
    int count = 0;
    while (count < 20 && thread.isAlive()) {
      System.gc();
      count++;
    }
    System.out.println(count + " collections while it runs");
    thread.interrupt();
    thread.join();
  }
}
