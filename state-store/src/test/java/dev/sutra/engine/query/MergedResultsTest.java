package dev.sutra.engine.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.StorageEngine;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two stores together answer what one store with all their concepts answers. */
class MergedResultsTest {
  // In UTF-16 the last two are in the opposite order: the second starts with a surrogate.
  private static final List<String> IDS = List.of("a", "b", "\uFFFD", "\uD83D\uDE00");

  @TempDir Path directory;

  private StorageEngine store(String name, List<String> ids) throws IOException {
    StorageEngine store = StorageEngine.open(directory.resolve(name), EngineOptions.standalone(2));
    for (String id : ids) {
      store.put(Concept.builder(id).vector(new float[] {1, 0}).updatedAt(7).build());
    }
    return store;
  }

  @Test
  void pagesAndTiesHaveTheOrderOfOneStore() throws IOException {
    try (StorageEngine one = store("one", List.of(IDS.get(3), IDS.get(0)));
        StorageEngine other = store("other", List.of(IDS.get(2), IDS.get(1)));
        StorageEngine all = store("all", IDS);
        Snapshot first = one.snapshot();
        Snapshot second = other.snapshot();
        Snapshot whole = all.snapshot()) {
      List<String> merged = new ArrayList<>();
      @Nullable String cursor = null;
      do {
        TimelineQuery query = new TimelineQuery(0, 100, false, 1, cursor);
        TimelinePage page =
            MergedResults.timeline(List.of(first.timeline(query), second.timeline(query)), query);
        assertEquals(whole.timeline(query), page);
        page.items().forEach(entry -> merged.add(entry.id()));
        cursor = page.cursor();
      } while (cursor != null);
      assertEquals(IDS, merged);
      SimilarQuery nearest = new SimilarQuery(new float[] {1, 0}, 3, 0, true, null);
      List<SimilarHits> parts = List.of(first.similar(nearest), second.similar(nearest));
      assertEquals(whole.similar(nearest).items(), MergedResults.similar(parts, 3).items());
    }
  }

  @Test
  void partsThatAreNotExactMakeTheWholeInexact() {
    SimilarHits exact = new SimilarHits(List.of(), true, new SimilarHits.Scan(0, 0, 2));
    SimilarHits approximate = new SimilarHits(List.of(), false, new SimilarHits.Scan(1, 5, 3));
    SimilarHits merged = MergedResults.similar(List.of(exact, approximate), 5);
    assertFalse(merged.exact());
    assertEquals(new SimilarHits.Scan(1, 5, 5), merged.scan());
    assertTrue(MergedResults.similar(List.of(exact, exact), 5).exact());
  }

  @Test
  void noPagesGiveAnEmptyLastPage() {
    TimelinePage none = MergedResults.timeline(List.of(), new TimelineQuery(0, 1, true, 1, null));
    assertEquals(List.of(), none.items());
    assertNull(none.cursor());
  }
}
