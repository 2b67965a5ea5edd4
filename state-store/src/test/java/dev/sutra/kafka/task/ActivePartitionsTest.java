package dev.sutra.kafka.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class ActivePartitionsTest {
  private final ActivePartitions active = new ActivePartitions();

  @Test
  void eachTermIsAnother() {
    long first = active.begin(3);
    active.end(3, first);
    long second = active.begin(3);
    assertNotEquals(first, second);
    assertEquals(second, active.term(3));
  }

  @Test
  void anOldTermEndsNoNewOne() {
    long first = active.begin(3);
    long second = active.begin(3);
    active.end(3, first);
    assertEquals(second, active.term(3));
  }

  @Test
  void aTermEndsWithItsThread() throws InterruptedException {
    Thread thread = Thread.ofPlatform().start(() -> active.begin(3));
    thread.join();
    assertEquals(ActivePartitions.NONE, active.term(3));
  }
}
