package dev.sutra.engine;

import dev.sutra.io.CrashStorage;
import dev.sutra.io.ForwardingStorage;
import dev.sutra.lsm.core.LogLimits;
import dev.sutra.lsm.core.TreeLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A short life of a store, with writes, commits, flushes, compactions and restarts, that is cut
 * before each of its I/O calls.
 */
final class CrashLife extends ForwardingStorage {
  private static final int STEPS = 40;
  private static final TreeLimits EARLY_FLUSHES =
      TreeLimits.DEFAULT.withLog(new LogLimits(2_000, 0));

  /** Who commits transactions, and how the store stops. */
  enum Kind {
    SYNC_POWER_CUT(Durability.SYNC, false, true),
    PROCESS_KILL(Durability.PROCESS, false, false),
    PROCESS_POWER_CUT(Durability.PROCESS, false, true),
    OUTER_LOG_KILL(Durability.NONE, true, false),
    OUTER_LOG_POWER_CUT(Durability.NONE, true, true);

    private final Durability durability;
    private final boolean outerLog;
    private final boolean powerCut;

    Kind(Durability durability, boolean outerLog, boolean powerCut) {
      this.durability = durability;
      this.outerLog = outerLog;
      this.powerCut = powerCut;
    }

    EngineOptions options() {
      EngineOptions base =
          outerLog
              ? EngineOptions.underOuterLog(PairWorkload.DIMENSION)
              : EngineOptions.standalone(PairWorkload.DIMENSION).withDurability(durability);
      return base.withAnalyzer("standard").withMemtableBytesMax(64 * 1024);
    }

    boolean outerLog() {
      return outerLog;
    }

    boolean powerCut() {
      return powerCut;
    }

    /** Whether what was acknowledged has to be there. */
    boolean keepsAcknowledged() {
      return this != PROCESS_POWER_CUT && this != OUTER_LOG_POWER_CUT;
    }
  }

  /** The files that a power cut left, and the state known before it. */
  record Image(CrashStorage storage, int acknowledged, int attempted, String where) {}

  private final Kind kind;
  private final TreeLimits limits;
  private final CrashStorage disk;
  private final Random choices;
  private final Random cuts;
  private final String name;
  private final List<Image> images = new ArrayList<>();
  private volatile int acknowledged;
  private volatile int attempted;
  private int applied;

  CrashLife(Kind kind, long seed, CrashStorage disk) {
    super(disk);
    this.kind = kind;
    // In half of the lives memtables are flushed at any time.
    this.limits = seed % 2 == 0 ? TreeLimits.DEFAULT : EARLY_FLUSHES;
    this.disk = disk;
    this.choices = new Random(seed);
    this.cuts = new Random(~seed);
    this.name = kind + " -Dsutra.crash.seed=" + seed;
  }

  @Override
  protected void before(String operation, String file) {
    synchronized (images) {
      String where = name + " image " + images.size() + " before " + operation + " " + file;
      // Read first: later acknowledgements need not be in the image.
      int promised = acknowledged;
      CrashStorage image = kind.powerCut ? disk.crash(cuts) : disk.copy();
      images.add(new Image(image, promised, attempted, where));
    }
  }

  /** Runs the workload, and returns the image that each power cut left, in order. */
  List<Image> live() throws IOException {
    StorageEngine engine = StorageEngine.open(this, kind.options(), limits);
    for (int i = 0; i < STEPS; i++) {
      int dice = choices.nextInt(20);
      if (dice < 12) {
        write(engine);
      } else if (dice < 15) {
        engine.flush();
      } else if (dice < 16) {
        engine.compact();
      } else if (dice < 19) {
        commit(engine);
      } else {
        engine.close();
        engine = StorageEngine.open(this, kind.options(), limits);
        applied = kind.outerLog ? acknowledged : applied;
      }
    }
    engine.close();
    return images;
  }

  private void write(StorageEngine engine) {
    applied++;
    if (!kind.outerLog) {
      attempted = applied;
    }
    engine.apply(PairWorkload.transaction(applied));
    if (!kind.outerLog) {
      acknowledged = applied;
    }
  }

  private void commit(StorageEngine engine) {
    if (kind.outerLog) {
      attempted = applied;
      engine.commit(ByteBuffer.allocate(Integer.BYTES).putInt(applied).array());
      acknowledged = applied;
    }
  }
}
