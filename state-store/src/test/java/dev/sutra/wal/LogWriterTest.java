package dev.sutra.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CrashStorage;
import dev.sutra.io.FileSystemStorage;
import dev.sutra.io.Storage;
import dev.sutra.record.RowBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogWriterTest {
  private final CrashStorage storage = new CrashStorage();
  private final RowBatch row = new RowBatch();

  LogWriterTest() {
    row.put(new byte[] {1}, new byte[] {2});
  }

  @Test
  void framesOfAllSizesComeBackInOrder(@TempDir Path directory) throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (Storage files = FileSystemStorage.open(directory)) {
      LogFixture log = new LogFixture(files, random);
      for (int i = 0; i < 400; i++) {
        // Now and then a frame of more than the writer's buffer.
        log.append(random.nextInt(60) == 0 ? 500_000 : 3000);
      }
      log.writer().close();
      assertEquals(log.writer().length(), files.size(LogFixture.NAME), "seed " + seed);
      List<String> found = new ArrayList<>();
      LogEnd end = LogFixture.read(files, LogTail.COMPLETE, found);
      assertEquals(log.frames(), found, "seed " + seed);
      assertEquals(new LogEnd(log.writer().length(), 0), end);
    }
  }

  @Test
  void appendedFramesReachTheFileAtFlush() throws IOException {
    try (LogWriter writer = LogWriter.create(storage, LogFixture.NUMBER, false)) {
      writer.appendTransaction(1, row, true);
      assertEquals(0, storage.size(writer.name()));
      writer.flush();
      assertEquals(writer.length(), storage.size(writer.name()));
    }
  }

  @Test
  void syncForcesOnlyWhatIsNewAndSyncsTheDirectoryOnce() throws IOException {
    LogWriter writer = LogWriter.create(storage, LogFixture.NUMBER, false);
    writer.sync();
    assertEquals(2, storage.barriers());
    writer.sync();
    assertEquals(2, storage.barriers());
    writer.appendTransaction(1, row, true);
    writer.sync();
    assertEquals(3, storage.barriers());
  }

  @Test
  void sequencesMustAscend() throws IOException {
    LogWriter writer = LogWriter.create(storage, LogFixture.NUMBER, false);
    writer.appendTransaction(5, row, false);
    rejected(() -> writer.appendTransaction(5, row, false));
    // A commit may lag behind the transactions, but not behind a commit.
    writer.appendCommit(4, new byte[0]);
    rejected(() -> writer.appendCommit(3, new byte[0]));
    writer.appendCommit(9, new byte[0]);
    rejected(() -> writer.appendTransaction(9, row, false));
    writer.appendTransaction(10, row, false);
    writer.close();
    List<String> found = new ArrayList<>();
    LogFixture.read(storage, LogTail.COMPLETE, found);
    assertEquals(4, found.size());
  }

  @Test
  void commitDataOverItsLimitIsRejected() throws IOException {
    LogWriter writer = LogWriter.create(storage, LogFixture.NUMBER, false);
    byte[] data = new byte[LogWriter.COMMIT_BYTES_MAX + 1];
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> writer.appendCommit(1, data));
    assertTrue(String.valueOf(e.getMessage()).contains("16777216"), e.getMessage());
    writer.appendCommit(1, new byte[LogWriter.COMMIT_BYTES_MAX]);
  }

  @Test
  void takenFileNumberIsAnError() throws IOException {
    LogWriter.create(storage, 1, false).close();
    assertThrows(IOException.class, () -> LogWriter.create(storage, 1, false));
  }

  @Test
  void firstFailureIsFinalWhateverCallItHits() throws IOException {
    for (CrashStorage.Fault fault : CrashStorage.Fault.values()) {
      // The calls of the first sync: write, force, syncDirectory.
      for (int n = 1; n <= 3; n++) {
        CrashStorage failing = new CrashStorage();
        LogWriter writer = LogWriter.create(failing, LogFixture.NUMBER, false);
        writer.appendTransaction(1, row, true);
        failing.failAt(n, fault);
        IOException first = assertThrows(IOException.class, writer::sync);
        long calls = failing.calls();
        poisoned(first, () -> writer.appendTransaction(2, row, true));
        poisoned(first, () -> writer.appendCommit(2, new byte[0]));
        poisoned(first, writer::flush);
        poisoned(first, writer::sync);
        poisoned(first, writer::close);
        assertEquals(calls, failing.calls());
        writer.close();
      }
    }
  }

  @Test
  void closedWriterRejectsAppends() throws IOException {
    LogWriter writer = LogWriter.create(storage, LogFixture.NUMBER, false);
    writer.close();
    writer.close();
    assertThrows(IllegalStateException.class, () -> writer.appendTransaction(1, row, true));
  }

  @Test
  void namesAndNumbersOfLogFilesMatch() {
    for (long number : new long[] {0, 7, 999_999_999_999L, 1_000_000_000_000L}) {
      assertEquals(number, LogFiles.number(LogFiles.name(number)));
    }
    assertEquals("000000000007.log", LogFiles.name(7));
    for (String name : List.of("MANIFEST", "7.log", "0000000000007.log", "00000000000x.log")) {
      assertEquals(-1, LogFiles.number(name), name);
    }
    rejected(() -> LogFiles.name(-1));
  }

  private interface Action {
    void run() throws IOException;
  }

  private static void rejected(Action action) {
    assertThrows(IllegalArgumentException.class, action::run);
  }

  private static void poisoned(IOException first, Action action) {
    assertEquals(first, assertThrows(IOException.class, action::run).getCause());
  }
}
