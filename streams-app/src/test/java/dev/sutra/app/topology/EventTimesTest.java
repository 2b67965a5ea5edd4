package dev.sutra.app.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimesTest {
  private static final long HALF_AN_HOUR = 1_800_000;
  private static final long NOW = 1_700_000_000_000L;

  @ParameterizedTest
  @CsvSource({
    // The record's own time, however old.
    "0, -1, 0",
    "5, 7, 5",
    "1700001800000, 7, 1700001800000",
    // None: the last of the partition, or else the clock.
    "-1, 7, 7",
    "-9223372036854775808, 7, 7",
    "-1, -1, 1700000000000",
    // Too far ahead: the clock.
    "1700001800001, 7, 1700000000000",
    "9223372036854775807, -1, 1700000000000",
    "-1, 9223372036854775807, 1700000000000"
  })
  void aRecordHasATimeThatEveryTopicTakes(long recordTime, long partitionTime, long time) {
    assertEquals(HALF_AN_HOUR, EventTimes.AHEAD_MS_MAX);
    assertEquals(time, EventTimes.timeOf(recordTime, partitionTime, NOW));
  }
}
