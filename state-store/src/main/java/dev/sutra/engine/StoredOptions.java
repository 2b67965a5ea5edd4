package dev.sutra.engine;

import dev.sutra.io.Storage;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.record.RowBatch;
import dev.sutra.segment.RowRules;
import dev.sutra.wal.LogFiles;
import dev.sutra.wal.LogReader;
import dev.sutra.wal.LogTail;
import dev.sutra.wal.LogVisitor;
import java.io.IOException;

/** Reads the options of an existing store. */
final class StoredOptions {
  private StoredOptions() {}

  static EngineOptions read(Storage storage) throws IOException {
    Manifest manifest = ManifestFile.read(storage);
    if (manifest == null) {
      throw new IOException("there is no store in " + storage.describe());
    }
    RowRules rules = StoredRules.of(manifest);
    EngineOptions options =
        hasOuterLog(storage, manifest)
            ? EngineOptions.underOuterLog(rules.dimension())
            : EngineOptions.standalone(rules.dimension());
    return options.withSimilarity(rules.similarity()).withAnalyzer(rules.analyzer().name());
  }

  /** Only a store with an outer log has commits, or transactions that wait for one. */
  private static boolean hasOuterLog(Storage storage, Manifest manifest) throws IOException {
    if (manifest.committed() != null || manifest.current().commitData().length > 0) {
      return true;
    }
    boolean[] found = new boolean[1];
    LogVisitor visitor =
        new LogVisitor() {
          @Override
          public void transaction(long sequence, boolean committed, RowBatch rows, long end) {
            found[0] |= !committed;
          }

          @Override
          public void commit(long sequence, byte[] data, long end) {
            found[0] = true;
          }
        };
    for (String name : storage.list()) {
      if (LogFiles.number(name) >= 0) {
        LogReader.read(storage, name, LogTail.UNFORCED, visitor);
      }
    }
    return found[0];
  }
}
