package dev.sutra.engine.query;

import dev.sutra.record.Direction;
import dev.sutra.record.RowKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Opaque page cursors, each bound to its query: URL-safe Base64 of
 *
 * <pre>
 * version   1 byte, {@value #VERSION}
 * place     where the page ended
 * check     CRC32C of version, place and query, 4 bytes
 * </pre>
 *
 * The check covers all parts of the query that determine the items and their order, so not the
 * limit. They are not part of the cursor: using a cursor with another query is an error.
 */
public final class PageCursor {
  private static final byte VERSION = 1;
  private static final int CHARACTERS_MAX = 2048;
  private static final byte NEIGHBORS = 'N';
  private static final byte TIMELINE = 'T';
  private static final byte RANKED = 'R';

  private PageCursor() {}

  /** The cursor of the page after a half-edge, given its row key. */
  public static String of(NeighborQuery query, byte[] lastKey) {
    return encode(lastKey, identity(query));
  }

  /** The cursor of the page after a neighbor. */
  static String of(NeighborQuery query, Neighbor last) {
    return of(
        query,
        last.direction() == Direction.OUT
            ? RowKeys.edgeOut(query.id(), last.type(), last.id())
            : RowKeys.edgeIn(query.id(), last.type(), last.id()));
  }

  /** The cursor of the page after a concept, given its time and id. */
  public static String of(TimelineQuery query, long lastUpdatedAt, String lastId) {
    byte[] key = RowKeys.concept(lastId);
    ByteBuffer place = ByteBuffer.allocate(Long.BYTES + key.length);
    return encode(place.putLong(lastUpdatedAt).put(key).array(), identity(query));
  }

  /**
   * The row key in a cursor.
   *
   * @throws IllegalArgumentException if the cursor is not one of this query
   */
  public static byte[] place(NeighborQuery query, String cursor) {
    return decode(cursor, identity(query));
  }

  /**
   * The time and the row key in a cursor.
   *
   * @throws IllegalArgumentException if the cursor is not one of this query
   */
  public static ByteBuffer place(TimelineQuery query, String cursor) {
    byte[] place = decode(cursor, identity(query));
    if (place.length < Long.BYTES + 2) {
      throw invalid();
    }
    return ByteBuffer.wrap(place);
  }

  /**
   * The cursor of the next page of a ranking.
   *
   * @param query all that determines the items and their order
   */
  public static String of(byte[] query, RankedPlace last) {
    ByteBuffer place = ByteBuffer.allocate(RankedPlace.BYTES);
    place.putInt(last.rank()).putLong(last.state()).putLong(last.nowMillis());
    return encode(place.array(), identity(query));
  }

  /**
   * The place in a cursor.
   *
   * @throws IllegalArgumentException if the cursor is not one of this query
   */
  public static RankedPlace place(byte[] query, String cursor) {
    byte[] place = decode(cursor, identity(query));
    if (place.length != RankedPlace.BYTES) {
      throw invalid();
    }
    ByteBuffer bytes = ByteBuffer.wrap(place);
    return new RankedPlace(bytes.getInt(), bytes.getLong(), bytes.getLong());
  }

  private static byte[] identity(byte[] ranked) {
    return ByteBuffer.allocate(1 + ranked.length).put(RANKED).put(ranked).array();
  }

  /** The exception for a cursor of another query. */
  public static IllegalArgumentException invalid() {
    return invalid(null);
  }

  private static IllegalArgumentException invalid(@Nullable Throwable cause) {
    return new IllegalArgumentException(
        "cursor does not belong to this query; omit it to get the first page", cause);
  }

  private static String encode(byte[] place, byte[] query) {
    ByteBuffer bytes = ByteBuffer.allocate(1 + place.length + Integer.BYTES);
    bytes.put(VERSION).put(place);
    bytes.putInt(check(bytes.array(), 1 + place.length, query));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  private static byte[] decode(String cursor, byte[] query) {
    if (cursor.length() > CHARACTERS_MAX) {
      throw invalid();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      throw invalid(e);
    }
    int end = bytes.length - Integer.BYTES;
    if (end < 1
        || bytes[0] != VERSION
        || ByteBuffer.wrap(bytes).getInt(end) != check(bytes, end, query)
        // Base64 has several encodings of the same bytes; only the canonical one is accepted.
        || !Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(cursor)) {
      throw invalid();
    }
    return Arrays.copyOfRange(bytes, 1, end);
  }

  private static int check(byte[] bytes, int length, byte[] query) {
    CRC32C check = new CRC32C();
    check.update(bytes, 0, length);
    check.update(query);
    return (int) check.getValue();
  }

  private static byte[] identity(NeighborQuery query) {
    byte[] id = query.id().getBytes(StandardCharsets.UTF_8);
    String type = query.type() == null ? "" : query.type();
    byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
    byte[] filter = filter(query.filter());
    return ByteBuffer.allocate(2 + Integer.BYTES + id.length + typeBytes.length + filter.length)
        .put(NEIGHBORS)
        .put((byte) query.direction().name().charAt(0))
        .putInt(id.length)
        .put(id)
        .put(typeBytes)
        .put(filter)
        .array();
  }

  private static byte[] identity(TimelineQuery query) {
    byte[] filter = filter(query.filter());
    return ByteBuffer.allocate(2 + 2 * Long.BYTES + filter.length)
        .put(TIMELINE)
        .put((byte) (query.newestFirst() ? 1 : 0))
        .putLong(query.from())
        .putLong(query.to())
        .put(filter)
        .array();
  }

  /** Begins with a byte that no type has. */
  private static byte[] filter(ConceptFilter filter) {
    return filter.isNone() ? new byte[0] : ('\0' + filter.text()).getBytes(StandardCharsets.UTF_8);
  }
}
