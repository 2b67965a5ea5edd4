package dev.sutra.lsm;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that flush and compact, shared by all stores of the process and bounded. Flushes have
 * threads of their own, so that no writer waits for a compaction.
 */
final class Background {
  private static final int FLUSH_THREADS = 2;
  private static final int COMPACTION_THREADS =
      Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  private static final long IDLE_SECONDS = 10;

  static final ExecutorService FLUSHES = pool("sutra-flush-", FLUSH_THREADS);
  static final ExecutorService COMPACTIONS = pool("sutra-compaction-", COMPACTION_THREADS);

  private Background() {}

  private static ExecutorService pool(String namePrefix, int threads) {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, namePrefix + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
