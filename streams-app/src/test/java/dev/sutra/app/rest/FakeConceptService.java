package dev.sutra.app.rest;

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
import dev.sutra.app.api.ServiceException;
import dev.sutra.app.api.SimilarRequest;
import dev.sutra.app.api.WriteReceipt;
import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.Expander;
import dev.sutra.engine.graph.Expansion;
import dev.sutra.engine.graph.PathFinder;
import dev.sutra.engine.graph.Paths;
import dev.sutra.engine.graph.PathsQuery;
import dev.sutra.engine.graph.TimeLimit;
import dev.sutra.engine.graph.Traversal;
import dev.sutra.engine.graph.TraversalQuery;
import dev.sutra.engine.graph.Traverser;
import dev.sutra.engine.query.CompletionQuery;
import dev.sutra.engine.query.Completions;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.ExpandedWord;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.Facets;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHit;
import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.AssociationDeleted;
import dev.sutra.schemas.avro.AssociationUpserted;
import dev.sutra.schemas.avro.ConceptDeleted;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps concepts in maps, two dimensions, and does what a test tells it to instead of answering.
 */
public final class FakeConceptService implements ConceptService {
  public static final int DIMENSION = FakeVectors.DIMENSION;

  private final TreeMap<String, Concept> concepts = new TreeMap<>();
  private final Map<FakeEdges.Edge, Float> edges = new TreeMap<>(FakeEdges.ORDER);
  private @Nullable SimilarRequest similarRequest;
  private long writes;

  /** What each question does first; may throw or wait. */
  public volatile Supplier<@Nullable Void> before = () -> null;

  public volatile Answer.Partitions partitions = Answer.Partitions.all(2);
  public volatile @Nullable String notReady;
  public volatile @Nullable ReadOptions lastOptions;
  public volatile @Nullable ConceptEvent lastEvent;

  @Override
  public synchronized Answer<Concept> concept(String id, ReadOptions options) {
    begin(options);
    return answer(List.of(known(id)), null);
  }

  @Override
  public synchronized Answer<Concept> concepts(
      List<String> ids, Detail detail, ReadOptions options) {
    begin(options);
    List<String> missing = ids.stream().filter(id -> !concepts.containsKey(id)).toList();
    return answer(
            ids.stream().filter(concepts::containsKey).map(concepts::get).map(detail::of).toList(),
            null)
        .withMissing(missing);
  }

  @Override
  public synchronized Answer<NeighborItem> neighbors(
      NeighborQuery query, Detail detail, ReadOptions options) {
    begin(options);
    known(query.id());
    List<NeighborItem> items = new ArrayList<>();
    edges.forEach(
        (edge, weight) -> {
          if (query.type() == null || query.type().equals(edge.type())) {
            if (query.direction().includesOut()
                && edge.source().equals(query.id())
                && passes(query.filter(), edge.target())) {
              items.add(neighbor(edge.target(), edge, Direction.OUT, weight));
            }
            if (query.direction().includesIn()
                && edge.target().equals(query.id())
                && passes(query.filter(), edge.source())) {
              items.add(neighbor(edge.source(), edge, Direction.IN, weight));
            }
          }
        });
    return page(items, query.limit(), query.cursor());
  }

  @Override
  public synchronized Answer<ReachedItem> traverse(
      TraversalQuery query, Detail detail, ReadOptions options) {
    begin(options);
    Traversal traversal = Traverser.run(new FakeEdges(edges, concepts), query, TimeLimit.NONE);
    if (traversal.edges() == 0) {
      known(query.id());
    }
    List<ReachedItem> items =
        traversal.items().stream()
            .map(reached -> new ReachedItem(reached, concepts.get(reached.id())))
            .toList();
    return answer(items, null).withWalk(new Answer.Walk(traversal.edges(), traversal.cut()));
  }

  @Override
  public synchronized Answer<PathItem> paths(PathsQuery query, ReadOptions options) {
    begin(options);
    Paths paths = PathFinder.run(new FakeEdges(edges, concepts), query, TimeLimit.NONE);
    if (paths.edges() == 0) {
      known(query.from());
      known(query.to());
    }
    List<PathItem> items =
        paths.items().stream()
            .map(path -> new PathItem(path, path.hops().stream().map(h -> text(h.id())).toList()))
            .toList();
    return answer(items, null).withWalk(new Answer.Walk(paths.edges(), paths.cut()));
  }

  @Override
  public synchronized Answer<ActivatedItem> expand(
      ExpandQuery query, Detail detail, ReadOptions options) {
    begin(options);
    Expansion expansion = Expander.run(new FakeEdges(edges, concepts), query, TimeLimit.NONE);
    List<ActivatedItem> items =
        expansion.items().stream()
            .map(activated -> new ActivatedItem(activated, concepts.get(activated.id())))
            .toList();
    return answer(items, null).withWalk(new Answer.Walk(expansion.edges(), expansion.cut()));
  }

  private @Nullable String text(String id) {
    Concept concept = concepts.get(id);
    return concept == null ? null : concept.text();
  }

  private boolean passes(ConceptFilter filter, String id) {
    Concept concept = concepts.get(id);
    return filter.isNone() || (concept != null && filter.matches(concept));
  }

  private NeighborItem neighbor(String id, FakeEdges.Edge edge, Direction direction, float weight) {
    return new NeighborItem(
        new Neighbor(id, edge.type(), direction, weight, 1, 7), concepts.get(id));
  }

  @Override
  public synchronized Answer<Hit> search(
      TextSearch query, @Nullable String cursor, ReadOptions options) {
    begin(options);
    List<Hit> hits = new ArrayList<>();
    for (Concept concept : concepts.values()) {
      String text = String.valueOf(concept.text()).toLowerCase(Locale.ROOT);
      float score = 0;
      for (String word : query.text().toLowerCase(Locale.ROOT).split(" ", -1)) {
        score += text.contains(word) ? 1 : 0;
      }
      if (score > 0 && query.filter().matches(concept)) {
        hits.add(hit(concept, score, query.detail()).withMatch(FakeMatches.of(query, score)));
      }
    }
    return best(hits, query.limit(), cursor)
        .withIgnored(
            Stream.of(query.text().split(" ", -1)).filter(Set.of("the", "of")::contains).toList())
        .withExpanded(
            query.fuzzy()
                ? List.of(new ExpandedWord("dgo~1", List.of("dog", "do"), true))
                : List.of());
  }

  @Override
  public synchronized Answer<Completions.Word> complete(
      CompletionQuery query, ReadOptions options) {
    begin(options);
    Map<String, Long> counts = new TreeMap<>();
    for (Concept concept : concepts.values()) {
      Stream.of(String.valueOf(concept.text()).split(" ", -1))
          .filter(word -> word.startsWith(query.prefix()))
          .forEach(word -> counts.merge(word, 1L, Long::sum));
    }
    return answer(Completions.of(counts, query.limit(), true).items(), null);
  }

  @Override
  public synchronized Answer<Facets> facets(FacetQuery query, ReadOptions options) {
    begin(options);
    return answer(List.of(FakeFacets.count(query, concepts.values())), null);
  }

  @Override
  public synchronized Answer<Hit> similar(
      SimilarRequest request, @Nullable String cursor, ReadOptions options) {
    begin(options);
    float[] vector;
    if (request.id() != null) {
      vector = FakeVectors.of(known(request.id()));
    } else if (request.text() != null) {
      vector = new float[] {request.text().length(), 1};
    } else {
      vector = FakeVectors.checked(request.vector());
    }
    List<Hit> hits = new ArrayList<>();
    for (Concept concept : concepts.values()) {
      if (concept.vector() != null && !concept.id().equals(request.id())) {
        float score = FakeVectors.cosine(vector, concept.vector());
        if (score >= request.options().minScore()) {
          hits.add(hit(concept, score, request.options().detail()));
        }
      }
    }
    similarRequest = request;
    return best(hits, request.options().limit(), cursor).withScan(new SimilarHits.Scan(1, 2, 3));
  }

  private static Hit hit(Concept concept, float score, Detail detail) {
    return new Hit(
        concept.id(), concept.text(), score, detail == Detail.TEXT ? null : detail.of(concept));
  }

  /** The last question for near ones. */
  public synchronized @Nullable SimilarRequest similarRequest() {
    return similarRequest;
  }

  @Override
  public synchronized Answer<HybridHit> hybrid(
      HybridRequest request, @Nullable String cursor, ReadOptions options) {
    begin(options);
    return ranked(FakeHybrid.hits(request, concepts), request.query().limit(), cursor);
  }

  @Override
  public synchronized Answer<Float> similarity(String a, String b, ReadOptions options) {
    begin(options);
    return answer(
        List.of(FakeVectors.cosine(FakeVectors.of(known(a)), FakeVectors.of(known(b)))), null);
  }

  @Override
  public synchronized Answer<TimelineEntry> timeline(TimelineQuery query, ReadOptions options) {
    begin(options);
    Comparator<TimelineEntry> order = Comparator.comparing(TimelineEntry::updatedAt);
    List<TimelineEntry> entries =
        concepts.values().stream()
            .filter(c -> c.updatedAt() >= query.from() && c.updatedAt() <= query.to())
            .filter(query.filter()::matches)
            .map(c -> new TimelineEntry(c.id(), c.text(), c.updatedAt(), query.detail().of(c)))
            .sorted(query.newestFirst() ? order.reversed() : order)
            .toList();
    return page(entries, query.limit(), query.cursor());
  }

  @Override
  public synchronized Answer<PartitionStats> stats(ReadOptions options) {
    begin(options);
    return answer(FakeStats.of(concepts.values(), edges.size()), null);
  }

  @Override
  public synchronized WriteReceipt write(ConceptEvent event, Duration timeout) {
    before.get();
    lastEvent = event;
    Instant timestamp = event.getTimestamp();
    long time = timestamp == null ? 1000 + writes : timestamp.toEpochMilli();
    switch (event.getPayload()) {
      case ConceptUpserted upsert -> put(upsert, time);
      case ConceptDeleted delete -> concepts.remove(delete.getId());
      case AssociationUpserted it ->
          edges.put(
              new FakeEdges.Edge(it.getSource(), it.getType(), it.getTarget()),
              it.getWeight() == null ? 1 : it.getWeight());
      case AssociationDeleted it ->
          edges.remove(new FakeEdges.Edge(it.getSource(), it.getType(), it.getTarget()));
      default -> throw new IllegalStateException("an event of no kind");
    }
    writes++;
    return new WriteReceipt("0-" + writes);
  }

  @Override
  public EventBatch batch() {
    return new FakeEventBatch(this);
  }

  private void put(ConceptUpserted upsert, long time) {
    float[] vector = ConceptEvents.vector(upsert);
    if (vector != null) {
      vector = FakeVectors.checked(vector);
    }
    Map<String, Object> attributes = upsert.getAttributes();
    concepts.put(
        upsert.getId(),
        Concept.builder(upsert.getId())
            .text(upsert.getText())
            .vector(vector)
            .attributes(attributes == null ? Map.of() : attributes)
            .createdAt(time)
            .updatedAt(time)
            .build());
  }

  @Override
  public List<InstanceInfo> instances(Duration timeout) {
    return List.of(
        new InstanceInfo(
            "127.0.0.1:8080",
            true,
            List.of(new InstanceInfo.Copy(0, true, 0L), new InstanceInfo.Copy(1, false, null)),
            null),
        new InstanceInfo("127.0.0.1:8081", false, List.of(), "connection refused"));
  }

  @Override
  public @Nullable String notReadyReason() {
    return notReady;
  }

  private void begin(ReadOptions options) {
    lastOptions = options;
    before.get();
  }

  private Concept known(String id) {
    Concept concept = concepts.get(id);
    if (concept == null) {
      throw ServiceException.unknownConcept(id);
    }
    return concept;
  }

  private Answer<Hit> best(List<Hit> hits, int limit, @Nullable String cursor) {
    hits.sort(Comparator.comparing(Hit::score).reversed().thenComparing(Hit::id));
    return ranked(hits, limit, cursor);
  }

  private <T> Answer<T> ranked(List<T> hits, int limit, @Nullable String cursor) {
    Answer<T> page = page(hits, limit, cursor);
    return cursor == null ? page : page.withMoved(hits.size() > 2);
  }

  private <T> Answer<T> page(List<T> all, int limit, @Nullable String cursor) {
    int from = 0;
    if (cursor != null) {
      try {
        from = Integer.parseInt(cursor);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("cursor is not one of an earlier page", e);
      }
    }
    int to = Math.min(all.size(), from + limit);
    return answer(all.subList(from, to), to < all.size() ? Integer.toString(to) : null);
  }

  private <T> Answer<T> answer(List<T> items, @Nullable String cursor) {
    return Answer.of(items, new Answer.Source(true, partitions, 4L, "0-" + writes))
        .withNextCursor(cursor);
  }
}
