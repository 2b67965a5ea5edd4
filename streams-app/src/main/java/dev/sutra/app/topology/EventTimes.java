package dev.sutra.app.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time of a record: its own; else, since other clients send records without one (-1), the last
 * of its partition; else the clock.
 *
 * <p>A time far ahead of the clock counts as the clock: brokers refuse records that are dated more
 * than an hour ahead ({@code message.timestamp.after.max.ms}), and the rows, half-edges and dead
 * letters that a record leads to carry its time. Half of that hour is left for clocks that differ.
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
