package dev.sutra.standing;

import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Limits;
import dev.sutra.standing.StandingQuery.Edge;
import dev.sutra.standing.StandingQuery.Near;
import dev.sutra.standing.StandingQuery.Text;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.query.TextQuery;
import dev.sutra.text.query.TextQueryParser;
import dev.sutra.vector.Similarity;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Standing queries, and which of them an event matches: exactly those that comparing each query by
 * itself would find.
 *
 * <p>One thread at a time changes the index ({@link #put} and {@link #remove} exclude each other);
 * any number of threads match without a lock. A match that runs beside a change sees it or not.
 */
public final class QueryIndex {
  private final TextAnalyzer analyzer;
  private final ConcurrentSkipListMap<String, Entry> entries = new ConcurrentSkipListMap<>();
  private final TextQueries texts;
  private final VectorQueries vectors;
  private final EdgeQueries edges = new EdgeQueries();

  // Guarded by this; read by any thread.
  private volatile int size;

  /**
   * Creates an empty index.
   *
   * @param analyzer the analyzer of the store whose events are matched
   * @param dimension components of its vectors
   * @param similarity how it compares them
   */
  public QueryIndex(TextAnalyzer analyzer, int dimension, Similarity similarity) {
    this.analyzer = analyzer;
    this.texts = new TextQueries(analyzer);
    this.vectors = new VectorQueries(dimension, similarity);
  }

  /**
   * Checks that a query could be registered.
   *
   * @throws IllegalArgumentException naming what is wrong: the id, a vector that cannot be
   *     compared, a text without a word to search for
   */
  public void check(String id, StandingQuery query) {
    entry(id, query);
  }

  /**
   * Registers a query, replacing the one of the same id. Later events are matched with it.
   *
   * @throws IllegalArgumentException see {@link #check}; nothing is changed then
   */
  public synchronized void put(String id, StandingQuery query) {
    Entry old = entries.get(id);
    if (old != null && old.query().equals(query)) {
      return;
    }
    Entry entry = entry(id, query);
    switch (query.condition()) {
      case Text text -> texts.add(entry);
      case Near near -> vectors.add(entry, near);
      case Edge edge -> edges.add(entry, edge);
    }
    entries.put(id, entry);
    // Only now, so that no event misses both.
    if (old == null) {
      size++;
    } else {
      drop(old);
    }
  }

  /** Removes a query; returns whether it was registered. */
  public synchronized boolean remove(String id) {
    Entry entry = entries.remove(id);
    if (entry != null) {
      drop(entry);
      size--;
    }
    return entry != null;
  }

  /** Removes the queries whose ids do not fulfil the condition. */
  public synchronized void retain(Predicate<String> condition) {
    for (String id : entries.keySet()) {
      if (!condition.test(id)) {
        remove(id);
      }
    }
  }

  /** The query of this id, or null. */
  public @Nullable StandingQuery get(String id) {
    Entry entry = entries.get(id);
    return entry == null ? null : entry.query();
  }

  /** Number of queries. */
  public int size() {
    return size;
  }

  /**
   * The ids of some queries, in the order of {@link String#compareTo}.
   *
   * @param after the first id is greater; an empty string: from the first
   * @param limit how many at most
   */
  public List<String> ids(String after, int limit) {
    return entries.tailMap(after, false).keySet().stream().limit(limit).toList();
  }

  /**
   * The queries that a concept matches, as it is stored after an event; ordered by id.
   *
   * @throws IllegalArgumentException if the vector does not fit the index
   */
  public List<QueryMatch> match(Concept concept) {
    if (size == 0) {
      return List.of();
    }
    Matches matches = new Matches();
    String text = concept.text();
    if (text != null) {
      texts.match(concept, text, matches);
    }
    float[] vector = concept.vector();
    if (vector != null) {
      vectors.match(concept, vector, matches);
    }
    return matches.sorted();
  }

  /** The queries that an association matches, as it is stored after an event; ordered by id. */
  public List<QueryMatch> match(Association association) {
    Matches matches = new Matches();
    edges.match(association, matches);
    return matches.sorted();
  }

  private Entry entry(String id, StandingQuery query) {
    Limits.checkId("id", id);
    return switch (query.condition()) {
      case Text text -> new Entry(id, query, parsed(text));
      case Near near -> {
        vectors.check(near);
        yield new Entry(id, query, null);
      }
      case Edge edge -> new Entry(id, query, null);
    };
  }

  private TextQuery parsed(Text text) {
    TextQuery query =
        TextQueryParser.parse(
            text.text(), analyzer, text.any() ? TextQuery.Mode.OR : TextQuery.Mode.AND);
    if (query.clauses().isEmpty()) {
      throw new IllegalArgumentException(
          query.ignored().isEmpty()
              ? "text is empty"
              : "text has no word to search for; ignored: " + String.join(", ", query.ignored()));
    }
    return query;
  }

  private void drop(Entry entry) {
    switch (entry.query().condition()) {
      case Text text -> texts.remove(entry);
      case Near near -> vectors.remove(entry);
      case Edge edge -> edges.remove(entry, edge);
    }
  }
}
