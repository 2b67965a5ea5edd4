package dev.sutra.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.record.RowFormatException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A message that forwards an event to the partition of its key. The record with the message has the
 * key and the headers of the event.
 *
 * <p>Layout, version 1, big-endian: u8 version; u8 kind (3, beside those of {@link HalfEdge}); i32
 * partition and i64 offset of the event; i64 timestamp of its record; u16 length of its topic's
 * name; the name in UTF-8; u8 1 if there is a value, else 0; the value.
 */
final class ForwardedEvent {
  private static final byte VERSION = 1;
  private static final byte KIND = 3;
  private static final int HEADER_BYTES = 2 + 4 + 8 + 8 + 2;

  private final Origin origin;
  private final long timestamp;
  private final byte @Nullable [] value;

  /**
   * Creates a message.
   *
   * @param origin the position of the event
   * @param timestamp of its record, ms since the epoch
   * @param value its bytes, or null; not copied
   */
  ForwardedEvent(Origin origin, long timestamp, byte @Nullable [] value) {
    this.origin = origin;
    this.timestamp = timestamp;
    this.value = value;
  }

  Origin origin() {
    return origin;
  }

  long timestamp() {
    return timestamp;
  }

  byte @Nullable [] value() {
    return value;
  }

  /** Whether these bytes are a forwarded event rather than a half-edge. */
  static boolean isOne(byte @Nullable [] bytes) {
    return bytes != null && bytes.length >= 2 && bytes[0] == VERSION && bytes[1] == KIND;
  }

  byte[] encode() {
    byte[] topic = origin.topic().getBytes(UTF_8);
    int length = HEADER_BYTES + topic.length + 1 + RecordSize.length(value);
    ByteBuffer out =
        ByteBuffer.allocate(length)
            .put(VERSION)
            .put(KIND)
            .putInt(origin.partition())
            .putLong(origin.offset())
            .putLong(timestamp)
            .putShort((short) topic.length)
            .put(topic)
            .put((byte) (value == null ? 0 : 1));
    if (value != null) {
      out.put(value);
    }
    return out.array();
  }

  /**
   * Decodes bytes for which {@link #isOne} is true.
   *
   * @throws RowFormatException if the bytes are invalid
   */
  static ForwardedEvent decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes, 2, bytes.length - 2);
    if (bytes.length < HEADER_BYTES) {
      throw new RowFormatException("a forwarded event is cut short");
    }
    int partition = in.getInt();
    long offset = in.getLong();
    long timestamp = in.getLong();
    int topicBytes = in.getShort() & 0xffff;
    if (in.remaining() < topicBytes + 1) {
      throw new RowFormatException("a forwarded event is cut short");
    }
    byte[] topic = new byte[topicBytes];
    in.get(topic);
    byte present = in.get();
    if (timestamp < 0 || present < 0 || present > 1 || (present == 0 && in.hasRemaining())) {
      throw new RowFormatException("a forwarded event holds what it cannot");
    }
    byte[] value = new byte[in.remaining()];
    in.get(value);
    Origin origin = new Origin(new String(topic, UTF_8), partition, offset);
    return new ForwardedEvent(origin, timestamp, present == 0 ? null : value);
  }
}
