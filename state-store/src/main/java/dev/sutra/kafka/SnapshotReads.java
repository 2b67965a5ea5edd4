package dev.sutra.kafka;

import dev.sutra.engine.ConceptReader;
import dev.sutra.engine.EngineStats;
import dev.sutra.engine.Snapshot;
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
import java.util.function.Function;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** Answers each query from a snapshot of its own, which is closed with the answer. */
abstract class SnapshotReads implements ReadOnlyConceptStore {
  private final TaskEngine engine;

  SnapshotReads(TaskEngine engine) {
    this.engine = engine;
  }

  private <T extends @Nullable Object> T read(Function<ConceptReader, T> question) {
    try (Snapshot snapshot = engine.snapshot()) {
      return question.apply(engine.metered(snapshot));
    }
  }

  /** The value of a row; null if there is none. Not recorded: it is a part of another operation. */
  byte @Nullable [] row(byte[] key) {
    try (Snapshot snapshot = engine.snapshot()) {
      return snapshot.row(key);
    }
  }

  /** The first bytes of a row's value, as {@link Snapshot#header}. Not recorded either. */
  byte @Nullable [] header(byte[] key) {
    try (Snapshot snapshot = engine.snapshot()) {
      return snapshot.header(key);
    }
  }

  @Override
  public KeyValueIterator<String, Concept> range(@Nullable String from, @Nullable String to) {
    return ConceptIterator.range(engine, from, to);
  }

  @Override
  public KeyValueIterator<String, Concept> all() {
    return ConceptIterator.all(engine);
  }

  @Override
  public KeyValueIterator<String, Concept> prefixScan(String prefix) {
    return ConceptIterator.prefix(engine, prefix);
  }

  @Override
  public @Nullable Concept concept(String id) {
    return read(reader -> reader.concept(id));
  }

  @Override
  public Map<String, Concept> concepts(Collection<String> ids, ConceptFilter filter) {
    return read(reader -> reader.concepts(ids, filter));
  }

  @Override
  public NeighborPage neighbors(NeighborQuery query) {
    return read(reader -> reader.neighbors(query));
  }

  @Override
  public EdgesPage edges(EdgesQuery query) {
    return read(reader -> reader.edges(query));
  }

  @Override
  public Traversal traverse(TraversalQuery query) {
    return read(reader -> reader.traverse(query));
  }

  @Override
  public Paths paths(PathsQuery query) {
    return read(reader -> reader.paths(query));
  }

  @Override
  public Expansion expand(ExpandQuery query) {
    return read(reader -> reader.expand(query));
  }

  @Override
  public List<Hit> search(TextSearch query) {
    return read(reader -> reader.search(query));
  }

  @Override
  public CorpusStatistics corpusStatistics(TextSearch query) {
    return read(reader -> reader.corpusStatistics(query));
  }

  @Override
  public Completions complete(CompletionQuery query) {
    return read(reader -> reader.complete(query));
  }

  @Override
  public Facets facets(FacetQuery query) {
    return read(reader -> reader.facets(query));
  }

  @Override
  public SimilarHits similar(SimilarQuery query) {
    return read(reader -> reader.similar(query));
  }

  @Override
  public HybridHits hybrid(HybridQuery query) {
    return read(reader -> reader.hybrid(query));
  }

  @Override
  public TimelinePage timeline(TimelineQuery query) {
    return read(reader -> reader.timeline(query));
  }

  @Override
  public EngineStats stats() {
    return read(reader -> reader.stats());
  }
}
