package dev.sutra.kafka;

import static dev.sutra.kafka.EngineStoreFixture.key;
import static dev.sutra.kafka.EngineStoreFixture.open;
import static dev.sutra.kafka.EngineStoreFixture.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.record.RowKeys;
import dev.sutra.record.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineStoreTest {
  private static final TopicPartition LOG = new TopicPartition("app-concepts-changelog", 3);
  private static final TopicPartition OTHER = new TopicPartition("app-other-changelog", 3);

  @TempDir Path directory;

  @Test
  void rowsAreKeptByKey() {
    EngineStore store = open(directory);
    store.put(key("a"), value("a", "one"));
    assertArrayEquals(value("a", "one"), store.get(key("a")));
    assertNull(store.get(key("b")));

    assertArrayEquals(value("a", "one"), store.putIfAbsent(key("a"), value("a", "two")));
    assertNull(store.putIfAbsent(key("b"), value("b", "two")));
    assertArrayEquals(value("a", "one"), store.delete(key("a")));
    assertNull(store.delete(key("a")));
    assertNull(store.get(key("a")));
    store.put(key("b"), null);
    assertNull(store.get(key("b")));
    store.close();
  }

  @Test
  void aListOfRowsIsAppliedWholeOrNotAtAll() {
    EngineStore store = open(directory);
    store.put(key("c"), value("c", "old"));
    List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>();
    rows.add(KeyValue.pair(key("a"), value("a", "one")));
    rows.add(new KeyValue<>(key("c"), null));
    store.putAll(rows);
    assertEquals(List.of("a"), ids(store.all()));

    rows.set(0, KeyValue.pair(key("b"), value("b", "two")));
    rows.set(1, KeyValue.pair(key("c"), new byte[] {99}));
    assertThrows(IllegalArgumentException.class, () -> store.putAll(rows));
    assertEquals(List.of("a"), ids(store.all()));
    store.close();
  }

  @Test
  void rangesIncludeBothEnds() {
    EngineStore store = open(directory);
    for (String id : List.of("a", "b", "ba", "c")) {
      store.put(key(id), value(id, "text"));
    }
    assertEquals(List.of("a", "b"), ids(store.range(key("a"), key("b"))));
    assertEquals(List.of("b", "ba", "c"), ids(store.range(key("b"), null)));
    assertEquals(List.of("a"), ids(store.range(null, key("aa"))));
    assertEquals(List.of(), ids(store.range(key("c"), key("a"))));
    assertEquals(
        List.of("b", "ba"), ids(store.prefixScan(key("b").get(), new ByteArraySerializer())));
    assertEquals(List.of(), ids(store.prefixScan(new byte[] {-1}, new ByteArraySerializer())));
    assertEquals(4, store.approximateNumEntries());
    store.close();
  }

  @Test
  void iteratorsEndAndClose() {
    EngineStore store = open(directory);
    store.put(key("a"), value("a", "text"));
    KeyValueIterator<Bytes, byte[]> rows = store.all();
    assertEquals(key("a"), rows.peekNextKey());
    assertEquals(key("a"), rows.next().key);
    assertThrows(NoSuchElementException.class, rows::next);
    rows.close();
    rows.close();
    assertThrows(IllegalStateException.class, rows::hasNext);
    store.close();
  }

  @Test
  void offsetsFollowKafkasRules() {
    EngineStore store = open(directory);
    assertTrue(store.persistent());
    assertTrue(store.managesOffsets());
    assertNull(store.committedOffset(LOG));
    store.commit(Map.of(LOG, -4L, OTHER, 7L));
    assertEquals(-4L, store.committedOffset(LOG));
    store.commit(Map.of(LOG, 12L));
    assertEquals(12L, store.committedOffset(LOG));
    assertEquals(7L, store.committedOffset(OTHER));

    Map<TopicPartition, Long> removal = new HashMap<>();
    removal.put(OTHER, null);
    store.commit(removal);
    assertNull(store.committedOffset(OTHER));
    assertEquals(12L, store.committedOffset(LOG));
    store.commit(Map.of());
    assertNull(store.committedOffset(LOG));
    store.close();
  }

  @Test
  void whatIsCommittedComesBackWithItsOffsetsAndPosition() {
    EngineStore store = open(directory);
    store.put(key("a"), value("a", "one"));
    store.engine().advance(new SourcePosition("in", 3, 41));
    store.commit(Map.of(LOG, 12L));
    store.put(key("b"), value("b", "lost"));
    store.engine().advance(new SourcePosition("in", 3, 42));
    store.close();

    EngineStore again = open(directory);
    assertEquals(12L, again.committedOffset(LOG));
    assertEquals(at(41), again.getPosition());
    assertEquals(List.of("a"), ids(again.all()));
    again.close();
  }

  @Test
  void anEmptyCommitKeepsTheData() {
    EngineStore store = open(directory);
    store.put(key("a"), value("a", "one"));
    store.commit(Map.of());
    store.close();
    EngineStore again = open(directory);
    assertEquals(List.of("a"), ids(again.all()));
    again.close();
  }

  @Test
  void openingTwiceAndClosingTwiceIsHarmless() {
    EngineStore store = EngineStoreFixture.store();
    assertFalse(store.isOpen());
    store.close();
    StateStoreContext context = EngineStoreFixture.context(directory);
    store.init(context, store);
    store.put(key("a"), value("a", "one"));
    store.init(context, store);
    assertEquals(List.of("a"), ids(store.all()));
    store.commit(Map.of(LOG, 1L));
    store.close();
    store.close();
    assertFalse(store.isOpen());
    store.init(context, store);
    assertTrue(store.isOpen());
    assertEquals(List.of("a"), ids(store.all()));
    store.close();
  }

  @Test
  void aClosedStoreSaysSo() {
    EngineStore store = open(directory);
    store.close();
    assertThrows(InvalidStateStoreException.class, () -> store.get(key("a")));
    assertThrows(InvalidStateStoreException.class, () -> store.commit(Map.of()));
    assertThrows(InvalidStateStoreException.class, store::all);
  }

  @Test
  void aStoreThatIsOpenElsewhereIsNotOpened() {
    EngineStore first = open(directory);
    ProcessorStateException e = assertThrows(ProcessorStateException.class, () -> open(directory));
    assertTrue(String.valueOf(e.getMessage()).contains("store concepts is locked"));
    first.close();
    open(directory).close();
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("concepts"));
    ProcessorStateException e = assertThrows(ProcessorStateException.class, () -> open(directory));
    assertTrue(String.valueOf(e.getMessage()).contains(file.toString()));
  }

  @Test
  void metricsLiveAsLongAsTheStoreIsOpen() {
    StateStoreContext context = EngineStoreFixture.context(directory);
    EngineStore store = EngineStoreFixture.store();
    store.init(context, store);
    store.put(key("a"), value("a", "one"));
    assertEquals(1.0, metric(context, "concepts"));
    assertEquals(1.0, metric(context, "rows-written-total"));
    store.close();
    assertThrows(NoSuchElementException.class, () -> metric(context, "concepts"));
    store.init(context, store);
    assertEquals(0.0, metric(context, "rows-written-total"));
    store.close();
  }

  private static Object metric(StateStoreContext context, String name) {
    return context.metrics().metrics().values().stream()
        .filter(
            metric ->
                metric.metricName().group().equals("sutra-store-metrics")
                    && metric.metricName().name().equals(name))
        .findFirst()
        .orElseThrow()
        .metricValue();
  }

  private static Position at(long offset) {
    return Position.emptyPosition().withComponent("in", 3, offset);
  }

  private static List<String> ids(KeyValueIterator<Bytes, byte[]> rows) {
    List<String> ids = new ArrayList<>();
    try (rows) {
      rows.forEachRemaining(row -> ids.add(RowKeys.conceptId(row.key.get())));
    }
    return ids;
  }
}
