package dev.sutra.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.kafka.ConceptStore;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import dev.sutra.record.Limits;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.AssociationDeleted;
import dev.sutra.schemas.avro.AssociationUpserted;
import dev.sutra.schemas.avro.ConceptDeleted;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Keeps concepts and the outgoing halves of associations, and sends the other halves on. An event
 * that cannot be kept goes to the dead-letter topic; it stops nothing.
 */
final class ConceptProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
  private final String storeName;
  private final EventReader reader;
  private final ConceptMerge merge;
  private final EventCounters counters;

  ConceptProcessor(
      String storeName, EventReader reader, ConceptMerge merge, EventCounters counters) {
    this.storeName = storeName;
    this.reader = reader;
    this.merge = merge;
    this.counters = counters;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata metadata =
        context()
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("an event outside a topic"));
    ConceptStore store = context().getStateStore(storeName);
    try {
      ConceptEvent event = reader.read(metadata.topic(), record.headers(), record.value());
      if (event == null) {
        delete(store, record, idOf(record), record.timestamp());
      } else {
        apply(store, record, event);
      }
      counters.applied();
    } catch (SerializationException | IllegalArgumentException e) {
      String reason = String.valueOf(e.getMessage());
      context().forward(DeadLetter.of(record, metadata, reason), ConceptTopology.DEAD_LETTERS);
      store.markProcessed();
      counters.deadLetter();
    }
  }

  @Override
  public void close() {
    reader.close();
  }

  private void apply(ConceptStore store, Record<byte[], byte[]> record, ConceptEvent event) {
    checkKey(record, ConceptEvents.key(event));
    long timestamp =
        event.getTimestamp() == null ? record.timestamp() : event.getTimestamp().toEpochMilli();
    switch (event.getPayload()) {
      case ConceptUpserted upserted -> {
        Concept existing = store.get(upserted.getId());
        store.put(merge.merge(existing, upserted, timestamp));
      }
      case ConceptDeleted deleted -> delete(store, record, deleted.getId(), timestamp);
      case AssociationUpserted upserted -> associate(store, record, upserted, timestamp);
      case AssociationDeleted deleted -> dissociate(store, record, deleted, timestamp);
      default -> throw new IllegalArgumentException("an event without a known payload");
    }
  }

  private void delete(
      ConceptStore store, Record<byte[], byte[]> record, String id, long timestamp) {
    store.delete(
        id,
        (association, direction) -> {
          Direction other = direction == Direction.OUT ? Direction.IN : Direction.OUT;
          send(record, new HalfEdge(association, other, true, timestamp));
        });
  }

  private void associate(
      ConceptStore store,
      Record<byte[], byte[]> record,
      AssociationUpserted event,
      long timestamp) {
    Association association =
        new Association(
            event.getSource(),
            event.getType(),
            event.getTarget(),
            event.getWeight() == null ? 1 : event.getWeight(),
            event.getConfidence() == null ? 1 : event.getConfidence(),
            timestamp,
            timestamp);
    store.associate(association, Direction.OUT);
    send(record, new HalfEdge(association, Direction.IN, false, timestamp));
  }

  private void dissociate(
      ConceptStore store, Record<byte[], byte[]> record, AssociationDeleted event, long timestamp) {
    Association association =
        Association.of(event.getSource(), event.getType(), event.getTarget(), 0, timestamp);
    store.dissociate(event.getSource(), event.getType(), event.getTarget(), Direction.OUT);
    send(record, new HalfEdge(association, Direction.IN, true, timestamp));
  }

  private void send(Record<byte[], byte[]> cause, HalfEdge half) {
    context()
        .forward(
            new Record<>(half.keeper().getBytes(UTF_8), half.encode(), cause.timestamp()),
            ConceptTopology.MIRRORS);
  }

  /** A record under another key would lie on a partition where nobody looks for its concept. */
  private static void checkKey(Record<byte[], byte[]> record, String expected) {
    if (!idOf(record).equals(expected)) {
      throw new IllegalArgumentException("the record's key is not the event's concept id");
    }
  }

  private static String idOf(Record<byte[], byte[]> record) {
    if (record.key() == null) {
      throw new IllegalArgumentException("the record has no key");
    }
    String id = new String(record.key(), UTF_8);
    Limits.checkId("the record's key", id);
    return id;
  }
}
