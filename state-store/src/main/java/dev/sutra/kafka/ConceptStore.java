package dev.sutra.kafka;

import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.streams.processor.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * A state store of concepts and associations, one per task.
 *
 * <p>Each call that writes is one transaction: readers see all of it or nothing. The store advances
 * its position to the current input record, so that a query can require the effect of that record
 * (see {@link #markProcessed}). Invalid input raises {@link IllegalArgumentException} before
 * anything is written or logged; a disk failure raises {@link
 * org.apache.kafka.streams.errors.ProcessorStateException}.
 *
 * <p>Writes belong to the stream thread. Reads are safe for use by many threads; each sees one
 * moment.
 *
 * <p>An association is stored as two halves: one in the partition of its source ({@link
 * Direction#OUT}) and one in the partition of its target ({@link Direction#IN}). A topology with
 * more than one partition writes one half and sends the other one to its partition; {@link
 * Direction#BOTH} is for associations with both ends in this partition.
 */
public interface ConceptStore extends StateStore, ReadOnlyConceptStore {

  /**
   * Sets a concept, replacing the one of the same id, whose {@code createdAt} is kept.
   *
   * @throws IllegalArgumentException if the vector does not fit the store, or the id has a control
   *     character
   */
  void put(Concept concept);

  /**
   * Sets a concept to what a function makes of the stored one, whose {@code createdAt} is kept.
   * Reads the stored concept once: cheaper than {@link #get} and {@link #put}.
   *
   * @param change gets the stored concept, or null if there is none, and returns a concept of the
   *     same id; exceptions that it throws are rethrown, and nothing is written then
   * @throws IllegalArgumentException see {@link #put}
   */
  void update(String id, Function<@Nullable Concept, Concept> change);

  /**
   * Removes a concept and the halves of its associations in this store.
   *
   * <p>A concept with more than 10,000 halves is removed in several transactions of 10,000 rows
   * each, which bounds the memory for a hub; the first transaction removes the concept itself.
   *
   * @param removed called with each half just before its removal: the association, and OUT if the
   *     concept is its source, IN if it is its target. Called twice for an association of the
   *     concept with itself. May call this store. The caller removes the other halves in their
   *     partitions: the IN halves unconditionally, an OUT half only if it still equals the reported
   *     association, since its source may have changed it since
   * @return whether the concept existed
   */
  boolean delete(String id, BiConsumer<Association, Direction> removed);

  /** Sets both halves of an association. */
  default void associate(Association association) {
    associate(association, Direction.BOTH);
  }

  /**
   * Sets an association, replacing the one of the same source, type and target, whose {@code
   * createdAt} is kept. The order of the calls decides, not the times: an association with an
   * earlier {@code updatedAt} replaces one with a later {@code updatedAt}.
   *
   * @param half OUT: the half with the source; IN: the half with the target
   * @return the association as stored; with BOTH, that of the OUT half
   * @throws IllegalArgumentException if an id or the type has a control character and the half is
   *     not IN: an IN half follows its source
   */
  Association associate(Association association, Direction half);

  /**
   * The association as stored in one of its halves, or null if the store does not have that half.
   *
   * @param half OUT or IN
   * @throws IllegalArgumentException if {@code half} is BOTH
   */
  @Nullable Association association(String source, String type, String target, Direction half);

  /** Removes both halves of an association, if present; returns whether any was. */
  default boolean dissociate(String source, String type, String target) {
    return dissociate(source, type, target, Direction.BOTH);
  }

  /**
   * Removes a half of an association, if present, regardless of its times.
   *
   * @param half OUT: the half with the source; IN: the half with the target
   * @return whether a half was removed
   */
  boolean dissociate(String source, String type, String target, Direction half);

  /**
   * Advances the position to the current input record although the record changed nothing in this
   * store: it was rejected, or belongs to another partition. Without this call, a query that waits
   * for the record waits until a later one arrives. Not needed after another write method, even if
   * that one changed nothing.
   */
  void markProcessed();
}
