package dev.sutra.engine;

import dev.sutra.io.CorruptFileException;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.record.Limits;
import dev.sutra.segment.RowRules;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.Similarity;

/** The rules that were fixed when a store was created, as stored in its manifest. */
public final class StoredRules {
  private StoredRules() {}

  /**
   * Reads dimension, similarity and analyzer.
   *
   * @throws CorruptFileException if one is missing or invalid
   */
  public static RowRules of(Manifest manifest) {
    try {
      return new RowRules(
          dimension(manifest),
          Similarity.valueOf(property(manifest, "similarity")),
          TextAnalyzer.named(property(manifest, "analyzer")));
    } catch (IllegalArgumentException e) {
      CorruptFileException corrupt =
          new CorruptFileException(ManifestFile.NAME, 0, "invalid properties: " + e.getMessage());
      corrupt.initCause(e);
      throw corrupt;
    }
  }

  private static int dimension(Manifest manifest) {
    int dimension = Integer.parseInt(property(manifest, "dimension"));
    if (dimension < 1 || dimension > Limits.DIMENSION_MAX) {
      throw new IllegalArgumentException("dimension is " + dimension);
    }
    return dimension;
  }

  private static String property(Manifest manifest, String name) {
    String value = manifest.properties().get(name);
    if (value == null) {
      throw new CorruptFileException(ManifestFile.NAME, 0, "property " + name + " is missing");
    }
    return value;
  }
}
