package dev.sutra.wal;

import static dev.sutra.io.Layouts.BYTE;
import static dev.sutra.io.Layouts.INT;
import static dev.sutra.io.Layouts.LONG;

import dev.sutra.io.Crc32c;
import java.lang.foreign.MemorySegment;

/** Reads the fields of frames at arbitrary offsets of one mapped log file. */
final class LogFrames {
  private final MemorySegment memory;
  private final int mask;

  LogFrames(MemorySegment memory, long fileNumber) {
    this.memory = memory;
    this.mask = LogFormat.mask(fileNumber);
  }

  /**
   * Whether the fields at an offset are valid for a frame that ends within the file. Does not
   * verify the checksum.
   */
  boolean isPlausible(long offset) {
    long rest = memory.byteSize() - offset - LogFormat.FRAME_BYTES;
    if (rest < 0) {
      return false;
    }
    int type = type(offset);
    int length = payloadLength(offset);
    return type >= LogFormat.TRANSACTION
        && type <= LogFormat.COMMIT
        && length >= (type == LogFormat.COMMIT ? 0 : LogFormat.ROW_COUNT_BYTES)
        && length <= LogFormat.PAYLOAD_BYTES_MAX
        && length <= rest
        && sequence(offset) >= 0
        && (unforced(offset) <= offset || unforced(offset) == LogFormat.UNFORCED_MAX);
  }

  /** Whether the checksum of a plausible frame matches. */
  boolean isIntact(long offset) {
    long start = offset + LogFormat.FRAME_LENGTH;
    return (Crc32c.of(memory, start, end(offset) - start) ^ mask) == memory.get(INT, offset);
  }

  int type(long offset) {
    return memory.get(BYTE, offset + LogFormat.FRAME_TYPE);
  }

  long sequence(long offset) {
    return memory.get(LONG, offset + LogFormat.FRAME_SEQUENCE);
  }

  int payloadLength(long offset) {
    return memory.get(INT, offset + LogFormat.FRAME_LENGTH);
  }

  long payload(long offset) {
    return offset + LogFormat.FRAME_BYTES;
  }

  /** The end of the frame, which is the start of the next one. */
  long end(long offset) {
    return payload(offset) + payloadLength(offset);
  }

  /**
   * The number of bytes of the file that are known to have been forced before the frame was
   * appended.
   */
  long forced(long offset) {
    long unforced = unforced(offset);
    return unforced == LogFormat.UNFORCED_MAX ? 0 : offset - unforced;
  }

  private long unforced(long offset) {
    return Integer.toUnsignedLong(memory.get(INT, offset + LogFormat.FRAME_UNFORCED));
  }
}
