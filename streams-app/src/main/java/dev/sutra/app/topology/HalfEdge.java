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
 * A change to one half of an association, on its way to the partition that keeps this half.
 *
 * <p>The partition of the source owns an association. What it sends to the target, to set or to
 * remove the IN half, is done there as it comes. What a target sends to the source, to remove the
 * OUT half, is a request: the source keeps its half if it is another than the one in the request.
 *
 * <p>Layout, version 1, big-endian: u8 version; u8 kind (1 set, 2 remove); i64 timestamp; u16
 * length of the row's key; the key; the row's value, as {@link AssociationRow} has them.
 *
 * @param association the association; in a request, as the target saw it
 * @param half OUT: the half with the source; IN: the half with the target
 * @param removed whether the half is to be removed
 * @param timestamp event time of the change, ms since the epoch; decides nothing
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

  /** The concept that keeps this half: the key of the record that carries it. */
  String keeper() {
    return half == Direction.OUT ? association.source() : association.target();
  }

  /** The record that carries it, to be sent to the partition of its keeper. */
  Record<byte[], byte[]> toRecord(long recordTime) {
    return new Record<>(keeper().getBytes(UTF_8), encode(), recordTime);
  }

  /**
   * Whether two associations are the same version of one. {@code createdAt} does not count: the
   * halves that earlier releases wrote may differ in it.
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
