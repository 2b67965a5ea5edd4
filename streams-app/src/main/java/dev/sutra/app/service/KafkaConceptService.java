package dev.sutra.app.service;

import dev.sutra.app.api.ActivatedItem;
import dev.sutra.app.api.Answer;
import dev.sutra.app.api.ConceptService;
import dev.sutra.app.api.EventBatch;
import dev.sutra.app.api.HybridRequest;
import dev.sutra.app.api.InstanceInfo;
import dev.sutra.app.api.NeighborItem;
import dev.sutra.app.api.PartitionStats;
import dev.sutra.app.api.PathItem;
import dev.sutra.app.api.ReachedItem;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.api.SimilarRequest;
import dev.sutra.app.api.WriteReceipt;
import dev.sutra.app.embed.Embedder;
import dev.sutra.engine.EngineStats;
import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.PathsQuery;
import dev.sutra.engine.graph.TraversalQuery;
import dev.sutra.engine.query.CompletionQuery;
import dev.sutra.engine.query.Completions;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.Facets;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHit;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.engine.query.TimelinePage;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.kafka.routing.ConceptQueries;
import dev.sutra.kafka.routing.Coverage;
import dev.sutra.kafka.routing.Found;
import dev.sutra.kafka.routing.Instance;
import dev.sutra.kafka.routing.InstanceGroup;
import dev.sutra.record.Concept;
import dev.sutra.schemas.avro.ConceptEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** Executes queries over the partitions of all instances. Thread-safe. */
public final class KafkaConceptService implements ConceptService {
  private final InstanceGroup group;
  private final ConceptQueries queries;
  private final Readiness readiness;
  private final InstanceState instance;
  private final EventProducer producer;
  private final StoreShape shape;
  private final ConceptLookup lookup;
  private final Questions questions;
  private final GraphAnswers graph;
  private final RankedAnswers ranked;

  /**
   * Creates the service.
   *
   * @param stream the state of the stream
   * @param group this instance among the others
   * @param instance the state of the instance
   * @param embedder computes the vector of a query text, or null
   */
  public KafkaConceptService(
      Supplier<KafkaStreams.State> stream,
      InstanceGroup group,
      EventProducer producer,
      StoreShape shape,
      InstanceState instance,
      @Nullable Embedder embedder) {
    this.group = group;
    this.queries = group.queries();
    this.readiness = new Readiness(stream, instance, group);
    this.instance = instance;
    this.producer = producer;
    this.shape = shape;
    this.lookup = new ConceptLookup(queries, shape, embedder);
    this.questions = new Questions(instance, shape.topic());
    this.graph = new GraphAnswers(queries, questions);
    this.ranked = new RankedAnswers(queries, lookup, questions);
  }

  @Override
  public Answer<Concept> concept(String id, ReadOptions options) {
    return questions.ask(
        options,
        query -> {
          Found<Optional<Concept>> found = queries.concept(id, query);
          return questions.answer(List.of(ConceptLookup.required(id, found)), found.coverage());
        });
  }

  @Override
  public Answer<Concept> concepts(List<String> ids, Detail detail, ReadOptions options) {
    return questions.ask(
        options,
        query -> {
          Set<String> distinct = new LinkedHashSet<>(ids);
          Found<Map<String, Concept>> found = queries.concepts(distinct, detail, query);
          List<Concept> items = new ArrayList<>();
          List<String> missing = new ArrayList<>();
          for (String id : distinct) {
            Concept concept = found.value().get(id);
            int partition = queries.partitionOf(id);
            if (concept != null) {
              items.add(concept);
            } else if (found.coverage().copies().contains(partition)) {
              throw ConceptLookup.unknownHere(id);
            } else if (!found.coverage().failed().contains(partition)) {
              missing.add(id);
            }
          }
          return questions.answer(items, found.coverage()).withMissing(missing);
        });
  }

  @Override
  public Answer<NeighborItem> neighbors(NeighborQuery query, Detail detail, ReadOptions options) {
    return questions.ask(options, asked -> graph.neighbors(query, detail, asked));
  }

  @Override
  public Answer<ReachedItem> traverse(TraversalQuery query, Detail detail, ReadOptions options) {
    return questions.ask(options, asked -> graph.traverse(query, detail, asked));
  }

  @Override
  public Answer<PathItem> paths(PathsQuery query, ReadOptions options) {
    return questions.ask(options, asked -> graph.paths(query, asked));
  }

  @Override
  public Answer<ActivatedItem> expand(ExpandQuery query, Detail detail, ReadOptions options) {
    return questions.ask(options, asked -> graph.expand(query, detail, asked));
  }

  @Override
  public Answer<Hit> search(TextSearch search, @Nullable String cursor, ReadOptions options) {
    return questions.ask(options, asked -> ranked.search(search, cursor, asked));
  }

  @Override
  public Answer<Completions.Word> complete(CompletionQuery query, ReadOptions options) {
    return questions.ask(
        options,
        asked -> {
          Found<Completions> found = queries.complete(query, asked);
          return Answer.of(
              found.value().items(), questions.source(found.coverage(), found.value().exact()));
        });
  }

  @Override
  public Answer<Facets> facets(FacetQuery query, ReadOptions options) {
    return questions.ask(
        options,
        asked -> {
          Found<Facets> found = queries.facets(query, asked);
          return questions.answer(List.of(found.value()), found.coverage());
        });
  }

  @Override
  public Answer<Hit> similar(SimilarRequest request, @Nullable String cursor, ReadOptions options) {
    return questions.ask(options, asked -> ranked.similar(request, cursor, asked));
  }

  @Override
  public Answer<HybridHit> hybrid(
      HybridRequest request, @Nullable String cursor, ReadOptions options) {
    return questions.ask(options, asked -> ranked.hybrid(request, cursor, asked));
  }

  @Override
  public Answer<Float> similarity(String a, String b, ReadOptions options) {
    return questions.ask(
        options,
        query -> {
          final long start = System.nanoTime();
          Found<Optional<Concept>> foundA = queries.concept(a, query);
          Found<Optional<Concept>> foundB = queries.concept(b, query.since(start));
          float score =
              shape
                  .similarity()
                  .score(ConceptLookup.vector(a, foundA), ConceptLookup.vector(b, foundB));
          return questions.answer(List.of(score), foundA.coverage().and(foundB.coverage()));
        });
  }

  @Override
  public Answer<TimelineEntry> timeline(TimelineQuery query, ReadOptions options) {
    return questions.ask(
        options,
        asked -> {
          Found<TimelinePage> found = queries.timeline(query, asked);
          return questions
              .answer(found.value().items(), found.coverage())
              .withNextCursor(found.value().cursor());
        });
  }

  @Override
  public Answer<PartitionStats> stats(ReadOptions options) {
    return questions.ask(
        options,
        query -> {
          Found<Map<Integer, EngineStats>> found = queries.stats(query);
          List<PartitionStats> items = new ArrayList<>();
          found
              .value()
              .forEach((partition, stats) -> items.add(stats(partition, stats, found.coverage())));
          return questions.answer(items, found.coverage());
        });
  }

  private PartitionStats stats(int partition, EngineStats stats, Coverage coverage) {
    Long offset = coverage.position().getPartitionPositions(shape.topic()).get(partition);
    return new PartitionStats(
        partition,
        stats,
        instance.lag(partition, coverage.copies().contains(partition)),
        offset == null ? null : PositionToken.of(partition, offset));
  }

  @Override
  public List<InstanceInfo> instances(Duration timeout) throws InterruptedException {
    return group.instances(timeout).stream().map(this::info).toList();
  }

  private InstanceInfo info(Instance member) {
    List<InstanceInfo.Copy> copies = new ArrayList<>();
    for (Instance.Copy copy : member.copies()) {
      Long input = instance.lag(copy.partition(), false);
      Long lag = input == null || copy.lag() == null ? null : Long.valueOf(input + copy.lag());
      copies.add(new InstanceInfo.Copy(copy.partition(), copy.active(), lag));
    }
    return new InstanceInfo(
        group.hasAddress() ? member.address().host() + ":" + member.address().port() : null,
        member.self(),
        copies,
        member.unreachable());
  }

  @Override
  public WriteReceipt write(ConceptEvent event, Duration timeout) {
    shape.check(event);
    return producer.send(event, timeout);
  }

  @Override
  public EventBatch batch() {
    return new ProducedBatch(producer, shape);
  }

  @Override
  public @Nullable String notReadyReason() {
    return readiness.hindrance();
  }
}
