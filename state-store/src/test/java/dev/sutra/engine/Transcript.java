package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.engine.query.TimelinePage;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import dev.sutra.record.RowCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All that a store answers, as text: two stores that hold the same give the same. */
final class Transcript {
  private static final int PAGE = 7;
  private static final int PAGES_MAX = 10_000;

  private Transcript() {}

  /**
   * Asks a snapshot for every row and everything of every index. Fails where rows are not in order
   * or pages have no end.
   *
   * @param ids of the concepts that are asked for
   * @param queries words to search for
   */
  static List<String> of(
      Snapshot snapshot, List<String> ids, List<String> queries, float[] vector) {
    List<String> lines = new ArrayList<>();
    try (RowCursor rows = snapshot.rows(new byte[] {1}, null)) {
      byte[] last = {};
      while (rows.next()) {
        assertTrue(Arrays.compareUnsigned(last, rows.key()) < 0, "rows are in order");
        last = rows.key();
        lines.add(Arrays.toString(rows.key()) + Arrays.toString(rows.value()));
      }
    }
    for (String id : ids) {
      Concept concept = snapshot.concept(id);
      lines.add(id + (concept == null ? " is not there" : concept.text() + concept.attributes()));
      String cursor = null;
      int pages = 0;
      do {
        NeighborPage page =
            snapshot.neighbors(new NeighborQuery(id, Direction.BOTH, null, PAGE, cursor));
        lines.add(page.items().toString());
        cursor = page.cursor();
        assertTrue(++pages < PAGES_MAX, "the neighbors of " + id + " end");
      } while (cursor != null);
    }
    for (String query : queries) {
      lines.add(snapshot.search(new TextSearch(query, 1_000, null)).toString());
    }
    SimilarQuery similar = new SimilarQuery(vector, 1_000, Float.NEGATIVE_INFINITY, true, null);
    lines.add(snapshot.similar(similar).items().toString());
    lines.add(timeline(snapshot, true).toString());
    lines.add(timeline(snapshot, false).toString());
    lines.add("at " + snapshot.sequence());
    return lines;
  }

  private static List<TimelineEntry> timeline(Snapshot snapshot, boolean newestFirst) {
    List<TimelineEntry> items = new ArrayList<>();
    String cursor = null;
    int pages = 0;
    do {
      TimelinePage page =
          snapshot.timeline(new TimelineQuery(0, Long.MAX_VALUE, newestFirst, 10 * PAGE, cursor));
      items.addAll(page.items());
      cursor = page.cursor();
      assertTrue(++pages < PAGES_MAX, "the timeline ends");
    } while (cursor != null);
    return items;
  }
}
