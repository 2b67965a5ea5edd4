package dev.sutra.manifest;

import dev.sutra.io.FileNumbers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files and properties of a store. Immutable; {@code ManifestFile} writes it as a whole.
 *
 * @param nextFileNumber above the number of every file that the manifest names
 * @param properties the properties fixed at creation of the store (dimension, similarity,
 *     analyzer), and the {@link #ANALYSIS}; at most 4096 names and values of at most 64 KiB each
 * @param codebooks the codebooks that segments use, and the newest one; numbers ascend, at most
 *     {@link #CODEBOOKS_MAX}
 * @param current the version with all flushed transactions
 * @param committed the version to which a store returns at open, if the current one contains
 *     uncommitted transactions; null if the current version is committed
 */
public record Manifest(
    long nextFileNumber,
    Map<String, String> properties,
    List<CodebookState> codebooks,
    VersionState current,
    @Nullable VersionState committed) {
  public static final int CODEBOOKS_MAX = 4096;

  /** The property with the version of text analysis. */
  public static final String ANALYSIS = "analysis";

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public Manifest {
    properties = Checks.sortedCopy("properties", properties);
    properties.forEach((name, value) -> Checks.string("property " + name, value));
    Checks.range("property " + ANALYSIS, analysisOf(properties), 1, Integer.MAX_VALUE);
    codebooks = List.copyOf(codebooks);
    Checks.range("number of codebooks", codebooks.size(), 0, CODEBOOKS_MAX);
    long last = -1;
    for (CodebookState codebook : codebooks) {
      Checks.range(
          "a codebook's number (they ascend)", codebook.fileNumber(), last + 1, nextFileNumber - 1);
      last = codebook.fileNumber();
    }
    checkNumbers(nextFileNumber, current);
    if (committed != null) {
      checkNumbers(nextFileNumber, committed);
    }
  }

  /** A manifest without codebooks. */
  public Manifest(
      long nextFileNumber,
      Map<String, String> properties,
      VersionState current,
      @Nullable VersionState committed) {
    this(nextFileNumber, properties, List.of(), current, committed);
  }

  /** Version of the text analysis of all segments; 1 if the property is missing. */
  public int analysis() {
    return analysisOf(properties);
  }

  private static int analysisOf(Map<String, String> properties) {
    String value = properties.getOrDefault(ANALYSIS, "1");
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("property " + ANALYSIS + " is not a number: " + value, e);
    }
  }

  private static void checkNumbers(long nextFileNumber, VersionState version) {
    long last = version.logs().isEmpty() ? -1 : version.logs().getLast();
    for (SegmentState segment : version.segments()) {
      last = Math.max(last, segment.fileNumber());
    }
    Checks.range("nextFileNumber", nextFileNumber, Math.max(last, -1) + 1, FileNumbers.MAX);
  }
}
