package dev.sutra.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sutra.engine.tools.StoreCheck;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens, writes, snapshots, compacts and closes a store over and over: files, mappings, direct
 * memory, threads and heap stay as they are. {@code -Dsutra.leak.seconds=N} for so long.
 */
class LeakTest {
  private static final long SECONDS = Long.getLong("sutra.leak.seconds", 6);
  private static final int WARM_UP_LIVES = 8;
  private static final int LIVES_BETWEEN = 4;
  private static final long HEAP_SLACK_BYTES = 8 << 20;
  private static final long DIRECT_SLACK_BYTES = 2 << 20;

  private static final Duration HANG = Duration.ofSeconds(60);

  @TempDir Path directory;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  /** The resources of a process. */
  private record Usage(long files, long directBytes, int threads, long heapBytes) {
    static Usage now() throws IOException {
      System.gc();
      long direct =
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .filter(pool -> pool.getName().equals("direct"))
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum();
      return new Usage(
          links(Path.of("/proc/self/fd")).size(),
          direct,
          ManagementFactory.getThreadMXBean().getThreadCount(),
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
  }

  @Test
  void storeReleasesAllResources() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no /proc here");
    for (int life = 0; life < WARM_UP_LIVES; life++) {
      live();
    }
    Usage before = Usage.now();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    int lives = WARM_UP_LIVES;
    while (System.nanoTime() < end) {
      for (int i = 0; i < LIVES_BETWEEN; i++) {
        live();
      }
      lives += LIVES_BETWEEN;
      String what = "seed " + seed + " after " + lives + " lives";
      // The garbage collector frees released resources a little later.
      await()
          .alias(what)
          .atMost(HANG)
          .untilAsserted(() -> assertNotAbove(before, Usage.now(), what));
    }
  }

  private static void assertNotAbove(Usage before, Usage now, String where) {
    String what = where + ": " + before + " became " + now;
    assertEquals(before.files, now.files, what);
    assertTrue(now.threads <= before.threads, what);
    assertTrue(now.directBytes <= before.directBytes + DIRECT_SLACK_BYTES, what);
    assertTrue(now.heapBytes <= before.heapBytes + HEAP_SLACK_BYTES, what);
  }

  /** One life of a store, of which nothing is left in the process. */
  private void live() throws IOException {
    boolean outerLog = random.nextBoolean();
    CrashLife.Kind kind =
        outerLog ? CrashLife.Kind.OUTER_LOG_KILL : CrashLife.Kind.PROCESS_POWER_CUT;
    Path store = directory.resolve(kind.name());
    List<Snapshot> held = new ArrayList<>();
    try (StorageEngine engine = StorageEngine.open(store, kind.options())) {
      int number = sequence(engine);
      for (int i = 0; i < 60; i++) {
        number++;
        engine.apply(PairWorkload.transaction(number));
        int dice = random.nextInt(30);
        if (dice == 0) {
          engine.flush();
        } else if (dice == 1 && random.nextInt(4) == 0) {
          engine.compact();
        } else if (dice == 2 && outerLog) {
          engine.commit(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
        } else if (dice < 6) {
          held.add(engine.snapshot());
        } else if (dice < 9 && !held.isEmpty()) {
          held.remove(random.nextInt(held.size())).close();
        }
      }
    }
    // Snapshots may outlive their store.
    for (Snapshot snapshot : held) {
      PairWorkload.checkWhole(snapshot, "held");
      snapshot.close();
    }
    assertEquals(List.of(), open(store), "open files, seed " + seed);
    assertEquals(List.of(), mapped(store), "mappings, seed " + seed);
    assertEquals(List.of(), StoreCheck.run(store).problems(), "seed " + seed);
  }

  private static int sequence(StorageEngine engine) {
    try (Snapshot snapshot = engine.snapshot()) {
      return (int) snapshot.sequence();
    }
  }

  private static List<String> open(Path store) throws IOException {
    String path = store.toRealPath().toString();
    return links(Path.of("/proc/self/fd")).stream().filter(to -> to.startsWith(path)).toList();
  }

  private static List<String> mapped(Path store) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains(store.toString()))
        .toList();
  }

  private static List<String> links(Path directory) throws IOException {
    List<String> targets = new ArrayList<>();
    try (Stream<Path> links = Files.list(directory)) {
      for (Path link : links.toList()) {
        try {
          targets.add(Files.readSymbolicLink(link).toString());
        } catch (NoSuchFileException e) {
          // Closed since the listing, as the listing's own one is.
        }
      }
    }
    return targets;
  }
}
