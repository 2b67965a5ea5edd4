package dev.sutra.io;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * A lock-free pool of a few reusable objects, such as large arrays. If the pool is empty, it
 * creates an object. Safe for use by many threads; none of them waits.
 *
 * @param <T> the pooled objects, each used by one borrower at a time
 */
public final class Lending<T> {
  private static final int KEPT = 8;

  private final AtomicReferenceArray<T> idle = new AtomicReferenceArray<>(KEPT);
  private final Supplier<T> maker;

  /** Creates an empty pool of the maker's objects. */
  public Lending(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Takes an object, to be {@link #giveBack returned} after use. */
  public T borrow() {
    for (int i = 0; i < KEPT; i++) {
      T lent = idle.getAndSet(i, null);
      if (lent != null) {
        return lent;
      }
    }
    return maker.get();
  }

  /** Returns an object to the pool; drops it if the pool is full. */
  public void giveBack(T lent) {
    for (int i = 0; i < KEPT; i++) {
      if (idle.getPlain(i) == null && idle.compareAndSet(i, null, lent)) {
        return;
      }
    }
  }
}
