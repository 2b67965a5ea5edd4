package dev.sutra.app.cli;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/** Says in a sentence what went wrong; some exceptions of the file system are a bare path. */
final class StoreMessages {
  private StoreMessages() {}

  static String of(Exception e) {
    return switch (e) {
      case NotDirectoryException file -> file.getFile() + " is no directory";
      case DirectoryNotEmptyException file -> file.getFile() + " is not empty";
      case AccessDeniedException file -> "no access to " + file.getFile();
      case NoSuchFileException file -> file.getFile() + " is not there";
      case UncheckedIOException wrapped -> of(Objects.requireNonNull(wrapped.getCause()));
      default -> String.valueOf(e.getMessage());
    };
  }
}
