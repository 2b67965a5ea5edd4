package dev.sutra.engine;

import dev.sutra.record.Concept;
import dev.sutra.text.query.CorpusStatistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The questions that a store answers. Every answer is exact as of one moment. */
public interface ConceptReader {
  /** The concept of this id, or null. */
  @Nullable Concept concept(String id);

  /** A page of the associations of a concept, whether or not the concept itself exists. */
  NeighborPage neighbors(NeighborQuery query);

  /** The concepts whose text matches best. */
  List<Hit> search(TextSearch query);

  /** What {@link #search} of this text scores with: to be summed over the stores of one answer. */
  CorpusStatistics corpusStatistics(String text);

  /**
   * The concepts with the nearest vectors.
   *
   * @throws IllegalArgumentException if the vector does not fit the store's dimension or similarity
   */
  SimilarHits similar(SimilarQuery query);

  /** A page of the concepts by time of their last write. */
  TimelinePage timeline(TimelineQuery query);

  EngineStats stats();
}
