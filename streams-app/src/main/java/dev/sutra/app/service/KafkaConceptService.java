package dev.sutra.app.service;

import dev.sutra.app.api.Answer;
import dev.sutra.app.api.ConceptService;
import dev.sutra.app.api.NeighborItem;
import dev.sutra.app.api.PartitionStats;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.api.ServiceException;
import dev.sutra.app.api.SimilarRequest;
import dev.sutra.app.api.WriteReceipt;
import dev.sutra.app.embed.Embedder;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.engine.query.TimelinePage;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.kafka.ConceptQuery;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import dev.sutra.text.query.CorpusStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** Executes queries over the partitions of a Kafka Streams instance. Thread-safe. */
public final class KafkaConceptService implements ConceptService {
  private static final Comparator<Hit> BEST_FIRST =
      Comparator.comparing(Hit::score).reversed().thenComparing(Hit::id);

  private final StoreQueries queries;
  private final Readiness readiness;
  private final InstanceState instance;
  private final EventProducer producer;
  private final StoreShape shape;
  private final ConceptLookup lookup;

  /**
   * Creates the service.
   *
   * @param instance the state of the instance
   * @param embedder computes the vector of a query text, or null
   */
  public KafkaConceptService(
      KafkaStreams streams,
      EventProducer producer,
      StoreShape shape,
      InstanceState instance,
      @Nullable Embedder embedder) {
    this(
        new StoreQueries(
            new StreamsStore(streams, shape.store()),
            shape.topic(),
            instance::partitions,
            instance.active()::term),
        streams::state,
        producer,
        shape,
        instance,
        embedder);
  }

  KafkaConceptService(
      StoreQueries queries,
      Supplier<KafkaStreams.State> stream,
      EventProducer producer,
      StoreShape shape,
      InstanceState instance,
      @Nullable Embedder embedder) {
    this.instance = instance;
    this.queries = queries;
    this.readiness = new Readiness(stream, instance, queries);
    this.producer = producer;
    this.shape = shape;
    this.lookup = new ConceptLookup(queries, shape, embedder);
  }

  @Override
  public Answer<Concept> concept(String id, ReadOptions options) {
    PartitionAnswers<Optional<Concept>> answers = lookup.ask(id, options);
    return answer(List.of(ConceptLookup.required(id, answers)), answers.coverage());
  }

  @Override
  public Answer<NeighborItem> neighbors(NeighborQuery query, ReadOptions options) {
    int owner = queries.partitionOf(query.id());
    PartitionAnswers<NeighborPage> pages =
        queries.ask(new ConceptQuery.Neighbors(query), Set.of(owner), options);
    NeighborPage page = pages.values().iterator().next();
    if (page.items().isEmpty()) {
      checkKnown(query.id(), owner, options);
      return answer(List.<NeighborItem>of(), pages.coverage()).withNextCursor(page.cursor());
    }
    Set<String> ids = page.items().stream().map(Neighbor::id).collect(Collectors.toSet());
    PartitionAnswers<Map<String, Concept>> texts =
        queries.askWhoCan(
            new ConceptQuery.GetConcepts(ids),
            ids.stream().map(queries::partitionOf).collect(Collectors.toSet()),
            options);
    Map<String, Concept> concepts = new HashMap<>();
    texts.values().forEach(concepts::putAll);
    List<NeighborItem> items = new ArrayList<>();
    for (Neighbor neighbor : page.items()) {
      Concept concept = concepts.get(neighbor.id());
      items.add(new NeighborItem(neighbor, concept == null ? null : concept.text()));
    }
    return answer(items, pages.coverage().and(texts.coverage())).withNextCursor(page.cursor());
  }

  @Override
  public Answer<Hit> search(TextSearch search, ReadOptions options) {
    PartitionAnswers<CorpusStatistics> statistics =
        queries.askAll(new ConceptQuery.TextStatistics(search.text()), options);
    CorpusStatistics corpus =
        statistics.values().stream().reduce(CorpusStatistics::merge).orElseThrow();
    // Scores of a partition that the statistics do not include would not be comparable.
    PartitionAnswers<List<Hit>> answers =
        queries.ask(
            new ConceptQuery.TextMatches(new TextSearch(search.text(), search.limit(), corpus)),
            statistics.results().keySet(),
            options);
    List<Hit> hits = answers.values().stream().flatMap(List::stream).toList();
    Coverage coverage = statistics.coverage().and(answers.coverage());
    return answer(best(hits, search.limit()), coverage).withIgnored(corpus.ignored());
  }

  @Override
  public Answer<Hit> similar(SimilarRequest request, ReadOptions options) {
    ConceptLookup.QueryVector compared = lookup.vectorOf(request, options);
    PartitionAnswers<SimilarHits> answers =
        queries.askAll(new ConceptQuery.SimilarTo(request.query(compared.vector())), options);
    Coverage coverage = compared.coverage().and(answers.coverage());
    List<Hit> hits = answers.values().stream().flatMap(answer -> answer.items().stream()).toList();
    boolean exact = answers.values().stream().allMatch(SimilarHits::exact);
    SimilarHits.Scan scan =
        answers.values().stream()
            .map(SimilarHits::scan)
            .reduce(SimilarHits.Scan.NONE, SimilarHits.Scan::plus);
    return Answer.of(best(hits, request.options().limit()), source(coverage, exact)).withScan(scan);
  }

  @Override
  public Answer<Float> similarity(String a, String b, ReadOptions options) {
    PartitionAnswers<Optional<Concept>> answersA = lookup.ask(a, options);
    PartitionAnswers<Optional<Concept>> answersB = lookup.ask(b, options);
    float score =
        shape
            .similarity()
            .score(ConceptLookup.vector(a, answersA), ConceptLookup.vector(b, answersB));
    return answer(List.of(score), answersA.coverage().and(answersB.coverage()));
  }

  @Override
  public Answer<TimelineEntry> timeline(TimelineQuery query, ReadOptions options) {
    PartitionAnswers<TimelinePage> answers =
        queries.askAll(new ConceptQuery.Timeline(query), options);
    Comparator<TimelineEntry> byTime = Comparator.comparingLong(TimelineEntry::updatedAt);
    List<TimelineEntry> all = new ArrayList<>();
    boolean more = false;
    for (TimelinePage page : answers.values()) {
      all.addAll(page.items());
      more |= page.cursor() != null;
    }
    all.sort((query.newestFirst() ? byTime.reversed() : byTime).thenComparing(TimelineEntry::id));
    List<TimelineEntry> items = all.subList(0, Math.min(query.limit(), all.size()));
    more |= all.size() > items.size();
    return answer(items, answers.coverage())
        .withNextCursor(more ? items.getLast().cursor(query) : null);
  }

  @Override
  public Answer<PartitionStats> stats(ReadOptions options) {
    var answers = queries.askAll(new ConceptQuery.StoreStats(), options);
    Coverage coverage = answers.coverage();
    List<PartitionStats> items = new ArrayList<>();
    answers
        .results()
        .forEach(
            (partition, stats) -> {
              Long offset = coverage.position().getPartitionPositions(shape.topic()).get(partition);
              items.add(
                  new PartitionStats(
                      partition,
                      stats,
                      instance.lag(partition, coverage.copies().contains(partition)),
                      offset == null ? null : PositionToken.of(partition, offset)));
            });
    return answer(items, coverage);
  }

  @Override
  public WriteReceipt write(ConceptEvent event, Duration timeout) {
    if (event.getPayload() instanceof ConceptUpserted upserted) {
      float[] vector = ConceptEvents.vector(upserted);
      if (vector != null) {
        shape.checkVector(vector);
      }
    }
    return producer.send(event, timeout);
  }

  @Override
  public @Nullable String notReadyReason() {
    return readiness.hindrance();
  }

  /** Throws unless the concept exists or an association names it. */
  private void checkKnown(String id, int owner, ReadOptions options) {
    if (lookup.ask(id, options).values().stream().anyMatch(Optional::isPresent)) {
      return;
    }
    NeighborQuery any = new NeighborQuery(id, Direction.BOTH, null, 1, null);
    PartitionAnswers<NeighborPage> named =
        queries.ask(new ConceptQuery.Neighbors(any), Set.of(owner), options);
    if (named.values().stream().allMatch(page -> page.items().isEmpty())) {
      ConceptLookup.checkCurrent(id, named.coverage());
      throw ServiceException.unknownConcept(id);
    }
  }

  private static List<Hit> best(List<Hit> hits, int limit) {
    return hits.stream().sorted(BEST_FIRST).limit(limit).toList();
  }

  private <T> Answer<T> answer(List<T> items, Coverage coverage) {
    return Answer.of(items, source(coverage, true));
  }

  private Answer.Source source(Coverage coverage, boolean exact) {
    return new Answer.Source(
        exact && coverage.isWhole(),
        coverage.partitions(),
        instance.lag(coverage),
        PositionToken.of(coverage.position(), shape.topic()));
  }
}
