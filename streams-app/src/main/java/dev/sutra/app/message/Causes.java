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
 * Says in a phrase what went wrong. Many exceptions have a bare path as their message, others none,
 * and their names mean nothing to users.
 */
public final class Causes {
  private Causes() {}

  /** The cause in words: never empty, never the name of a class. */
  public static String of(Throwable e) {
    return switch (e) {
      case NotDirectoryException file -> file.getFile() + " is no directory";
      case DirectoryNotEmptyException file -> file.getFile() + " is not empty";
      case AccessDeniedException file -> "no access to " + file.getFile();
      case NoSuchFileException file -> file.getFile() + " is not there";
      case FileAlreadyExistsException file -> file.getFile() + " is there already, as a file";
      case FileSystemLoopException file -> file.getFile() + " links to a directory above it";
      case FileSystemException file -> hinted(file.getFile() + ": " + reason(file.getReason()));
      case FileNotFoundException file -> hinted(reason(file.getMessage()));
      case CharacterCodingException text -> "it is not UTF-8";
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

  /** The heap's size is the setting that ends most of these. */
  private static String memory(OutOfMemoryError e) {
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    String more = "; SUTRA_OPTS=-Xmx1g, for example, gives more";
    return String.valueOf(e.getMessage()).contains("thread")
        ? "no more threads can be started (ulimit -u tells how many)"
        : "the heap of " + megabytes + " MB is too small" + more;
  }

  private static String hinted(String message) {
    return message.contains("Too many open files")
        ? message + " (ulimit -n tells how many may be open)"
        : message;
  }

  private static String reason(@Nullable String message) {
    return message == null || message.isBlank() ? "no reason is known" : message;
  }
}
