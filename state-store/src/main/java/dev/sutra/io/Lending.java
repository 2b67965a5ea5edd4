package dev.sutra.io;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Memory that is lent from one use to the next, so that not each use makes and clears its own. A
 * few are kept; who finds none makes one. Safe for use by many threads, none of which waits.
 *
 * @param <T> what is lent, for one use at a time
 */
public final class Lending<T> {
  private static final int KEPT = 8;

  private final AtomicReferenceArray<T> idle = new AtomicReferenceArray<>(KEPT);
  private final Supplier<T> maker;

  /** Lends what a maker makes. */
  public Lending(Supplier<T> maker) {
    this.maker = maker;
  }

  /** To be {@link #giveBack given back} when it is not used any more. */
  public T borrow() {
    for (int i = 0; i < KEPT; i++) {
      T lent = idle.getAndSet(i, null);
      if (lent != null) {
        return lent;
      }
    }
    return maker.get();
  }

  /** Takes back what was borrowed, or lets go of it if enough is kept. */
  public void giveBack(T lent) {
    for (int i = 0; i < KEPT; i++) {
      if (idle.getPlain(i) == null && idle.compareAndSet(i, null, lent)) {
        return;
      }
    }
  }
}
