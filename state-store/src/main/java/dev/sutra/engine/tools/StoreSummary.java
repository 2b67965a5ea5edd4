package dev.sutra.engine.tools;

import dev.sutra.io.FileSystemStorage;
import dev.sutra.manifest.CodebookState;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.manifest.SegmentState;
import dev.sutra.record.RowBatch;
import dev.sutra.segment.Segment;
import dev.sutra.vector.VectorsSection;
import dev.sutra.wal.LogFiles;
import dev.sutra.wal.LogReader;
import dev.sutra.wal.LogTail;
import dev.sutra.wal.LogVisitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * A summary of a store, read from its files without opening or changing it.
 *
 * @param concepts concepts in the segments
 * @param associations associations in the segments, at their sources
 * @param vectors concepts with a vector in the segments
 * @param codedVectors vectors in segments with codes
 * @param codeBytes bytes of codes and codebooks
 * @param segments segment files
 * @param logs log files
 * @param logTransactions transactions in the logs, which the counts above may not include
 * @param diskBytes bytes of segment, codebook and log files
 * @param deadConcepts overwritten or deleted concepts that are still in the segments
 * @param tombstones tombstones in the segments
 */
public record StoreSummary(
    long concepts,
    long associations,
    long vectors,
    long codedVectors,
    long codeBytes,
    int segments,
    int logs,
    long logTransactions,
    long diskBytes,
    long deadConcepts,
    long tombstones) {

  /**
   * Reads the summary of a store that is not open.
   *
   * @throws dev.sutra.io.DirectoryLockedException if it is open
   * @throws dev.sutra.io.CorruptFileException if the manifest, a log or the section directory of a
   *     segment is corrupt
   * @throws IOException if it is not a store or cannot be read
   */
  public static StoreSummary read(Path directory) throws IOException {
    try (FileSystemStorage storage = FileSystemStorage.openExisting(directory)) {
      Manifest manifest = ManifestFile.read(storage);
      if (manifest == null) {
        throw new IOException("there is no store in " + directory);
      }
      long bytes = 0;
      long dead = 0;
      long tombstones = 0;
      long coded = 0;
      long codes = 0;
      for (SegmentState segment : manifest.current().segments()) {
        try (Segment file = Segment.open(storage, segment.fileNumber())) {
          VectorsSection vectors = file.vectors();
          coded += file.hasCells() && vectors != null ? vectors.size() : 0;
          codes += file.cellsBytes();
        }
        bytes += segment.bytes();
        dead += BitSet.valueOf(segment.deadDocuments()).cardinality();
        tombstones += segment.tombstones();
      }
      Counter counter = new Counter();
      for (CodebookState codebook : manifest.codebooks()) {
        bytes += codebook.bytes();
        codes += codebook.bytes();
      }
      int logs = 0;
      for (String name : storage.list()) {
        if (LogFiles.number(name) >= 0) {
          logs++;
          bytes += storage.size(name);
          LogReader.read(storage, name, LogTail.UNFORCED, counter);
        }
      }
      return new StoreSummary(
          manifest.current().counters().getOrDefault("concepts", 0L),
          manifest.current().counters().getOrDefault("associations", 0L),
          manifest.current().counters().getOrDefault("vectors", 0L),
          coded,
          codes,
          manifest.current().segments().size(),
          logs,
          counter.transactions,
          bytes,
          dead,
          tombstones);
    }
  }

  private static final class Counter implements LogVisitor {
    private long transactions;

    @Override
    public void transaction(long sequence, boolean committed, RowBatch rows, long end) {
      transactions++;
    }

    @Override
    public void commit(long sequence, byte[] data, long end) {
      // Not counted.
    }
  }
}
