package dev.sutra.manifest;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a store consists of. Immutable; written whole by {@link ManifestFile}.
 *
 * @param nextFileNumber above the number of every file that the manifest names
 * @param properties what was fixed when the store was created (dimension, similarity, analyzer), at
 *     most 4096 names and values of at most 64 KiB each
 * @param current the version with everything that has been flushed
 * @param committed the version that a store goes back to when it is opened again, if the current
 *     one holds transactions that are not committed; null if it is the current one
 */
public record Manifest(
    long nextFileNumber,
    Map<String, String> properties,
    VersionState current,
    @Nullable VersionState committed) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public Manifest {
    properties = Checks.sortedCopy("properties", properties);
    properties.forEach((name, value) -> Checks.string("property " + name, value));
    checkNumbers(nextFileNumber, current);
    if (committed != null) {
      checkNumbers(nextFileNumber, committed);
    }
  }

  private static void checkNumbers(long nextFileNumber, VersionState version) {
    long last = version.logs().isEmpty() ? -1 : version.logs().getLast();
    for (SegmentState segment : version.segments()) {
      last = Math.max(last, segment.fileNumber());
    }
    Checks.range("nextFileNumber", nextFileNumber, Math.max(last, -1) + 1, Long.MAX_VALUE);
  }
}
