package dev.sutra.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Direction;
import dev.sutra.record.RowFormatException;
import dev.sutra.record.RowKeys;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A message that changes one half of an association, sent to the partition that holds this half.
 *
 * <p>The partition of the source owns an association. It sends updates and removals of the IN half
 * to the target, which applies them in the order of arrival. A target sends requests to remove the
 * OUT half to the source, which ignores a request if its half has changed since.
 *
 * <p>Layout, version 1, big-endian: u8 version; u8 kind (1 set, 2 remove); i64 timestamp; u16
 * length of the row's key; the key; the row's value, as {@link AssociationRow} has them.
 *
 * @param association the new version in an update, the version that the target saw in a request; in
 *     a removal of an IN half only its names count
 * @param half OUT: the half with the source; IN: the half with the target
 * @param removed whether the half is to be removed
 * @param timestamp event time of the change, ms since the epoch; for diagnosis only
 */
record HalfEdge(Association association, Direction half, boolean removed, long timestamp) {
  private static final byte VERSION = 1;
  private static final byte SET = 1;
  private static final byte REMOVE = 2;
  private static final int HEADER_BYTES = 12;

  HalfEdge {
    if (half == Direction.BOTH) {
      throw new IllegalArgumentException("a half-edge is either OUT or IN");
    }
  }

  /** An update of the IN half. */
  static HalfEdge update(Association association, long timestamp) {
    return new HalfEdge(association, Direction.IN, false, timestamp);
  }

  /** The removal of the IN half of an association whose last version is known. */
  static HalfEdge removal(Association association, long timestamp) {
    return new HalfEdge(association, Direction.IN, true, timestamp);
  }

  /**
   * The removal of the IN half by name. The layout of messages contains a version of the half, and
   * a removal ignores it.
   */
  static HalfEdge removal(String source, String type, String target, long timestamp) {
    return removal(Association.of(source, type, target, 0, timestamp), timestamp);
  }

  /** The request to remove the OUT half if it still is this version. */
  static HalfEdge removalRequest(Association seen, long timestamp) {
    return new HalfEdge(seen, Direction.OUT, true, timestamp);
  }

  boolean isRequest() {
    return removed && half == Direction.OUT;
  }

  /** The concept whose partition stores this half: the key of the record. */
  String keeper() {
    return half == Direction.OUT ? association.source() : association.target();
  }

  /** The record with this message for the partition of its keeper. */
  Record<byte[], byte[]> toRecord(long recordTime) {
    return new Record<>(keeper().getBytes(UTF_8), encode(), recordTime);
  }

  /**
   * Whether two associations are the same version. {@code createdAt} does not count: halves written
   * by earlier releases may differ in it.
   */
  static boolean isSameVersion(Association a, Association b) {
    return a.updatedAt() == b.updatedAt()
        && Float.compare(a.weight(), b.weight()) == 0
        && Float.compare(a.confidence(), b.confidence()) == 0;
  }

  byte[] encode() {
    byte[] key =
        half == Direction.OUT
            ? RowKeys.edgeOut(association.source(), association.type(), association.target())
            : RowKeys.edgeIn(association.target(), association.type(), association.source());
    byte[] value = AssociationRow.encode(association, null);
    return ByteBuffer.allocate(HEADER_BYTES + key.length + value.length)
        .put(VERSION)
        .put(removed ? REMOVE : SET)
        .putLong(timestamp)
        .putShort((short) key.length)
        .put(key)
        .put(value)
        .array();
  }

  /**
   * Decodes a half-edge.
   *
   * @throws RowFormatException if the bytes are not one of a known version
   */
  static HalfEdge decode(byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      throw new RowFormatException("a half-edge of " + bytes.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte version = in.get();
    byte kind = in.get();
    if (version != VERSION || (kind != SET && kind != REMOVE)) {
      throw new RowFormatException("a half-edge of version " + version + " and kind " + kind);
    }
    long timestamp = in.getLong();
    int keyEnd = HEADER_BYTES + (in.getShort() & 0xffff);
    if (keyEnd > bytes.length) {
      throw new RowFormatException("a half-edge is cut short");
    }
    byte[] key = Arrays.copyOfRange(bytes, HEADER_BYTES, keyEnd);
    Association association =
        AssociationRow.decode(key, Arrays.copyOfRange(bytes, keyEnd, bytes.length));
    Direction half = key[0] == RowKeys.EDGE_OUT ? Direction.OUT : Direction.IN;
    return new HalfEdge(association, half, kind == REMOVE, timestamp);
  }
}
