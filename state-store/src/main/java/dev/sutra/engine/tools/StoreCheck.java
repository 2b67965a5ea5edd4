package dev.sutra.engine.tools;

import dev.sutra.engine.StoredRules;
import dev.sutra.io.CorruptFileException;
import dev.sutra.io.FileSystemStorage;
import dev.sutra.io.Problems;
import dev.sutra.io.Storage;
import dev.sutra.manifest.CodebookState;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.manifest.SegmentState;
import dev.sutra.manifest.VersionState;
import dev.sutra.segment.RowRules;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentCheck;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.quantization.CellCodebook;
import dev.sutra.vector.quantization.CodebookFile;
import dev.sutra.wal.LogFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a store that is not open, without changing it: the manifest, all checksums, the order of
 * rows, every index against the rows that it is derived from, the counters of the manifest, and the
 * logs. Checks both the current version and the committed version, if the manifest has one.
 */
public final class StoreCheck {
  private final Storage storage;
  private final Problems problems = new Problems();
  private final Problems notes = new Problems();
  private final Map<Long, Segment> segments = new HashMap<>();
  private final Map<Long, CellCodebook> codebooks = new HashMap<>();
  private long rows;
  private long transactions;
  private int logs;

  private StoreCheck(Storage storage) {
    this.storage = storage;
  }

  /**
   * Checks a store's directory.
   *
   * @throws dev.sutra.io.DirectoryLockedException if it is open
   * @throws IOException if it is not a store, cannot be read, or has a newer format
   */
  public static CheckReport run(Path directory) throws IOException {
    try (FileSystemStorage storage = FileSystemStorage.openExisting(directory)) {
      return run(storage);
    }
  }

  /** Checks a store in any storage. Does not close the storage. */
  public static CheckReport run(Storage storage) throws IOException {
    return new StoreCheck(storage).run();
  }

  private CheckReport run() throws IOException {
    Manifest manifest = readManifest();
    if (manifest != null) {
      try {
        checkStore(manifest, StoredRules.of(manifest));
      } catch (CorruptFileException e) {
        problems.add(e);
      } finally {
        segments.values().forEach(Segment::close);
      }
    }
    return new CheckReport(
        problems.kept(), problems.count(), notes.kept(), segments.size(), rows, logs, transactions);
  }

  private @Nullable Manifest readManifest() throws IOException {
    try {
      Manifest manifest = ManifestFile.read(storage);
      if (manifest == null) {
        for (String name : storage.list()) {
          if (SegmentFormat.isSegment(name)
              || LogFiles.number(name) >= 0
              || CodebookFile.number(name) >= 0) {
            problems.add(ManifestFile.NAME, 0, "it is missing, but " + name + " exists");
            return null;
          }
        }
        throw new IOException("there is no store in " + storage.describe());
      }
      return manifest;
    } catch (CorruptFileException e) {
      problems.add(e);
      return null;
    }
  }

  private void checkStore(Manifest manifest, RowRules rules) throws IOException {
    Map<Long, SegmentState> named = new LinkedHashMap<>();
    manifest.current().segments().forEach(state -> named.put(state.fileNumber(), state));
    VersionState committed = manifest.committed();
    if (committed != null) {
      committed.segments().forEach(state -> named.putIfAbsent(state.fileNumber(), state));
    }
    Set<String> codebookFiles = new HashSet<>();
    for (CodebookState state : manifest.codebooks()) {
      codebookFiles.add(CodebookFile.name(state.fileNumber()));
      checkCodebook(state, rules);
    }
    for (SegmentState state : named.values()) {
      checkSegment(state, rules, isAnalysisCurrent(manifest) && !state.textsPending());
    }
    if (!isAnalysisCurrent(manifest)) {
      notes.add(
          ManifestFile.NAME,
          0,
          "texts were analyzed by analyzer version "
              + manifest.analysis()
              + ", the current one is "
              + TextAnalyzer.VERSION
              + "; they are not checked");
    }
    new VersionCheck("current", manifest.current(), segments, problems, notes).run();
    if (committed != null) {
      new VersionCheck("committed", committed, segments, problems, notes).run();
    }
    LogCheck check = new LogCheck(storage, manifest, rules, problems, notes);
    check.run();
    logs = check.logs();
    transactions = check.transactions();
    for (String name : storage.list()) {
      boolean known =
          name.equals(ManifestFile.NAME)
              || LogFiles.number(name) >= 0
              || codebookFiles.contains(name)
              || named.containsKey(SegmentFormat.number(name));
      if (!known) {
        notes.add(name, 0, "not referenced by the manifest");
      }
    }
  }

  private static boolean isAnalysisCurrent(Manifest manifest) {
    return manifest.analysis() == TextAnalyzer.VERSION;
  }

  private void checkCodebook(CodebookState state, RowRules rules) throws IOException {
    String name = CodebookFile.name(state.fileNumber());
    try {
      CellCodebook codebook = CodebookFile.read(storage, state.fileNumber());
      if (codebook.id() != state.id()
          || codebook.dimension() != rules.dimension()
          || codebook.similarity() != rules.similarity()) {
        problems.add(name, 0, "it is not the codebook that the manifest names");
        return;
      }
      if (storage.size(name) != state.bytes()) {
        problems.add(
            name, 0, "it has " + storage.size(name) + " bytes, the manifest says " + state.bytes());
      }
      codebooks.put(state.id(), codebook);
    } catch (CorruptFileException e) {
      problems.add(e);
    }
  }

  private void checkSegment(SegmentState state, RowRules rules, boolean texts) throws IOException {
    String name = SegmentFormat.fileName(state.fileNumber());
    if (!storage.exists(name)) {
      problems.add(name, 0, "it is missing");
      return;
    }
    long bytes = storage.size(name);
    if (bytes != state.bytes()) {
      problems.add(
          name,
          Math.min(bytes, state.bytes()),
          "it has " + bytes + " bytes, the manifest says " + state.bytes());
    }
    try {
      Segment segment = Segment.open(storage, state.fileNumber());
      segments.put(state.fileNumber(), segment);
      rows += segment.rows();
      SegmentCheck.run(
          segment,
          rules,
          texts,
          codebooks::get,
          state.minSequence(),
          state.maxSequence(),
          problems);
    } catch (CorruptFileException e) {
      problems.add(e);
    } catch (IndexOutOfBoundsException e) {
      problems.add(name, 0, "a reference points outside of its section: " + e.getMessage());
    }
  }
}
