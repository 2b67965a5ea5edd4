package dev.sutra.lsm;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Storage;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.version.ReadViews;
import dev.sutra.lsm.version.Version;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Copies a tree as of one moment, while it is written to.
 *
 * <p>The moment is that of a manifest, which is held while the logs are copied: no flush deletes a
 * log during that time. The logs are short because the tree is flushed before. Segments of the
 * current version are pinned, and are copied after the manifest is released.
 */
final class TreeBackup {
  /** A manifest, and its current version, retained. */
  private record Moment(Manifest manifest, Version pinned) {}

  private final TreeCore core;
  private final ReadViews views;
  private final TreeSession session;
  private final BackupTarget target;

  TreeBackup(TreeCore core, ReadViews views, TreeSession session, BackupTarget target) {
    this.core = core;
    this.views = views;
    this.session = session;
    this.target = target;
  }

  /** Copies the files, the manifest last. */
  void run() throws IOException {
    Moment moment = session.running().call(() -> session.versions().whileSaved(this::begin));
    if (moment == null) {
      throw new IllegalStateException("the store in " + core.storage().describe() + " is closed");
    }
    try {
      for (SegmentState segment : moment.manifest.current().segments()) {
        target.file(SegmentFormat.fileName(segment.fileNumber()));
      }
      target.manifest(moment.manifest);
    } finally {
      moment.pinned.release();
    }
  }

  /** Copies the logs, and everything that only the held manifest keeps. */
  private Moment begin() {
    Version pinned = null;
    try {
      Manifest current = ManifestFile.read(core.storage());
      if (current == null) {
        throw new CorruptFileException(ManifestFile.NAME, 0, "it is missing");
      }
      Map<Long, Long> logs = new TreeMap<>();
      core.lock().lock();
      try {
        pinned = views.pinNewest().version();
        session.writer().flushLog();
        addSizes(session.logs().needed(views.newest().sealed()), logs);
      } finally {
        core.lock().unlock();
      }
      addSizes(current.current().logs(), logs);
      VersionState committed = current.committed();
      if (committed != null) {
        addSizes(committed.logs(), logs);
        copyBase(committed, current.current());
      }
      for (CodebookState codebook : current.codebooks()) {
        copyCodebook(CodebookFile.name(codebook.fileNumber()));
      }
      for (Map.Entry<Long, Long> log : logs.entrySet()) {
        target.log(LogFiles.name(log.getKey()), log.getValue());
      }
      Moment moment = new Moment(current, pinned);
      pinned = null;
      return moment;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (pinned != null) {
        pinned.release();
      }
    }
  }

  private void addSizes(List<Long> numbers, Map<Long, Long> sizes) throws IOException {
    Storage storage = core.storage();
    for (long log : numbers) {
      if (!sizes.containsKey(log)) {
        sizes.put(log, storage.size(LogFiles.name(log)));
      }
    }
  }

  /** Copies segments that only the committed version names: they exist while the manifest does. */
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
    // Without it the store still answers queries, and a check of the copy reports it too.
    if (core.storage().exists(name)) {
      target.file(name);
    }
  }
}
