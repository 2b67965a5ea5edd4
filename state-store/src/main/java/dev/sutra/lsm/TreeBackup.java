package dev.sutra.lsm;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Storage;
import dev.sutra.manifest.CodebookState;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.manifest.SegmentState;
import dev.sutra.manifest.VersionState;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.vector.quantization.CodebookFile;
import dev.sutra.wal.LogFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Names the files that make up a tree at one moment, while it is written to.
 *
 * <p>The moment is that of a manifest, held while the logs are copied: until then no flush deletes
 * one. They are short, for the tree is flushed before. Segments of the current version are pinned
 * by a snapshot and may take longer.
 */
final class TreeBackup {
  private final Storage storage;
  private final Tree tree;
  private final BackupTarget target;
  private @Nullable Manifest manifest;
  private @Nullable TreeSnapshot pinned;

  private TreeBackup(Storage storage, Tree tree, BackupTarget target) {
    this.storage = storage;
    this.tree = tree;
    this.target = target;
  }

  static void run(Storage storage, Tree tree, Maintenance maintenance, BackupTarget target)
      throws IOException {
    tree.flush();
    TreeBackup backup = new TreeBackup(storage, tree, target);
    try {
      if (!maintenance.whileSaved(backup::begin)) {
        throw new IllegalStateException("the store in " + storage.describe() + " is closed");
      }
      backup.finish();
    } finally {
      if (backup.pinned != null) {
        backup.pinned.close();
      }
    }
  }

  private void begin() {
    try {
      Manifest current = ManifestFile.read(storage);
      if (current == null) {
        throw new CorruptFileException(ManifestFile.NAME, 0, "it is missing");
      }
      Map<Long, Long> logs = new TreeMap<>();
      tree.lock().lock();
      try {
        pinned = tree.snapshot();
        for (long log : tree.flushedLogs()) {
          logs.put(log, storage.size(LogFiles.name(log)));
        }
      } finally {
        tree.lock().unlock();
      }
      for (long log : current.current().logs()) {
        logs.putIfAbsent(log, storage.size(LogFiles.name(log)));
      }
      VersionState committed = current.committed();
      if (committed != null) {
        for (long log : committed.logs()) {
          logs.putIfAbsent(log, storage.size(LogFiles.name(log)));
        }
        copyBase(committed, current.current());
      }
      for (CodebookState codebook : current.codebooks()) {
        copyCodebook(CodebookFile.name(codebook.fileNumber()));
      }
      for (Map.Entry<Long, Long> log : logs.entrySet()) {
        target.log(LogFiles.name(log.getKey()), log.getValue());
      }
      manifest = current;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What only the committed version names is there as long as the manifest stays. */
  private void copyBase(VersionState committed, VersionState current) throws IOException {
    Set<Long> pinnedNumbers = new HashSet<>();
    current.segments().forEach(segment -> pinnedNumbers.add(segment.fileNumber()));
    for (SegmentState segment : committed.segments()) {
      if (!pinnedNumbers.contains(segment.fileNumber())) {
        target.file(SegmentFormat.fileName(segment.fileNumber()));
      }
    }
  }

  private void copyCodebook(String name) throws IOException {
    // Without it the store still answers, and a check tells of it in the copy, too.
    if (storage.exists(name)) {
      target.file(name);
    }
  }

  private void finish() throws IOException {
    Manifest found = manifest;
    if (found == null) {
      throw new IllegalStateException("no moment was held");
    }
    for (SegmentState segment : found.current().segments()) {
      target.file(SegmentFormat.fileName(segment.fileNumber()));
    }
    target.manifest(found);
  }
}
