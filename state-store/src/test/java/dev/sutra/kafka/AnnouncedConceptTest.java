package dev.sutra.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.Snapshot;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row whose concept is announced is not decoded; Kafka's layers in between keep its array. */
class AnnouncedConceptTest {
  private static final byte[] KEY = RowKeys.concept("a");
  // Another vector than that of the row shows which of the two is stored.
  private static final float[] ANNOUNCED = {0, 1};
  private static final float[] ENCODED = {1, 0};
  private static final Concept CONCEPT = Concept.builder("a").vector(ANNOUNCED).build();
  private static final byte[] VALUE =
      ConceptRow.encode(Concept.builder("a").vector(ENCODED).build(), null);

  @TempDir Path directory;

  private final TaskEngine engine =
      new TaskEngine("concepts", EngineOptions.underOuterLog(2), null);

  @Test
  void onlyTheAnnouncedArrayIsTrusted() {
    EngineStore store = new EngineStore(engine);
    store.init(EngineStoreFixture.context(directory), store);
    engine.announce(new EncodedConcept(CONCEPT, VALUE));
    store.putAll(List.of(KeyValue.pair(Bytes.wrap(KEY), VALUE.clone())));
    assertArrayEquals(ENCODED, storedVector());
    store.putAll(List.of(KeyValue.pair(Bytes.wrap(KEY), VALUE)));
    assertArrayEquals(ANNOUNCED, storedVector());
    store.close();
  }

  @Test
  void kafkasLayersHandOnTheArray() {
    StoreBuilder<KeyValueStore<Bytes, byte[]>> logged =
        Stores.keyValueStoreBuilder(supplier(), Serdes.Bytes(), Serdes.ByteArray())
            .withCachingDisabled()
            .withLoggingEnabled(Map.of());
    Topology topology =
        new Topology()
            .addSource("in", new StringDeserializer(), new StringDeserializer(), "events")
            .addProcessor("put", Put::new, "in")
            .addStateStore(logged, "put");
    try (TopologyTestDriver driver =
        new TopologyTestDriver(topology, StoreHarness.properties(directory))) {
      driver
          .createInputTopic("events", new StringSerializer(), new StringSerializer())
          .pipeInput("key", "value");
      assertArrayEquals(ANNOUNCED, storedVector());
    }
  }

  private float @Nullable [] storedVector() {
    try (Snapshot snapshot = engine.snapshot()) {
      Concept stored = snapshot.concept("a");
      return stored == null ? null : stored.vector();
    }
  }

  private KeyValueBytesStoreSupplier supplier() {
    return new KeyValueBytesStoreSupplier() {
      @Override
      public String name() {
        return "concepts";
      }

      @Override
      public KeyValueStore<Bytes, byte[]> get() {
        return new EngineStore(engine);
      }

      @Override
      public String metricsScope() {
        return "concept-rows";
      }
    };
  }

  private final class Put extends ContextualProcessor<String, String, Void, Void> {
    @Override
    public void process(Record<String, String> record) {
      engine.announce(new EncodedConcept(CONCEPT, VALUE));
      KeyValueStore<Bytes, byte[]> store = context().getStateStore("concepts");
      store.putAll(List.of(KeyValue.pair(Bytes.wrap(KEY), VALUE)));
    }
  }
}
