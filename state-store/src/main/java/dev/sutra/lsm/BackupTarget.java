package dev.sutra.lsm;

import dev.sutra.manifest.Manifest;
import java.io.IOException;

/** Where the files of a tree go that is backed up: the manifest last. */
public interface BackupTarget {
  /** The first bytes of a log, which may be written to and deleted later. */
  void log(String name, long bytes) throws IOException;

  /** A segment or codebook, which never changes and is there during the call. */
  void file(String name) throws IOException;

  void manifest(Manifest manifest) throws IOException;
}
