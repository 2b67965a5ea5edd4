package dev.sutra.app.topology;

import dev.sutra.kafka.ConceptStore;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.Direction;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.AssociationDeleted;
import dev.sutra.schemas.avro.AssociationUpserted;
import dev.sutra.schemas.avro.ConceptDeleted;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Writes concepts and the outgoing halves of associations to the store, and forwards the incoming
 * halves. One instance per processor of a task; not thread-safe.
 */
// Fields are set by init().
@SuppressWarnings("NullAway.Init")
final class EventApplier {
  /** More than the size of a concept with all parts at their limits. */
  private static final int ROW_BYTES_MAX = 512 * 1024;

  /** Maximum size of key, source position and record headers around a row's value. */
  private static final int ROW_OVERHEAD_BYTES = 1024;

  private final EventReader reader;
  private final ConceptMerge merge;
  private final EventCounters counters;
  private final Supplier<TopicShape> shape;
  private final StandingMatches matches;
  private ProcessorContext<byte[], byte[]> context;
  private ConceptStore store;

  EventApplier(
      EventReader reader,
      ConceptMerge merge,
      EventCounters counters,
      Supplier<TopicShape> shape,
      StandingMatches matches) {
    this.reader = reader;
    this.merge = merge;
    this.counters = counters;
    this.shape = shape;
    this.matches = matches;
  }

  void init(ProcessorContext<byte[], byte[]> context, ConceptStore store) {
    this.context = context;
    this.store = store;
    matches.init(context);
  }

  /**
   * Applies the event of a record on the partition of its key.
   *
   * @param origin of the event
   * @throws SerializationException if the bytes are not an event
   * @throws IllegalArgumentException naming what is wrong with the event
   */
  void apply(Record<byte[], byte[]> record, Origin origin) {
    ConceptEvent event = reader.read(origin.topic(), record.headers(), record.value());
    if (event == null) {
      delete(record, RecordKeys.idOf(record), record.timestamp());
    } else {
      apply(record, origin, event);
    }
    counters.applied();
  }

  void close() {
    reader.close();
  }

  private void apply(Record<byte[], byte[]> record, Origin origin, ConceptEvent event) {
    checkKey(record, ConceptEvents.key(event));
    long timestamp =
        event.getTimestamp() == null ? record.timestamp() : event.getTimestamp().toEpochMilli();
    switch (event.getPayload()) {
      case ConceptUpserted upserted -> matches.match(record, origin, upsert(upserted, timestamp));
      case ConceptDeleted deleted -> delete(record, deleted.getId(), timestamp);
      case AssociationUpserted upserted ->
          matches.match(record, origin, associate(record, upserted, timestamp));
      case AssociationDeleted deleted -> dissociate(record, deleted, timestamp);
      default -> throw new IllegalArgumentException("an event without a known payload");
    }
  }

  /** Stores what an upsert makes of the concept, and returns it. */
  private Concept upsert(ConceptUpserted event, long timestamp) {
    if (!merge.readsExisting(event)) {
      Concept concept = checkedRow(merge.merge(null, event, timestamp));
      store.put(concept);
      return concept;
    }
    Concept[] merged = new Concept[1];
    store.update(
        event.getId(), existing -> merged[0] = checkedRow(merge.merge(existing, event, timestamp)));
    return merged[0];
  }

  /** A row that the changelog rejects would stop the stream. A topic of our own accepts any row. */
  private Concept checkedRow(Concept concept) {
    int bytesMax = shape.get().changelogBytesMax();
    if (bytesMax >= ROW_BYTES_MAX) {
      return concept;
    }
    int bytes = ConceptRow.encode(concept, null).length + ROW_OVERHEAD_BYTES;
    if (bytes > bytesMax) {
      throw new IllegalArgumentException(
          "the concept takes " + bytes + " bytes; the store's changelog topic takes " + bytesMax);
    }
    return concept;
  }

  private void delete(Record<byte[], byte[]> record, String id, long timestamp) {
    store.delete(
        id,
        (association, half) -> {
          if (half == Direction.OUT) {
            send(record, HalfEdge.removal(association, timestamp));
          } else if (!association.source().equals(id)) {
            // Not for an association of the concept with itself: its OUT half is removed already,
            // and a later event of this partition may set it again before the request arrives.
            send(record, HalfEdge.removalRequest(association, timestamp));
          }
        });
  }

  private Association associate(
      Record<byte[], byte[]> record, AssociationUpserted event, long timestamp) {
    Association association =
        new Association(
            event.getSource(),
            event.getType(),
            event.getTarget(),
            event.getWeight() == null ? 1 : event.getWeight(),
            event.getConfidence() == null ? 1 : event.getConfidence(),
            timestamp,
            timestamp);
    Association kept = store.associate(association, Direction.OUT);
    send(record, HalfEdge.update(kept, timestamp));
    return kept;
  }

  private void dissociate(Record<byte[], byte[]> record, AssociationDeleted event, long timestamp) {
    store.dissociate(event.getSource(), event.getType(), event.getTarget(), Direction.OUT);
    send(
        record, HalfEdge.removal(event.getSource(), event.getType(), event.getTarget(), timestamp));
  }

  private void send(Record<byte[], byte[]> cause, HalfEdge half) {
    context.forward(half.toRecord(cause.timestamp()), NodeNames.MIRRORS);
  }

  /** A record with another key may be in a partition other than that of its concept. */
  private static void checkKey(Record<byte[], byte[]> record, String expected) {
    if (!RecordKeys.idOf(record).equals(expected)) {
      throw new IllegalArgumentException("the record's key is not the event's concept id");
    }
  }
}
