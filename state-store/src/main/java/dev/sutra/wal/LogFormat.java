package dev.sutra.wal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sutra.record.RowBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The numbers of the log's byte layout; see the package page. */
final class LogFormat {
  static final long MAGIC =
      ByteBuffer.wrap("SUTRALOG".getBytes(US_ASCII)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  static final int VERSION = 1;

  /** Header flag: nothing was written to the file before all older logs had been forced. */
  static final int FOLLOWS_FORCED = 1;

  static final int HEADER_VERSION = 8;
  static final int HEADER_FLAGS = 10;
  static final int HEADER_NUMBER = 12;
  static final int HEADER_CRC = 20;
  static final int HEADER_BYTES = 24;

  static final int FRAME_LENGTH = 4;
  static final int FRAME_UNFORCED = 8;
  static final int FRAME_TYPE = 12;
  static final int FRAME_SEQUENCE = 13;
  static final int FRAME_BYTES = 21;

  static final int ROW_COUNT_BYTES = 4;
  static final int PAYLOAD_BYTES_MAX = RowBatch.BYTES_MAX + ROW_COUNT_BYTES;

  static final byte TRANSACTION = 1;
  static final byte TRANSACTION_COMMITTED = 2;
  static final byte COMMIT = 3;

  /** An {@code unforced} field that tells nothing: the true number is this or more. */
  static final long UNFORCED_MAX = 0xffff_ffffL;

  private LogFormat() {}

  /**
   * What the checksums of a file's frames are combined with, so that a frame of another file never
   * passes. Multiplying by an odd number maps the numbers below 2^32 one to one.
   */
  static int mask(long fileNumber) {
    return (int) fileNumber * 0x9E3779B1 ^ (int) (fileNumber >>> 32);
  }
}
