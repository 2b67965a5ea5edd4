package dev.sutra.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.Crc32c;
import dev.sutra.record.RowBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogDamageTest {
  private static final int FRAMES = 8;

  private final long seed = new Random().nextLong();
  private final CrashStorage storage = new CrashStorage();

  private LogFixture write(boolean synced) throws IOException {
    LogFixture log = new LogFixture(storage, new Random(seed));
    for (int i = 0; i < FRAMES; i++) {
      log.append(30);
      if (synced) {
        log.writer().sync();
      }
    }
    log.writer().close();
    return log;
  }

  @Test
  void truncationAtEveryLengthLeavesTheCompleteFrames() throws IOException {
    LogFixture log = write(false);
    byte[] whole = storage.read(LogFixture.NAME, 1 << 20);
    for (int length = 0; length <= whole.length; length++) {
      storage.set(LogFixture.NAME, Arrays.copyOf(whole, length));
      int complete = 0;
      while (complete < FRAMES && log.ends().get(complete) <= length) {
        complete++;
      }
      long valid = length < LogFormat.HEADER_BYTES ? 0 : LogFormat.HEADER_BYTES;
      valid = complete == 0 ? valid : log.ends().get(complete - 1);
      List<String> found = new ArrayList<>();
      LogEnd end = LogFixture.read(storage, LogTail.UNFORCED, found);
      assertEquals(log.frames().subList(0, complete), found, "seed " + seed);
      assertEquals(new LogEnd(valid, length - valid), end, "seed " + seed);
      if (length > valid || length == 0) {
        corrupt(LogTail.COMPLETE);
      }
    }
  }

  @Test
  void everyFlippedBitOfForcedFramesIsFoundOrCutsTheLastOne() throws IOException {
    LogFixture log = write(true);
    byte[] whole = storage.read(LogFixture.NAME, 1 << 20);
    long lastStart = log.ends().get(FRAMES - 2);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      storage.set(LogFixture.NAME, flipped);
      if (bit / 8 < lastStart) {
        CorruptFileException e = corrupt(LogTail.UNFORCED);
        assertEquals(LogFixture.NAME, e.file());
        assertTrue(e.offset() <= bit / 8 && bit / 8 - e.offset() < 300, e.getMessage());
      } else {
        List<String> found = new ArrayList<>();
        LogEnd end = LogFixture.read(storage, LogTail.UNFORCED, found);
        assertEquals(log.frames().subList(0, FRAMES - 1), found, "seed " + seed);
        assertEquals(lastStart, end.validLength());
      }
      corrupt(LogTail.COMPLETE);
    }
  }

  @Test
  void gapInUnforcedDataEndsTheLogAfterPowerCut() throws IOException {
    LogFixture log = write(false);
    byte[] holed = storage.read(LogFixture.NAME, 1 << 20);
    int start = log.ends().get(2).intValue();
    Arrays.fill(holed, start, start + 10, (byte) 0);
    storage.set(LogFixture.NAME, holed);
    assertEquals(start, corrupt(LogTail.COMPLETE).offset());
    List<String> found = new ArrayList<>();
    LogEnd end = LogFixture.read(storage, LogTail.UNFORCED, found);
    assertEquals(log.frames().subList(0, 3), found, "seed " + seed);
    assertTrue(end.torn());
  }

  @Test
  void zerosAndGarbageBehindTheLastFrameAreDropped() throws IOException {
    LogFixture log = write(false);
    byte[] whole = storage.read(LogFixture.NAME, 1 << 20);
    byte[] longer = Arrays.copyOf(whole, whole.length + 5000);
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      storage.set(LogFixture.NAME, longer);
      List<String> found = new ArrayList<>();
      LogEnd end = LogFixture.read(storage, LogTail.UNFORCED, found);
      assertEquals(log.frames(), found, "seed " + seed);
      assertEquals(new LogEnd(whole.length, 5000), end, "seed " + seed);
      for (int i = whole.length; i < longer.length; i++) {
        longer[i] = (byte) random.nextInt();
      }
    }
  }

  @Test
  void framesOfAnotherFileDoNotPass() throws IOException {
    LogFixture log = write(false);
    byte[] whole = storage.read(LogFixture.NAME, 1 << 20);
    // The same frames after the header of file 8, as if the file system had reused its blocks.
    LogWriter.create(storage, 8, false).close();
    byte[] other = storage.read(LogFiles.name(8), 100);
    byte[] recycled = whole.clone();
    System.arraycopy(other, 0, recycled, 0, other.length);
    storage.set(LogFiles.name(8), recycled);
    LogVisitor none = new RejectingVisitor();
    LogEnd end = LogReader.read(storage, LogFiles.name(8), LogTail.UNFORCED, none);
    assertEquals(LogFormat.HEADER_BYTES, end.validLength());
    // And a whole file under a wrong name.
    storage.set(LogFiles.name(9), whole);
    assertThrows(
        CorruptFileException.class,
        () -> LogReader.read(storage, LogFiles.name(9), LogTail.UNFORCED, none),
        () -> "seed " + seed + " " + log.frames());
  }

  @Test
  void repeatedFrameIsDamage() throws IOException {
    LogWriter writer = LogWriter.create(storage, LogFixture.NUMBER, false);
    writer.appendTransaction(1, new RowBatch(), true);
    writer.close();
    byte[] once = storage.read(LogFixture.NAME, 1 << 20);
    byte[] twice = Arrays.copyOf(once, 2 * once.length - LogFormat.HEADER_BYTES);
    System.arraycopy(
        once, LogFormat.HEADER_BYTES, twice, once.length, once.length - LogFormat.HEADER_BYTES);
    storage.set(LogFixture.NAME, twice);
    CorruptFileException e = corrupt(LogTail.UNFORCED);
    assertEquals(once.length, e.offset());
    assertTrue(String.valueOf(e.getMessage()).contains("ascend"), e.getMessage());
  }

  @Test
  void newerFormatIsNamed() throws IOException {
    write(false);
    byte[] newer = storage.read(LogFixture.NAME, 1 << 20);
    ByteBuffer header = ByteBuffer.wrap(newer).order(ByteOrder.LITTLE_ENDIAN).putInt(8, 2);
    header.putInt(LogFormat.HEADER_CRC, Crc32c.of(newer, 0, LogFormat.HEADER_CRC));
    storage.set(LogFixture.NAME, newer);
    IOException e =
        assertThrows(
            IOException.class, () -> LogFixture.read(storage, LogTail.UNFORCED, new ArrayList<>()));
    assertTrue(String.valueOf(e.getMessage()).contains("newer version"), e.getMessage());
  }

  @Test
  void randomBytesNeverDoMoreThanEndTheLog() throws IOException {
    LogFixture log = write(false);
    byte[] whole = storage.read(LogFixture.NAME, 1 << 20);
    Random random = new Random(seed);
    for (int round = 0; round < 3000; round++) {
      byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length) + 1);
      for (int i = random.nextInt(8); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(8);
      }
      storage.set(LogFixture.NAME, damaged);
      List<String> found = new ArrayList<>();
      try {
        LogFixture.read(storage, LogTail.UNFORCED, found);
      } catch (CorruptFileException e) {
        assertEquals(LogFixture.NAME, e.file());
      }
      assertEquals(log.frames().subList(0, found.size()), found, "seed " + seed);
    }
  }

  private CorruptFileException corrupt(LogTail tail) {
    return assertThrows(
        CorruptFileException.class,
        () -> LogFixture.read(storage, tail, new ArrayList<>()),
        () -> "seed " + seed);
  }

  private static final class RejectingVisitor implements LogVisitor {
    @Override
    public void transaction(long sequence, boolean committed, RowBatch rows, long end) {
      throw new AssertionError("transaction " + sequence);
    }

    @Override
    public void commit(long sequence, byte[] data, long end) {
      throw new AssertionError("commit " + sequence);
    }
  }
}
