package dev.sutra.lsm.core;

import dev.sutra.io.Storage;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes files that are not needed: unfinished outputs, and files that no manifest names. */
public final class ObsoleteFiles {
  private static final Logger LOG = LoggerFactory.getLogger(ObsoleteFiles.class);

  private ObsoleteFiles() {}

  /** Deletes a file if it exists. A failure is only logged. */
  public static void delete(Storage storage, String name) {
    try {
      if (storage.exists(name)) {
        storage.delete(name);
      }
    } catch (IOException e) {
      // Only space is lost: the next open deletes files that the manifest does not name.
      LOG.warn("cannot delete {}", name, e);
    }
  }
}
