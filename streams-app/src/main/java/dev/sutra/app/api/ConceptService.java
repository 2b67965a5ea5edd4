package dev.sutra.app.api;

import dev.sutra.engine.Hit;
import dev.sutra.engine.NeighborQuery;
import dev.sutra.engine.TextSearch;
import dev.sutra.engine.TimelineEntry;
import dev.sutra.engine.TimelineQuery;
import dev.sutra.record.Concept;
import dev.sutra.schemas.avro.ConceptEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The questions that the REST service passes on, answered over all partitions.
 *
 * <p>Thread-safe. Every method may block, but not longer than the time it is given; it is
 * interrupted when that time is over. Common errors:
 *
 * <ul>
 *   <li>{@link IllegalArgumentException} (400): the question is wrong; the message names the field
 *       and is shown to the caller
 *   <li>{@link ServiceException#unknownConcept} (404), {@link ServiceException#unavailable} (503,
 *       also where a partition fails and {@link ReadOptions#allowPartial} is not set), {@link
 *       ServiceException#timeout} (504)
 *   <li>anything else (500): the message is logged and not shown
 * </ul>
 */
public interface ConceptService {
  /** The concept of this id, as the only item. An unknown one is a {@link ServiceException}. */
  Answer<Concept> concept(String id, ReadOptions options);

  /**
   * A page of a concept's neighbors, each with its text. A concept that neither exists nor is named
   * by an association is a {@link ServiceException}.
   */
  Answer<NeighborItem> neighbors(NeighborQuery query, ReadOptions options);

  /** The concepts whose text matches best; {@link TextSearch#corpus} is not given. */
  Answer<Hit> search(TextSearch query, ReadOptions options);

  /** The concepts with the nearest vectors; that of {@link SimilarRequest#id} is left out. */
  Answer<Hit> similar(SimilarRequest request, ReadOptions options);

  /**
   * The similarity of two concepts, as the only item. An unknown one is a {@link ServiceException},
   * one without a vector an {@link IllegalArgumentException}.
   */
  Answer<Float> similarity(String a, String b, ReadOptions options);

  /** A page of the concepts by time of their last write. */
  Answer<TimelineEntry> timeline(TimelineQuery query, ReadOptions options);

  /** What each partition that answered holds. */
  Answer<PartitionStats> stats(ReadOptions options);

  /**
   * Sends an event to the topic and waits until the broker has it. Its JSON form and the limits of
   * the data model are checked already; the store's dimension and similarity are not.
   */
  WriteReceipt write(ConceptEvent event, Duration timeout);

  /** Why questions cannot be answered yet, or any more, in one sentence; null: they can. */
  @Nullable String notReadyReason();
}
