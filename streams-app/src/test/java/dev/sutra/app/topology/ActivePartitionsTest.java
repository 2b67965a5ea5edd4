package dev.sutra.app.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivePartitionsTest {
  private final ActivePartitions active = new ActivePartitions();

  @Test
  void aTaskIsActiveFromItsInitToItsClose(@TempDir Path directory) {
    TopologyHarness harness = new TopologyHarness(directory, null);
    ActivePartitions partitions = harness.active();
    assertNotEquals(ActivePartitions.NONE, partitions.term(0));
    assertEquals(ActivePartitions.NONE, partitions.term(1));
    harness.close();
    assertEquals(ActivePartitions.NONE, partitions.term(0));
  }

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
