package dev.sutra.kafka;

import dev.sutra.engine.BulkLoader;
import dev.sutra.engine.StorageEngine;
import dev.sutra.record.RowSink;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.query.Position;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads large batches of a restore in bulk, and postpones commits in the meantime.
 *
 * <p>Kafka Streams commits every {@code commit.interval.ms} while it restores, and once more at the
 * end, when the task is about to run; it does not say which commit is the last one. A commit ends
 * the bulk load, which would then consist of small parts. So a commit within five seconds of the
 * last one is postponed. If no batch follows it at once, or something is read or written, the
 * restore counts as ended: the load is ended and the commit is made up for. A crash before that
 * loses the commit, and the store reads the changelog from the one before. Thread-safe.
 */
final class BulkRestore {
  /** The store that is restored. */
  interface Target {
    String name();

    boolean isOpen();

    /** The data of the last commit. */
    CommitData committed();

    /** The position, which may lack what is still being loaded. */
    Position livePosition();

    /** Commits at once. */
    void commitNow(CommitData next);

    /** Uses the open engine; failures of its files become Kafka's. */
    void onEngine(String what, Consumer<StorageEngine> action);
  }

  private static final Logger LOG = LoggerFactory.getLogger(BulkRestore.class);

  /** A standby that keeps up gets smaller batches, which its readers are to see at once. */
  private static final int ROWS_MIN = 256;

  /**
   * Rows in a row that show that a store is behind. Under exactly-once a standby that keeps up gets
   * all rows of a transaction together, which may be more than {@link #ROWS_MIN}.
   */
  private static final int BEHIND_ROWS = 5_000;

  private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE_MILLIS = 20;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
  private static final long NANOS_PER_ROW = 20_000;
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(
          PAUSE_MILLIS, TimeUnit.MILLISECONDS, Thread.ofVirtual().name("sutra-restore")::start);

  private final Target engine;
  private final BulkLoader loader;
  private final boolean allowed;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable CommitData postponed;
  private boolean empty;
  // Rows of large batches without a pause between them, and the last of these batches.
  private int consecutive;
  private int lastCount;
  private long lastBatchNanos = System.nanoTime();
  // A commit is postponed, and no batch has followed.
  private volatile boolean pausing;
  private long commits;
  private long lastNanos = System.nanoTime();

  /**
   * Creates one for an open engine.
   *
   * @param empty whether nothing was ever committed to the store
   * @param allowed whether the end of the restore can be told: not for global stores, which are not
   *     committed at the end of their restore
   */
  BulkRestore(Target engine, BulkLoader loader, boolean empty, boolean allowed) {
    this.engine = engine;
    this.loader = loader;
    this.empty = empty;
    this.allowed = allowed;
  }

  /**
   * Loads a batch, if the store is far behind or a load is active.
   *
   * @param installed run once readers see the rows
   * @return false if the batch has to be written as a transaction
   */
  boolean add(int count, Consumer<RowSink> rows, Runnable installed) {
    lock.lock();
    try {
      boolean behind = isBehind(count);
      if (!loader.isActive()) {
        settle();
        if (!behind) {
          return false;
        }
      }
      pausing = false;
      engine.onEngine("restore", open -> loader.add(rows, installed));
      return true;
    } finally {
      lastBatchNanos = System.nanoTime();
      lock.unlock();
    }
  }

  private boolean isBehind(int count) {
    // The last batch may have been written as a transaction since.
    long pause = PAUSE_NANOS + NANOS_PER_ROW * lastCount;
    if (count < ROWS_MIN || System.nanoTime() - lastBatchNanos > pause) {
      consecutive = 0;
    }
    consecutive = Math.min(BEHIND_ROWS, consecutive + count);
    lastCount = count;
    return allowed && count >= ROWS_MIN && (empty || consecutive >= BEHIND_ROWS);
  }

  /** Commits, now or later. */
  void commit(Map<TopicPartition, Long> offsets) {
    lock.lock();
    try {
      CommitData next = base().with(offsets, engine.livePosition());
      if (loader.isActive() && System.nanoTime() - lastNanos < COMMIT_NANOS) {
        postponed = next;
        pausing = true;
        long number = ++commits;
        LATER.execute(() -> settleLater(number));
      } else {
        commitNow(next);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the load and makes up for the postponed commit, if the restore has ended. */
  void settle() {
    if (!pausing) {
      return;
    }
    lock.lock();
    try {
      if (pausing) {
        commitNow(base());
      }
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #settle}; before the engine is closed. */
  void close() {
    try {
      settle();
    } catch (RuntimeException e) {
      LOG.warn("store {} is closed before its last commit: {}", engine.name(), e.toString());
    }
  }

  private CommitData base() {
    CommitData last = postponed;
    return last == null ? engine.committed() : last;
  }

  private void commitNow(CommitData next) {
    engine.onEngine("restore", open -> loader.finish());
    // The load has advanced the position.
    engine.commitNow(new CommitData(next.offsets(), engine.livePosition().copy()));
    postponed = null;
    pausing = false;
    empty &= lastCount == 0;
    lastNanos = System.nanoTime();
  }

  private void settleLater(long number) {
    lock.lock();
    try {
      if (number == commits && engine.isOpen()) {
        settle();
      }
    } catch (RuntimeException e) {
      // The next reader, writer or commit gets the failure.
      LOG.warn("store {} cannot end its restore yet: {}", engine.name(), e.toString());
    } finally {
      lock.unlock();
    }
  }
}
