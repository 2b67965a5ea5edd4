package dev.sutra.lsm.core;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for flushes, compactions and the indexing of texts, shared by all stores of the process.
 * Each kind has its own threads, so that no writer waits for a compaction.
 */
public final class Background {
  private static final int FLUSH_THREADS = 2;
  // At least two, so that a merge of large segments does not block merges of small ones.
  public static final int COMPACTION_THREADS =
      Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
  private static final int INDEXING_THREADS =
      Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  private static final long IDLE_SECONDS = 10;

  public static final ExecutorService FLUSHES = pool("sutra-flush-", FLUSH_THREADS);
  public static final ExecutorService COMPACTIONS = pool("sutra-compaction-", COMPACTION_THREADS);
  public static final ExecutorService INDEXING = pool("sutra-indexing-", INDEXING_THREADS);

  /** Starts delayed tasks on other threads; does no work itself. */
  public static final ScheduledThreadPoolExecutor TIMER = timer();

  private Background() {}

  private static ExecutorService pool(String namePrefix, int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            daemons(namePrefix));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("sutra-timer-"));
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  private static ThreadFactory daemons(String namePrefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, namePrefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
