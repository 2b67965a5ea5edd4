package dev.sutra.text.query;

import dev.sutra.record.DocumentOrder;
import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.ClauseCursor;
import dev.sutra.text.score.SearchScratch;
import dev.sutra.text.score.TextHit;
import dev.sutra.text.score.TextSource;
import dev.sutra.text.score.TopHits;
import java.util.ArrayList;
import java.util.List;

/**
 * Exact top-k search with BM25. Hits and scores are identical to the last bit, however the
 * documents are distributed over sources. Thread-safe.
 */
public final class TextSearcher {
  /** Maximum number of hits of one search. */
  public static final int LIMIT_MAX = 100_000;

  private TextSearcher() {}

  /**
   * Returns the best live documents.
   *
   * @param sources the sources, each with the documents that may be hits
   * @param statistics statistics of the whole corpus from {@link CorpusStatistics#gather} for the
   *     same query, merged over partitions
   * @param order breaks ties of equal scores
   * @param limit maximum number of hits, 1 to {@value #LIMIT_MAX}
   * @return best first; fewer than {@code limit} only if no more documents match
   * @throws IllegalArgumentException if the limit is out of range
   * @throws dev.sutra.io.CorruptFileException if a segment is damaged
   */
  public static List<TextHit> search(
      List<SourceView> sources,
      TextQuery query,
      CorpusStatistics statistics,
      DocumentOrder order,
      int limit) {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException(
          "limit is " + limit + "; 1 to " + LIMIT_MAX + " are allowed");
    }
    SearchScratch scratch = SearchScratch.borrow();
    Bm25 bm25 = new Bm25(statistics.averageLength());
    List<WeightedClause> clauses = new ArrayList<>();
    for (TextQuery.Clause clause : query.clauses()) {
      clauses.add(new WeightedClause(clause, statistics, bm25));
    }
    double weight = 0;
    for (WeightedClause clause : clauses) {
      weight += clause.weight();
    }
    double scale = Bm25.scale(weight);
    for (WeightedClause clause : clauses) {
      clause.scale(scale);
    }
    TopHits hits = new TopHits(order, limit);
    for (int i = 0; i < sources.size(); i++) {
      SourceView view = sources.get(i);
      ClauseCursor[] cursors = open(clauses, view, scratch);
      hits.begin(i, view.source().isSegment());
      if (query.mode() == TextQuery.Mode.OR || clauses.size() == 1) {
        findAny(view, cursors, hits, scratch);
      } else if (cursors.length == clauses.size() && cursors.length > 0) {
        new Conjunction(cursors, view.live(), hits).run();
      }
    }
    scratch.giveBack();
    return hits.sorted(scale);
  }

  private static void findAny(
      SourceView view, ClauseCursor[] cursors, TopHits hits, SearchScratch scratch) {
    boolean done = cursors.length == 1 && cursors[0].searchAlone(view.live(), hits);
    if (!done && cursors.length > 0) {
      TextSource source = view.source();
      new Disjunction(cursors, view.live(), hits, scratch.window())
          .run(source.documents(), source.isSegment());
    }
  }

  /** Cursors of the clauses that can match in a source, in the order of the query. */
  private static ClauseCursor[] open(
      List<WeightedClause> clauses, SourceView view, SearchScratch scratch) {
    List<ClauseCursor> cursors = new ArrayList<>(clauses.size());
    for (WeightedClause clause : clauses) {
      ClauseCursor cursor = clause.open(view, scratch);
      if (cursor != null) {
        cursors.add(cursor);
      }
    }
    return cursors.toArray(ClauseCursor[]::new);
  }
}
