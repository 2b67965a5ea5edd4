package dev.sutra.lsm;

import dev.sutra.manifest.Manifest;
import java.io.IOException;

/** Receives the files of a backup, the manifest last. */
public interface BackupTarget {
  /** Copies the first bytes of a log, which may grow and be deleted after the call. */
  void log(String name, long bytes) throws IOException;

  /** Copies a segment or codebook, which never changes and exists during the call. */
  void file(String name) throws IOException;

  /** Writes the manifest, which completes the backup. */
  void manifest(Manifest manifest) throws IOException;
}
