package dev.sutra.lsm.core;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Totals of background work and of writers' waits since a tree was opened. Thread-safe, without
 * locks.
 */
public final class WorkCounters {
  private final LongAdder userBytes = new LongAdder();
  private final LongAdder flushBytes = new LongAdder();
  private final LongAdder compactionBytes = new LongAdder();
  private final LongAdder flushes = new LongAdder();
  private final LongAdder compactions = new LongAdder();
  private final AtomicInteger compactionsRunning = new AtomicInteger();
  private final LongAdder failures = new LongAdder();
  private final LongAdder delayNanos = new LongAdder();
  private final LongAdder stalls = new LongAdder();
  private final LongAdder stallNanos = new LongAdder();

  /** Bytes of keys and values that users wrote. */
  public long userBytes() {
    return userBytes.sum();
  }

  /** Bytes that flushes wrote, failed attempts included. */
  public long flushBytes() {
    return flushBytes.sum();
  }

  /** Bytes that compactions wrote, unfinished ones included. */
  public long compactionBytes() {
    return compactionBytes.sum();
  }

  /** Flushes that were installed. */
  public long flushes() {
    return flushes.sum();
  }

  /** Compactions that were installed. */
  public long compactions() {
    return compactions.sum();
  }

  /** Compactions that are running now. */
  public int compactionsRunning() {
    return compactionsRunning.get();
  }

  /** Failed attempts to flush, compact, train a codebook or write the manifest. */
  public long failures() {
    return failures.sum();
  }

  /** Time for which writers were slowed down, in nanoseconds. */
  public long delayNanos() {
    return delayNanos.sum();
  }

  /** Number of times that a writer had to wait. */
  public long stalls() {
    return stalls.sum();
  }

  /** Time for which writers waited, in nanoseconds. */
  public long stallNanos() {
    return stallNanos.sum();
  }

  public void addUserBytes(long bytes) {
    userBytes.add(bytes);
  }

  public void addFlushBytes(long bytes) {
    flushBytes.add(bytes);
  }

  public void addCompactionBytes(long bytes) {
    compactionBytes.add(bytes);
  }

  public void flushInstalled() {
    flushes.increment();
  }

  public void compactionInstalled() {
    compactions.increment();
  }

  public void compactionBegan() {
    compactionsRunning.incrementAndGet();
  }

  public void compactionEnded() {
    compactionsRunning.decrementAndGet();
  }

  void attemptFailed() {
    failures.increment();
  }

  public void delayed(long nanos) {
    delayNanos.add(nanos);
  }

  public void stallBegan() {
    stalls.increment();
  }

  public void stallEnded(long nanos) {
    stallNanos.add(nanos);
  }
}
