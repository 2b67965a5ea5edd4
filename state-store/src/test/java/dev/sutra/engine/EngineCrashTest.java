package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CrashStorage;
import dev.sutra.io.ForwardingStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Power cuts and kills before every I/O call of a short life of a store: writes, commits, flushes,
 * compactions, restarts. More lives: {@code -Dsutra.crash.runs=N}; one again: {@code
 * -Dsutra.crash.seed=S}.
 */
class EngineCrashTest {
  private static final int RUNS = Integer.getInteger("sutra.crash.runs", 3);
  private static final int STEPS = 40;

  /** Who says what counts, and how the store stops. */
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

    private EngineOptions options() {
      EngineOptions base =
          outerLog
              ? EngineOptions.underOuterLog(PairWorkload.DIMENSION)
              : EngineOptions.standalone(PairWorkload.DIMENSION).withDurability(durability);
      return base.withAnalyzer("standard").withMemtableBytesMax(64 * 1024);
    }

    /** Whether what was acknowledged has to be there. */
    private boolean keepsAcknowledged() {
      return this != PROCESS_POWER_CUT && this != OUTER_LOG_POWER_CUT;
    }
  }

  /** What a cut left, and what was known before it. */
  private record Image(CrashStorage storage, int acknowledged, int attempted, String where) {}

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyCutLeavesWhatWasPromised(Kind kind) throws IOException {
    Long one = Long.getLong("sutra.crash.seed");
    long first = one != null ? one : new Random().nextInt(1_000_000);
    for (long seed = first; seed < first + (one != null ? 1 : RUNS); seed++) {
      for (Image image : new Life(kind, seed).live()) {
        check(kind, image);
      }
    }
  }

  private static void check(Kind kind, Image image) throws IOException {
    int reached = reopen(kind, image.storage, image.where);
    if (kind.keepsAcknowledged()) {
      assertTrue(reached >= image.acknowledged, () -> image.where + " reached " + reached);
    }
    assertTrue(reached <= image.attempted, () -> image.where + " reached " + reached);
    // What was recovered is what later recoveries find, too.
    assertEquals(reached, reopen(kind, image.storage.crash(new Random(1)), image.where));
  }

  private static int reopen(Kind kind, CrashStorage storage, String where) throws IOException {
    try (StorageEngine engine = StorageEngine.open(storage, kind.options());
        Snapshot snapshot = engine.snapshot()) {
      byte[] data = engine.commitData();
      int number = data == null ? 0 : ByteBuffer.wrap(data).getInt();
      int reached = kind.outerLog ? number : (int) snapshot.sequence();
      PairWorkload.check(snapshot, reached, where);
      return reached;
    } catch (RuntimeException e) {
      throw new AssertionError(where, e);
    }
  }

  /** One life of a store that is cut before each of its calls. */
  private static final class Life extends ForwardingStorage {
    private final Kind kind;
    private final CrashStorage disk;
    private final Random choices;
    private final Random cuts;
    private final String name;
    private final List<Image> images = new ArrayList<>();
    private volatile int acknowledged;
    private volatile int attempted;
    private int applied;

    Life(Kind kind, long seed) {
      this(kind, seed, new CrashStorage());
    }

    private Life(Kind kind, long seed, CrashStorage disk) {
      super(disk);
      this.kind = kind;
      this.disk = disk;
      this.choices = new Random(seed);
      this.cuts = new Random(~seed);
      this.name = kind + " seed " + seed;
    }

    @Override
    protected void before(String operation, String file) {
      synchronized (images) {
        String where = name + " image " + images.size() + " before " + operation + " " + file;
        // Read first: what is acknowledged later need not be in the image.
        int promised = acknowledged;
        CrashStorage image = kind.powerCut ? disk.crash(cuts) : disk.copy();
        images.add(new Image(image, promised, attempted, where));
      }
    }

    List<Image> live() throws IOException {
      StorageEngine engine = StorageEngine.open(this, kind.options());
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
          engine = StorageEngine.open(this, kind.options());
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
}
