package dev.sutra.engine.graph;

import org.jspecify.annotations.Nullable;

/** Counts the edges that a question reads, and says when it has to end. Not thread-safe. */
final class EdgeBudget {
  // The clock is asked now and then only.
  private static final int CLOCK_EVERY = 256;

  private final int edgesMax;
  private final TimeLimit time;
  private int edges;
  private @Nullable Cut cut;

  EdgeBudget(int edgesMax, TimeLimit time) {
    this.edgesMax = edgesMax;
    this.time = time;
  }

  /** Whether there is time for another concept. */
  boolean hasTime() {
    if (cut == null && time.isOver()) {
      cut = Cut.TIME;
    }
    return cut == null;
  }

  /** Whether the time is over; also of what was cut for another reason. */
  boolean isLate() {
    if (time.isOver() && cut == null) {
      cut = Cut.TIME;
    }
    return time.isOver();
  }

  /** Whether so many beginnings of paths may be kept. */
  boolean allows(int beginnings, int beginningsMax) {
    if (beginnings > beginningsMax && cut == null) {
      cut = Cut.PATHS;
    }
    return beginnings <= beginningsMax;
  }

  /** Takes an edge that was read; false: it is too much. */
  boolean take() {
    if (edges == edgesMax) {
      cut = Cut.EDGES;
      return false;
    }
    edges++;
    return edges % CLOCK_EVERY != 0 || hasTime();
  }

  /** How many edges are worth reading: one more than allowed shows that there are more. */
  int worthReading() {
    return edgesMax - edges + 1;
  }

  int edges() {
    return edges;
  }

  /** Why it ended; null: it did not. */
  @Nullable Cut cut() {
    return cut;
  }
}
