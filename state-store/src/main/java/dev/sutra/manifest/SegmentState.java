package dev.sutra.manifest;

import dev.sutra.io.FileNumbers;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One segment of a version.
 *
 * <p>Immutable; {@link #deadDocuments()} is not copied and must not be modified.
 *
 * @param fileNumber number in the segment file's name
 * @param level 0 to {@link #LEVEL_MAX}; flushes write level 0
 * @param minSequence lowest sequence of its rows
 * @param maxSequence highest sequence of its rows
 * @param bytes length of its file
 * @param deadDocuments a bit for each document hidden by a newer row, in the form of {@link
 *     java.util.BitSet#toLongArray}: the last word is not 0
 * @param counters other counters, by name
 */
// The bitmap is an array to save memory; equals and hashCode compare its contents.
@SuppressWarnings("ArrayRecordComponent")
public record SegmentState(
    long fileNumber,
    int level,
    long minSequence,
    long maxSequence,
    long bytes,
    long[] deadDocuments,
    Map<String, Long> counters) {
  public static final int LEVEL_MAX = 63;

  /** Counter of tombstones; missing if they were not counted. */
  public static final String TOMBSTONES = "tombstones";

  /** Counter that is 1 while the segment lacks the index of its texts; missing otherwise. */
  public static final String TEXTS_PENDING = "texts_pending";

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public SegmentState {
    Checks.range("fileNumber", fileNumber, 0, FileNumbers.MAX);
    Checks.range("level", level, 0, LEVEL_MAX);
    Checks.range("minSequence", minSequence, 0, Long.MAX_VALUE);
    Checks.range("maxSequence", maxSequence, minSequence, Long.MAX_VALUE);
    Checks.range("bytes", bytes, 0, Long.MAX_VALUE);
    Checks.range("words of deadDocuments", deadDocuments.length, 0, 1 << 25);
    if (deadDocuments.length > 0 && deadDocuments[deadDocuments.length - 1] == 0) {
      throw new IllegalArgumentException("deadDocuments ends with a word that is 0");
    }
    counters = Checks.sortedCopy("counters", counters);
  }

  /** Number of tombstones. */
  public long tombstones() {
    return counters.getOrDefault(TOMBSTONES, 0L);
  }

  /** Whether the segment lacks the index of its texts. */
  public boolean textsPending() {
    return counters.containsKey(TEXTS_PENDING);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SegmentState that
        && fileNumber == that.fileNumber
        && level == that.level
        && minSequence == that.minSequence
        && maxSequence == that.maxSequence
        && bytes == that.bytes
        && Arrays.equals(deadDocuments, that.deadDocuments)
        && counters.equals(that.counters);
  }

  @Override
  public int hashCode() {
    return Objects.hash(fileNumber, level, maxSequence, bytes, Arrays.hashCode(deadDocuments));
  }
}
