package dev.sutra.app.topology;

import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Takes events from their topic. Those on the partition of their key are applied. Those on another
 * one come from a producer that partitions otherwise: they are sent on, in their order, to where
 * their concept is looked for.
 */
final class EventProcessor extends IngestProcessor {
  private final EventRouting routing;
  private final EventCounters counters;

  EventProcessor(
      String storeName,
      EventRouting routing,
      EventCounters counters,
      Supplier<EventApplier> appliers) {
    super(storeName, routing, counters, appliers);
    this.routing = routing;
    this.counters = counters;
  }

  @Override
  void take(Record<byte[], byte[]> record, Origin origin) {
    int owner =
        record.key() == null
            ? origin.partition()
            : KeyPartitioner.partition(record.key(), routing.shape().get().partitions());
    if (owner == origin.partition()) {
      applier().apply(record, origin.topic());
    } else if (routing.foreign() == ForeignPartition.FORWARD) {
      sendOn(record, origin);
    } else {
      throw new IllegalArgumentException(
          "the record lies on partition "
              + origin.partition()
              + " and its key belongs to partition "
              + owner
              + ": its producer does not partition by murmur2");
    }
  }

  private void sendOn(Record<byte[], byte[]> record, Origin origin) {
    byte[] value = new ForwardedEvent(origin, record.timestamp(), record.value()).encode();
    Record<byte[], byte[]> message = record.withValue(value);
    int bytesMax = routing.shape().get().mirrorBytesMax();
    if (RecordSize.of(message) > bytesMax) {
      throw new IllegalArgumentException(
          "the record lies on another partition than its key's, and with "
              + RecordSize.of(message)
              + " bytes it is too large to be sent on; at most "
              + bytesMax);
    }
    context().forward(message, NodeNames.MIRRORS);
    store().markProcessed();
    counters.forwarded();
  }
}
