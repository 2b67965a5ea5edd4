package dev.sutra.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random manifests. */
final class ManifestFixture {
  private ManifestFixture() {}

  static Manifest manifest(Random random, int segments) {
    Map<String, String> properties = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      properties.put(name(random), "ä" + random.nextInt(100));
    }
    VersionState current = version(random, segments);
    VersionState committed = random.nextBoolean() ? version(random, segments) : null;
    List<CodebookState> codebooks = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      codebooks.add(new CodebookState(1000L - i, random.nextLong(), random.nextInt(1 << 20)));
    }
    int next = 1_000_000 + random.nextInt(1000);
    return new Manifest(next, properties, codebooks, current, committed);
  }

  private static VersionState version(Random random, int segments) {
    List<SegmentState> list = new ArrayList<>();
    for (int i = 0; i < segments; i++) {
      list.add(segment(random, i));
    }
    List<Long> logs = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      logs.add(1000L - i);
    }
    byte[] data = new byte[random.nextInt(20)];
    random.nextBytes(data);
    return new VersionState(
        random.nextInt(1000), random.nextInt(1000), data, counters(random), list, logs);
  }

  private static SegmentState segment(Random random, int index) {
    long[] dead = random.longs(random.nextInt(4)).map(word -> word | 1).toArray();
    long min = random.nextInt(1000);
    long max = min + random.nextInt(1000);
    return new SegmentState(
        100L * index + random.nextInt(100),
        random.nextInt(7),
        min,
        max,
        random.nextLong(Long.MAX_VALUE),
        dead,
        counters(random));
  }

  private static Map<String, Long> counters(Random random) {
    Map<String, Long> counters = new HashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      counters.put(name(random), random.nextLong());
    }
    return counters;
  }

  private static String name(Random random) {
    return "name" + random.nextInt(1000);
  }
}
