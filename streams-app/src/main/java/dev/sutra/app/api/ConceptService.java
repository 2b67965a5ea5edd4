package dev.sutra.app.api;

import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.PathsQuery;
import dev.sutra.engine.graph.TraversalQuery;
import dev.sutra.engine.query.CompletionQuery;
import dev.sutra.engine.query.Completions;
import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.Facets;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHit;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.record.Concept;
import dev.sutra.schemas.avro.ConceptEvent;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The queries and writes of an instance, over all of its partitions.
 *
 * <p>Thread-safe. Methods block at most for the given timeout; the caller interrupts them when it
 * expires. Common errors:
 *
 * <ul>
 *   <li>{@link IllegalArgumentException} (400): the request is invalid; the message names the field
 *       and is shown to the client
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
   * Those of some concepts that exist, in the order of the ids, and {@link Answer#missing} with the
   * others. An id whose partition did not answer is in neither.
   *
   * @param ids 1 to {@link dev.sutra.engine.query.QueryLimits#ITEMS_MAX}; repeated ones count once
   * @param detail what the concepts carry
   */
  Answer<Concept> concepts(List<String> ids, Detail detail, ReadOptions options);

  /**
   * A page of a concept's neighbors, each with its concept. A concept that neither exists nor is
   * named by an association is a {@link ServiceException}.
   *
   * @param detail what the concepts carry
   */
  Answer<NeighborItem> neighbors(NeighborQuery query, Detail detail, ReadOptions options);

  /**
   * The concepts within some steps of one, each with the way to it. A start that neither exists nor
   * is named by an association is a {@link ServiceException}.
   */
  Answer<ReachedItem> traverse(TraversalQuery query, Detail detail, ReadOptions options);

  /**
   * The best paths from one concept to another. One that neither exists nor is named by an
   * association is a {@link ServiceException}.
   */
  Answer<PathItem> paths(PathsQuery query, ReadOptions options);

  /** The concepts that are most related to some; those that do not exist are related to none. */
  Answer<ActivatedItem> expand(ExpandQuery query, Detail detail, ReadOptions options);

  /** The concepts whose text matches best; {@link TextSearch#corpus} is not given. */
  default Answer<Hit> search(TextSearch query, ReadOptions options) {
    return search(query, null, options);
  }

  /** A page of them, after that of the cursor. */
  Answer<Hit> search(TextSearch query, @Nullable String cursor, ReadOptions options);

  /** The words of texts with a prefix, those in most concepts first. */
  Answer<Completions.Word> complete(CompletionQuery query, ReadOptions options);

  /**
   * How often values of attributes occur among concepts, as the only item. The search's {@link
   * TextSearch#corpus} is not given.
   */
  Answer<Facets> facets(FacetQuery query, ReadOptions options);

  /** The concepts with the nearest vectors, except {@link SimilarRequest#id}. */
  default Answer<Hit> similar(SimilarRequest request, ReadOptions options) {
    return similar(request, null, options);
  }

  /** A page of them, after that of the cursor. */
  Answer<Hit> similar(SimilarRequest request, @Nullable String cursor, ReadOptions options);

  /**
   * A page of the concepts that are best in several rankings together. An unknown {@link
   * HybridRequest#id} is a {@link ServiceException}.
   *
   * @param cursor of the page; null: the first one
   */
  Answer<HybridHit> hybrid(HybridRequest request, @Nullable String cursor, ReadOptions options);

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
   * Sends an event to the topic and waits for the broker's acknowledgement. The caller has checked
   * the limits of the data model; the store's dimension and similarity are checked here.
   */
  WriteReceipt write(ConceptEvent event, Duration timeout);

  /** Begins to send many events; their limits are checked as those of {@link #write}. */
  EventBatch batch();

  /**
   * The instances that hold copies, and this one.
   *
   * @param timeout after which an instance counts as unreachable
   */
  List<InstanceInfo> instances(Duration timeout) throws InterruptedException;

  /** Why queries cannot be answered, in one sentence; null: ready. */
  @Nullable String notReadyReason();
}
