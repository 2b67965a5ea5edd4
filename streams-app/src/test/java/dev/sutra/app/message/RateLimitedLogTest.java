package dev.sutra.app.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

final class RateLimitedLogTest {
  @Test
  void linesAboveTheLimitAreCountedForTheNextMinute() {
    AtomicLong clock = new AtomicLong(-5);
    RateLimitedLog limit = new RateLimitedLog(NOPLogger.NOP_LOGGER, 2, clock::get);
    assertEquals(0, limit.ask());
    assertEquals(0, limit.ask());
    assertEquals(-1, limit.ask());
    assertEquals(-1, limit.ask());
    clock.addAndGet(Duration.ofMinutes(1).toNanos());
    assertEquals(2, limit.ask());
    assertEquals(0, limit.ask());
    assertEquals(-1, limit.ask());
  }
}
