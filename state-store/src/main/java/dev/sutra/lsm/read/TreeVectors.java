package dev.sutra.lsm.read;

import dev.sutra.lsm.version.SegmentHandle;
import dev.sutra.vector.VectorsSection;
import dev.sutra.vector.cells.CellsSection;
import dev.sutra.vector.quantization.CellCodebook;
import dev.sutra.vector.quantization.CellCodebookFormat;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Totals of the vectors in a tree's segments.
 *
 * @param vectors number of vectors, including those of dead documents
 * @param coded number of these that have usable codes
 * @param damaged segments whose codes are not usable
 * @param residentBytes bytes of codes and codebooks in memory
 * @param diskBytes bytes of vectors, codes and codebooks
 */
public record TreeVectors(
    long vectors, long coded, int damaged, long residentBytes, long diskBytes) {

  static TreeVectors of(List<SegmentHandle> segments) {
    long vectors = 0;
    long coded = 0;
    int damaged = 0;
    long codeBytes = 0;
    long vectorBytes = 0;
    Set<CellCodebook> codebooks = Collections.newSetFromMap(new IdentityHashMap<>());
    for (SegmentHandle segment : segments) {
      VectorsSection section = segment.segment().vectors();
      if (section == null) {
        continue;
      }
      vectors += section.size();
      vectorBytes += section.bytes();
      CellsSection cells = segment.cells().section();
      if (cells != null) {
        coded += cells.size();
        codeBytes += cells.bytes();
        codebooks.add(cells.codebook());
      } else if (segment.segment().hasCells()) {
        damaged++;
      }
    }
    long codebookBytes = codebooks.stream().mapToLong(CellCodebook::bytes).sum();
    long codebookFileBytes = codebooks.stream().mapToLong(CellCodebookFormat::bytes).sum();
    return new TreeVectors(
        vectors,
        coded,
        damaged,
        codeBytes + codebookBytes,
        vectorBytes + codeBytes + codebookFileBytes);
  }
}
