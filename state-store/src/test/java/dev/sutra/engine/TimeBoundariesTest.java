package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.engine.query.TimelinePage;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every long is a time, and both ends of a span belong to it. */
class TimeBoundariesTest {
  private static final long[] TIMES = {
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    -1_000_000_000_000L,
    -1,
    0,
    1,
    1_700_000_000_000L,
    Long.MAX_VALUE - 1,
    Long.MAX_VALUE
  };

  /** Where the rows lie. */
  enum Place {
    MEMTABLE,
    SEGMENT,
    BOTH
  }

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void theTimelineHoldsEveryTimeOfItsSpanInPagesOfAnySize(Place place) throws Exception {
    try (StorageEngine engine = filled(place);
        Snapshot now = engine.snapshot()) {
      for (long from : TIMES) {
        for (long to : TIMES) {
          if (from <= to) {
            for (int limit : new int[] {1, 2, 100}) {
              assertEquals(expected(from, to), read(now, from, to, false, limit));
              assertEquals(expected(from, to).reversed(), read(now, from, to, true, limit));
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFilterHoldsEveryTimeOfItsSpan(Place place) throws Exception {
    try (StorageEngine engine = filled(place);
        Snapshot now = engine.snapshot()) {
      for (long from : TIMES) {
        for (long to : TIMES) {
          if (from <= to) {
            SimilarQuery query =
                new SimilarQuery(new float[] {1, 0}, 100, 0, true, null)
                    .withFilter(new ConceptFilter(Map.of(), from, to, null));
            List<Long> times =
                now.similar(query).items().stream()
                    .map(hit -> Long.valueOf(hit.id()))
                    .sorted()
                    .toList();
            assertEquals(expected(from, to), times);
          }
        }
      }
    }
  }

  private StorageEngine filled(Place place) throws IOException {
    StorageEngine engine = StorageEngine.open(directory, EngineOptions.standalone(2));
    for (int i = 0; i < TIMES.length; i++) {
      if (place == Place.BOTH && i == TIMES.length / 2) {
        engine.flush();
      }
      engine.put(
          Concept.builder(Long.toString(TIMES[i]))
              .vector(new float[] {1, 0})
              .createdAt(TIMES[i])
              .updatedAt(TIMES[i])
              .build());
    }
    if (place == Place.SEGMENT) {
      engine.flush();
    }
    return engine;
  }

  private static List<Long> expected(long from, long to) {
    List<Long> times = new ArrayList<>();
    for (long time : TIMES) {
      if (time >= from && time <= to) {
        times.add(time);
      }
    }
    times.sort(Comparator.naturalOrder());
    return times;
  }

  private static List<Long> read(Snapshot now, long from, long to, boolean newestFirst, int limit) {
    List<Long> times = new ArrayList<>();
    String cursor = null;
    do {
      TimelinePage page = now.timeline(new TimelineQuery(from, to, newestFirst, limit, cursor));
      for (TimelineEntry entry : page.items()) {
        assertEquals(Long.toString(entry.updatedAt()), entry.id());
        times.add(entry.updatedAt());
      }
      cursor = page.cursor();
    } while (cursor != null);
    return times;
  }
}
