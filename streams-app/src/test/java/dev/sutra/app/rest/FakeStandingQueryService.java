package dev.sutra.app.rest;

import dev.sutra.app.api.ServiceException;
import dev.sutra.app.api.StandingQueryService;
import dev.sutra.app.standing.RegisteredQueries;
import dev.sutra.standing.QueryIndex;
import dev.sutra.standing.StandingQuery;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.Similarity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps standing queries in a map: at most three, of two dimensions, without an embedder. */
final class FakeStandingQueryService implements StandingQueryService {
  private final TreeMap<String, StandingQuery> queries = new TreeMap<>();
  private final RegisteredQueries rules =
      new RegisteredQueries(
          new QueryIndex(TextAnalyzer.named("english"), 2, Similarity.COSINE), "topic", 3, null);

  @Override
  public synchronized void put(String id, byte[] json, Duration timeout) {
    StandingQuery query = rules.read(id, json);
    if (!queries.containsKey(id) && rules.isFull(queries.size())) {
      throw ServiceException.conflict(rules.fullReason());
    }
    queries.put(id, query);
  }

  @Override
  public synchronized void delete(String id, Duration timeout) {
    queries.remove(id);
  }

  @Override
  public synchronized Registered get(String id) {
    StandingQuery query = queries.get(id);
    if (query == null) {
      throw ServiceException.unknownStandingQuery(id);
    }
    return new Registered(id, query);
  }

  @Override
  public synchronized Page page(@Nullable String cursor, int limit) {
    Map<String, StandingQuery> rest = cursor == null ? queries : queries.tailMap(cursor, false);
    List<Registered> items =
        rest.entrySet().stream()
            .limit(limit)
            .map(entry -> new Registered(entry.getKey(), entry.getValue()))
            .toList();
    return new Page(items, items.size() < limit ? null : items.getLast().id());
  }
}
