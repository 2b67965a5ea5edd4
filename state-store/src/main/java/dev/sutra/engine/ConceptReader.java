package dev.sutra.engine;

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
import org.jspecify.annotations.Nullable;

/** The queries of a store. Each result reflects one consistent state. */
public interface ConceptReader {
  /** The concept with this id; null if there is none. */
  @Nullable Concept concept(String id);

  /** A page of the associations of a concept. The concept itself need not exist. */
  NeighborPage neighbors(NeighborQuery query);

  /** The concepts with the best matching texts. */
  List<Hit> search(TextSearch query);

  /**
   * The statistics with which {@link #search} scores this text. To search several stores, sum them
   * over all.
   */
  CorpusStatistics corpusStatistics(String text);

  /**
   * The concepts with the nearest vectors.
   *
   * @throws IllegalArgumentException if the vector does not match the store's dimension or
   *     similarity
   */
  SimilarHits similar(SimilarQuery query);

  /** A page of the concepts, ordered by the time of their last write. */
  TimelinePage timeline(TimelineQuery query);

  /** The statistics of the store. */
  EngineStats stats();
}
