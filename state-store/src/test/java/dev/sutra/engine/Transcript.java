package dev.sutra.engine;

import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import dev.sutra.record.RowCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All that a store answers, as text: two stores that hold the same give the same. */
final class Transcript {
  private static final int PAGE = 7;

  private Transcript() {}

  /**
   * Asks a snapshot for every row and everything of every index.
   *
   * @param ids of the concepts that are asked for
   * @param queries words to search for
   */
  static List<String> of(
      Snapshot snapshot, List<String> ids, List<String> queries, float[] vector) {
    List<String> lines = new ArrayList<>();
    try (RowCursor rows = snapshot.rows(new byte[] {1}, null)) {
      while (rows.next()) {
        lines.add(Arrays.toString(rows.key()) + Arrays.toString(rows.value()));
      }
    }
    for (String id : ids) {
      Concept concept = snapshot.concept(id);
      lines.add(id + (concept == null ? " is not there" : concept.text() + concept.attributes()));
      String cursor = null;
      do {
        NeighborPage page =
            snapshot.neighbors(new NeighborQuery(id, Direction.BOTH, null, PAGE, cursor));
        lines.add(page.items().toString());
        cursor = page.cursor();
      } while (cursor != null);
    }
    for (String query : queries) {
      lines.add(snapshot.search(new TextSearch(query, 1_000, null)).toString());
    }
    SimilarQuery similar = new SimilarQuery(vector, 1_000, Float.NEGATIVE_INFINITY, true, null);
    lines.add(snapshot.similar(similar).items().toString());
    lines.add(
        snapshot.timeline(new TimelineQuery(0, Long.MAX_VALUE, true, 1_000, null)).toString());
    lines.add("at " + snapshot.sequence());
    return lines;
  }
}
