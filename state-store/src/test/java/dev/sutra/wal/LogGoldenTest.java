package dev.sutra.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.io.CrashStorage;
import dev.sutra.record.RowBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Logs of released format versions stay readable, and the present one is written as released. */
class LogGoldenTest {
  private static final String VERSION_1 =
      "53555452414c4f47010000000700000000000000da2b772ab3366a3e150000001800000001010000"
          + "00000000000200000001036b65790576616c75650204676f6e65222e3c1402000000000000000301"
          + "000000000000000102f117f2dc040000001700000002020000000000000000000000";

  private static final List<String> FRAMES =
      List.of("transaction 1 6b6579=76616c7565 676f6e65", "commit 1 0102", "committed 2");

  @Test
  void version1IsRead() throws IOException {
    CrashStorage storage = new CrashStorage();
    storage.set(LogFixture.NAME, HexFormat.of().parseHex(VERSION_1));
    List<String> found = new ArrayList<>();
    LogFixture.read(storage, LogTail.COMPLETE, found);
    assertEquals(FRAMES, found);
  }

  @Test
  void version1IsWritten() throws IOException {
    CrashStorage storage = new CrashStorage();
    LogWriter writer = LogWriter.create(storage, LogFixture.NUMBER, false);
    RowBatch rows = new RowBatch();
    rows.put(new byte[] {'k', 'e', 'y'}, new byte[] {'v', 'a', 'l', 'u', 'e'});
    rows.delete(new byte[] {'g', 'o', 'n', 'e'});
    writer.appendTransaction(1, rows, false);
    writer.sync();
    writer.appendCommit(1, new byte[] {1, 2});
    rows.clear();
    writer.appendTransaction(2, rows, true);
    writer.close();
    byte[] written = storage.read(LogFixture.NAME, 1000);
    assertEquals(VERSION_1, HexFormat.of().formatHex(written));
  }
}
