package dev.sutra.segment;

import static dev.sutra.io.Layouts.BYTE;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Problems;
import dev.sutra.io.Section;
import dev.sutra.record.RowBatch;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Checks all blocks of a rows section against each other and their index. An independent reader,
 * which shares no code with {@link BlockCursor} and {@link RowLookup}.
 */
final class RowsCheck {
  /** Receives the readable rows. */
  interface Visitor {
    /**
     * A row.
     *
     * @param value as stored; null for a tombstone
     * @param offset offset of the row in the section
     */
    void row(byte[] key, byte @Nullable [] value, int ordinal, long offset);
  }

  private final Section section;
  private final BlockIndex index;
  private final Problems problems;
  private final Visitor visitor;
  private byte[] key = new byte[0];

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
      try {
        section.verify(start, end - start);
        byte[] bytes = section.memory().asSlice(start, end - start).toArray(BYTE);
        new Block(block, start, bytes).read();
      } catch (CorruptFileException e) {
        problems.add(e);
      }
    }
    if (expected != section.length()) {
      problems.add(section.corrupt(expected, "bytes behind the last block"));
    }
  }

  /** The bytes of a block. */
  private final class Block {
    private final int number;
    private final long start;
    private final ByteBuffer bytes;
    private final int headsEnd;
    private int value;

    Block(int number, long start, byte[] content) {
      this.number = number;
      this.start = start;
      this.bytes = ByteBuffer.wrap(content);
      this.headsEnd = index.headsLength(number);
      this.value = headsEnd;
      if (headsEnd <= 0 || headsEnd > content.length) {
        throw section.corrupt(start, "a block with " + headsEnd + " bytes of heads");
      }
    }

    void read() {
      int row = 0;
      while (bytes.position() < headsEnd) {
        readRow(row);
        row++;
      }
      if (row != index.rowsOf(number)) {
        problems.add(section.corrupt(start, row + " rows, the index says " + index.rowsOf(number)));
      }
      if (value != bytes.capacity()) {
        problems.add(section.corrupt(start + value, "bytes behind the last value of a block"));
      }
    }

    private void readRow(int row) {
      final int at = bytes.position();
      final int shared = varint();
      final int unshared = varint();
      final int valueLength = varint() - 1;
      boolean fits =
          shared >= 0
              && shared <= (row == 0 ? 0 : key.length)
              && unshared >= 0
              && valueLength >= -1
              && shared + (long) unshared <= RowBatch.KEY_BYTES_MAX
              && bytes.position() + (long) unshared <= headsEnd
              && value + (long) Math.max(0, valueLength) <= bytes.capacity();
      if (!fits) {
        throw section.corrupt(start + at, "a row that does not fit its block");
      }
      byte[] next = Arrays.copyOf(key, shared + unshared);
      bytes.get(next, shared, unshared);
      int ordinal = number * BlockIndex.BLOCK_ROWS + row;
      checkKey(row, ordinal, next, shared, at);
      key = next;
      byte[] bytesOfValue = null;
      if (valueLength >= 0) {
        bytesOfValue = Arrays.copyOfRange(bytes.array(), value, value + valueLength);
        value += valueLength;
      }
      visitor.row(key, bytesOfValue, ordinal, start + at);
    }

    private void checkKey(int row, int ordinal, byte[] next, int shared, int at) {
      if (ordinal > 0 && Arrays.compareUnsigned(next, key) <= 0) {
        problems.add(section.corrupt(start + at, "row " + ordinal + " does not ascend"));
      }
      if (row == 0 && !Arrays.equals(index.firstKey(number), next)) {
        problems.add(section.corrupt(start, "the index has another first key for block " + number));
      }
      if (row > 0 && shared < next.length && shared < key.length && next[shared] == key[shared]) {
        problems.add(
            section.corrupt(start + at, "row " + ordinal + " repeats a part of the previous key"));
      }
    }

    private int varint() {
      int result = 0;
      int from = bytes.position();
      for (int shift = 0; shift < 35; shift += 7) {
        if (bytes.position() >= headsEnd) {
          throw section.corrupt(start + bytes.position(), "a number is cut short");
        }
        byte b = bytes.get();
        result |= (b & 0x7f) << shift;
        if (b > 0 || (b == 0 && bytes.position() == from + 1)) {
          return result;
        }
        if (b == 0) {
          throw section.corrupt(start + from, "a number that takes more bytes than it needs");
        }
      }
      throw section.corrupt(start + bytes.position(), "a number of more than five bytes");
    }
  }
}
