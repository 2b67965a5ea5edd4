package dev.sutra.kafka.routing;

import dev.sutra.engine.EngineStats;
import dev.sutra.engine.graph.EdgeSource;
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
import dev.sutra.engine.hybrid.HybridSearch;
import dev.sutra.engine.hybrid.HybridSource;
import dev.sutra.engine.query.CompletionQuery;
import dev.sutra.engine.query.Completions;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.Facets;
import dev.sutra.engine.query.FilteredNeighbors;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHits;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.MergedResults;
import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextHits;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelinePage;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.kafka.ConceptQuery;
import dev.sutra.record.Concept;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Queries over all partitions of a store, wherever they are, merged exactly: each partition counts
 * once, scores of a text search use the frequencies of all partitions, and ties are ordered by id.
 *
 * <p>Common errors: {@link IllegalArgumentException} if a query is not valid, {@link
 * PartitionsUnavailableException} if a partition cannot answer and the options do not allow partial
 * results, or if none can, {@link QueryTimeoutException}. Thread-safe.
 */
public final class ConceptQueries {
  private final StoreQueries queries;
  private final TextQueries texts;

  ConceptQueries(StoreQueries queries) {
    this.queries = queries;
    this.texts = new TextQueries(queries);
  }

  /** The partition of a concept. */
  public int partitionOf(String id) {
    return queries.partitionOf(id);
  }

  /** The concept of an id, if it exists. */
  public Found<Optional<Concept>> concept(String id, QueryOptions options) {
    PartitionAnswers<Optional<Concept>> answers =
        queries.ask(new ConceptQuery.GetConcept(id), Set.of(queries.partitionOf(id)), options);
    return answers.found(answers.values().iterator().next());
  }

  /**
   * Those of some concepts that exist, by id.
   *
   * @param ids one or more
   * @param detail what the concepts carry
   */
  public Found<Map<String, Concept>> concepts(
      Collection<String> ids, Detail detail, QueryOptions options) {
    return concepts(ids, ConceptFilter.NONE, detail, options);
  }

  /** Those that also pass a filter. */
  Found<Map<String, Concept>> concepts(
      Collection<String> ids, ConceptFilter filter, Detail detail, QueryOptions options) {
    return merged(
        queries.ask(new ConceptQuery.GetConcepts(ids, detail, filter), partitionsOf(ids), options));
  }

  /** As {@link #concepts}, but all partitions that cannot answer are left out, even if none can. */
  public Found<Map<String, Concept>> conceptsOfWhoCan(
      Collection<String> ids, Detail detail, QueryOptions options) {
    return merged(
        queries.askWhoCan(new ConceptQuery.GetConcepts(ids, detail), partitionsOf(ids), options));
  }

  private Set<Integer> partitionsOf(Collection<String> ids) {
    return ids.stream().map(queries::partitionOf).collect(Collectors.toSet());
  }

  private static Found<Map<String, Concept>> merged(
      PartitionAnswers<Map<String, Concept>> answers) {
    Map<String, Concept> concepts = new HashMap<>();
    answers.values().forEach(concepts::putAll);
    return answers.found(concepts);
  }

  /**
   * A page of a concept's neighbors. A filter is tested where the concepts at the other ends are; a
   * page with a filter may be short, see {@link NeighborQuery#filter}.
   */
  public Found<NeighborPage> neighbors(NeighborQuery query, QueryOptions options) {
    final long start = System.nanoTime();
    List<Coverage> coverages = new ArrayList<>();
    NeighborPage page =
        FilteredNeighbors.page(
            query,
            plain -> {
              PartitionAnswers<NeighborPage> answers =
                  queries.ask(
                      new ConceptQuery.Neighbors(plain),
                      Set.of(queries.partitionOf(plain.id())),
                      options.since(start));
              coverages.add(answers.coverage());
              return answers.values().iterator().next();
            },
            ids -> {
              Found<Map<String, Concept>> passing =
                  concepts(ids, query.filter(), Detail.ID, options.since(start));
              coverages.add(passing.coverage());
              return passing.value().keySet();
            });
    return new Found<>(page, coverages.stream().reduce(Coverage::and).orElseThrow());
  }

  /**
   * The concepts within some steps of one, and the ways to them. Each step asks the partitions for
   * the edges of the concepts that the step before has reached. A quarter of the time is kept: the
   * result says if it is cut because the rest was over.
   */
  public Found<Traversal> traverse(TraversalQuery query, QueryOptions options) {
    return walk(options, (edges, time) -> Traverser.run(edges, query, time));
  }

  /** The best paths from one concept to another; as {@link #traverse}. */
  public Found<Paths> paths(PathsQuery query, QueryOptions options) {
    return walk(options, (edges, time) -> PathFinder.run(edges, query, time));
  }

  /** The concepts that are most related to some; as {@link #traverse}. */
  public Found<Expansion> expand(ExpandQuery query, QueryOptions options) {
    return walk(options, (edges, time) -> Expander.run(edges, query, time));
  }

  private <T> Found<T> walk(QueryOptions options, BiFunction<EdgeSource, TimeLimit, T> question) {
    TimeLimit time = TimeLimit.in(options.timeout().multipliedBy(3).dividedBy(4));
    PartitionEdges edges = new PartitionEdges(options);
    T answer = question.apply(new ShardedEdges(edges), time);
    return new Found<>(answer, edges.coverage);
  }

  /** The concepts whose text matches best; {@link TextSearch#corpus} is not given. */
  public Found<TextHits> search(TextSearch search, QueryOptions options) {
    return texts.search(search, options);
  }

  /** The words of texts with a prefix, those in most concepts first. */
  public Found<Completions> complete(CompletionQuery query, QueryOptions options) {
    PartitionAnswers<Completions> answers =
        queries.askAll(new ConceptQuery.Complete(query.ofAll()), options);
    return answers.found(Completions.merge(answers.values(), query.limit()));
  }

  /** How often values of attributes occur; an error if they are too many or too long for that. */
  public Found<Facets> facets(FacetQuery query, QueryOptions options) {
    return texts.facets(query, options);
  }

  /** The concepts with the nearest vectors. */
  public Found<SimilarHits> similar(SimilarQuery query, QueryOptions options) {
    PartitionAnswers<SimilarHits> answers =
        queries.askAll(new ConceptQuery.SimilarTo(query), options);
    return answers.found(MergedResults.similar(answers.values(), query.limit()));
  }

  /**
   * The concepts that are best in several rankings together: by text, by vector and by proximity in
   * the graph. Each ranking is of all partitions, so the result is the same however many there are.
   */
  public Found<HybridHits> hybrid(HybridQuery query, QueryOptions options) {
    Rankings rankings = new Rankings(options);
    HybridHits hits = HybridSearch.run(query, rankings);
    return new Found<>(hits, rankings.coverage);
  }

  /** A page of the concepts by time of their last write. */
  public Found<TimelinePage> timeline(TimelineQuery query, QueryOptions options) {
    PartitionAnswers<TimelinePage> answers =
        queries.askAll(new ConceptQuery.Timeline(query), options);
    return answers.found(MergedResults.timeline(answers.values(), query));
  }

  /** The statistics of the partitions, by partition. */
  public Found<Map<Integer, EngineStats>> stats(QueryOptions options) {
    PartitionAnswers<EngineStats> answers = queries.askAll(new ConceptQuery.StoreStats(), options);
    return answers.found(answers.results());
  }

  /** The edges that the partitions have for one question. Each is asked while it answers. */
  private final class PartitionEdges implements ShardedEdges.Shards {
    private final QueryOptions options;
    private final long start = System.nanoTime();
    private Coverage coverage = Coverage.NONE;

    PartitionEdges(QueryOptions options) {
      this.options = options;
    }

    @Override
    public List<Integer> of(String id) {
      return List.of(queries.partitionOf(id));
    }

    @Override
    public Map<Integer, EdgesPage> read(Map<Integer, EdgesQuery> asked) {
      return ask(new ConceptQuery.Edges(asked), asked.keySet());
    }

    @Override
    public Set<String> passing(List<String> ids, ConceptFilter filter) {
      Set<String> passing = new HashSet<>();
      ask(new ConceptQuery.GetConcepts(ids, Detail.ID, filter), partitionsOf(ids))
          .values()
          .forEach(concepts -> passing.addAll(concepts.keySet()));
      return passing;
    }

    /** Asks those that have not failed, and gives the answers by partition. */
    private <R> Map<Integer, R> ask(ConceptQuery<R> query, Set<Integer> all) {
      Set<Integer> partitions = new HashSet<>(all);
      partitions.removeAll(coverage.failed());
      if (partitions.isEmpty()) {
        return Map.of();
      }
      boolean someMayFail = options.allowPartial() && !coverage.answered().isEmpty();
      PartitionAnswers<R> answers =
          someMayFail
              ? queries.askWhoCan(query, partitions, options.since(start))
              : queries.ask(query, partitions, options.since(start));
      coverage = coverage.and(answers.coverage());
      return answers.results();
    }
  }

  /** The rankings of a hybrid query over all partitions. Each is asked while it answers. */
  private final class Rankings implements HybridSource {
    private final QueryOptions options;
    private final long start = System.nanoTime();
    private Coverage coverage = Coverage.NONE;

    Rankings(QueryOptions options) {
      this.options = options;
    }

    private <T> T counted(Found<T> found) {
      coverage = coverage.and(found.coverage());
      return found.value();
    }

    @Override
    public List<Hit> search(TextSearch query) {
      return counted(ConceptQueries.this.search(query, options.since(start))).items();
    }

    @Override
    public SimilarHits similar(SimilarQuery query) {
      return counted(ConceptQueries.this.similar(query, options.since(start)));
    }

    @Override
    public Expansion expand(ExpandQuery query) {
      return counted(ConceptQueries.this.expand(query, options.since(start)));
    }

    @Override
    public Map<String, Concept> concepts(
        Collection<String> ids, ConceptFilter filter, Detail detail) {
      return counted(ConceptQueries.this.concepts(ids, filter, detail, options.since(start)));
    }
  }
}
