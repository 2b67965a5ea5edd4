package dev.sutra.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is to be durable is forced for real: no model of a disk can tell, the Java Flight Recorder
 * can.
 */
class FileForceTest {
  @TempDir Path directory;
  private Path store = Path.of("");
  private FileSystemStorage storage;

  @BeforeEach
  void open() throws IOException {
    store = directory.resolve("store");
    storage = FileSystemStorage.open(store);
  }

  @AfterEach
  void close() throws IOException {
    storage.close();
  }

  @Test
  void forceForcesTheFile() throws IOException {
    try (OutputFile file = storage.create("a")) {
      assertEquals(List.of(), forced(() -> file.write(ByteBuffer.wrap(new byte[9]))));
      assertEquals(List.of(ForcedFiles.OUTPUT), forced(file::force));
    }
  }

  @Test
  void truncateForcesTheFile() throws IOException {
    Files.write(store.resolve("a"), new byte[9]);
    assertEquals(List.of(store.resolve("a")), forced(() -> storage.truncate("a", 5)));
  }

  @Test
  void syncDirectoryForcesTheDirectory() throws IOException {
    assertEquals(List.of(store), forced(storage::syncDirectory));
  }

  @Test
  void copyIsForced() throws IOException {
    Files.write(store.resolve("a"), new byte[9]);
    Path other = directory.resolve("other");
    try (FileSystemStorage target = FileSystemStorage.open(other)) {
      assertEquals(List.of(other.resolve("b")), forced(() -> storage.copyTo(target, "a", "b")));
    }
  }

  private List<Path> forced(ForcedFiles.Action action) throws IOException {
    return ForcedFiles.during(directory, action);
  }
}
