package dev.sutra.kafka;

import dev.sutra.engine.ConceptReader;
import dev.sutra.engine.EngineStats;
import dev.sutra.engine.HybridReader;
import dev.sutra.engine.graph.EdgesPage;
import dev.sutra.engine.graph.EdgesQuery;
import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.Expander;
import dev.sutra.engine.graph.Expansion;
import dev.sutra.engine.graph.PathFinder;
import dev.sutra.engine.graph.Paths;
import dev.sutra.engine.graph.PathsQuery;
import dev.sutra.engine.graph.ShardedEdges;
import dev.sutra.engine.graph.TimeLimit;
import dev.sutra.engine.graph.Traversal;
import dev.sutra.engine.graph.TraversalQuery;
import dev.sutra.engine.graph.Traverser;
import dev.sutra.engine.query.CompletionQuery;
import dev.sutra.engine.query.Completions;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.FacetCounts;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.Facets;
import dev.sutra.engine.query.FilteredNeighbors;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHits;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.MergedResults;
import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.PageCursor;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelinePage;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import dev.sutra.record.RowKeys;
import dev.sutra.text.query.CorpusStatistics;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of one instance as one store. Each read asks for the partitions again, since they
 * come and go; each partition answers as of its own moment.
 */
final class MergedPartitions implements ReadOnlyConceptStore {
  private final Supplier<List<ReadOnlyConceptStore>> stores;

  MergedPartitions(Supplier<List<ReadOnlyConceptStore>> stores) {
    this.stores = stores;
  }

  @Override
  public @Nullable Concept concept(String id) {
    for (ReadOnlyConceptStore store : stores.get()) {
      Concept concept = store.concept(id);
      if (concept != null) {
        return concept;
      }
    }
    return null;
  }

  @Override
  public Map<String, Concept> concepts(Collection<String> ids, ConceptFilter filter) {
    Map<String, Concept> found = new HashMap<>();
    for (ReadOnlyConceptStore store : stores.get()) {
      store.concepts(ids, filter).forEach(found::putIfAbsent);
    }
    Map<String, Concept> ordered = new LinkedHashMap<>();
    for (String id : ids) {
      Concept concept = found.get(id);
      if (concept != null) {
        ordered.put(id, concept);
      }
    }
    return ordered;
  }

  @Override
  public KeyValueIterator<String, Concept> range(@Nullable String from, @Nullable String to) {
    return MergedIterator.of(stores.get(), store -> store.range(from, to));
  }

  @Override
  public KeyValueIterator<String, Concept> all() {
    return MergedIterator.of(stores.get(), ReadOnlyConceptStore::all);
  }

  @Override
  public KeyValueIterator<String, Concept> prefixScan(String prefix) {
    return MergedIterator.of(stores.get(), store -> store.prefixScan(prefix));
  }

  /** A concept's associations are in one partition; if a topology strews them, they are merged. */
  @Override
  public NeighborPage neighbors(NeighborQuery query) {
    List<ReadOnlyConceptStore> now = stores.get();
    // The other end may be in another partition, so pages are filtered after they are merged.
    return FilteredNeighbors.page(
        query,
        plain -> merged(plain, now.stream().map(store -> store.neighbors(plain)).toList()),
        ids -> concepts(ids, query.filter()).keySet());
  }

  private static NeighborPage merged(NeighborQuery query, List<NeighborPage> pages) {
    List<NeighborPage> filled = pages.stream().filter(page -> !page.items().isEmpty()).toList();
    if (filled.size() <= 1) {
      return filled.isEmpty() ? pages.getFirst() : filled.getFirst();
    }
    List<Neighbor> all =
        filled.stream()
            .flatMap(page -> page.items().stream())
            .distinct()
            .sorted((a, b) -> Arrays.compareUnsigned(key(query, a), key(query, b)))
            .toList();
    boolean more =
        all.size() > query.limit() || filled.stream().anyMatch(page -> page.cursor() != null);
    List<Neighbor> items = all.subList(0, Math.min(query.limit(), all.size()));
    return new NeighborPage(items, more ? PageCursor.of(query, key(query, items.getLast())) : null);
  }

  private static byte[] key(NeighborQuery query, Neighbor item) {
    return item.direction() == Direction.OUT
        ? RowKeys.edgeOut(query.id(), item.type(), item.id())
        : RowKeys.edgeIn(query.id(), item.type(), item.id());
  }

  @Override
  public EdgesPage edges(EdgesQuery query) {
    return graph().page(query);
  }

  /** Each look-up of edges is as of its own moment. */
  @Override
  public Traversal traverse(TraversalQuery query) {
    return Traverser.run(graph(), query, TimeLimit.NONE);
  }

  @Override
  public Paths paths(PathsQuery query) {
    return PathFinder.run(graph(), query, TimeLimit.NONE);
  }

  @Override
  public Expansion expand(ExpandQuery query) {
    return Expander.run(graph(), query, TimeLimit.NONE);
  }

  private ShardedEdges graph() {
    return new ShardedEdges(new LocalShards(stores.get()));
  }

  /** Any store may have edges of any concept. */
  private record LocalShards(List<ReadOnlyConceptStore> stores, List<Integer> all)
      implements ShardedEdges.Shards {
    LocalShards(List<ReadOnlyConceptStore> stores) {
      this(stores, IntStream.range(0, stores.size()).boxed().toList());
    }

    @Override
    public List<Integer> of(String id) {
      return all;
    }

    @Override
    public Map<Integer, EdgesPage> read(Map<Integer, EdgesQuery> queries) {
      Map<Integer, EdgesPage> pages = new HashMap<>();
      queries.forEach((store, query) -> pages.put(store, stores.get(store).edges(query)));
      return pages;
    }

    @Override
    public Set<String> passing(List<String> ids, ConceptFilter filter) {
      Set<String> passing = new HashSet<>();
      stores.forEach(store -> passing.addAll(store.concepts(ids, filter).keySet()));
      return passing;
    }
  }

  /** Scores with the statistics of all partitions, unless the query brings others. */
  @Override
  public List<Hit> search(TextSearch query) {
    List<ReadOnlyConceptStore> now = stores.get();
    CorpusStatistics corpus =
        query.corpus() != null ? query.corpus() : corpusStatistics(now, query).settled();
    TextSearch comparable = query.withCorpus(corpus);
    return MergedResults.hits(
        now.stream().map(store -> store.search(comparable)).toList(), query.limit());
  }

  @Override
  public CorpusStatistics corpusStatistics(TextSearch query) {
    return corpusStatistics(stores.get(), query);
  }

  private static CorpusStatistics corpusStatistics(
      List<ReadOnlyConceptStore> stores, TextSearch query) {
    return stores.stream()
        .map(store -> store.corpusStatistics(query))
        .reduce(CorpusStatistics::merge)
        .orElseThrow();
  }

  @Override
  public Completions complete(CompletionQuery query) {
    return Completions.merge(ask(store -> store.complete(query.ofAll())), query.limit());
  }

  /** Counts with the statistics of all partitions, as {@link #search}. */
  @Override
  public Facets facets(FacetQuery query) {
    List<ReadOnlyConceptStore> now = stores.get();
    TextSearch search = query.search();
    FacetQuery comparable =
        search == null || search.corpus() != null
            ? query.ofAll()
            : query.ofAll().withSearch(search.withCorpus(corpusStatistics(now, search).settled()));
    return FacetCounts.merge(now.stream().map(store -> store.facets(comparable)).toList(), query);
  }

  @Override
  public SimilarHits similar(SimilarQuery query) {
    return MergedResults.similar(ask(store -> store.similar(query)), query.limit());
  }

  @Override
  public HybridHits hybrid(HybridQuery query) {
    return HybridReader.read(this, query);
  }

  @Override
  public TimelinePage timeline(TimelineQuery query) {
    return MergedResults.timeline(ask(store -> store.timeline(query)), query);
  }

  @Override
  public EngineStats stats() {
    return ask(ConceptReader::stats).stream().reduce(EngineStats::plus).orElseThrow();
  }

  private <T> List<T> ask(Function<ReadOnlyConceptStore, T> question) {
    return stores.get().stream().map(question).toList();
  }
}
