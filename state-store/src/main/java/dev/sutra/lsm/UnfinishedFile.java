package dev.sutra.lsm;

import dev.sutra.io.Storage;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what a flush or a compaction that failed has written, to give back its room. */
final class UnfinishedFile {
  private static final Logger LOG = LoggerFactory.getLogger(UnfinishedFile.class);

  private UnfinishedFile() {}

  static void delete(Storage storage, String name) {
    try {
      if (storage.exists(name)) {
        storage.delete(name);
      }
    } catch (IOException e) {
      // Only space is lost: the next open deletes what the manifest does not name.
      LOG.warn("cannot delete {}", name, e);
    }
  }
}
