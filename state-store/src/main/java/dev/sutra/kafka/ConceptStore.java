package dev.sutra.kafka;

import dev.sutra.engine.ConceptReader;
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
 * <p>Each call that writes is one transaction: readers see all of it or nothing. What it writes is
 * remembered together with the current input record, which is how a query can ask for the effect of
 * a record (see {@link #markProcessed}). Bad input raises {@link IllegalArgumentException} before
 * anything is written or logged; a failure of the disk raises {@link
 * org.apache.kafka.streams.errors.ProcessorStateException}.
 *
 * <p>Writes belong to the stream thread. Reads are for any thread, each as of one moment.
 *
 * <p>An association lies in two halves: one in the partition of its source ({@link Direction#OUT})
 * and one in that of its target ({@link Direction#IN}). A topology of more than one partition
 * writes one half here and sends the other to where it belongs; {@link Direction#BOTH} is for
 * associations whose both ends are here.
 */
public interface ConceptStore extends StateStore, ConceptReader {

  /**
   * Sets a concept, replacing the one of the same id, whose {@code createdAt} is kept.
   *
   * @throws IllegalArgumentException if the vector does not fit the store, or the id holds a
   *     control character
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

  /** The concept of this id, or null. */
  default @Nullable Concept get(String id) {
    return concept(id);
  }

  /**
   * Removes a concept and those halves of its associations that are here.
   *
   * <p>A concept with more than 10,000 halves goes in several transactions of as many rows each, so
   * that a hub takes no more memory than another concept; the concept itself is in the first.
   *
   * @param removed is told each half just before its removal: the association, and OUT if the
   *     concept is its source, IN if it is its target. An association of the concept with itself is
   *     told twice. It may call this store. The other halves, on other partitions, are for the
   *     caller to remove there: the IN halves at once, and an OUT half only if it still is the
   *     association that was told, since its source may have set it anew meanwhile
   * @return whether the concept was here
   */
  boolean delete(String id, BiConsumer<Association, Direction> removed);

  /** Sets both halves of an association. */
  default void associate(Association association) {
    associate(association, Direction.BOTH);
  }

  /**
   * Sets an association, replacing the one of the same source, type and target, whose {@code
   * createdAt} is kept. The order of the calls counts, not the times: an association with an
   * earlier {@code updatedAt} replaces one with a later.
   *
   * @param half OUT: the half with the source; IN: the half with the target
   * @return the association as it is kept; of both halves, that with the source
   * @throws IllegalArgumentException if an id or the type holds a control character, and the half
   *     is not IN: that one only follows its source
   */
  Association associate(Association association, Direction half);

  /**
   * The association as one of its halves holds it, or null if that half is not here.
   *
   * @param half OUT or IN
   * @throws IllegalArgumentException if {@code half} is BOTH
   */
  @Nullable Association association(String source, String type, String target, Direction half);

  /** Removes both halves of an association, if they are here; tells whether any was. */
  default boolean dissociate(String source, String type, String target) {
    return dissociate(source, type, target, Direction.BOTH);
  }

  /**
   * Removes an association's half, if it is here, whatever its times.
   *
   * @param half OUT: the half with the source; IN: the half with the target
   * @return whether a half was removed
   */
  boolean dissociate(String source, String type, String target, Direction half);

  /**
   * Tells that the current input record is done with, although it changed nothing here: one that
   * was refused, or meant for another place. Without it a query that waits for this record waits
   * until a later one comes. Not needed after a call that writes, even one that found nothing to
   * do.
   */
  void markProcessed();
}
