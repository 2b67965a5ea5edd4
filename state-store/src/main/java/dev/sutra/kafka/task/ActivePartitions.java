package dev.sutra.kafka.task;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.Processor;

/**
 * The partitions whose task is active and restored on this instance. Each activation is a new term:
 * a read during which the term does not change was served by the active copy.
 *
 * <p>An instance that has been expelled from its group remains active until Kafka Streams detects
 * it. Thread-safe.
 */
public final class ActivePartitions {
  /** The term of a partition that is not active here. */
  public static final long NONE = 0;

  private final AtomicLong terms = new AtomicLong(NONE);
  private final Map<Integer, Term> active = new ConcurrentHashMap<>();

  /** The term of a partition; {@link #NONE} if it is not active here or not restored. */
  public long term(int partition) {
    Term term = active.get(partition);
    // A thread that died may not have closed its processors.
    return term == null || !term.owner().isAlive() ? NONE : term.number();
  }

  /** A processor that tracks its task; one belongs into each topology of the store. */
  public Processor<byte[], byte[], Void, Void> processor() {
    return new ActivityProcessor(this::begin, this::end);
  }

  /** Begins a term, which lasts while the calling thread is alive. */
  long begin(int partition) {
    long number = terms.incrementAndGet();
    active.put(partition, new Term(number, Thread.currentThread()));
    return number;
  }

  /** Ends a term, unless another one has begun. */
  void end(int partition, long number) {
    active.computeIfPresent(partition, (key, term) -> term.number() == number ? null : term);
  }

  private record Term(long number, Thread owner) {}
}
