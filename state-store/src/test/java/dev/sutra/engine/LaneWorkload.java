package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import org.jspecify.annotations.Nullable;

/**
 * Writers beside each other: the n-th transaction of a lane, from 1, writes the lane's two concepts
 * with n as their time. Each lane thus shows its own progress, independent of the others.
 */
final class LaneWorkload {
  static final int LANES = 3;
  private static final String PADDING = "lane ".repeat(60);

  private LaneWorkload() {}

  static RowBatch transaction(int lane, int number) {
    RowBatch rows = new RowBatch();
    for (String side : new String[] {"-a", "-b"}) {
      Concept concept =
          Concept.builder("lane-" + lane + side).text(PADDING).updatedAt(number).build();
      rows.put(RowKeys.concept(concept.id()), ConceptRow.encode(concept, null));
    }
    return rows;
  }

  /** The last transaction of a lane that a snapshot sees; 0 if none. Checks that it is whole. */
  static int reached(Snapshot snapshot, int lane) {
    long left = time(snapshot.concept("lane-" + lane + "-a"));
    assertEquals(left, time(snapshot.concept("lane-" + lane + "-b")), "lane " + lane + " is torn");
    return (int) left;
  }

  private static long time(@Nullable Concept concept) {
    return concept == null ? 0 : concept.updatedAt();
  }
}
