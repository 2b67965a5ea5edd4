package dev.sutra.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.record.Direction;
import java.nio.file.Path;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConceptStoreExampleTest {
  @TempDir Path directory;

  @Test
  void exampleTiesTextsThatShareWords() {
    try (TopologyTestDriver driver =
        new TopologyTestDriver(
            ConceptStoreExample.topology(), StoreHarness.properties(directory))) {
      TestInputTopic<String, String> texts =
          driver.createInputTopic("texts", new StringSerializer(), new StringSerializer());
      TestOutputTopic<String, String> related =
          driver.createOutputTopic("related", new StringDeserializer(), new StringDeserializer());
      texts.pipeInput("fox", "a quick fox");
      texts.pipeInput("ship", "heavy anchors");
      assertTrue(related.isEmpty());

      texts.pipeInput("hound", "quick hounds");

      assertEquals(KeyValue.pair("hound", "fox"), related.readKeyValue());
      assertTrue(related.isEmpty());
      ConceptStore store = (ConceptStore) driver.getStateStore("concepts");
      NeighborQuery ofFox = new NeighborQuery("fox", Direction.IN, null, 10, null);
      assertEquals("hound", store.neighbors(ofFox).items().getFirst().id());
    }
  }
}
