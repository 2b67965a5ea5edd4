package dev.sutra.manifest;

import dev.sutra.segment.SegmentFormat;
import dev.sutra.vector.quantization.CodebookFile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that a manifest names and that never change.
 *
 * @param segments the lengths in bytes of the segments of both versions, by file name
 * @param codebooks names of the codebook files
 */
public record StoreFiles(Map<String, Long> segments, List<String> codebooks) {
  /** The files of a manifest, those of the current version first. */
  public static StoreFiles of(Manifest manifest) {
    Map<String, Long> segments = new LinkedHashMap<>();
    add(manifest.current(), segments);
    VersionState committed = manifest.committed();
    if (committed != null) {
      add(committed, segments);
    }
    return new StoreFiles(
        Collections.unmodifiableMap(segments),
        manifest.codebooks().stream()
            .map(codebook -> CodebookFile.name(codebook.fileNumber()))
            .toList());
  }

  private static void add(VersionState version, Map<String, Long> segments) {
    for (SegmentState state : version.segments()) {
      segments.put(SegmentFormat.fileName(state.fileNumber()), state.bytes());
    }
  }
}
