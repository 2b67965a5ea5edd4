package dev.sutra.app.service;

import dev.sutra.app.api.Answer;
import dev.sutra.app.api.HybridRequest;
import dev.sutra.app.api.SimilarRequest;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHit;
import dev.sutra.engine.query.HybridHits;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.TextHits;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.kafka.routing.ConceptQueries;
import dev.sutra.kafka.routing.Coverage;
import dev.sutra.kafka.routing.Found;
import dev.sutra.kafka.routing.QueryOptions;
import dev.sutra.kafka.routing.page.ConceptPages;
import dev.sutra.kafka.routing.page.RankedPage;
import org.jspecify.annotations.Nullable;

/** Answers queries whose items are ranked, page by page. Thread-safe. */
final class RankedAnswers {
  private final ConceptPages pages;
  private final ConceptLookup lookup;
  private final Questions questions;

  RankedAnswers(ConceptQueries queries, ConceptLookup lookup, Questions questions) {
    this.pages = new ConceptPages(queries);
    this.lookup = lookup;
    this.questions = questions;
  }

  Answer<Hit> search(TextSearch search, @Nullable String cursor, QueryOptions options) {
    Found<RankedPage<TextHits>> found = pages.search(search, cursor, options);
    TextHits hits = found.value().value();
    return paged(questions.answer(hits.items(), found.coverage()), cursor, found.value())
        .withIgnored(hits.ignored())
        .withExpanded(hits.expanded());
  }

  Answer<Hit> similar(SimilarRequest request, @Nullable String cursor, QueryOptions options) {
    final long start = System.nanoTime();
    ConceptLookup.QueryVector compared = lookup.vectorOf(request, options);
    Found<RankedPage<SimilarHits>> found =
        pages.similar(request.query(compared.vector()), cursor, options.since(start));
    SimilarHits hits = found.value().value();
    Coverage coverage = compared.coverage().and(found.coverage());
    Answer<Hit> answer = Answer.of(hits.items(), questions.source(coverage, hits.exact()));
    return paged(answer, cursor, found.value()).withScan(hits.scan());
  }

  Answer<HybridHit> hybrid(HybridRequest request, @Nullable String cursor, QueryOptions options) {
    final long start = System.nanoTime();
    ConceptLookup.Subject subject = lookup.subjectOf(request, options);
    Found<RankedPage<HybridHits>> found =
        pages.hybrid(subject.query(), cursor, options.since(start));
    HybridHits hits = found.value().value();
    Coverage coverage = subject.coverage().and(found.coverage());
    return paged(
        Answer.of(hits.items(), questions.source(coverage, hits.exact())), cursor, found.value());
  }

  private static <T> Answer<T> paged(
      Answer<T> answer, @Nullable String cursor, RankedPage<?> page) {
    Answer<T> paged = answer.withNextCursor(page.nextCursor());
    return cursor == null ? paged : paged.withMoved(page.moved());
  }
}
