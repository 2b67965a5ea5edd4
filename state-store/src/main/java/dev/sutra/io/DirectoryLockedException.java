package dev.sutra.io;

import java.io.IOException;
import java.nio.file.Path;

/** A store's directory is open already, in this process or in another. */
public final class DirectoryLockedException extends IOException {
  private static final long serialVersionUID = 1;

  public DirectoryLockedException(Path directory) {
    super(directory + " is in use by another store or process");
  }
}
