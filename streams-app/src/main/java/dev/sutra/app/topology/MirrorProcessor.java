package dev.sutra.app.topology;

import dev.sutra.kafka.ConceptStore;
import dev.sutra.record.Association;
import dev.sutra.record.Direction;
import dev.sutra.record.RowFormatException;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Processes messages from other partitions: half-edges, and events forwarded to the partition of
 * their key.
 *
 * <p>IN halves are updated and removed in the order of arrival, which is the order of the source's
 * changes. A removal of an OUT half is a request of the target. The source replies with the current
 * state of the half, after all its earlier changes: both halves agree once the reply has arrived.
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
      // Applied here whatever the partition of its key: an event is forwarded only once.
      guard(original, event.origin(), () -> applier().apply(original, event.origin()));
    } else {
      apply(record);
    }
  }

  private void apply(Record<byte[], byte[]> record) {
    if (record.value() == null) {
      throw new RowFormatException("a half-edge without a value");
    }
    HalfEdge change = HalfEdge.decode(record.value());
    Association edge = change.association();
    if (change.isRequest()) {
      reply(change, record.timestamp());
    } else if (change.removed()) {
      store().dissociate(edge.source(), edge.type(), edge.target(), change.half());
    } else {
      store().associate(edge, change.half());
    }
  }

  private void reply(HalfEdge request, long recordTime) {
    ConceptStore store = store();
    Association seen = request.association();
    String source = seen.source();
    Association kept = store.association(source, seen.type(), seen.target(), Direction.OUT);
    if (kept != null && HalfEdge.isSameVersion(kept, seen)) {
      store.dissociate(source, seen.type(), seen.target(), Direction.OUT);
      kept = null;
    } else {
      store.markProcessed();
    }
    HalfEdge reply =
        kept == null
            ? HalfEdge.removal(seen, request.timestamp())
            : HalfEdge.update(kept, request.timestamp());
    context().forward(reply.toRecord(recordTime), NodeNames.MIRRORS);
  }
}
