package dev.sutra.kafka.routing;

import dev.sutra.kafka.ConceptQuery;
import dev.sutra.kafka.routing.wire.WireFormatException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * One query on its way to other instances, each on its own virtual thread. A partition has one
 * answer, whoever gave it. Used by one thread.
 */
final class Scatter<R> implements AutoCloseable {
  private static final QuietLog LOG = new QuietLog(LoggerFactory.getLogger(Scatter.class));
  private static final long HEDGE_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(100);

  private final PeerClient peers;
  private final ConceptQuery<R> query;
  private final QueryOptions options;
  private final long deadline;
  private final Map<Integer, PartitionAnswer<R>> answers = new HashMap<>();
  private final BlockingQueue<Map<Integer, PartitionAnswer<R>>> arrivals =
      new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private int outstanding;

  /**
   * Starts a query.
   *
   * @param options their timeout is how long other instances may take
   */
  Scatter(PeerClient peers, ConceptQuery<R> query, QueryOptions options) {
    this.peers = peers;
    this.query = query;
    this.options = options;
    this.deadline = System.nanoTime() + options.timeout().toNanos();
  }

  /** Asks an instance for some partitions, in the background. */
  void ask(HostInfo peer, Set<Integer> partitions) {
    outstanding++;
    QueryOptions left =
        options.withTimeout(Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
    threads.add(
        Thread.ofVirtual()
            .name("peer-" + peer.host() + ":" + peer.port())
            .start(() -> arrivals.add(answer(peer, partitions, left))));
  }

  private Map<Integer, PartitionAnswer<R>> answer(
      HostInfo peer, Set<Integer> partitions, QueryOptions left) {
    try {
      return peers.query(peer, query, partitions, left);
    } catch (IOException | WireFormatException | IllegalArgumentException e) {
      LOG.warn("partitions {} of {}:{}: {}", partitions, peer.host(), peer.port(), reason(e));
    } catch (InterruptedException e) {
      // Another answer came first, or nobody waits any more.
      Thread.currentThread().interrupt();
    }
    return Map.of();
  }

  static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Takes answers, unless there are final ones already. */
  void take(Map<Integer, PartitionAnswer<R>> more) {
    more.forEach(
        (partition, answer) -> {
          if (!isAnswered(partition)) {
            answers.put(partition, answer);
          }
        });
  }

  private boolean isAnswered(int partition) {
    PartitionAnswer<R> answer = answers.get(partition);
    return answer != null && answer.isFinal(options.copiesMayAnswer());
  }

  /** Those of some partitions that have no final answer. */
  Set<Integer> open(Set<Integer> partitions) {
    Set<Integer> open = new HashSet<>(partitions);
    open.removeIf(this::isAnswered);
    return open;
  }

  /**
   * Waits for what was asked. If copies may answer and some partitions are late or have failed, the
   * second choice is asked as well, and the first answer counts.
   *
   * @param second asks other instances for the partitions that it is given
   */
  void await(Set<Integer> partitions, Runnable second) {
    long hedgeAt =
        System.nanoTime()
            + Math.min(HEDGE_NANOS_MAX, Math.max(0, deadline - System.nanoTime()) / 4);
    boolean hedged = !options.copiesMayAnswer();
    while (!open(partitions).isEmpty() && (outstanding > 0 || !hedged)) {
      long until = hedged ? deadline : hedgeAt;
      var arrived = outstanding == 0 ? null : next(until - System.nanoTime());
      if (arrived != null) {
        outstanding--;
        take(arrived);
      } else if (hedged) {
        return;
      } else {
        hedged = true;
        second.run();
      }
    }
  }

  private @Nullable Map<Integer, PartitionAnswer<R>> next(long nanos) {
    try {
      return arrivals.poll(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueryTimeoutException("the request timed out");
    }
  }

  /** The answers so far. */
  Map<Integer, PartitionAnswer<R>> answers() {
    return answers;
  }

  /** Abandons what is still on its way. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
