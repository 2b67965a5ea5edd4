package dev.sutra.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSystemStorageTest {
  private static final int LARGE_BYTES = 8 << 20;

  @TempDir Path directory;
  private FileSystemStorage storage;

  @BeforeEach
  void open() throws IOException {
    storage = FileSystemStorage.open(directory);
  }

  @AfterEach
  void close() throws IOException {
    storage.close();
  }

  @Test
  void filesAreCreatedRenamedCutAndDeleted() throws IOException {
    write("a", 10);
    assertThrows(FileAlreadyExistsException.class, () -> storage.create("a"));
    write("b", 20);
    storage.rename("b", "a");
    assertEquals(List.of("a"), storage.list());
    assertEquals(20, storage.size("a"));
    storage.truncate("a", 5);
    assertEquals(5, storage.read("a", 5).length);
    assertThrows(CorruptFileException.class, () -> storage.read("a", 4));
    storage.syncDirectory();
    storage.delete("a");
    assertFalse(storage.exists("a"));
    assertThrows(NoSuchFileException.class, () -> storage.map("a"));
  }

  @Test
  void emptyFileIsMapped() throws IOException {
    write("empty", 0);
    try (MappedFile file = storage.map("empty")) {
      assertEquals(0, file.memory().byteSize());
    }
  }

  @Test
  void unmappingUnderAChecksumThrowsForItsReaderOnly() throws Exception {
    write("large", LARGE_BYTES);
    for (int round = 0; round < 20; round++) {
      MappedFile file = storage.map("large");
      AtomicInteger checksums = new AtomicInteger();
      AtomicInteger refused = new AtomicInteger();
      Thread reader =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      while (true) {
                        Crc32c.of(file.memory(), 0, LARGE_BYTES);
                        checksums.incrementAndGet();
                      }
                    } catch (IllegalStateException e) {
                      refused.incrementAndGet();
                    }
                  });
      while (checksums.get() == 0) {
        Thread.onSpinWait();
      }
      file.close();
      reader.join();
      assertEquals(1, refused.get());
      assertTrue(checksums.get() > 0);
    }
  }

  @Test
  void interruptClosesNoFileAndIsKept() throws Exception {
    OutputFile log = storage.create("log");
    AtomicInteger failed = new AtomicInteger();
    AtomicInteger kept = new AtomicInteger();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 50; i++) {
                      Thread.currentThread().interrupt();
                      log.write(ByteBuffer.allocate(10));
                      log.write(ByteBuffer.allocateDirect(10));
                      log.write(ByteBuffer.allocate(AppendedFile.LARGE_BYTES));
                      log.force();
                      storage.syncDirectory();
                      storage.map("log").close();
                      kept.addAndGet(Thread.interrupted() ? 1 : 0);
                    }
                    storage.create("other").close();
                    Thread.currentThread().interrupt();
                    storage.truncate("other", 0);
                  } catch (IOException e) {
                    failed.incrementAndGet();
                  }
                });
    writer.join();
    assertEquals(0, failed.get());
    assertEquals(50, kept.get());
    log.write(ByteBuffer.allocate(1));
    log.close();
    assertEquals(1001 + 50L * AppendedFile.LARGE_BYTES, storage.size("log"));
  }

  @Test
  void largeAndSmallWritesFollowEachOther() throws IOException {
    byte[] bytes = new byte[3 * AppendedFile.LARGE_BYTES];
    new Random(1).nextBytes(bytes);
    try (OutputFile file = storage.create("file")) {
      file.write(ByteBuffer.wrap(bytes, 0, 7));
      ByteBuffer large = ByteBuffer.wrap(bytes, 7, AppendedFile.LARGE_BYTES);
      file.write(large);
      assertEquals(0, large.remaining());
      file.write(ByteBuffer.wrap(bytes, 7 + AppendedFile.LARGE_BYTES, 100));
      ByteBuffer rest = ByteBuffer.allocateDirect(bytes.length - AppendedFile.LARGE_BYTES - 107);
      file.write(rest.put(bytes, 107 + AppendedFile.LARGE_BYTES, rest.capacity()).flip());
    }
    assertArrayEquals(bytes, storage.read("file", bytes.length));
  }

  private void write(String name, int bytes) throws IOException {
    try (OutputFile file = storage.create(name)) {
      file.write(ByteBuffer.allocate(bytes));
      file.force();
    }
  }
}
