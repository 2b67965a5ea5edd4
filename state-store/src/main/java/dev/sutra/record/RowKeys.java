package dev.sutra.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * Keys of rows. Rows sort by unsigned bytes; the first byte is the keyspace.
 *
 * <table>
 * <caption>Byte layout</caption>
 * <tr><th>row</th><th>key</th></tr>
 * <tr><td>concept</td><td>{@code 01}, id</td></tr>
 * <tr><td>half-edge at its source</td><td>{@code 02}, id(source), id(type), target</td></tr>
 * <tr><td>half-edge at its target</td><td>{@code 03}, id(target), id(type), source</td></tr>
 * </table>
 *
 * where id(x) is one byte, the length of x in UTF-8 less one, and then its bytes: no id is a prefix
 * of another one, so that all half-edges of a concept, or those of one type, are one range.
 */
public final class RowKeys {
  public static final byte CONCEPT = 1;
  public static final byte EDGE_OUT = 2;
  public static final byte EDGE_IN = 3;

  // The character that a decoder substitutes for malformed bytes.
  private static final char REPLACEMENT = '\uFFFD';

  private RowKeys() {}

  public static byte[] concept(String id) {
    byte[] bytes = id.getBytes(UTF_8);
    byte[] key = new byte[1 + bytes.length];
    key[0] = CONCEPT;
    System.arraycopy(bytes, 0, key, 1, bytes.length);
    return key;
  }

  /** Key of the half-edge that is kept with the association's source. */
  public static byte[] edgeOut(String source, String type, String target) {
    return edge(EDGE_OUT, source, type, target);
  }

  /** Key of the half-edge that is kept with the association's target. */
  public static byte[] edgeIn(String target, String type, String source) {
    return edge(EDGE_IN, target, type, source);
  }

  /** The prefix of all half-edges of a concept in one direction. */
  public static byte[] edges(byte keyspace, String id) {
    byte[] bytes = id.getBytes(UTF_8);
    byte[] key = new byte[2 + bytes.length];
    key[0] = keyspace;
    putLengthPrefixed(key, 1, bytes);
    return key;
  }

  /** Length of the prefix of {@link #edges(byte, String)} of a key; 0 if it has none. */
  public static int edgesLength(byte[] key, int keyLength) {
    boolean edge = keyLength > 2 && (key[0] == EDGE_OUT || key[0] == EDGE_IN);
    int length = edge ? 3 + (key[1] & 0xff) : 0;
    return length <= keyLength ? length : 0;
  }

  /** The prefix of the half-edges of a concept in one direction and of one type. */
  public static byte[] edges(byte keyspace, String id, String type) {
    return edge(keyspace, id, type, "");
  }

  /** The least key above all keys that begin with {@code prefix}; its first byte is below 255. */
  public static byte[] after(byte[] prefix) {
    int end = prefix.length;
    while (prefix[end - 1] == (byte) 0xff) {
      end--;
    }
    byte[] next = Arrays.copyOf(prefix, end);
    next[end - 1]++;
    return next;
  }

  /** Length of the prefix that a half-edge's key shares with all others of its concept. */
  public static int edgesLength(byte[] key) {
    return 3 + (key[1] & 0xff);
  }

  /** Describes the row of a valid key, for messages. */
  public static String describe(byte[] key) {
    if (key[0] == CONCEPT) {
      return "concept " + conceptId(key);
    }
    int typeAt = edgesLength(key);
    int farAt = typeAt + 2 + (key[typeAt] & 0xff);
    String near = new String(key, 2, typeAt - 2, UTF_8);
    String type = new String(key, typeAt + 1, farAt - typeAt - 1, UTF_8);
    String far = new String(key, farAt, key.length - farAt, UTF_8);
    boolean out = key[0] == EDGE_OUT;
    return "association " + (out ? near : far) + " -" + type + "-> " + (out ? far : near);
  }

  public static boolean isConcept(byte[] key) {
    return key.length > 1 && key[0] == CONCEPT;
  }

  /** The id in the key of a concept row. */
  public static String conceptId(byte[] key) {
    return conceptId(key, key.length);
  }

  /** The id in the key of a concept row, which is the first bytes of an array. */
  public static String conceptId(byte[] key, int keyLength) {
    return new String(key, 1, keyLength - 1, UTF_8);
  }

  /**
   * The id in the key of an unchecked concept row.
   *
   * @throws RowFormatException if it is not UTF-8 or breaks a limit
   */
  public static String checkedConceptId(byte[] key) {
    String id = utf8(key, 1, key.length - 1);
    try {
      Limits.checkId("id", id);
    } catch (IllegalArgumentException e) {
      throw new RowFormatException(String.valueOf(e.getMessage()));
    }
    return id;
  }

  /**
   * Checks that the key of a concept row in an array has a valid id.
   *
   * @throws RowFormatException if it is not UTF-8 or breaks a limit
   */
  public static void checkConcept(byte[] bytes, int offset, int length) {
    boolean plain =
        length > 1
            && length <= 1 + Limits.ID_BYTES_MAX
            && Utf8.isAscii(bytes, offset, offset + length);
    if (!plain) {
      checkedConceptId(Arrays.copyOfRange(bytes, offset, offset + length));
    }
  }

  /**
   * A name in a key. Malformed bytes are rejected: with replacements, two keys could give one name.
   *
   * @throws RowFormatException if the bytes are not UTF-8
   */
  static String utf8(byte[] key, int offset, int length) {
    String name = new String(key, offset, length, UTF_8);
    if (name.indexOf(REPLACEMENT) >= 0) {
      try {
        UTF_8.newDecoder().decode(ByteBuffer.wrap(key, offset, length));
      } catch (CharacterCodingException e) {
        throw new RowFormatException("a key is not UTF-8 in the " + length + " bytes at " + offset);
      }
    }
    return name;
  }

  private static byte[] edge(byte keyspace, String near, String type, String far) {
    byte[] nearBytes = near.getBytes(UTF_8);
    byte[] typeBytes = type.getBytes(UTF_8);
    byte[] farBytes = far.getBytes(UTF_8);
    byte[] key = new byte[3 + nearBytes.length + typeBytes.length + farBytes.length];
    key[0] = keyspace;
    int at = putLengthPrefixed(key, 1, nearBytes);
    at = putLengthPrefixed(key, at, typeBytes);
    System.arraycopy(farBytes, 0, key, at, farBytes.length);
    return key;
  }

  private static int putLengthPrefixed(byte[] key, int at, byte[] bytes) {
    key[at] = (byte) (bytes.length - 1);
    System.arraycopy(bytes, 0, key, at + 1, bytes.length);
    return at + 1 + bytes.length;
  }
}
