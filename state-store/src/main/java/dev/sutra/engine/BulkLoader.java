package dev.sutra.engine;

import dev.sutra.lsm.TreeLoad;
import dev.sutra.record.RowSink;
import java.util.function.Consumer;

/**
 * Loads rows in bulk, several times as fast as transactions do: rows are sorted in large buffers
 * and written as segments in the background, without a log. Their texts are indexed later; a search
 * waits for that. Rows become visible in their order, in transactions of many rows, up to a second
 * later than they were added.
 *
 * <p>A commit, and any other write, first waits until all added rows are visible. Rows that are not
 * visible when the store is closed are lost, so without an outer log call {@link #finish}.
 * Thread-safe.
 */
public final class BulkLoader {
  private final TreeLoad load;

  BulkLoader(TreeLoad load) {
    this.load = load;
  }

  /**
   * Adds rows.
   *
   * @param rows is given the sink for them, and must not call the store otherwise
   * @param installed run once readers see the rows; other writers wait for it, so it must be short
   * @throws IllegalArgumentException if a row is invalid for this store; the rows before it are
   *     added
   * @throws java.io.UncheckedIOException if segments cannot be written for some time; the rows are
   *     kept, and writing them is tried again
   */
  public void add(Consumer<RowSink> rows, Runnable installed) {
    load.add(rows, installed);
  }

  /**
   * Waits until all added rows are visible.
   *
   * @throws java.io.UncheckedIOException as {@link #add}
   */
  public void finish() {
    load.finish();
  }

  /** Whether there are added rows that are not visible yet. */
  public boolean isActive() {
    return load.isActive();
  }
}
