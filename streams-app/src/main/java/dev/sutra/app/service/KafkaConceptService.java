package dev.sutra.app.service;

import dev.sutra.app.embed.Embedder;
import dev.sutra.app.rest.Answer;
import dev.sutra.app.rest.ConceptService;
import dev.sutra.app.rest.NeighborItem;
import dev.sutra.app.rest.PartitionStats;
import dev.sutra.app.rest.ReadOptions;
import dev.sutra.app.rest.ServiceException;
import dev.sutra.app.rest.SimilarRequest;
import dev.sutra.app.rest.WriteReceipt;
import dev.sutra.engine.Hit;
import dev.sutra.engine.Neighbor;
import dev.sutra.engine.NeighborPage;
import dev.sutra.engine.NeighborQuery;
import dev.sutra.engine.SimilarHits;
import dev.sutra.engine.SimilarQuery;
import dev.sutra.engine.TextSearch;
import dev.sutra.engine.TimelineEntry;
import dev.sutra.engine.TimelinePage;
import dev.sutra.engine.TimelineQuery;
import dev.sutra.kafka.ConceptQuery;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import dev.sutra.text.CorpusStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.query.Position;
import org.jspecify.annotations.Nullable;

/** Answers over the partitions of a Kafka Streams instance that has all of them. Thread-safe. */
public final class KafkaConceptService implements ConceptService {
  private static final Comparator<Hit> BEST_FIRST =
      Comparator.comparing(Hit::score).reversed().thenComparing(Hit::id);

  private final KafkaStreams streams;
  private final StoreQueries queries;
  private final InstanceState instance;
  private final EventProducer producer;
  private final StoreShape shape;
  private final @Nullable Embedder embedder;

  /**
   * Makes the service.
   *
   * @param instance what becomes known of the instance as it starts
   * @param embedder derives the vector of a text that is asked for, or null
   */
  public KafkaConceptService(
      KafkaStreams streams,
      EventProducer producer,
      StoreShape shape,
      InstanceState instance,
      @Nullable Embedder embedder) {
    this.streams = streams;
    this.instance = instance;
    this.queries = new StoreQueries(streams, shape.store(), shape.topic(), instance);
    this.producer = producer;
    this.shape = shape;
    this.embedder = embedder;
  }

  @Override
  public Answer<Concept> concept(String id, ReadOptions options) {
    PartitionAnswers<Optional<Concept>> answers = askOwner(id, options);
    Concept concept =
        answers.values().stream()
            .flatMap(Optional::stream)
            .findFirst()
            .orElseThrow(() -> ServiceException.unknownConcept(id));
    return answer(List.of(concept), answers, null);
  }

  @Override
  public Answer<NeighborItem> neighbors(NeighborQuery query, ReadOptions options) {
    int owner = queries.partitionOf(query.id());
    PartitionAnswers<NeighborPage> pages =
        queries.ask(new ConceptQuery.Neighbors(query), Set.of(owner), options);
    NeighborPage page = pages.values().iterator().next();
    if (page.items().isEmpty()) {
      checkKnown(query.id(), owner, options);
    }
    ReadOptions textOptions = withoutPosition(options);
    Map<String, Concept> concepts = new HashMap<>();
    for (Map.Entry<Integer, Set<String>> part : byPartition(page.items()).entrySet()) {
      PartitionAnswers<Map<String, Concept>> found =
          queries.ask(
              new ConceptQuery.GetConcepts(part.getValue()), Set.of(part.getKey()), textOptions);
      found.values().forEach(concepts::putAll);
    }
    List<NeighborItem> items = new ArrayList<>();
    for (Neighbor neighbor : page.items()) {
      Concept concept = concepts.get(neighbor.id());
      items.add(new NeighborItem(neighbor, concept == null ? null : concept.text()));
    }
    return answer(items, pages, page.cursor());
  }

  @Override
  public Answer<Hit> search(TextSearch search, ReadOptions options) {
    CorpusStatistics corpus =
        queries.askAll(new ConceptQuery.TextStatistics(search.text()), options).values().stream()
            .reduce(CorpusStatistics::merge)
            .orElseThrow();
    PartitionAnswers<List<Hit>> answers =
        queries.askAll(
            new ConceptQuery.TextMatches(new TextSearch(search.text(), search.limit(), corpus)),
            withoutPosition(options));
    List<Hit> hits = answers.values().stream().flatMap(List::stream).toList();
    return answer(best(hits, search.limit()), answers, null).ignoring(corpus.ignored());
  }

  @Override
  public Answer<Hit> similar(SimilarRequest request, ReadOptions options) {
    float[] vector = vectorOf(request, options);
    SimilarQuery query =
        new SimilarQuery(
            vector,
            request.limit(),
            request.minScore(),
            request.exact(),
            request.id(),
            request.targetRecall(),
            request.filter());
    PartitionAnswers<SimilarHits> answers =
        queries.askAll(new ConceptQuery.SimilarTo(query), options);
    List<Hit> hits = answers.values().stream().flatMap(answer -> answer.items().stream()).toList();
    return new Answer<>(
        best(hits, request.limit()),
        answers.values().stream().allMatch(SimilarHits::exact),
        answers.partitions(),
        lag(),
        token(answers.position()),
        null,
        answers.values().stream()
            .map(SimilarHits::scan)
            .reduce(SimilarHits.Scan.NONE, SimilarHits.Scan::plus));
  }

  @Override
  public Answer<Float> similarity(String a, String b, ReadOptions options) {
    PartitionAnswers<Optional<Concept>> answersA = askOwner(a, options);
    PartitionAnswers<Optional<Concept>> answersB = askOwner(b, options);
    float score =
        shape.similarity().score(requiredVector(a, answersA), requiredVector(b, answersB));
    Position seen = answersA.position().copy().merge(answersB.position());
    return new Answer<>(
        List.of(score), true, answersA.partitionsWith(answersB), lag(), token(seen), null);
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
    return answer(items, answers, more ? items.getLast().cursor(query) : null);
  }

  @Override
  public Answer<PartitionStats> stats(ReadOptions options) {
    var answers = queries.askAll(new ConceptQuery.StoreStats(), options);
    Map<Integer, Long> lags = instance.lags();
    List<PartitionStats> items = new ArrayList<>();
    answers
        .results()
        .forEach(
            (partition, stats) -> {
              Long offset = answers.position().getPartitionPositions(shape.topic()).get(partition);
              items.add(
                  new PartitionStats(
                      partition,
                      stats,
                      lags.getOrDefault(partition, 0L),
                      offset == null ? null : PositionToken.of(partition, offset)));
            });
    return answer(items, answers, null);
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
    String stopped = instance.failure();
    if (stopped != null) {
      return stopped;
    }
    String hindrance = instance.hindrance();
    if (hindrance != null) {
      return hindrance;
    }
    KafkaStreams.State state = streams.state();
    if (state != KafkaStreams.State.RUNNING) {
      return "the stream is " + state;
    }
    try {
      queries.askAll(new ConceptQuery.StoreStats(), ReadOptions.DEFAULT);
      return null;
    } catch (ServiceException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private PartitionAnswers<Optional<Concept>> askOwner(String id, ReadOptions options) {
    return queries.ask(new ConceptQuery.GetConcept(id), Set.of(queries.partitionOf(id)), options);
  }

  private float[] vectorOf(SimilarRequest request, ReadOptions options) {
    if (request.vector() != null) {
      shape.checkVector(request.vector());
      return request.vector();
    }
    if (request.id() != null) {
      return requiredVector(request.id(), askOwner(request.id(), options));
    }
    if (embedder == null) {
      throw new IllegalArgumentException(
          "text cannot be compared: this instance runs without an embedder");
    }
    return embedder.embed(Objects.requireNonNull(request.text()));
  }

  private static float[] requiredVector(String id, PartitionAnswers<Optional<Concept>> answers) {
    Concept concept =
        answers.values().stream()
            .flatMap(Optional::stream)
            .findFirst()
            .orElseThrow(() -> ServiceException.unknownConcept(id));
    float[] vector = concept.vector();
    if (vector == null) {
      throw new IllegalArgumentException("concept " + id + " has no vector");
    }
    return vector;
  }

  /** Throws unless the concept exists or an association names it. */
  private void checkKnown(String id, int owner, ReadOptions options) {
    ReadOptions now = withoutPosition(options);
    NeighborQuery any = new NeighborQuery(id, Direction.BOTH, null, 1, null);
    boolean known =
        askOwner(id, now).values().stream().anyMatch(Optional::isPresent)
            || queries.ask(new ConceptQuery.Neighbors(any), Set.of(owner), now).values().stream()
                .anyMatch(page -> !page.items().isEmpty());
    if (!known) {
      throw ServiceException.unknownConcept(id);
    }
  }

  private Map<Integer, Set<String>> byPartition(List<Neighbor> neighbors) {
    Map<Integer, Set<String>> ids = new HashMap<>();
    for (String id : new HashSet<>(neighbors.stream().map(Neighbor::id).toList())) {
      ids.computeIfAbsent(queries.partitionOf(id), partition -> new LinkedHashSet<>()).add(id);
    }
    return ids;
  }

  private static List<Hit> best(List<Hit> hits, int limit) {
    return hits.stream().sorted(BEST_FIRST).limit(limit).toList();
  }

  private <T> Answer<T> answer(
      List<T> items, PartitionAnswers<?> answers, @Nullable String cursor) {
    return new Answer<>(
        items, true, answers.partitions(), lag(), token(answers.position()), cursor);
  }

  private long lag() {
    return instance.lags().values().stream().mapToLong(Long::longValue).sum();
  }

  private @Nullable String token(Position position) {
    return PositionToken.of(position, shape.topic());
  }

  /** A second question of the same answer need not wait again. */
  private static ReadOptions withoutPosition(ReadOptions options) {
    return new ReadOptions(null, options.consistency(), options.allowPartial(), options.timeout());
  }
}
