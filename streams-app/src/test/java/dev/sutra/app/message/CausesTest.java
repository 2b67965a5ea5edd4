package dev.sutra.app.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class CausesTest {
  @TempDir Path dir;

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new AccessDeniedException("/d"), "no access to /d"),
        Arguments.of(new NoSuchFileException("/d"), "/d does not exist"),
        Arguments.of(new NotDirectoryException("/d"), "/d is not a directory"),
        Arguments.of(new DirectoryNotEmptyException("/d"), "/d is not empty"),
        Arguments.of(new FileAlreadyExistsException("/d"), "/d already exists, as a file"),
        Arguments.of(
            new FileSystemException("/d", null, "Too many open files"),
            "/d: Too many open files (see ulimit -n)"),
        Arguments.of(
            new SocketException("Too many open files"), "Too many open files (see ulimit -n)"),
        Arguments.of(
            new FileSystemException("/d", null, "Read-only file system"),
            "/d: Read-only file system"),
        Arguments.of(new FileSystemException("/d"), "/d: unknown reason"),
        Arguments.of(new FileNotFoundException("/d (Permission denied)"), "/d (Permission denied)"),
        Arguments.of(new MalformedInputException(1), "not UTF-8"),
        Arguments.of(new IOException(), "unknown reason"),
        Arguments.of(new UncheckedIOException(new AccessDeniedException("/d")), "no access to /d"),
        Arguments.of(
            new ExecutionException(new IllegalStateException("it is closed")), "it is closed"),
        Arguments.of(
            new OutOfMemoryError("unable to create native thread: possibly out of memory"),
            "no more threads can be started (see ulimit -u)"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aCauseIsAPhrase(Throwable failure, String phrase) {
    assertEquals(phrase, Causes.of(failure));
  }

  @Test
  void aHeapThatIsTooSmallIsReportedWithItsSize() {
    String told = Causes.of(new OutOfMemoryError("Java heap space"));
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    assertTrue(told.startsWith("the heap of " + megabytes + " MB is too small"), told);
  }

  @Test
  void aFileInPlaceOfADirectoryIsReported() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "");
    IOException taken = assertThrows(IOException.class, () -> Files.createDirectories(file));
    assertEquals(file + " already exists, as a file", Causes.of(taken));
    IOException below =
        assertThrows(IOException.class, () -> Files.createDirectories(file.resolve("data")));
    assertEquals(file.resolve("data") + ": Not a directory", Causes.of(below));
  }
}
