package dev.sutra.io;

import java.io.IOException;
import java.nio.file.Path;

/** The directory of a store is locked by this process or another one. */
public final class DirectoryLockedException extends IOException {
  private static final long serialVersionUID = 1;

  public DirectoryLockedException(Path directory) {
    super(directory + " is in use by another store or process");
  }
}
