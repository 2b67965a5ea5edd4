package dev.sutra.app.message;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Describes exceptions in words. The message of many is a bare path or missing, and class names
 * mean nothing to users.
 */
public final class Causes {
  private Causes() {}

  /** The cause in words: never empty, never the name of a class. */
  public static String of(Throwable e) {
    return switch (e) {
      case NotDirectoryException file -> file.getFile() + " is not a directory";
      case DirectoryNotEmptyException file -> file.getFile() + " is not empty";
      case AccessDeniedException file -> "no access to " + file.getFile();
      case NoSuchFileException file -> file.getFile() + " does not exist";
      case FileAlreadyExistsException file -> file.getFile() + " already exists, as a file";
      case FileSystemLoopException file ->
          file.getFile() + " links to one of its parent directories";
      case FileSystemException file -> hinted(file.getFile() + ": " + reason(file.getReason()));
      case FileNotFoundException file -> hinted(reason(file.getMessage()));
      case CharacterCodingException text -> "not UTF-8";
      case UncheckedIOException wrapped -> wrapped(wrapped);
      case ExecutionException wrapped -> wrapped(wrapped);
      case OutOfMemoryError memory -> memory(memory);
      case IOException io -> hinted(reason(io.getMessage()));
      default -> reason(e.getMessage());
    };
  }

  private static String wrapped(Exception wrapper) {
    Throwable cause = wrapper.getCause();
    return cause == null ? reason(wrapper.getMessage()) : of(cause);
  }

  /** Names the setting of the heap size, the usual remedy. */
  private static String memory(OutOfMemoryError e) {
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    String more = "; increase it, for example with SUTRA_OPTS=-Xmx1g";
    return String.valueOf(e.getMessage()).contains("thread")
        ? "no more threads can be started (see ulimit -u)"
        : "the heap of " + megabytes + " MB is too small" + more;
  }

  private static String hinted(String message) {
    return message.contains("Too many open files") ? message + " (see ulimit -n)" : message;
  }

  private static String reason(@Nullable String message) {
    return message == null || message.isBlank() ? "unknown reason" : message;
  }
}
