package dev.sutra.app.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.sutra.kafka.task.ActivePartitions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivityTest {
  @Test
  void aTaskIsActiveFromItsInitToItsClose(@TempDir Path directory) {
    TopologyHarness harness = new TopologyHarness(directory, null);
    ActivePartitions partitions = harness.active();
    assertNotEquals(ActivePartitions.NONE, partitions.term(0));
    assertEquals(ActivePartitions.NONE, partitions.term(1));
    harness.close();
    assertEquals(ActivePartitions.NONE, partitions.term(0));
  }
}
