package dev.sutra.kafka.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.kafka.ConceptStore;
import dev.sutra.kafka.ConceptStores;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TopologyException;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events are strings: the components of a vector, or the id of a concept. */
class ConceptStreamsTest {
  private static final String STORE = "concepts";

  @TempDir Path directory;

  @Test
  void anEventIsJoinedWithItsNearestConcepts() {
    try (Driver driver =
        driver(
            stream ->
                ConceptStreams.over(STORE)
                    .similarityJoin(
                        stream, 2, ConceptStreamsTest::vector, ConceptStreamsTest::ids))) {
      assertEquals(List.of("1 0 -> []"), driver.send("1 0"));
      driver.put("east", 1, 0);
      driver.put("north", 0, 1);
      driver.put("northeast", 1, 1);
      assertEquals(List.of("1 0 -> [east, northeast]"), driver.send("1 0"));
      assertEquals(List.of("1 9 -> [north, northeast]"), driver.send("1 9"));
    }
  }

  @Test
  void theQueryOfAnEventMayHaveAMinimumAndAFilter() {
    try (Driver driver =
        driver(
            stream ->
                ConceptStreams.over(STORE)
                    .similarityJoin(
                        stream,
                        event ->
                            new SimilarQuery(
                                    Objects.requireNonNull(vector(event)), 5, 0.9f, true, null)
                                .withFilter(
                                    new ConceptFilter(
                                        Map.of(), Long.MIN_VALUE, Long.MAX_VALUE, "n")),
                        ConceptStreamsTest::ids))) {
      driver.put("east", 1, 0);
      driver.put("north", 0, 1);
      driver.put("northeast", 1, 1);
      assertEquals(List.of("1 0 -> []"), driver.send("1 0"));
      assertEquals(List.of("5 6 -> [northeast]"), driver.send("5 6"));
    }
  }

  @Test
  void eventsThatCannotBeComparedGoOnWithoutConcepts() {
    try (Driver driver =
        driver(
            stream ->
                ConceptStreams.over(STORE)
                    .similarityJoin(
                        stream, 2, ConceptStreamsTest::vector, ConceptStreamsTest::ids))) {
      driver.put("east", 1, 0);
      assertEquals(List.of("none -> []"), driver.send("none"));
      assertEquals(0, driver.invalid());
      assertEquals(List.of("1 2 3 -> []"), driver.send("1 2 3"));
      assertEquals(List.of("0 0 -> []"), driver.send("0 0"));
      assertEquals(List.of("NaN 1 -> []"), driver.send("NaN 1"));
      assertEquals(3, driver.invalid());
      assertEquals(List.of(), driver.send(null));
      assertEquals(List.of("1 0 -> [east]"), driver.send("1 0"));
    }
  }

  @Test
  void otherFailuresOfAFunctionAreNotHidden() {
    try (Driver driver =
        driver(
            stream ->
                ConceptStreams.over(STORE)
                    .similarityJoin(
                        stream,
                        event -> {
                          throw new IllegalStateException("broken");
                        },
                        ConceptStreamsTest::ids))) {
      assertThrows(StreamsException.class, () -> driver.send("1 0"));
    }
  }

  @Test
  void anEventIsJoinedWithTheNeighborsOfAConcept() {
    BiFunction<String, List<Neighbor>, String> ids =
        (event, found) -> event + " -> " + found.stream().map(Neighbor::id).toList();
    try (Driver driver =
        driver(
            stream ->
                ConceptStreams.over(STORE)
                    .neighborsJoin(
                        stream,
                        event ->
                            event.equals("none")
                                ? null
                                : new NeighborQuery(event, Direction.OUT, "CAUSAL", 2, null),
                        ids))) {
      driver.store().associate(Association.of("a", "CAUSAL", "b", 1, 1));
      driver.store().associate(Association.of("a", "CAUSAL", "c", 1, 1));
      driver.store().associate(Association.of("a", "CAUSAL", "d", 1, 1));
      driver.store().associate(Association.of("a", "OTHER", "e", 1, 1));
      assertEquals(List.of("a -> [b, c]"), driver.send("a"));
      assertEquals(List.of("b -> []"), driver.send("b"));
      assertEquals(List.of("none -> []"), driver.send("none"));
      assertEquals(0, driver.invalid());
      assertEquals(List.of(" -> []"), driver.send(""));
      assertEquals(1, driver.invalid());
    }
  }

  @Test
  void aDuplicateIsDroppedAndOtherEventsAreStored() {
    try (Driver driver =
        driver(
            stream ->
                ConceptStreams.over(STORE)
                    .deduplicate(stream, 0.99f, ConceptStreamsTest::concept))) {
      assertEquals(List.of("1 0"), driver.send("a", "1 0"));
      assertEquals(List.of(), driver.send("b", "1 0.01"));
      assertEquals(List.of("0 1"), driver.send("c", "0 1"));
      assertEquals(List.of(), driver.send("d", "0 5"));
      assertNull(driver.store().get("b"));
      assertEquals("0 1", Objects.requireNonNull(driver.store().get("c")).text());
      assertEquals(2, driver.store().stats().concepts());
      // Four records have been processed, the last one without a write.
      assertEquals(3L, driver.store().getPosition().getPartitionPositions("in").get(0));
    }
  }

  @Test
  void anEventOfTheSameIdReplacesItsConcept() {
    try (Driver driver =
        driver(
            stream ->
                ConceptStreams.over(STORE)
                    .deduplicate(stream, 0.99f, ConceptStreamsTest::concept))) {
      driver.send("a", "1 0");
      assertEquals(List.of("2 0"), driver.send("a", "2 0"));
      assertEquals("2 0", Objects.requireNonNull(driver.store().get("a")).text());
    }
  }

  @Test
  void duplicatesCanBeMarkedWithWhatTheyResemble() {
    try (Driver driver =
        driver(
            stream ->
                ConceptStreams.over(STORE)
                    .markDuplicates(
                        stream,
                        0.99f,
                        ConceptStreamsTest::concept,
                        query -> query.withTargetRecall(1),
                        (event, hit) -> event + " is " + (hit == null ? "new" : hit.id())))) {
      assertEquals(List.of("1 0 is new"), driver.send("a", "1 0"));
      assertEquals(List.of("3 0 is a"), driver.send("b", "3 0"));
    }
  }

  @Test
  void eventsWithoutAUsableConceptPassAndAreNotStored() {
    try (Driver driver =
        driver(
            stream ->
                ConceptStreams.over(STORE)
                    .deduplicate(stream, 0.99f, ConceptStreamsTest::concept))) {
      for (int i = 0; i < 2; i++) {
        assertEquals(List.of("none"), driver.send("a", "none"));
        assertEquals(List.of("1 2 3"), driver.send("b", "1 2 3"));
        assertEquals(List.of("1 0"), driver.send("c" + (char) 1, "1 0"));
      }
      assertEquals(0, driver.store().stats().concepts());
      assertEquals(4, driver.invalid());
    }
  }

  @Test
  void aGlobalStoreIsJoinedAndNeverWritten() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addGlobalStore(
        ConceptStores.persistent(STORE).withDimension(2),
        "all",
        Consumed.with(Serdes.String(), Serdes.String()),
        Unused::new);
    KStream<String, String> stream = builder.stream("in", strings());
    ConceptStreams concepts = ConceptStreams.overGlobal(STORE);
    UnsupportedOperationException e =
        assertThrows(
            UnsupportedOperationException.class,
            () -> concepts.deduplicate(stream, 0.9f, ConceptStreamsTest::concept));
    assertTrue(String.valueOf(e.getMessage()).contains("is global"));
    concepts
        .similarityJoin(stream, 1, ConceptStreamsTest::vector, ConceptStreamsTest::ids)
        .to("out", Produced.with(Serdes.String(), Serdes.String()));
    try (Driver driver = new Driver(builder, directory)) {
      driver.put("east", 1, 0);
      assertEquals(List.of("1 1 -> [east]"), driver.send("1 1"));
    }
  }

  @Test
  void badArgumentsAreNamedWhenTheTopologyIsBuilt() {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<String, String> stream = builder.stream("in", strings());
    ConceptStreams concepts = ConceptStreams.over("missing");
    assertThrows(
        IllegalArgumentException.class,
        () ->
            concepts.similarityJoin(
                stream, 0, ConceptStreamsTest::vector, ConceptStreamsTest::ids));
    assertThrows(
        IllegalArgumentException.class,
        () -> concepts.deduplicate(stream, Float.NaN, ConceptStreamsTest::concept));
    concepts.similarityJoin(stream, 1, ConceptStreamsTest::vector, ConceptStreamsTest::ids);
    assertThrows(TopologyException.class, builder::build);
  }

  @Test
  void aStoreOfAnotherKindIsNamed() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.String()));
    KStream<String, String> stream = builder.stream("in", strings());
    ConceptStreams.over(STORE)
        .similarityJoin(stream, 1, ConceptStreamsTest::vector, ConceptStreamsTest::ids);
    Exception e = assertThrows(Exception.class, () -> new Driver(builder, directory).close());
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    assertTrue(String.valueOf(cause.getMessage()).contains("concepts is not a concept store"));
  }

  private static String ids(String event, List<Hit> hits) {
    return event + " -> " + hits.stream().map(Hit::id).toList();
  }

  private static float @Nullable [] vector(String event) {
    if (event.equals("none")) {
      return null;
    }
    String[] parts = event.split(" ", -1);
    float[] vector = new float[parts.length];
    for (int i = 0; i < parts.length; i++) {
      vector[i] = Float.parseFloat(parts[i]);
    }
    return vector;
  }

  private static Concept concept(String key, String event) {
    return Concept.builder(key).text(event).vector(vector(event)).build();
  }

  private static Consumed<String, String> strings() {
    return Consumed.with(Serdes.String(), Serdes.String());
  }

  private Driver driver(UnaryOperator<KStream<String, String>> operator) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(ConceptStores.persistent(STORE).withDimension(2));
    operator
        .apply(builder.stream("in", strings()))
        .to("out", Produced.with(Serdes.String(), Serdes.String()));
    return new Driver(builder, directory);
  }

  /** The topic of the global store stays empty. */
  private static final class Unused extends ContextualProcessor<String, String, Void, Void> {
    @Override
    public void process(Record<String, String> record) {
      throw new AssertionError(record);
    }
  }

  private static final class Driver implements AutoCloseable {
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, String> in;
    private final TestOutputTopic<String, String> out;

    Driver(StreamsBuilder builder, Path directory) {
      Properties properties = new Properties();
      properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "operators");
      properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
      properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
      driver = new TopologyTestDriver(builder.build(), properties);
      in = driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
      out = driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer());
    }

    ConceptStore store() {
      return (ConceptStore) driver.getStateStore(STORE);
    }

    void put(String id, float x, float y) {
      store().put(Concept.builder(id).vector(new float[] {x, y}).build());
    }

    List<String> send(@Nullable String event) {
      return send("key", event);
    }

    List<String> send(String key, @Nullable String event) {
      in.pipeInput(key, event);
      List<String> values = new ArrayList<>();
      for (KeyValue<String, String> record : out.readKeyValuesToList()) {
        assertEquals(key, record.key);
        values.add(record.value);
      }
      return values;
    }

    double invalid() {
      return driver.metrics().entrySet().stream()
          .filter(entry -> entry.getKey().name().equals("invalid-events-total"))
          .mapToDouble(entry -> (double) entry.getValue().metricValue())
          .sum();
    }

    @Override
    public void close() {
      driver.close();
    }
  }
}
