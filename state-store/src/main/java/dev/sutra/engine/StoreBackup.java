package dev.sutra.engine;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.FileSystemStorage;
import dev.sutra.io.Storage;
import dev.sutra.lsm.BackupTarget;
import dev.sutra.lsm.Tree;
import dev.sutra.manifest.CodebookState;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.manifest.SegmentState;
import dev.sutra.manifest.VersionState;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.vector.CodebookFile;
import dev.sutra.wal.LogFiles;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Copies a store to another directory and back.
 *
 * <p>The manifest comes last: a copy that was interrupted has none, and is not taken for a store.
 */
public final class StoreBackup {
  private StoreBackup() {}

  /**
   * Makes a backup of a store that nobody has open: hard links to segments and codebooks, which
   * never change, where the target lies on the same file system, and copies of manifest and logs.
   *
   * @param target empty or missing
   * @throws dev.sutra.io.DirectoryLockedException if the store is open
   * @throws DirectoryNotEmptyException if the target holds anything
   * @throws CorruptFileException if a file is missing or has another length than it must have
   * @throws IOException if a directory cannot be read or written
   */
  public static void backup(Path directory, Path target) throws IOException {
    copy(directory, target, true);
  }

  /**
   * Makes a store of a backup: copies, so that the backup stays what it is whatever happens to the
   * store.
   *
   * @param directory empty or missing
   * @throws DirectoryNotEmptyException if the directory holds anything
   * @throws CorruptFileException if a file of the backup is missing or has another length
   * @throws IOException if a directory cannot be read or written
   */
  public static void restore(Path backup, Path directory) throws IOException {
    copy(backup, directory, false);
  }

  /** Makes a backup of a store that is open and written to; see {@link StorageEngine#backup}. */
  static void backup(FileSystemStorage source, Tree tree, Path directory) throws IOException {
    requireEmpty(directory);
    try (FileSystemStorage target = FileSystemStorage.open(directory)) {
      tree.backup(
          new BackupTarget() {
            @Override
            public void log(String name, long bytes) throws IOException {
              source.copyTo(target, name, name, bytes);
            }

            @Override
            public void file(String name) throws IOException {
              source.linkTo(target, name);
            }

            @Override
            public void manifest(Manifest manifest) throws IOException {
              target.syncDirectory();
              ManifestFile.write(target, manifest);
            }
          });
    }
  }

  private static void copy(Path from, Path to, boolean links) throws IOException {
    try (FileSystemStorage source = FileSystemStorage.openExisting(from)) {
      Manifest manifest = ManifestFile.read(source);
      if (manifest == null) {
        throw new IOException("there is no store in " + from);
      }
      requireEmpty(to);
      Map<String, Long> segments = segments(manifest);
      for (Map.Entry<String, Long> segment : segments.entrySet()) {
        checkLength(source, segment.getKey(), segment.getValue());
      }
      try (FileSystemStorage target = FileSystemStorage.open(to)) {
        List<String> files = new ArrayList<>(segments.keySet());
        for (CodebookState codebook : manifest.codebooks()) {
          String name = CodebookFile.name(codebook.fileNumber());
          // Without it the store still answers, and a check tells of it in the copy, too.
          if (source.exists(name)) {
            files.add(name);
          }
        }
        for (String name : files) {
          if (links) {
            source.linkTo(target, name);
          } else {
            source.copyTo(target, name, name);
          }
        }
        for (String name : source.list()) {
          if (LogFiles.number(name) >= 0) {
            source.copyTo(target, name, name);
          }
        }
        target.syncDirectory();
        ManifestFile.write(target, manifest);
      }
    }
  }

  private static void requireEmpty(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        if (files.findAny().isPresent()) {
          throw new DirectoryNotEmptyException(directory.toString());
        }
      }
    }
  }

  private static Map<String, Long> segments(Manifest manifest) {
    Map<String, Long> segments = new LinkedHashMap<>();
    add(manifest.current(), segments);
    VersionState committed = manifest.committed();
    if (committed != null) {
      add(committed, segments);
    }
    return segments;
  }

  private static void add(VersionState version, Map<String, Long> segments) {
    for (SegmentState state : version.segments()) {
      segments.put(SegmentFormat.fileName(state.fileNumber()), state.bytes());
    }
  }

  private static void checkLength(Storage source, String name, long bytes) throws IOException {
    if (!source.exists(name)) {
      throw new CorruptFileException(name, 0, "it is missing");
    }
    if (source.size(name) != bytes) {
      throw new CorruptFileException(
          name, 0, "it has " + source.size(name) + " bytes, the manifest says " + bytes);
    }
  }
}
