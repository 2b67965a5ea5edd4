package dev.sutra.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long MEBIBYTE = 1 << 20;
  private static final long SECOND = 1_000_000_000L;

  private final RateLimit limit = RateLimit.bytesPerSecond(10 * MEBIBYTE);
  private final long start = System.nanoTime() + SECOND;

  @Test
  void fullBucketHoldsATenthOfASecond() {
    assertEquals(0, limit.reserve(start, (int) MEBIBYTE));
    assertEquals(SECOND / 10, limit.reserve(start, (int) MEBIBYTE));
  }

  @Test
  void whoAsksLaterWaitsLonger() {
    for (int i = 0; i < 20; i++) {
      assertEquals(i * SECOND / 10, limit.reserve(start, (int) MEBIBYTE));
    }
  }

  @Test
  void bucketFillsWithTimeAndNoFurtherThanFull() {
    limit.reserve(start, (int) MEBIBYTE);
    assertEquals(SECOND / 10, limit.reserve(start + SECOND / 10, (int) (2 * MEBIBYTE)));
    assertEquals(0, limit.reserve(start + 100 * SECOND, (int) MEBIBYTE));
    assertEquals(SECOND / 10, limit.reserve(start + 100 * SECOND, (int) MEBIBYTE));
  }

  @Test
  void waitEndsWhenItIsCancelled() {
    RateLimit slow = RateLimit.bytesPerSecond(64 * 1024);
    int[] asked = {0};
    // It would take most of a day.
    slow.acquire(Integer.MAX_VALUE, () -> ++asked[0] > 1);
    assertEquals(2, asked[0]);
  }

  @Test
  void rateThatWouldStopTheStoreIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> RateLimit.bytesPerSecond(64 * 1024 - 1));
    assertThrows(IllegalArgumentException.class, () -> RateLimit.bytesPerSecond(-1));
  }
}
