package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.record.Concept;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of their concepts the items of results carry, from memory and from segments. */
final class HitDetailTest {
  private static final Concept DOG =
      Concept.builder("dog")
          .text("domestic dog")
          .vector(new float[] {1, 2})
          .attributes(Map.of("legs", 4L, "says", "woof"))
          .strength(0.5f)
          .confidence(0.25f)
          .createdAt(5)
          .updatedAt(7)
          .build();
  private static final Concept OLDER = DOG.toBuilder().text("an old dog").updatedAt(6).build();
  private static final float[] VECTOR = {1, 2};

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itemsCarryTheConceptOfTheirSnapshot(boolean flushed, @TempDir Path dir) throws Exception {
    try (StorageEngine engine = StorageEngine.open(dir, EngineOptions.standalone(2))) {
      engine.put(OLDER);
      if (flushed) {
        engine.flush();
      }
      try (Snapshot before = engine.snapshot()) {
        engine.put(DOG);
        if (flushed) {
          engine.flush();
        }
        check(before, OLDER);
      }
      try (Snapshot after = engine.snapshot()) {
        check(after, DOG);
      }
    }
  }

  private static void check(Snapshot snapshot, Concept concept) {
    for (Detail detail : Detail.values()) {
      boolean inConcept = detail == Detail.CONCEPT || detail == Detail.VECTOR;
      Concept expected = inConcept ? detail.of(concept) : null;
      String text = detail == Detail.ID ? null : concept.text();
      Hit hit = new Hit("dog", text, 0, expected);
      TextSearch search = new TextSearch("dog", 3, null).withDetail(detail);
      assertEquals(List.of(hit), unscored(snapshot.search(search)));
      SimilarQuery near =
          new SimilarQuery(VECTOR, 3, Float.NEGATIVE_INFINITY, true, null).withDetail(detail);
      assertEquals(List.of(hit), unscored(snapshot.similar(near).items()));
      TimelineQuery times = new TimelineQuery(0, 10, true, 3, null).withDetail(detail);
      assertEquals(
          List.of(new TimelineEntry("dog", text, concept.updatedAt(), expected)),
          snapshot.timeline(times).items());
    }
    assertNull(Detail.CONCEPT.of(concept).vector());
    assertEquals(4L, Detail.CONCEPT.of(concept).attributes().get("legs"));
    assertEquals(Map.of(), Detail.TEXT.of(concept).attributes());
    assertEquals(Concept.builder("dog").build(), Detail.ID.of(concept));
  }

  private static List<Hit> unscored(List<Hit> hits) {
    return hits.stream().map(hit -> new Hit(hit.id(), hit.text(), 0, hit.concept())).toList();
  }
}
