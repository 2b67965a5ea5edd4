package dev.sutra.wal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sutra.record.RowBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Constants of the log's byte layout; see the package documentation. */
final class LogFormat {
  static final long MAGIC =
      ByteBuffer.wrap("SUTRALOG".getBytes(US_ASCII)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  static final int VERSION = 1;

  /** Header flag: all older logs were forced before anything was written to the file. */
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

  /** Maximum of the {@code unforced} field: the actual number is this or more. */
  static final long UNFORCED_MAX = 0xffff_ffffL;

  private LogFormat() {}

  /**
   * The mask that is combined with the checksums of a file's frames, so that frames of other files
   * are rejected. Multiplying by an odd number maps the numbers below 2^32 one to one.
   */
  static int mask(long fileNumber) {
    return (int) fileNumber * 0x9E3779B1 ^ (int) (fileNumber >>> 32);
  }
}
