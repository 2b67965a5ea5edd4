package dev.sutra.lsm.core;

import dev.sutra.io.CorruptFileException;
import java.nio.ByteBuffer;

/**
 * A commit under an outer log. In log and manifest its data is u64 the number, big-endian, and then
 * the bytes that were given.
 *
 * @param sequence all transactions up to it are committed
 * @param number counts the commits of the store: there may be several of one sequence
 * @param data where the outer log stands, opaque; empty before the first commit
 */
// The data is opaque; commits are not compared.
@SuppressWarnings("ArrayRecordComponent")
public record CommitPoint(long sequence, long number, byte[] data) {

  /** Reads what {@link #encode} wrote; of no bytes it is the point before the first commit. */
  public static CommitPoint decode(long sequence, byte[] encoded, String file) {
    if (encoded.length == 0) {
      return new CommitPoint(sequence, 0, encoded);
    }
    if (encoded.length < Long.BYTES) {
      throw new CorruptFileException(file, 0, "the data of a commit is cut short");
    }
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    long number = bytes.getLong();
    byte[] data = new byte[bytes.remaining()];
    bytes.get(data);
    return new CommitPoint(sequence, number, data);
  }

  public byte[] encode() {
    if (number == 0) {
      return data;
    }
    return ByteBuffer.allocate(Long.BYTES + data.length).putLong(number).put(data).array();
  }

  /** The point after one more transaction that commits itself. */
  public CommitPoint at(long newSequence) {
    return new CommitPoint(newSequence, number, data);
  }
}
