package dev.sutra.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.StorageEngine;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cursor is taken by the question that it came from, and by no other. */
final class PageCursorTest {
  @TempDir Path dir;
  private StorageEngine engine;
  private Snapshot snapshot;

  @BeforeEach
  void open() throws Exception {
    engine = StorageEngine.open(dir, EngineOptions.standalone(2));
    for (String id : List.of("a", "b", "c")) {
      engine.put(Concept.builder(id).text("text of " + id).updatedAt(id.charAt(0)).build());
      engine.associate(Association.of("a", "T", id, 1, 1));
      engine.associate(Association.of("b", "T", id, 1, 1));
      engine.associate(Association.of("a", "U", id, 1, 1));
      engine.associate(Association.of(id, "T", "a", 1, 1));
    }
    snapshot = engine.snapshot();
  }

  @AfterEach
  void close() {
    snapshot.close();
    engine.close();
  }

  private NeighborPage neighbors(
      String id, Direction direction, @Nullable String type, @Nullable String cursor) {
    return snapshot.neighbors(new NeighborQuery(id, direction, type, 1, cursor));
  }

  private TimelinePage timeline(long from, long to, boolean newestFirst, @Nullable String cursor) {
    return snapshot.timeline(new TimelineQuery(from, to, newestFirst, 1, cursor));
  }

  private static String of(@Nullable String cursor) {
    assertNotNull(cursor);
    return cursor;
  }

  private static void assertRefused(Runnable question) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, question::run);
    assertEquals(
        "cursor does not belong to this query; omit it to get the first page", e.getMessage());
  }

  @Test
  void theNextPageMayHaveAnotherLimit() {
    String cursor = of(neighbors("a", Direction.OUT, "T", null).cursor());
    List<Neighbor> rest =
        snapshot.neighbors(new NeighborQuery("a", Direction.OUT, "T", 9, cursor)).items();
    assertEquals(List.of("b", "c"), rest.stream().map(Neighbor::id).toList());
    String later = of(timeline(0, 200, true, null).cursor());
    List<TimelineEntry> older =
        snapshot.timeline(new TimelineQuery(0, 200, true, 9, later)).items();
    assertEquals(List.of("b", "a"), older.stream().map(TimelineEntry::id).toList());
  }

  @Test
  void neighborsRefuseTheCursorOfAnotherQuery() {
    String cursor = of(neighbors("a", Direction.OUT, "T", null).cursor());
    assertRefused(() -> neighbors("b", Direction.OUT, "T", cursor));
    assertRefused(() -> neighbors("a", Direction.BOTH, "T", cursor));
    assertRefused(() -> neighbors("a", Direction.IN, "T", cursor));
    assertRefused(() -> neighbors("a", Direction.OUT, "U", cursor));
    assertRefused(() -> neighbors("a", Direction.OUT, null, cursor));
    String ofTimeline = of(timeline(0, 200, true, null).cursor());
    assertRefused(() -> neighbors("a", Direction.OUT, "T", ofTimeline));
  }

  @Test
  void timelineRefusesTheCursorOfAnotherQuery() {
    String cursor = of(timeline(0, 200, true, null).cursor());
    assertRefused(() -> timeline(0, 200, false, cursor));
    assertRefused(() -> timeline(1, 200, true, cursor));
    assertRefused(() -> timeline(0, 201, true, cursor));
    String ofNeighbors = of(neighbors("a", Direction.OUT, "T", null).cursor());
    assertRefused(() -> timeline(0, 200, true, ofNeighbors));
    assertRefused(() -> timeline(Long.MIN_VALUE, Long.MAX_VALUE, true, ofNeighbors));
  }

  @Test
  void aCursorWithAnyCharacterChangedIsRefused() {
    String neighbors = of(neighbors("a", Direction.OUT, "T", null).cursor());
    String timeline = of(timeline(0, 200, true, null).cursor());
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ \u00e9";
    for (int place = 0; place < alphabet.length(); place++) {
      char c = alphabet.charAt(place);
      for (int i = 0; i < neighbors.length(); i++) {
        String changed = neighbors.substring(0, i) + c + neighbors.substring(i + 1);
        if (!changed.equals(neighbors)) {
          assertRefused(() -> neighbors("a", Direction.OUT, "T", changed));
        }
      }
      for (int i = 0; i < timeline.length(); i++) {
        String changed = timeline.substring(0, i) + c + timeline.substring(i + 1);
        if (!changed.equals(timeline)) {
          assertRefused(() -> timeline(0, 200, true, changed));
        }
      }
    }
    for (int length = 0; length < timeline.length(); length++) {
      String cut = timeline.substring(0, length);
      assertRefused(() -> timeline(0, 200, true, cut));
    }
    assertRefused(() -> timeline(0, 200, true, timeline + "="));
    assertRefused(() -> timeline(0, 200, true, timeline + timeline));
    assertRefused(() -> timeline(0, 200, true, "A".repeat(100_000)));
  }

  @Test
  void aCursorOfAnEarlierVersionIsRefused() {
    // It was the bare place: a time and a key.
    byte[] place = ByteBuffer.allocate(11).putLong(98).put(new byte[] {1, 'b', 0}).array();
    String old = Base64.getUrlEncoder().withoutPadding().encodeToString(place);
    assertRefused(() -> timeline(0, 200, true, old));
  }

  @Test
  void halfASurrogatePairIsRefusedInEveryText() {
    String half = "dog\ud800";
    for (Runnable question :
        List.<Runnable>of(
            () -> snapshot.search(new TextSearch(half, 1, null)),
            () -> snapshot.corpusStatistics(half),
            () -> snapshot.concept(half),
            () -> neighbors(half, Direction.OUT, null, null),
            () -> neighbors("a", Direction.OUT, half, null),
            () -> snapshot.similar(new SimilarQuery(new float[] {1, 0}, 1, 0, true, half)),
            () -> new ConceptFilter(Map.of("k", half), 0, 1, null),
            () -> new ConceptFilter(Map.of(half, "v"), 0, 1, null),
            () -> new ConceptFilter(Map.of(), 0, 1, half))) {
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class, question::run);
      String message = String.valueOf(e.getMessage());
      assertTrue(message.endsWith("is not well-formed Unicode"), message);
    }
  }
}
