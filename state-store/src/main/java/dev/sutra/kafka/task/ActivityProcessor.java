package dev.sutra.kafka.task;

import java.util.function.IntToLongFunction;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Tracks the activity of its task: Kafka Streams calls {@code init} once the stores of an active
 * task are restored, and {@code close} before it gives the task away; a standby has no processors.
 */
final class ActivityProcessor implements Processor<byte[], byte[], Void, Void> {
  /** Ends a term. */
  interface End {
    void of(int partition, long term);
  }

  private final IntToLongFunction begin;
  private final End end;
  private int partition;
  private long term;

  ActivityProcessor(IntToLongFunction begin, End end) {
    this.begin = begin;
    this.end = end;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    partition = context.taskId().partition();
    term = begin.applyAsLong(partition);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    // The other processors do the work.
  }

  @Override
  public void close() {
    end.of(partition, term);
  }
}
