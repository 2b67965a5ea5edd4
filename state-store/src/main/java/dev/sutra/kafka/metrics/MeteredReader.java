package dev.sutra.kafka.metrics;

import dev.sutra.engine.ConceptReader;
import dev.sutra.engine.EngineStats;
import dev.sutra.engine.HybridReader;
import dev.sutra.engine.graph.EdgesPage;
import dev.sutra.engine.graph.EdgesQuery;
import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.Expansion;
import dev.sutra.engine.graph.Paths;
import dev.sutra.engine.graph.PathsQuery;
import dev.sutra.engine.graph.Traversal;
import dev.sutra.engine.graph.TraversalQuery;
import dev.sutra.engine.query.CompletionQuery;
import dev.sutra.engine.query.Completions;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.Facets;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHits;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelinePage;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.record.Concept;
import dev.sutra.text.query.CorpusStatistics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts and times the answers of another reader. */
record MeteredReader(ConceptReader reader, OperationSensors sensors) implements ConceptReader {
  @Override
  public @Nullable Concept concept(String id) {
    long started = sensors.started(Operation.GET);
    Concept concept = reader.concept(id);
    sensors.ended(Operation.GET, started);
    return concept;
  }

  @Override
  public Map<String, Concept> concepts(Collection<String> ids, ConceptFilter filter) {
    long started = sensors.started(Operation.GET);
    Map<String, Concept> concepts = reader.concepts(ids, filter);
    sensors.ended(Operation.GET, started);
    return concepts;
  }

  @Override
  public NeighborPage neighbors(NeighborQuery query) {
    long started = sensors.started(Operation.NEIGHBORS);
    NeighborPage page = reader.neighbors(query);
    sensors.ended(Operation.NEIGHBORS, started);
    return page;
  }

  @Override
  public EdgesPage edges(EdgesQuery query) {
    long started = sensors.started(Operation.EDGES);
    EdgesPage page = reader.edges(query);
    sensors.ended(Operation.EDGES, started);
    return page;
  }

  @Override
  public Traversal traverse(TraversalQuery query) {
    long started = sensors.started(Operation.TRAVERSE);
    Traversal traversal = reader.traverse(query);
    sensors.ended(Operation.TRAVERSE, started);
    return traversal;
  }

  @Override
  public Paths paths(PathsQuery query) {
    long started = sensors.started(Operation.PATHS);
    Paths paths = reader.paths(query);
    sensors.ended(Operation.PATHS, started);
    return paths;
  }

  @Override
  public Expansion expand(ExpandQuery query) {
    long started = sensors.started(Operation.EXPAND);
    Expansion expansion = reader.expand(query);
    sensors.ended(Operation.EXPAND, started);
    return expansion;
  }

  @Override
  public List<Hit> search(TextSearch query) {
    long started = sensors.started(Operation.SEARCH);
    List<Hit> hits = reader.search(query);
    sensors.ended(Operation.SEARCH, started);
    return hits;
  }

  @Override
  public CorpusStatistics corpusStatistics(TextSearch query) {
    return reader.corpusStatistics(query);
  }

  @Override
  public Completions complete(CompletionQuery query) {
    return reader.complete(query);
  }

  @Override
  public Facets facets(FacetQuery query) {
    return reader.facets(query);
  }

  @Override
  public SimilarHits similar(SimilarQuery query) {
    long started = sensors.started(Operation.SIMILAR);
    SimilarHits hits = reader.similar(query);
    sensors.ended(Operation.SIMILAR, started);
    return hits;
  }

  @Override
  public HybridHits hybrid(HybridQuery query) {
    return HybridReader.read(this, query);
  }

  @Override
  public TimelinePage timeline(TimelineQuery query) {
    long started = sensors.started(Operation.TIMELINE);
    TimelinePage page = reader.timeline(query);
    sensors.ended(Operation.TIMELINE, started);
    return page;
  }

  @Override
  public EngineStats stats() {
    return reader.stats();
  }
}
