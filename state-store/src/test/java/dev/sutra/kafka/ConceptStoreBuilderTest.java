package dev.sutra.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConceptStoreBuilderTest {
  @TempDir Path directory;

  @Test
  void loggingIsOnUnlessDisabled() {
    ConceptStoreBuilder builder = ConceptStores.persistent("concepts");
    assertTrue(builder.loggingEnabled());
    assertEquals(Map.of(), builder.logConfig());

    builder.withLoggingEnabled(Map.of("segment.bytes", "1048576"));
    assertEquals(Map.of("segment.bytes", "1048576"), builder.logConfig());

    builder.withLoggingDisabled();
    assertFalse(builder.loggingEnabled());
    assertEquals(Map.of(), builder.logConfig());
  }

  @Test
  void cachingIsRefused() {
    ConceptStoreBuilder builder = ConceptStores.persistent("concepts").withCachingDisabled();
    UnsupportedOperationException e =
        assertThrows(UnsupportedOperationException.class, builder::withCachingEnabled);
    assertTrue(String.valueOf(e.getMessage()).contains("no record cache"));
  }

  @Test
  void aReadOnlyStoreIsRefusedWhenTheTopologyIsBuilt() {
    Topology topology = new Topology();
    ConceptStoreBuilder builder = ConceptStores.persistent("concepts");
    UnsupportedOperationException e =
        assertThrows(
            UnsupportedOperationException.class,
            () ->
                topology.addReadOnlyStateStore(
                    builder,
                    "in",
                    new StringDeserializer(),
                    new StringDeserializer(),
                    "texts",
                    "keep",
                    Keep::new));
    assertTrue(String.valueOf(e.getMessage()).contains("use addStateStore"), e.getMessage());
  }

  @Test
  void storesWithoutAChangelogAndGlobalStoresAreNotRefused() {
    Topology topology =
        new Topology()
            .addSource("in", new StringDeserializer(), new StringDeserializer(), "texts")
            .addProcessor("keep", Keep::new, "in")
            .addStateStore(ConceptStores.persistent("own").withLoggingDisabled(), "keep")
            .addGlobalStore(
                ConceptStores.persistent("shared"),
                "all",
                new StringDeserializer(),
                new StringDeserializer(),
                "shared-texts",
                "keep-all",
                Keep::new);
    assertTrue(topology.describe().toString().contains("shared"));
  }

  @Test
  void aStoreWithoutAChangelogIsCommittedByNoProducer() {
    CommittingClientSupplier clients = new CommittingClientSupplier();
    ConceptStore store =
        ConceptStores.persistent("concepts")
            .withClientSupplier(clients)
            .withLoggingDisabled()
            .build();
    store.init(EngineStoreFixture.context(directory), store);
    TopicPartition source = new TopicPartition("texts", 0);
    store.committedOffset(source);
    assertFalse(clients.commits().isChangelog(source));
    store.close();
  }

  private static final class Keep extends ContextualProcessor<String, String, Void, Void> {
    @Override
    public void process(Record<String, String> record) {}
  }

  @Test
  void eachTaskGetsItsOwnStore() {
    ConceptStoreBuilder builder = ConceptStores.persistent("concepts").withDimension(3);
    ConceptStore first = builder.build();
    ConceptStore second = builder.build();
    assertNotSame(first, second);
    assertEquals("concepts", first.name());
    assertTrue(first.persistent());
    assertFalse(first.isOpen());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", ".hidden", "a/b", "a b", "näme"})
  void namesThatAreNoTopicNameAreRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> ConceptStores.persistent(name));
  }

  @Test
  void impossibleDimensionIsRefused() {
    ConceptStoreBuilder builder = ConceptStores.persistent("concepts");
    assertThrows(IllegalArgumentException.class, () -> builder.withDimension(0));
  }
}
