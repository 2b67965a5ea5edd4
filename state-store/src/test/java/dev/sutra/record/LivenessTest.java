package dev.sutra.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LivenessTest {
  @Test
  void documentIsDeadFromItsDeathOn() {
    Liveness liveness = new Liveness();
    liveness.kill(5, 10);
    assertFalse(liveness.isDead(5, 9));
    assertTrue(liveness.isDead(5, 10));
    assertFalse(liveness.isDead(6, Long.MAX_VALUE - 1));
    liveness.kill(5, 3);
    assertEquals(10, liveness.deathOf(5));
    assertEquals(1, liveness.deaths());
  }

  @Test
  void deathsAreKeptInTheOrderOfTheirRecord() {
    Liveness liveness = new Liveness();
    assertEquals(0, liveness.latestDeath());
    for (int i = 0; i < 100; i++) {
      liveness.kill(7 * i % 100, 50 + i % 40);
      // Once more: neither recorded nor counted.
      liveness.kill(7 * i % 100, 1000);
    }
    assertEquals(100, liveness.deaths());
    assertEquals(89, liveness.latestDeath());
    for (int i = 0; i < 100; i++) {
      assertEquals(7 * i % 100, liveness.death(i));
    }
  }

  @Test
  void agreesWithAMap() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Liveness liveness = new Liveness();
    Map<Integer, Long> deaths = new TreeMap<>();
    for (int sequence = 1; sequence < 5_000; sequence++) {
      int document = random.nextInt(1 + random.nextInt(200_000));
      liveness.kill(document, sequence);
      deaths.putIfAbsent(document, (long) sequence);
    }
    assertEquals(deaths.size(), liveness.deaths(), "seed " + seed);
    Map<Integer, Long> visited = new TreeMap<>();
    liveness.forEachDeath(visited::put);
    assertEquals(deaths, visited, "seed " + seed);
    BitSet early = new BitSet();
    deaths.forEach((document, death) -> early.set(document, death <= 2_500));
    assertArrayEquals(early.toLongArray(), liveness.deadAt(2_500), "seed " + seed);
    Liveness reopened = Liveness.of(liveness.deadAt(2_500));
    deaths.forEach((document, death) -> assertEquals(death <= 2_500, reopened.isDead(document, 0)));
  }

  @Test
  void deathIsSeenByWhoSeesItsSequence() throws InterruptedException {
    int documents = 50_000;
    Liveness liveness = new Liveness();
    AtomicInteger published = new AtomicInteger();
    AtomicInteger missed = new AtomicInteger();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  int seen = 0;
                  while (seen < documents) {
                    seen = published.get();
                    if (seen > 0
                        && (!liveness.isDead(seen - 1, seen) || liveness.isDead(seen, seen))) {
                      missed.incrementAndGet();
                    }
                  }
                });
    for (int document = 0; document < documents; document++) {
      liveness.kill(document, document + 1);
      published.set(document + 1);
    }
    reader.join();
    assertEquals(0, missed.get());
  }
}
