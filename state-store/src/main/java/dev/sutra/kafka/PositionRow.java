package dev.sutra.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.record.RowFormatException;
import dev.sutra.record.RowSink;
import dev.sutra.record.SourcePosition;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A changelog row with the offset of the last processed input record, for records that leave no row
 * with a value: removals, and records that change nothing. Topic compaction retains the last one of
 * each input partition, so that a restore recovers the exact position. The engine does not store
 * these rows; its commit data has the position.
 *
 * <table>
 * <caption>Byte layout, big-endian</caption>
 * <tr><th>bytes</th><th>what</th></tr>
 * <tr><td>1</td><td>key: keyspace, 0, which the engine does not use</td></tr>
 * <tr><td>4</td><td>key: input partition</td></tr>
 * <tr><td>rest</td><td>key: input topic, UTF-8</td></tr>
 * <tr><td>1</td><td>value: format version, 1</td></tr>
 * <tr><td>8</td><td>value: offset of the input record</td></tr>
 * </table>
 */
final class PositionRow {
  private static final byte KEYSPACE = 0;
  private static final int KEY_HEAD_BYTES = 1 + Integer.BYTES;
  private static final byte FORMAT_VERSION = 1;
  private static final int VALUE_BYTES = 1 + Long.BYTES;

  private PositionRow() {}

  static boolean isKey(byte[] key) {
    return key.length > 0 && key[0] == KEYSPACE;
  }

  /**
   * Adds a changelog row to others, unless it is a position row, which the engine does not store.
   */
  static void addUnlessPosition(RowSink batch, byte[] key, byte @Nullable [] value) {
    if (isKey(key)) {
      return;
    }
    if (value == null) {
      batch.delete(key);
    } else {
      batch.put(key, value);
    }
  }

  static byte[] key(SourcePosition done) {
    byte[] topic = done.topic().getBytes(UTF_8);
    return ByteBuffer.allocate(KEY_HEAD_BYTES + topic.length)
        .put(KEYSPACE)
        .putInt(done.partition())
        .put(topic)
        .array();
  }

  static byte[] value(SourcePosition done) {
    return ByteBuffer.allocate(VALUE_BYTES).put(FORMAT_VERSION).putLong(done.offset()).array();
  }

  /**
   * Decodes a row of this keyspace.
   *
   * @throws RowFormatException if it is not one of a known version
   */
  static SourcePosition decode(byte[] key, byte[] value) {
    if (key.length <= KEY_HEAD_BYTES) {
      throw new RowFormatException("a position row with a key of " + key.length + " bytes");
    }
    if (value.length != VALUE_BYTES || value[0] != FORMAT_VERSION) {
      throw new RowFormatException("a position row of unknown format");
    }
    int partition = ByteBuffer.wrap(key).getInt(1);
    long offset = ByteBuffer.wrap(value).getLong(1);
    if (partition < 0 || offset < 0) {
      throw new RowFormatException("a position row of offset " + offset + " in " + partition);
    }
    String topic = new String(key, KEY_HEAD_BYTES, key.length - KEY_HEAD_BYTES, UTF_8);
    return new SourcePosition(topic, partition, offset);
  }
}
