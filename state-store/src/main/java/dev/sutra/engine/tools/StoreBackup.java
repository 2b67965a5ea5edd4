package dev.sutra.engine.tools;

import dev.sutra.engine.BackupDirectory;
import dev.sutra.io.CorruptFileException;
import dev.sutra.io.FileSystemStorage;
import dev.sutra.io.Storage;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.manifest.StoreFiles;
import dev.sutra.wal.LogFiles;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.util.Map;

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

  private static void copy(Path from, Path to, boolean links) throws IOException {
    try (FileSystemStorage source = FileSystemStorage.openExisting(from)) {
      Manifest manifest = ManifestFile.read(source);
      if (manifest == null) {
        throw new IOException("there is no store in " + from);
      }
      BackupDirectory.requireEmpty(to);
      StoreFiles files = StoreFiles.of(manifest);
      for (Map.Entry<String, Long> segment : files.segments().entrySet()) {
        checkLength(source, segment.getKey(), segment.getValue());
      }
      try (FileSystemStorage target = FileSystemStorage.open(to)) {
        BackupDirectory copy = new BackupDirectory(source, target, links);
        for (String segment : files.segments().keySet()) {
          copy.file(segment);
        }
        for (String codebook : files.codebooks()) {
          // Without it the store still answers, and a check reports it in the copy, too.
          if (source.exists(codebook)) {
            copy.file(codebook);
          }
        }
        for (String name : source.list()) {
          if (LogFiles.number(name) >= 0) {
            copy.log(name, source.size(name));
          }
        }
        copy.manifest(manifest);
      }
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
