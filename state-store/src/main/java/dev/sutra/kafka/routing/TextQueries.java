package dev.sutra.kafka.routing;

import dev.sutra.engine.query.ExpandedWord;
import dev.sutra.engine.query.FacetCounts;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.Facets;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.MergedResults;
import dev.sutra.engine.query.TextHits;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.kafka.ConceptQuery;
import dev.sutra.text.query.CorpusStatistics;
import java.util.List;
import java.util.function.Function;

/**
 * Queries of texts in two steps: the statistics of all partitions, then the results of those that
 * gave some. Scores of another partition would not be comparable, and other words could stand for a
 * fuzzy one there. Thread-safe.
 */
final class TextQueries {
  private final StoreQueries queries;

  TextQueries(StoreQueries queries) {
    this.queries = queries;
  }

  /** The answers of the second step, and what the first has found. */
  private record Answers<T>(List<T> values, Coverage coverage, CorpusStatistics corpus) {}

  private <T> Answers<T> ask(
      TextSearch search, QueryOptions options, Function<TextSearch, ConceptQuery<T>> query) {
    final long start = System.nanoTime();
    PartitionAnswers<CorpusStatistics> statistics =
        queries.askAll(new ConceptQuery.TextStatistics(search), options);
    CorpusStatistics corpus =
        statistics.values().stream().reduce(CorpusStatistics::merge).orElseThrow().settled();
    PartitionAnswers<T> answers =
        queries.ask(
            query.apply(search.withCorpus(corpus)),
            statistics.results().keySet(),
            options.since(start));
    return new Answers<>(
        List.copyOf(answers.values()), statistics.coverage().and(answers.coverage()), corpus);
  }

  /** See {@code ConceptQueries}. */
  Found<TextHits> search(TextSearch search, QueryOptions options) {
    Answers<List<Hit>> answers = ask(search, options, ConceptQuery.TextMatches::new);
    return new Found<>(
        new TextHits(
            MergedResults.hits(answers.values, search.limit()),
            answers.corpus.ignored(),
            ExpandedWord.of(answers.corpus)),
        answers.coverage);
  }

  /** See {@code ConceptQueries}. */
  Found<Facets> facets(FacetQuery query, QueryOptions options) {
    FacetQuery all = query.ofAll();
    TextSearch search = query.search();
    if (search == null) {
      PartitionAnswers<Facets> answers = queries.askAll(new ConceptQuery.CountFacets(all), options);
      return answers.found(FacetCounts.merge(answers.values(), query));
    }
    Answers<Facets> answers =
        ask(search, options, scored -> new ConceptQuery.CountFacets(all.withSearch(scored)));
    return new Found<>(FacetCounts.merge(answers.values, query), answers.coverage);
  }
}
