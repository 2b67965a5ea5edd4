package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.ForwardingStorage;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A power cut before every I/O call while several writers commit transactions that are forced: what
 * was acknowledged to each is there, and no transaction by halves. One again: {@code
 * -Dsutra.crash.seed=S}, as far as the threads come to the same order.
 */
class GroupCrashTest {
  private static final int WRITERS = 3;
  private static final int TRANSACTIONS = 25;
  private static final int HANG_SECONDS = 120;
  private static final EngineOptions OPTIONS =
      EngineOptions.standalone(2).withAnalyzer("standard").withMemtableBytesMax(64 * 1024);

  private record Image(
      CrashStorage storage, List<Integer> acknowledged, List<Integer> attempted, String where) {}

  private final long seed = Long.getLong("sutra.crash.seed", new Random().nextInt(1_000_000));

  @Test
  void everyCutLeavesWhatWasAcknowledgedToEachWriter() throws Exception {
    Life life = new Life(seed);
    life.live();
    for (Image image : life.images) {
      check(image);
    }
  }

  private static void check(Image image) throws IOException {
    try (StorageEngine engine = StorageEngine.open(image.storage, OPTIONS);
        Snapshot snapshot = engine.snapshot()) {
      for (int writer = 0; writer < WRITERS; writer++) {
        int left = number(snapshot.concept("left-" + writer));
        int right = number(snapshot.concept("right-" + writer));
        assertEquals(left, right, image.where);
        assertTrue(left >= image.acknowledged.get(writer), image.where + " reached " + left);
        assertTrue(left <= image.attempted.get(writer), image.where + " reached " + left);
      }
    } catch (RuntimeException e) {
      throw new AssertionError(image.where, e);
    }
    assertEquals(List.of(), StoreCheck.run(image.storage).problems(), image.where);
  }

  private static int number(@Nullable Concept concept) {
    return concept == null ? 0 : (int) concept.updatedAt();
  }

  private static final class Life extends ForwardingStorage {
    private final CrashStorage disk;
    private final Random cuts;
    private final long seed;
    private final List<Image> images = new ArrayList<>();
    private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(WRITERS);
    private final AtomicIntegerArray attempted = new AtomicIntegerArray(WRITERS);

    Life(long seed) {
      this(seed, new CrashStorage());
    }

    private Life(long seed, CrashStorage disk) {
      super(disk);
      this.disk = disk;
      this.cuts = new Random(seed);
      this.seed = seed;
    }

    @Override
    protected void before(String operation, String file) {
      synchronized (images) {
        String where = "seed " + seed + " image " + images.size() + " at " + operation + " " + file;
        // Read first: later acknowledgements need not be in the image.
        List<Integer> promised = copy(acknowledged);
        CrashStorage image = disk.crash(cuts);
        images.add(new Image(image, promised, copy(attempted), where));
      }
    }

    private static List<Integer> copy(AtomicIntegerArray numbers) {
      return IntStream.range(0, numbers.length()).mapToObj(numbers::get).toList();
    }

    void live() throws Exception {
      try (StorageEngine engine = StorageEngine.open(this, OPTIONS);
          ExecutorService threads = Executors.newCachedThreadPool()) {
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
          int writer = i;
          work.add(() -> write(engine, writer));
        }
        for (Future<Integer> each : threads.invokeAll(work, HANG_SECONDS, TimeUnit.SECONDS)) {
          each.get();
        }
      }
    }

    private int write(StorageEngine engine, int writer) {
      String padding = "some words ".repeat(100);
      for (int number = 1; number <= TRANSACTIONS; number++) {
        attempted.set(writer, number);
        try (Transaction transaction = engine.begin()) {
          for (String side : new String[] {"left-", "right-"}) {
            transaction.put(
                Concept.builder(side + writer)
                    .text(padding)
                    .createdAt(1)
                    .updatedAt(number)
                    .build());
          }
          transaction.commit();
        }
        acknowledged.set(writer, number);
      }
      return writer;
    }
  }
}
