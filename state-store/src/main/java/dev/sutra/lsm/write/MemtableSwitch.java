package dev.sutra.lsm.write;

import dev.sutra.lsm.compaction.Flusher;
import dev.sutra.lsm.core.Background;
import dev.sutra.lsm.core.Running;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.core.TreeOptions;
import dev.sutra.lsm.load.BulkLoads;
import dev.sutra.lsm.log.ActiveLog;
import dev.sutra.lsm.version.ReadState;
import dev.sutra.lsm.version.ReadViews;
import dev.sutra.lsm.version.SealedMemtable;
import dev.sutra.memory.MemoryUser;
import dev.sutra.memtable.Memtable;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals the active memtable and requests its flush when it is full, when the memory budget asks for
 * room, or a fixed time after its log has become long. The last rule bounds the time of an open
 * after a crash: without it, each of many stores could have to replay the log of a nearly full
 * memtable, however old its writes are.
 *
 * <p>All methods except those of {@link MemoryUser}, {@link #start} and {@link #close} are called
 * under the writers' lock.
 */
public final class MemtableSwitch implements MemoryUser {
  private static final Logger LOG = LoggerFactory.getLogger(MemtableSwitch.class);

  private static final int RECOVERED_LOGS_MAX = 4;

  private final TreeCore core;
  private final ReadViews views;
  private final ActiveLog log;
  private final Flusher flusher;
  private final BulkLoads loads;
  private final Running running;
  private @Nullable Future<?> timer;
  // Counts the memtables: a timer that has fired may be late, for one that is sealed already.
  private long memtable;

  public MemtableSwitch(
      TreeCore core,
      ReadViews views,
      ActiveLog log,
      Flusher flusher,
      BulkLoads loads,
      Running running) {
    this.core = core;
    this.views = views;
    this.log = log;
    this.flusher = flusher;
    this.loads = loads;
    this.running = running;
  }

  /** Seals the memtable if it is full, or starts the timer if its log is long. */
  void sealIfFull() throws IOException {
    long bytes = views.newest().active().bytes();
    core.memory().use(bytes);
    if (bytes >= core.options().memtableBytesMax()) {
      seal();
    } else if (timer == null && log.bytes() >= core.options().limits().log().bytesMin()) {
      startTimer();
    }
  }

  /**
   * Seals the memtable that recovery left, if it is full or lies in many log files. From now on the
   * memory budget may ask for room.
   */
  public void start() throws IOException {
    core.memory().ownedBy(this);
    if (log.files() > RECOVERED_LOGS_MAX) {
      seal();
    } else {
      sealIfFull();
    }
  }

  /** Seals the memtable unless it is empty. */
  void sealNonEmpty() throws IOException {
    if (views.newest().active().rowCount() > 0) {
      seal();
    }
  }

  /** Whether a flush of the active memtable would make room that writers have to wait for. */
  boolean isRoomNeeded() {
    ReadState state = views.newest();
    return state.sealed().isEmpty() && state.active().rowCount() > 0 && core.memory().mustWait();
  }

  @Override
  public void makeRoom() {
    Background.FLUSHES.execute(() -> running.run(this::sealForOthers));
  }

  @Override
  public void roomIsBack() {
    // The caller may hold the lock of another tree. A thread of its own, since those of flushes may
    // be busy for long.
    Thread.startVirtualThread(core::wakeWriters);
  }

  /** Cancels the timer. The tree is closed or rolls back. */
  public void close() {
    core.memory().ownedBy(null);
    core.lock().lock();
    try {
      stopTimer();
      loads.close();
    } finally {
      core.lock().unlock();
    }
  }

  private void seal() throws IOException {
    TreeOptions options = core.options();
    ReadState state = views.newest();
    SealedMemtable full = log.seal(state.active());
    Memtable next = new Memtable(options.analyzer(), options.dimension(), options.similarity());
    views.publish(state.withSealed(full, next));
    stopTimer();
    flusher.request();
  }

  private void stopTimer() {
    memtable++;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void startTimer() {
    // The timer thread must not wait for the lock, whose holder may wait for the disk.
    long due = memtable;
    Runnable seal = () -> running.run(() -> sealDue(due));
    timer =
        Background.TIMER.schedule(
            () -> Background.FLUSHES.execute(seal),
            core.options().limits().log().millis(),
            TimeUnit.MILLISECONDS);
  }

  private void sealForOthers() {
    core.lock().lock();
    try {
      if (core.health().hasFailed()) {
        // Not answered, so not asked again: the memory is held until the tree is closed.
        return;
      }
      if (views.newest().sealed().isEmpty()) {
        sealNonEmpty();
      }
      loads.makeRoom();
      core.memory().answered();
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    } finally {
      core.lock().unlock();
    }
  }

  private void fail(Throwable cause) {
    LOG.error("a memtable of {} cannot be sealed", core.storage().describe(), cause);
    core.failWriters(cause);
  }

  private void sealDue(long due) {
    core.lock().lock();
    try {
      if (due != memtable) {
        return;
      }
      if (!views.newest().sealed().isEmpty()) {
        // Flushes are behind: another sealed memtable would only take room from writers.
        startTimer();
      } else if (!core.health().hasFailed()) {
        // After a failure the memtable may hold half a transaction.
        seal();
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    } finally {
      core.lock().unlock();
    }
  }
}
