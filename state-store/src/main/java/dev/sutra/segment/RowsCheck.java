package dev.sutra.segment;

import static dev.sutra.io.Layouts.BYTE;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Problems;
import dev.sutra.io.Section;
import dev.sutra.record.RowBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks over all blocks of a rows section and reports where they, their restart points and their
 * index do not fit each other. A reader of its own, that shares no code with {@link BlockCursor}.
 */
final class RowsCheck {
  /** Takes the rows that can be read. */
  interface Visitor {
    /**
     * A row.
     *
     * @param value as it is stored; null for a tombstone
     * @param offset where in the section the row begins
     */
    void row(byte[] key, byte @Nullable [] value, int ordinal, long offset);
  }

  private final Section section;
  private final BlockIndex index;
  private final Problems problems;
  private final Visitor visitor;
  private byte[] key = new byte[0];
  private int ordinal;

  RowsCheck(Section section, BlockIndex index, Problems problems, Visitor visitor) {
    this.section = section;
    this.index = index;
    this.problems = problems;
    this.visitor = visitor;
  }

  void run() {
    long expected = 0;
    for (int block = 0; block < index.blocks(); block++) {
      long start = index.offset(block);
      long end = index.offset(block + 1);
      if (start != expected || end <= start || end > section.length()) {
        problems.add(
            section.corrupt(
                expected, "the index has block " + block + " from " + start + " to " + end));
        return;
      }
      expected = end;
      if (index.firstOrdinal(block) != ordinal) {
        problems.add(
            section.corrupt(
                start, "the index numbers row " + ordinal + " as " + index.firstOrdinal(block)));
        ordinal = index.firstOrdinal(block);
      }
      try {
        section.verify(start, end - start);
        byte[] bytes = section.memory().asSlice(start, end - start).toArray(BYTE);
        new Block(block, start, bytes).read();
      } catch (CorruptFileException e) {
        problems.add(e);
        ordinal = index.firstOrdinal(block + 1);
      }
    }
    if (expected != section.length()) {
      problems.add(section.corrupt(expected, "bytes behind the last block"));
    }
    if (index.rows() != ordinal) {
      problems.add(section.corrupt(expected, ordinal + " rows, the index says " + index.rows()));
    }
  }

  /** One block's bytes. */
  private final class Block {
    private final int number;
    private final long start;
    private final ByteBuffer bytes;
    private final int restarts;
    private final int rowsEnd;

    Block(int number, long start, byte[] content) {
      this.number = number;
      this.start = start;
      this.bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
      this.restarts = content.length < 4 ? 0 : bytes.getInt(content.length - 4);
      this.rowsEnd = (int) Math.max(-1, content.length - 4 - 4L * restarts);
      if (restarts <= 0 || rowsEnd <= 0) {
        throw section.corrupt(start, "a block of " + restarts + " restart points");
      }
    }

    void read() {
      int row = 0;
      while (bytes.position() < rowsEnd) {
        readRow(row++);
      }
      int due = (row + RowsWriter.RESTART_INTERVAL - 1) / RowsWriter.RESTART_INTERVAL;
      if (restarts != due) {
        problems.add(
            section.corrupt(
                start + rowsEnd, restarts + " restart points of " + row + " rows, not " + due));
      }
    }

    private void readRow(int row) {
      final int at = bytes.position();
      final int shared = varint();
      final int unshared = varint();
      final int valueLength = varint() - 1;
      boolean restart = row % RowsWriter.RESTART_INTERVAL == 0;
      boolean fits =
          shared >= 0
              && shared <= (row == 0 ? 0 : key.length)
              && unshared >= 0
              && valueLength >= -1
              && shared + (long) unshared <= RowBatch.KEY_BYTES_MAX
              && bytes.position() + (long) unshared + Math.max(0, valueLength) <= rowsEnd;
      if (!fits) {
        throw section.corrupt(start + at, "a row that does not fit its block");
      }
      byte[] next = Arrays.copyOf(key, shared + unshared);
      bytes.get(next, shared, unshared);
      if (ordinal > 0 && Arrays.compareUnsigned(next, key) <= 0) {
        problems.add(section.corrupt(start + at, "row " + ordinal + " does not ascend"));
      }
      key = next;
      if (restart) {
        checkRestart(row, at, shared);
      }
      byte[] value = valueLength < 0 ? null : new byte[valueLength];
      if (value != null) {
        bytes.get(value);
      }
      visitor.row(key, value, ordinal, start + at);
      ordinal++;
    }

    private void checkRestart(int row, int at, int shared) {
      int restart = row / RowsWriter.RESTART_INTERVAL;
      if (shared != 0 || restart >= restarts || bytes.getInt(rowsEnd + 4 * restart) != at) {
        problems.add(
            section.corrupt(start + at, "restart point " + restart + " is not at its row"));
      }
      if (row == 0 && !Arrays.equals(index.firstKey(number), key)) {
        problems.add(section.corrupt(start, "the index has another first key for block " + number));
      }
    }

    private int varint() {
      int result = 0;
      for (int shift = 0; shift < 35; shift += 7) {
        if (bytes.position() >= rowsEnd) {
          throw section.corrupt(start + bytes.position(), "a number is cut short");
        }
        byte b = bytes.get();
        result |= (b & 0x7f) << shift;
        if (b >= 0) {
          return result;
        }
      }
      throw section.corrupt(start + bytes.position(), "a number of more than five bytes");
    }
  }
}
