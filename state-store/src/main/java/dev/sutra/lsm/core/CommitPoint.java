package dev.sutra.lsm.core;

import dev.sutra.io.CorruptFileException;
import java.nio.ByteBuffer;

/**
 * A commit under an outer log. The log and the manifest store it as a big-endian u64 number
 * followed by the caller's data.
 *
 * @param sequence last committed transaction
 * @param number number of the commit, since several commits may have the same sequence
 * @param data position of the outer log, opaque; empty before the first commit
 */
// The data is opaque; commits are not compared.
@SuppressWarnings("ArrayRecordComponent")
public record CommitPoint(long sequence, long number, byte[] data) {

  /** Decodes the result of {@link #encode}; no bytes are the point before the first commit. */
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

  /** Returns the point after a transaction that is its own commit. */
  public CommitPoint at(long newSequence) {
    return new CommitPoint(newSequence, number, data);
  }
}
