package dev.sutra.app.topology;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The partitions whose task is active here and restored. Each time that a task gets there is a term
 * of its own: what was read while the term stayed the same was read from the active copy.
 *
 * <p>An instance that lost its group without knowing it stays active until Kafka Streams tells it
 * so. Thread-safe.
 */
public final class ActivePartitions {
  /** The term of a partition that is not active here. */
  public static final long NONE = 0;

  private final AtomicLong terms = new AtomicLong(NONE);
  private final Map<Integer, Term> active = new ConcurrentHashMap<>();

  /** The term of a partition; {@link #NONE}: it is not active here, or not restored. */
  public long term(int partition) {
    Term term = active.get(partition);
    // A thread that died may have closed nothing.
    return term == null || !term.owner().isAlive() ? NONE : term.number();
  }

  /** Begins a term, which the calling thread serves. */
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
