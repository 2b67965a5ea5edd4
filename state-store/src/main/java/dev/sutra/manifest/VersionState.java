package dev.sutra.manifest;

import dev.sutra.io.FileNumbers;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A version of the store: its segments, and the logs with all later transactions.
 *
 * <p>Immutable; {@link #commitData()} is not copied and must not be modified.
 *
 * @param flushedSequence last transaction in the segments, which contain all up to it; 0 before the
 *     first
 * @param committedSequence sequence of the last commit known when the version was written
 * @param commitData opaque data of that commit, at most {@link #COMMIT_BYTES_MAX} bytes
 * @param counters totals over the segments, by name
 * @param segments distinct file numbers, at most {@link #SEGMENTS_MAX}
 * @param logs numbers of the log files to read at open, ascending, at most {@link #LOGS_MAX}
 */
// The data is an array because it is opaque; equals and hashCode compare its contents.
@SuppressWarnings("ArrayRecordComponent")
public record VersionState(
    long flushedSequence,
    long committedSequence,
    byte[] commitData,
    Map<String, Long> counters,
    List<SegmentState> segments,
    List<Long> logs) {
  public static final int COMMIT_BYTES_MAX = 16 << 20;
  public static final int SEGMENTS_MAX = 1 << 20;
  public static final int LOGS_MAX = 1 << 20;

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public VersionState {
    Checks.range("flushedSequence", flushedSequence, 0, Long.MAX_VALUE);
    Checks.range("committedSequence", committedSequence, 0, Long.MAX_VALUE);
    Checks.range("length of commitData", commitData.length, 0, COMMIT_BYTES_MAX);
    counters = Checks.sortedCopy("counters", counters);
    segments = List.copyOf(segments);
    logs = List.copyOf(logs);
    Checks.range("number of segments", segments.size(), 0, SEGMENTS_MAX);
    Checks.range("number of logs", logs.size(), 0, LOGS_MAX);
    HashSet<Long> numbers = new HashSet<>();
    for (SegmentState segment : segments) {
      if (!numbers.add(segment.fileNumber())) {
        throw new IllegalArgumentException(
            "segments contains file number " + segment.fileNumber() + " twice");
      }
    }
    long last = -1;
    for (long log : logs) {
      Checks.range("a log's number (they ascend)", log, last + 1, FileNumbers.MAX);
      last = log;
    }
  }

  /** The version of a new store. */
  public static VersionState empty() {
    return new VersionState(0, 0, new byte[0], Map.of(), List.of(), List.of());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VersionState that
        && flushedSequence == that.flushedSequence
        && committedSequence == that.committedSequence
        && Arrays.equals(commitData, that.commitData)
        && counters.equals(that.counters)
        && segments.equals(that.segments)
        && logs.equals(that.logs);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        flushedSequence, committedSequence, Arrays.hashCode(commitData), segments, logs);
  }
}
