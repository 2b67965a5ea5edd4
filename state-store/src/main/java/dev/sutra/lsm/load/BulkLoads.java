package dev.sutra.lsm.load;

import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.version.ReadState;
import dev.sutra.lsm.version.VersionSet;
import dev.sutra.record.RowLengths;
import dev.sutra.record.RowSink;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects the rows of bulk loads. A full buffer is handed over to {@link LoadWriter}, which writes
 * it as a segment in the background; so is one that is not full, a second after its first row, so
 * that readers of a standby do not wait for long. At most two buffers are handed over at a time.
 *
 * <p>A load is active from its first row until its last one is visible. In this time no other
 * writer may write: it has to {@link #finish} the load first. All methods are called under the
 * writers' lock, except for {@link #isActive}; those that wait release it.
 */
public final class BulkLoads implements RowSink {
  private final TreeCore core;
  private final VersionSet versions;
  private final LoadWriter writer;
  private final RowCheck check;
  private final LoadTimer timer;
  private final long bufferBytes;
  private @Nullable LoadBuffer filling;
  private boolean held;
  private BooleanSupplier emptied = () -> true;

  public BulkLoads(TreeCore core, VersionSet versions, LoadWriter writer, LoadTimer timer) {
    this.core = core;
    this.versions = versions;
    this.writer = writer;
    this.timer = timer;
    this.check = new RowCheck(core.options());
    this.bufferBytes = LoadMemory.bufferBytes(core.options());
    timer.setDue(this::handOverDue);
  }

  /** Whether rows are buffered or being written. Needs no lock. */
  public boolean isActive() {
    return writer.isActive();
  }

  /**
   * Sets how a load begins.
   *
   * @param emptied makes the memtables empty, and returns whether they are; may release the lock
   */
  public void beginWhen(BooleanSupplier emptied) {
    this.emptied = emptied;
  }

  /** Sets what is called with the transaction of each segment, before readers see it. */
  public void whenInstalling(LongConsumer target) {
    writer.whenInstalling(target);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    add(key, value, value.length);
  }

  @Override
  public void delete(byte[] key) {
    add(key, key, -1);
  }

  private void add(byte[] key, byte[] value, int valueLength) {
    RowLengths.checkKey(key.length);
    RowLengths.checkValue(valueLength);
    LoadBuffer buffer = buffer();
    long heap = buffer.heapBytes();
    buffer.add(key, value, valueLength);
    try {
      check.check(buffer, buffer.rows() - 1);
    } catch (IllegalArgumentException e) {
      buffer.removeLast();
      if (buffer.rows() == 0) {
        timer.stop();
        filling = null;
        writer.discard();
      }
      throw e;
    }
    if (buffer.heapBytes() != heap) {
      writer.account(buffer);
    }
    if (buffer.length() >= bufferBytes) {
      handOver();
    }
  }

  private LoadBuffer buffer() {
    LoadBuffer buffer = filling;
    while (buffer == null) {
      awaitBegin();
      // The wait may have released the lock.
      buffer = filling;
      if (buffer == null) {
        buffer = writer.takeEmpty();
        filling = buffer;
        timer.start(buffer);
      }
    }
    return buffer;
  }

  /** Waits until rows may be loaded: no other transaction may be in a memtable. */
  private void awaitBegin() {
    core.health().checkUsable();
    while (!isActive() && (held || !emptied.getAsBoolean() || held)) {
      if (held) {
        core.changed().awaitUninterruptibly();
        core.health().checkUsable();
      }
    }
  }

  /** Has a task run once all rows up to now are visible; under the lock, so it must be short. */
  public void whenInstalled(Runnable task) {
    LoadBuffer buffer = filling;
    if (buffer != null) {
      buffer.whenInstalled(task);
    } else {
      writer.whenInstalled(task);
    }
  }

  /** Hands a buffer over because it is old, if it is still the one that is filled. */
  private void handOverDue(LoadBuffer due) {
    if (due == filling && !core.health().hasFailed() && !core.health().isStopped()) {
      if (writer.hasRoom()) {
        handOver();
      } else {
        timer.start(due);
      }
    }
  }

  /** Hands over what is buffered, because other stores need the memory. */
  public void makeRoom() {
    if (filling != null && writer.hasRoom()) {
      handOver();
    }
  }

  /**
   * Ends the load: waits until all rows are visible.
   *
   * @throws IllegalStateException if the tree takes no more writes
   * @throws java.io.UncheckedIOException if the segment cannot be written; it is tried again, and
   *     the rows are kept
   */
  public void finish() {
    while (isActive()) {
      if (filling != null) {
        handOver();
      } else {
        writer.await(() -> !isActive() || filling != null);
      }
    }
  }

  /** Begins no load until {@link #release}: the manifest is about to name a commit. */
  public void hold() {
    held = true;
  }

  /** Lets loads begin again. */
  public void release() {
    held = false;
    core.changed().signalAll();
  }

  /** Whether no transaction is in a memtable: what loads need. */
  public boolean areMemtablesEmpty(long appliedSequence) {
    ReadState state = versions.newest();
    return state.active().rowCount() == 0
        && state.sealed().isEmpty()
        && state.sequence() == appliedSequence;
  }

  /** Drops what is not installed. The tree is closed or rolls back. */
  public void close() {
    timer.stop();
    filling = null;
    writer.drop();
  }

  private void handOver() {
    LoadBuffer full = filling;
    if (full == null) {
      return;
    }
    writer.await(writer::hasRoom);
    // The wait has released the lock.
    if (full == filling) {
      timer.stop();
      filling = null;
      writer.handOver(full);
    }
  }
}
