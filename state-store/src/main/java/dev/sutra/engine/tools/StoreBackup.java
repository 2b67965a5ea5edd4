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
 * Backs up a closed store and restores backups.
 *
 * <p>The manifest is copied last, so an interrupted copy is not a valid store.
 */
public final class StoreBackup {
  private StoreBackup() {}

  /**
   * Backs up a store that is not open. Segments and codebooks are immutable: they are hard-linked
   * if the target is on the same file system, else copied. Manifest and logs are copied.
   *
   * @param target empty or missing
   * @throws dev.sutra.io.DirectoryLockedException if the store is open
   * @throws DirectoryNotEmptyException if the target is not empty
   * @throws CorruptFileException if a file is missing or has the wrong length
   * @throws IOException if a directory cannot be read or written
   */
  public static void backup(Path directory, Path target) throws IOException {
    copy(directory, target, true);
  }

  /**
   * Restores a backup to a store. Files are copied, so that later changes of the store do not
   * affect the backup.
   *
   * @param directory empty or missing
   * @throws DirectoryNotEmptyException if the directory is not empty
   * @throws CorruptFileException if a file of the backup is missing or has the wrong length
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
          // The store works without it, and a check of the copy reports that it is missing.
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
