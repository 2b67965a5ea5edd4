package dev.sutra.lsm.core;

import dev.sutra.io.Storage;
import dev.sutra.memory.MemoryAccount;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * State that all parts of a tree share: storage, options, the writers' lock and its condition, file
 * numbers, health, counters and memory. The core knows none of the parts, and lives as long as the
 * tree. Thread-safe.
 */
public final class TreeCore {
  private final Storage storage;
  private final TreeOptions options;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicLong nextFileNumber = new AtomicLong();
  private final WriterHealth health;
  private final WorkCounters work = new WorkCounters();
  private final MemoryAccount memory;

  public TreeCore(Storage storage, TreeOptions options) {
    this.storage = storage;
    this.options = options;
    this.health = new WriterHealth(storage.describe());
    this.memory = options.memoryBudget().open();
  }

  public Storage storage() {
    return storage;
  }

  public TreeOptions options() {
    return options;
  }

  /** The writers' lock. Readers never take it. */
  public ReentrantLock lock() {
    return lock;
  }

  /** Condition of the writers' lock, signalled when waiting writers have to look again. */
  public Condition changed() {
    return changed;
  }

  public WriterHealth health() {
    return health;
  }

  /** Totals of background work and of writers' waits. */
  public WorkCounters work() {
    return work;
  }

  /** What the memtables take of the memory budget. */
  public MemoryAccount memory() {
    return memory;
  }

  /** Returns a file number that no other file has. */
  public long takeFileNumber() {
    return nextFileNumber.getAndIncrement();
  }

  /** Returns the file number that is taken next. */
  public long nextFileNumber() {
    return nextFileNumber.get();
  }

  /** Makes sure that no file number below this one is taken from now on. */
  public void raiseFileNumber(long next) {
    nextFileNumber.accumulateAndGet(next, Math::max);
  }

  /** Wakes all waiting writers. */
  public void wakeWriters() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Makes all writes fail from now on, with this as cause. */
  public void failWriters(Throwable cause) {
    lock.lock();
    try {
      health.failed(cause);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
