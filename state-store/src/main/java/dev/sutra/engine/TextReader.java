package dev.sutra.engine;

import dev.sutra.engine.query.CompletionQuery;
import dev.sutra.engine.query.Completions;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.TextMatch;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.select.SnapshotFilter;
import dev.sutra.lsm.read.DocumentSource;
import dev.sutra.lsm.read.TreeSnapshot;
import dev.sutra.lsm.version.DocumentFilter;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.analysis.WordPrefix;
import dev.sutra.text.expansion.Completer;
import dev.sutra.text.highlight.Highlight;
import dev.sutra.text.highlight.Highlighter;
import dev.sutra.text.query.CorpusStatistics;
import dev.sutra.text.query.QueryTree;
import dev.sutra.text.query.QueryTreeBuilder;
import dev.sutra.text.query.ScorePart;
import dev.sutra.text.query.SourceView;
import dev.sutra.text.query.TextSearcher;
import dev.sutra.text.score.TextHit;
import dev.sutra.text.score.TextSource;
import dev.sutra.text.score.TextTotals;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Searches the texts of a pinned state of the tree. Used by one query. */
final class TextReader {
  private final TreeSnapshot pinned;
  private final TextAnalyzer analyzer;
  private final List<DocumentSource> withText = new ArrayList<>();
  // All live texts, from which statistics are taken, whatever the filter.
  private final List<SourceView> views = new ArrayList<>();

  TextReader(TreeSnapshot pinned) {
    this.pinned = pinned;
    this.analyzer = pinned.options().analyzer();
    for (DocumentSource source : pinned.documents()) {
      TextSource texts = source.texts();
      if (texts != null && texts.documents() > 0) {
        withText.add(source);
        views.add(new SourceView(texts, source.live()));
      }
    }
  }

  List<Hit> search(TextSearch search) {
    QueryTree query = parse(search);
    CorpusStatistics corpus = search.corpus() != null ? search.corpus() : statistics(query);
    List<TextHit> found =
        TextSearcher.search(
            filtered(search.filter()), query, corpus, new KeyOrder(withText), search.limit());
    List<List<ScorePart>> parts =
        search.explain() ? TextSearcher.explain(views, query, corpus, found) : null;
    Highlighter highlighter =
        search.highlight() ? new Highlighter(analyzer, TextSearcher.words(query, corpus)) : null;
    HitReader reader = new HitReader(withText, search.detail());
    List<Hit> hits = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      TextHit hit = found.get(i);
      Hit read = reader.hit(reader.at(hit.source(), hit.document()), (float) hit.score());
      boolean plain = highlighter == null && parts == null;
      hits.add(
          plain
              ? read
              : read.withMatch(
                  match(highlighter, read.text(), parts == null ? null : parts.get(i))));
    }
    return hits;
  }

  /** Receives the documents of a source that match. */
  interface Matches {
    void take(DocumentSource source, BitSet documents);
  }

  /** Finds all matches of a search that pass a filter. */
  void matches(TextSearch search, ConceptFilter filter, Matches matches) {
    QueryTree query = parse(search);
    CorpusStatistics corpus = search.corpus() != null ? search.corpus() : statistics(query);
    List<SourceView> sources = filtered(filter);
    for (int i = 0; i < sources.size(); i++) {
      matches.take(withText.get(i), TextSearcher.matches(sources.get(i), query, corpus));
    }
  }

  private List<SourceView> filtered(ConceptFilter condition) {
    DocumentFilter filter = SnapshotFilter.of(condition, pinned);
    if (filter == null) {
      return views;
    }
    List<SourceView> filtered = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      filtered.add(views.get(i).withLive(withText.get(i).live(filter)));
    }
    return filtered;
  }

  private static TextMatch match(
      @Nullable Highlighter highlighter, @Nullable String text, @Nullable List<ScorePart> parts) {
    Highlight found = highlighter == null || text == null ? null : highlighter.highlight(text);
    return new TextMatch(
        found == null
            ? null
            : new TextMatch.Highlight(
                found.fragment(),
                found.start(),
                found.matches().stream()
                    .map(span -> new TextMatch.Span(span.from(), span.to()))
                    .toList()),
        parts == null ? null : parts.stream().map(TextReader::part).toList());
  }

  private static TextMatch.Part part(ScorePart part) {
    return new TextMatch.Part(
        part.part(),
        part.boost(),
        part.idf(),
        part.frequency(),
        part.length(),
        part.averageLength(),
        part.score());
  }

  Completions complete(CompletionQuery query) {
    WordPrefix prefix = analyzer.beginning(query.prefix());
    if (prefix == null || prefix.words().size() != 1) {
      return new Completions(List.of(), false, true);
    }
    Completer completer = new Completer(prefix.words().getFirst() + prefix.rest(), analyzer);
    views.forEach(view -> completer.collect(view.source(), view.live()));
    return Completions.of(completer.counts(), query.limit(), !completer.isCut());
  }

  CorpusStatistics statistics(TextSearch search) {
    return statistics(parse(search));
  }

  private CorpusStatistics statistics(QueryTree query) {
    TextTotals totals = pinned.textTotals();
    return CorpusStatistics.gather(query, views, analyzer, totals.texts(), totals.tokens());
  }

  private QueryTree parse(TextSearch search) {
    return search.mode() == TextSearch.Mode.QUERY
        ? QueryTreeBuilder.parse(search.text(), analyzer, search.fuzzy())
        : QueryTreeBuilder.plain(
            search.text(), analyzer, search.fuzzy(), search.mode() == TextSearch.Mode.ALL);
  }
}
