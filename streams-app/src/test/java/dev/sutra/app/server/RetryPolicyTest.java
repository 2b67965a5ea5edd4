package dev.sutra.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.server.RetryPolicy.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final Duration STEP = Duration.ofMillis(1);

  private final RetryPolicy policy = new RetryPolicy();
  private long now = 5;

  @Test
  void pausesGrowToABoundWhileNothingGetsDone() {
    List<Long> seconds = new ArrayList<>();
    for (int i = 1; i <= 7; i++) {
      Retry retry = failAfterPause(100);
      assertEquals(i, retry.failures());
      seconds.add(retry.pause().toSeconds());
    }
    assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L), seconds);
  }

  @Test
  void progressBeginsAnew() {
    failAfterPause(100);
    failAfterPause(100);
    assertEquals(new Retry(1, Duration.ofSeconds(1)), failAfterPause(101));
  }

  @Test
  void whoRunsLongBeginsAnew() {
    failAfterPause(100);
    now += Duration.ofMinutes(6).toNanos();
    assertEquals(1, policy.failed(100, now).failures());
  }

  @Test
  void anotherThreadWaitsForTheEndOfTheRunningPause() {
    failAfterPause(100);
    now -= Duration.ofMillis(400).toNanos();
    assertEquals(new Retry(1, Duration.ofMillis(399)), policy.failed(100, now));
  }

  @Test
  void aFailureIsOvercomeOnlyAfterThePauseAndWithProgressOrNothingToDo() {
    failAfterPause(100);
    assertFalse(policy.settled(100, false, now));
    assertTrue(policy.settled(101, false, now));
    assertEquals(0, policy.failures());

    failAfterPause(101);
    assertFalse(policy.settled(102, true, now - Duration.ofMillis(500).toNanos()));
    assertTrue(policy.settled(101, true, now));
  }

  /** Fails, and lets the pause pass. */
  private Retry failAfterPause(long progress) {
    Retry retry = policy.failed(progress, now);
    now += retry.pause().plus(STEP).toNanos();
    return retry;
  }
}
