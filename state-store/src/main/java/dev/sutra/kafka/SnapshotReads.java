package dev.sutra.kafka;

import dev.sutra.engine.ConceptReader;
import dev.sutra.engine.EngineStats;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelinePage;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.record.Concept;
import dev.sutra.text.query.CorpusStatistics;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers each query from a snapshot of its own, which is closed with the answer. */
abstract class SnapshotReads implements ConceptReader {
  private final TaskEngine engine;

  SnapshotReads(TaskEngine engine) {
    this.engine = engine;
  }

  <T extends @Nullable Object> T read(Function<Snapshot, T> question) {
    try (Snapshot snapshot = engine.snapshot()) {
      return question.apply(snapshot);
    }
  }

  @Override
  public @Nullable Concept concept(String id) {
    return read(snapshot -> snapshot.concept(id));
  }

  @Override
  public NeighborPage neighbors(NeighborQuery query) {
    return read(snapshot -> snapshot.neighbors(query));
  }

  @Override
  public List<Hit> search(TextSearch query) {
    return read(snapshot -> snapshot.search(query));
  }

  @Override
  public CorpusStatistics corpusStatistics(String text) {
    return read(snapshot -> snapshot.corpusStatistics(text));
  }

  @Override
  public SimilarHits similar(SimilarQuery query) {
    return read(snapshot -> snapshot.similar(query));
  }

  @Override
  public TimelinePage timeline(TimelineQuery query) {
    return read(snapshot -> snapshot.timeline(query));
  }

  @Override
  public EngineStats stats() {
    return read(snapshot -> snapshot.stats());
  }
}
