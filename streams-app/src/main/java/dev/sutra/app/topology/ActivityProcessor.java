package dev.sutra.app.topology;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Tracks the activity of its task: Kafka Streams calls {@code init} once the stores of an active
 * task are restored, and {@code close} before it gives the task away; a standby has no processors.
 */
final class ActivityProcessor implements Processor<byte[], byte[], Void, Void> {
  private final ActivePartitions active;
  private int partition;
  private long term = ActivePartitions.NONE;

  ActivityProcessor(ActivePartitions active) {
    this.active = active;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    partition = context.taskId().partition();
    term = active.begin(partition);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    // The other processors do the work.
  }

  @Override
  public void close() {
    active.end(partition, term);
  }
}
