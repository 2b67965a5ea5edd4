package dev.sutra.engine;

import dev.sutra.io.FileSystemStorage;
import dev.sutra.lsm.BackupTarget;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The target directory of a backup. The manifest is written last, so an interrupted backup is not a
 * valid store.
 */
public final class BackupDirectory implements BackupTarget {
  private final FileSystemStorage source;
  private final FileSystemStorage target;
  private final boolean links;

  /**
   * Prepares a backup.
   *
   * @param links whether immutable files are hard-linked if both directories are on the same file
   *     system
   */
  public BackupDirectory(FileSystemStorage source, FileSystemStorage target, boolean links) {
    this.source = source;
    this.target = target;
    this.links = links;
  }

  /**
   * Checks that a directory is empty or missing.
   *
   * @throws DirectoryNotEmptyException if it is not empty
   */
  public static void requireEmpty(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        if (files.findAny().isPresent()) {
          throw new DirectoryNotEmptyException(directory.toString());
        }
      }
    }
  }

  @Override
  public void log(String name, long bytes) throws IOException {
    source.copyTo(target, name, name, bytes);
  }

  @Override
  public void file(String name) throws IOException {
    if (links) {
      source.linkTo(target, name);
    } else {
      source.copyTo(target, name, name);
    }
  }

  @Override
  public void manifest(Manifest manifest) throws IOException {
    target.syncDirectory();
    ManifestFile.write(target, manifest);
  }
}
