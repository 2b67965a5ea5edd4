package dev.sutra.lsm;

import dev.sutra.lsm.core.TreeCore;
import dev.sutra.record.RowSink;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Loads rows in bulk: they become visible in their order, but later than those of other writes, and
 * without a log. Thread-safe.
 */
public final class TreeLoad {
  private final TreeCore core;
  private final Supplier<TreeSession> session;

  TreeLoad(TreeCore core, Supplier<TreeSession> session) {
    this.core = core;
    this.session = session;
  }

  /**
   * Adds rows.
   *
   * @param rows is given the sink for them; holds the writers' lock
   * @param installed run once readers see the rows, under the writers' lock
   * @throws IllegalArgumentException if a row is not valid; the rows before it are added
   * @throws java.io.UncheckedIOException if segments cannot be written; the rows up to now are
   *     kept, and writing them is tried again
   */
  public void add(Consumer<RowSink> rows, Runnable installed) {
    core.lock().lock();
    try {
      session.get().writer().load(rows, installed);
    } finally {
      core.lock().unlock();
    }
  }

  /**
   * Waits until all added rows are visible.
   *
   * @throws java.io.UncheckedIOException as {@link #add}
   */
  public void finish() {
    if (isActive()) {
      core.lock().lock();
      try {
        session.get().writer().finishLoad();
      } finally {
        core.lock().unlock();
      }
    }
  }

  /** Whether added rows are not visible yet. */
  public boolean isActive() {
    return session.get().writer().isLoading();
  }
}
