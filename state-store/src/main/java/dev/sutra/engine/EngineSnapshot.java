package dev.sutra.engine;

import dev.sutra.engine.graph.EdgesPage;
import dev.sutra.engine.graph.EdgesQuery;
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
import dev.sutra.engine.select.ConceptMatcher;
import dev.sutra.engine.select.SnapshotFilter;
import dev.sutra.lsm.read.TreeSnapshot;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.Limits;
import dev.sutra.record.RowCursor;
import dev.sutra.record.RowKeys;
import dev.sutra.text.query.CorpusStatistics;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs queries on a pinned state of the tree. */
final class EngineSnapshot implements Snapshot {
  private final TreeSnapshot pinned;
  private final RecallProbe probe;
  private final Function<TreeSnapshot, EngineStats> stats;

  EngineSnapshot(
      TreeSnapshot pinned, RecallProbe probe, Function<TreeSnapshot, EngineStats> stats) {
    this.pinned = pinned;
    this.probe = probe;
    this.stats = stats;
  }

  @Override
  public byte @Nullable [] row(byte[] key) {
    return pinned.get(key);
  }

  @Override
  public byte @Nullable [] header(byte[] key) {
    return pinned.header(key);
  }

  @Override
  public RowCursor rows(byte[] from, byte @Nullable [] to) {
    return pinned.scan(from, to);
  }

  @Override
  public long sequence() {
    return pinned.sequence();
  }

  @Override
  public @Nullable Concept concept(String id) {
    Limits.checkId("id", id);
    byte[] value = pinned.get(RowKeys.concept(id));
    return value == null ? null : ConceptRow.decode(id, value);
  }

  @Override
  public Map<String, Concept> concepts(Collection<String> ids, ConceptFilter filter) {
    ConceptMatcher test = new ConceptMatcher(filter, SnapshotFilter.rows(pinned));
    Map<String, Concept> found = new LinkedHashMap<>();
    for (String id : ids) {
      Limits.checkId("id", id);
      byte[] value = pinned.get(RowKeys.concept(id));
      if (value != null && (filter.isNone() || test.test(id, value))) {
        found.put(id, ConceptRow.decode(id, value));
      }
    }
    return found;
  }

  @Override
  public NeighborPage neighbors(NeighborQuery query) {
    return NeighborReader.read(SnapshotFilter.rows(pinned), query);
  }

  @Override
  public EdgesPage edges(EdgesQuery query) {
    return new EdgeScanner(pinned).page(query);
  }

  @Override
  public Traversal traverse(TraversalQuery query) {
    return Traverser.run(new EdgeScanner(pinned), query, TimeLimit.NONE);
  }

  @Override
  public Paths paths(PathsQuery query) {
    return PathFinder.run(new EdgeScanner(pinned), query, TimeLimit.NONE);
  }

  @Override
  public Expansion expand(ExpandQuery query) {
    return Expander.run(new EdgeScanner(pinned), query, TimeLimit.NONE);
  }

  /** Scans half-edges; see {@link TreeSnapshot#scanEdges}. */
  RowCursor edges(byte[] edges, byte[] from, byte[] to) {
    return pinned.scanEdges(edges, from, to);
  }

  @Override
  public List<Hit> search(TextSearch search) {
    return new TextReader(pinned).search(search);
  }

  @Override
  public CorpusStatistics corpusStatistics(TextSearch search) {
    return new TextReader(pinned).statistics(search);
  }

  @Override
  public Completions complete(CompletionQuery query) {
    return new TextReader(pinned).complete(query);
  }

  @Override
  public Facets facets(FacetQuery query) {
    return FacetReader.read(pinned, query);
  }

  @Override
  public SimilarHits similar(SimilarQuery query) {
    checkVector(query.vector());
    SimilarHits answer = SimilarReader.read(pinned, query);
    probe.answered(pinned, query, answer);
    return answer;
  }

  @Override
  public HybridHits hybrid(HybridQuery query) {
    return HybridReader.read(this, query);
  }

  @Override
  public TimelinePage timeline(TimelineQuery query) {
    return TimelineReader.read(pinned, query);
  }

  @Override
  public EngineStats stats() {
    return stats.apply(pinned);
  }

  @Override
  public void close() {
    pinned.close();
  }

  void checkVector(float[] vector) {
    pinned.options().checkVector(vector);
  }
}
