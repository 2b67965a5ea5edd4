package dev.sutra.app.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Extracts the time of a record: its own timestamp; if it has none (-1, as some clients send), the
 * last one of its partition; otherwise the clock.
 *
 * <p>A time far in the future is replaced by the clock: brokers reject records more than an hour
 * ahead ({@code message.timestamp.after.max.ms}), and the rows, half-edges and dead letters of a
 * record have its time. Half of that hour is a margin for clock differences.
 */
public final class EventTimes implements TimestampExtractor {
  static final long AHEAD_MS_MAX = 30 * 60 * 1000;

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return timeOf(record.timestamp(), partitionTime, System.currentTimeMillis());
  }

  static long timeOf(long recordTime, long partitionTime, long now) {
    long time = recordTime >= 0 ? recordTime : partitionTime;
    return time < 0 || time > now + AHEAD_MS_MAX ? now : time;
  }
}
