package dev.sutra.text.query;

import dev.sutra.record.DocumentOrder;
import dev.sutra.text.highlight.WantedWords;
import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.ClauseCursor;
import dev.sutra.text.score.SearchScratch;
import dev.sutra.text.score.TextHit;
import dev.sutra.text.score.TextSource;
import dev.sutra.text.score.TopHits;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
      QueryTree query,
      CorpusStatistics statistics,
      DocumentOrder order,
      int limit) {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException(
          "limit is " + limit + "; 1 to " + LIMIT_MAX + " are allowed");
    }
    SearchScratch scratch = SearchScratch.borrow();
    WeightedGroup root = weighted(query, statistics);
    double scale = Bm25.scale(root.weight());
    root.scale(scale);
    TopHits hits = new TopHits(order, limit);
    for (int i = 0; i < sources.size(); i++) {
      SourceView view = sources.get(i);
      hits.begin(i, view.source().isSegment());
      if (query.root().isAny()) {
        findAny(view, root.openAny(view, scratch), hits, scratch);
      } else if (query.root().isAll()) {
        findAll(view, root.openAll(view, scratch), hits, scratch);
      } else {
        ClauseCursor cursor = root.open(view, scratch);
        if (cursor != null) {
          CursorSearch.run(cursor, view.live(), hits);
        }
      }
    }
    scratch.giveBack();
    return hits.sorted(scale);
  }

  /**
   * Returns all live documents of a source that match.
   *
   * @param statistics as for {@link #search}, since they say which words a fuzzy one stands for
   * @throws dev.sutra.io.CorruptFileException if the segment is damaged
   */
  public static BitSet matches(SourceView view, QueryTree query, CorpusStatistics statistics) {
    SearchScratch scratch = SearchScratch.borrow();
    WeightedGroup root = weighted(query, statistics);
    root.scale(Bm25.scale(root.weight()));
    BitSet matches = new BitSet();
    ClauseCursor cursor = root.open(view, scratch);
    if (cursor != null) {
      for (int document = cursor.advance(0);
          document != ClauseCursor.NO_MORE;
          document = cursor.advance(document + 1)) {
        if (view.live().isLive(document)) {
          matches.set(document);
        }
      }
    }
    scratch.giveBack();
    return matches;
  }

  private static WeightedGroup weighted(QueryTree query, CorpusStatistics statistics) {
    return new WeightedGroup(query.root(), statistics, new Bm25(statistics.averageLength()));
  }

  /** The words that the hits of a query contain. */
  public static WantedWords words(QueryTree query, CorpusStatistics statistics) {
    WantedWords words = new WantedWords();
    weighted(query, statistics).addWords(words);
    return words;
  }

  /**
   * Explains the scores of hits of the same search.
   *
   * @return the parts of the score of each hit, in the order of the hits
   */
  public static List<List<ScorePart>> explain(
      List<SourceView> sources, QueryTree query, CorpusStatistics statistics, List<TextHit> hits) {
    SearchScratch scratch = SearchScratch.borrow();
    WeightedGroup root = weighted(query, statistics);
    root.scale(Bm25.scale(root.weight()));
    // Cursors move forward only.
    List<TextHit> ordered = new ArrayList<>(hits);
    ordered.sort(Comparator.comparingInt(TextHit::source).thenComparing(TextHit::document));
    Map<TextHit, List<ScorePart>> found = new HashMap<>();
    Weighted.Explained source = null;
    int number = -1;
    for (TextHit hit : ordered) {
      if (source == null || hit.source() != number) {
        number = hit.source();
        source = root.explained(sources.get(number), scratch);
      }
      List<ScorePart> parts = new ArrayList<>();
      source.add(hit.document(), parts);
      found.put(hit, parts);
    }
    scratch.giveBack();
    return hits.stream().map(hit -> found.getOrDefault(hit, List.of())).toList();
  }

  private static void findAny(
      SourceView view, ClauseCursor[] cursors, TopHits hits, SearchScratch scratch) {
    if (cursors.length == 1) {
      if (!cursors[0].searchAlone(view.live(), hits)) {
        CursorSearch.run(cursors[0], view.live(), hits);
      }
    } else if (cursors.length > 0) {
      TextSource source = view.source();
      new Disjunction(cursors, view.live(), hits, scratch.window())
          .run(source.documents(), source.isSegment());
    }
  }

  /** Finds by all clauses, if each has matches. */
  private static void findAll(
      SourceView view, ClauseCursor @Nullable [] cursors, TopHits hits, SearchScratch scratch) {
    if (cursors != null && cursors.length == 1) {
      findAny(view, cursors, hits, scratch);
    } else if (cursors != null) {
      new Conjunction(cursors, view.live(), hits, scratch).run();
    }
  }
}
