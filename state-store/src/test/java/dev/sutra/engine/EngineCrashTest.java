package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CrashStorage;
import dev.sutra.io.ForwardingStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Power cuts and kills before every I/O call of short lives of a store, and again while it recovers
 * from them. {@code -Dsutra.crash.images=N} for so many images in all; {@code -Dsutra.crash.seed=S}
 * for one life again.
 */
class EngineCrashTest {
  private static final int IMAGES = Integer.getInteger("sutra.crash.images", 2_500);
  private static final int RECOVERY_CALLS = 25;

  private int images;

  @ParameterizedTest
  @EnumSource
  void everyCutLeavesWhatWasPromised(CrashLife.Kind kind) throws IOException {
    Long one = Long.getLong("sutra.crash.seed");
    long seed = one != null ? one : new Random().nextInt(1_000_000);
    do {
      for (CrashLife.Image image : new CrashLife(kind, seed, new CrashStorage()).live()) {
        checkTwice(kind, image, new Random(seed + images));
      }
      seed++;
    } while (one == null && images < IMAGES / CrashLife.Kind.values().length);
  }

  /** An image, and the images left when its recovery is cut, too. */
  private void checkTwice(CrashLife.Kind kind, CrashLife.Image image, Random random)
      throws IOException {
    CutRecovery cut = new CutRecovery(image.storage(), random, kind.powerCut());
    check(kind, image, cut);
    images++;
    if (cut.left != null) {
      String where = image.where() + ", recovery cut before its call " + cut.at;
      check(
          kind,
          new CrashLife.Image(cut.left, image.acknowledged(), image.attempted(), where),
          new CutRecovery(cut.left, random, kind.powerCut()));
      images++;
    }
  }

  static void check(CrashLife.Kind kind, CrashLife.Image image, ForwardingStorage storage)
      throws IOException {
    int reached = reopen(kind, storage, image.where());
    if (kind.keepsAcknowledged()) {
      assertTrue(reached >= image.acknowledged(), () -> image.where() + " reached " + reached);
    }
    assertTrue(reached <= image.attempted(), () -> image.where() + " reached " + reached);
    // Later recoveries find the same state.
    CrashStorage again = image.storage().crash(new Random(1));
    assertEquals(reached, reopen(kind, new CutRecovery(again), image.where()), image::where);
  }

  private static int reopen(CrashLife.Kind kind, ForwardingStorage storage, String where)
      throws IOException {
    try (StorageEngine engine = StorageEngine.open(storage, kind.options());
        Snapshot snapshot = engine.snapshot()) {
      byte[] data = engine.commitData();
      int number = data == null ? 0 : ByteBuffer.wrap(data).getInt();
      int reached = kind.outerLog() ? number : (int) snapshot.sequence();
      PairWorkload.check(snapshot, reached, where);
      return reached;
    } catch (RuntimeException e) {
      throw new AssertionError(where, e);
    }
  }

  /** Storage that keeps the image that a power cut before its n-th call leaves. */
  static final class CutRecovery extends ForwardingStorage {
    private final CrashStorage disk;
    private final Random random;
    private final boolean powerCut;
    private final int at;
    private int calls;
    private @Nullable CrashStorage left;

    private CutRecovery(CrashStorage disk, Random random, boolean powerCut) {
      super(disk);
      this.disk = disk;
      this.random = random;
      this.powerCut = powerCut;
      this.at = 1 + random.nextInt(RECOVERY_CALLS);
    }

    /** Storage that is not cut. */
    CutRecovery(CrashStorage disk) {
      this(disk, new Random(), false);
      calls = RECOVERY_CALLS;
    }

    @Override
    protected void before(String operation, String name) {
      if (++calls == at) {
        left = powerCut ? disk.crash(random) : disk.copy();
      }
    }
  }
}
