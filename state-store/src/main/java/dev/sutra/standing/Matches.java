package dev.sutra.standing;

import java.util.List;
import java.util.TreeMap;

/** Collects the matches of one event. Not thread-safe. */
final class Matches {
  // A query that is being replaced may match twice.
  private final TreeMap<String, QueryMatch> byId = new TreeMap<>();

  void add(Entry entry, float score) {
    byId.put(entry.id(), new QueryMatch(entry.id(), score));
  }

  List<QueryMatch> sorted() {
    return List.copyOf(byId.values());
  }
}
