package dev.sutra.app.topology;

import dev.sutra.kafka.task.KeyPartitioner;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Processes the events of the input topic. Applies an event in the partition of its key. An event
 * in another partition comes from a producer with another partitioner: it is forwarded, in order,
 * to the partition of its key.
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
      applier().apply(record, origin);
    } else if (routing.foreign() == ForeignPartition.FORWARD) {
      forward(record, origin);
    } else {
      throw new IllegalArgumentException(
          "the record lies on partition "
              + origin.partition()
              + " and its key belongs to partition "
              + owner
              + ": its producer does not partition by murmur2");
    }
  }

  private void forward(Record<byte[], byte[]> record, Origin origin) {
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
