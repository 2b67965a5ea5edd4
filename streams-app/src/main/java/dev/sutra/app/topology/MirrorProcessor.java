package dev.sutra.app.topology;

import dev.sutra.kafka.ConceptStore;
import dev.sutra.record.Association;
import dev.sutra.record.RowFormatException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Keeps the half-edges that arrive from the partitions of their other ends. */
final class MirrorProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
  private final String storeName;
  private final EventCounters counters;

  MirrorProcessor(String storeName, EventCounters counters) {
    this.storeName = storeName;
    this.counters = counters;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    ConceptStore store = context().getStateStore(storeName);
    try {
      if (record.value() == null) {
        throw new RowFormatException("a half-edge without a value");
      }
      HalfEdge change = HalfEdge.decode(record.value());
      Association edge = change.association();
      if (change.removed()) {
        store.dissociate(
            edge.source(), edge.type(), edge.target(), change.half(), change.timestamp());
      } else {
        store.associate(edge, change.half());
      }
    } catch (IllegalArgumentException e) {
      RecordMetadata metadata =
          context()
              .recordMetadata()
              .orElseThrow(() -> new IllegalStateException("a half-edge outside a topic"));
      String reason = String.valueOf(e.getMessage());
      context().forward(DeadLetter.of(record, metadata, reason), ConceptTopology.DEAD_LETTERS);
      store.markProcessed();
      counters.deadLetter();
    }
  }
}
