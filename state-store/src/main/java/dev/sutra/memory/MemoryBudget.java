package dev.sutra.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A limit of the heap that unflushed writes take, over all stores that share it. When active
 * memtables fill three quarters of it, the largest is flushed, of whichever store; small ones are
 * left alone until they are the largest. When it is used up, writers wait for flushes, first a
 * little and then until there is room (compare RocksDB's {@code WriteBufferManager} and the global
 * memstore limit of HBase).
 *
 * <p>A store whose own share is below {@link #FLOOR_BYTES} never waits, so that no store waits for
 * another one whose disk has failed. A transaction is admitted as long as there is any room. So the
 * limit may be exceeded by the floor of each store, and by one transaction per writing thread.
 *
 * <p>Not counted: snapshots that are held open, and the buffers of flushes and compactions, whose
 * number the process limits. Thread-safe.
 */
public final class MemoryBudget {
  /** What each store may hold, bytes, however full the budget is. */
  public static final long FLOOR_BYTES = 256 * 1024;

  private static final long BYTES_MIN = 1 << 20;
  private static final int HEAP_SHARE = 4;
  // Shares of the budget.
  private static final double FLUSH_FROM = 0.75;
  private static final double SLOW_FROM = 0.875;
  private static final int FLOORS_MIN = 16;
  // A smaller memtable is not worth a segment.
  private static final int FLUSHES_OF_FLOOR = 4;

  private static final class Default {
    static final MemoryBudget BUDGET =
        new MemoryBudget(Math.max(BYTES_MIN, Runtime.getRuntime().maxMemory() / HEAP_SHARE));
  }

  private final long bytes;
  private final long floor;
  private final Object lock = new Object();
  // Guarded by the lock.
  private final List<Account> accounts = new ArrayList<>();
  // Active memtables that nobody was asked to seal.
  private long active;
  // Sealed memtables, and those that someone was asked to seal.
  private long leaving;
  private long retained;
  // Share of the budget that is used; written under the lock.
  private volatile double fill;

  private MemoryBudget(long bytes) {
    this.bytes = bytes;
    this.floor = Math.min(FLOOR_BYTES, bytes / FLOORS_MIN);
  }

  /** Returns the budget of all stores that are given no other: a quarter of the maximum heap. */
  public static MemoryBudget ofProcess() {
    return Default.BUDGET;
  }

  /**
   * Creates a budget.
   *
   * @throws IllegalArgumentException if it is below 1 MiB
   */
  public static MemoryBudget ofBytes(long bytes) {
    if (bytes < BYTES_MIN) {
      throw new IllegalArgumentException(
          "the memory budget is " + bytes + " bytes; at least " + BYTES_MIN);
    }
    return new MemoryBudget(bytes);
  }

  public long bytes() {
    return bytes;
  }

  /** Returns the bytes that all stores use now. */
  public long usedBytes() {
    synchronized (lock) {
      return active + leaving + retained;
    }
  }

  /** Opens an account for a store, without a user and without bytes. */
  public MemoryAccount open() {
    Account account = new Account();
    synchronized (lock) {
      accounts.add(account);
    }
    return account;
  }

  private void close(Account account) {
    change(
        account,
        () -> {
          account.active = 0;
          account.sealed = 0;
          account.retained = 0;
          account.replaying = 0;
          account.filling = 0;
          account.handedOver = 0;
          account.user = null;
          account.closed = true;
          accounts.remove(account);
        });
  }

  /** Changes an account; then asks the largest to make room, and wakes those that wait for it. */
  private void change(Account account, Runnable change) {
    List<MemoryUser> asked = new ArrayList<>(0);
    List<MemoryUser> woken = new ArrayList<>(0);
    synchronized (lock) {
      if (account.closed) {
        return;
      }
      count(account, -1);
      change.run();
      count(account, 1);
      askLargest(asked);
      fill = (double) (active + leaving) / room();
      if (fill < 1) {
        takeWaiting(woken);
      }
    }
    asked.forEach(MemoryUser::makeRoom);
    woken.forEach(MemoryUser::roomIsBack);
  }

  private boolean mustWait(Account account) {
    if (fill < 1 || account.flushable() < floor) {
      return false;
    }
    synchronized (lock) {
      account.waiting = fill >= 1;
      return account.waiting;
    }
  }

  private double pressure(Account account) {
    double share = fill;
    return share < SLOW_FROM || account.flushable() < floor
        ? 0
        : Math.min(1, (share - SLOW_FROM) / (1 - SLOW_FROM));
  }

  private void count(Account account, int sign) {
    if (account.asked) {
      leaving += sign * account.sealable();
    } else {
      active += sign * account.sealable();
    }
    active += sign * account.replaying;
    leaving += sign * (account.sealed + account.handedOver);
    retained += sign * account.retained;
  }

  /** What memtables may take beside those that only a commit releases. */
  private long room() {
    return Math.max(bytes - retained, bytes / HEAP_SHARE);
  }

  private void askLargest(List<MemoryUser> users) {
    while (active > FLUSH_FROM * room()) {
      Account largest = null;
      for (Account each : accounts) {
        // A store whose flushes are behind would only have more to flush.
        if (each.user != null
            && !each.asked
            && each.sealed + each.handedOver == 0
            && each.sealable() >= floor / FLUSHES_OF_FLOOR
            && (largest == null || each.sealable() > largest.sealable())) {
          largest = each;
        }
      }
      if (largest == null || largest.user == null) {
        return;
      }
      count(largest, -1);
      largest.asked = true;
      count(largest, 1);
      users.add(largest.user);
    }
  }

  private void takeWaiting(List<MemoryUser> users) {
    for (Account each : accounts) {
      if (each.waiting && each.user != null) {
        users.add(each.user);
      }
      each.waiting = false;
    }
  }

  private final class Account implements MemoryAccount {
    // Changed under the lock.
    volatile long active;
    volatile long sealed;
    long retained;
    volatile long replaying;
    volatile long filling;
    volatile long handedOver;
    @Nullable MemoryUser user;
    boolean asked;
    boolean waiting;
    boolean closed;

    @Override
    public void ownedBy(@Nullable MemoryUser newUser) {
      change(
          this,
          () -> {
            user = newUser;
            asked = false;
          });
    }

    @Override
    public void use(long activeBytes) {
      if (activeBytes != active) {
        change(this, () -> active = activeBytes);
      }
    }

    @Override
    public void use(long activeBytes, long sealedBytes, long retainedBytes) {
      change(
          this,
          () -> {
            active = activeBytes;
            sealed = sealedBytes;
            retained = retainedBytes;
          });
    }

    @Override
    public void load(long fillingBytes, long handedOverBytes) {
      change(
          this,
          () -> {
            filling = fillingBytes;
            handedOver = handedOverBytes;
          });
    }

    @Override
    public void replay(long bytes) {
      if (bytes != replaying) {
        change(this, () -> replaying = bytes);
      }
    }

    @Override
    public void answered() {
      change(this, () -> asked = false);
    }

    @Override
    public boolean mustWait() {
      return MemoryBudget.this.mustWait(this);
    }

    @Override
    public double pressure() {
      return MemoryBudget.this.pressure(this);
    }

    /** Bytes that the store can begin to write when it is asked to. */
    long sealable() {
      return active + filling;
    }

    /** Bytes that a flush of the store can free. */
    long flushable() {
      return sealable() + sealed + handedOver + replaying;
    }

    @Override
    public void close() {
      MemoryBudget.this.close(this);
    }
  }

  @Override
  public String toString() {
    return bytes + " bytes";
  }
}
