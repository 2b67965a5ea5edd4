package dev.sutra.app.topology;

import dev.sutra.kafka.ConceptStore;
import dev.sutra.record.Association;
import dev.sutra.record.RowFormatException;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Keeps what arrives from other partitions: half-edges from those of their other ends, and events
 * from those where they lay by another partitioner.
 */
final class MirrorProcessor extends IngestProcessor {
  MirrorProcessor(
      String storeName,
      EventRouting routing,
      EventCounters counters,
      Supplier<EventApplier> appliers) {
    super(storeName, routing, counters, appliers);
  }

  @Override
  void take(Record<byte[], byte[]> record, Origin origin) {
    if (ForwardedEvent.isOne(record.value())) {
      ForwardedEvent event = ForwardedEvent.decode(record.value());
      Record<byte[], byte[]> original =
          record.withValue(event.value()).withTimestamp(event.timestamp());
      // It is applied here wherever its key belongs: an event is sent on once.
      guard(original, event.origin(), () -> applier().apply(original, event.origin().topic()));
    } else {
      apply(record);
    }
  }

  private void apply(Record<byte[], byte[]> record) {
    if (record.value() == null) {
      throw new RowFormatException("a half-edge without a value");
    }
    HalfEdge change = HalfEdge.decode(record.value());
    ConceptStore store = store();
    Association edge = change.association();
    if (change.removed()) {
      store.dissociate(
          edge.source(), edge.type(), edge.target(), change.half(), change.timestamp());
    } else {
      store.associate(edge, change.half());
    }
  }
}
