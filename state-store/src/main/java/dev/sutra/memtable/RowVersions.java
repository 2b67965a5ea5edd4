package dev.sutra.memtable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Row versions, each a byte sequence that is written once: sequence, length of the value (-1 for a
 * tombstone), document (-1: none), the next older version of the same key (0: none), length of the
 * key; then key and value.
 *
 * <p>A version that has an older one also points to one further back, so that the version as of a
 * sequence is found in a number of steps logarithmic in the number of versions (Myers, "An
 * Applicative Random-Access Stack", Information Processing Letters 1983): the eight bytes before a
 * version contain this pointer and the number of older versions.
 *
 * <p>One writer; a reader may use a version whose address it obtained by an acquire load.
 */
final class RowVersions {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int OLDER_COUNT = -8;
  private static final int JUMP = -4;
  private static final int VALUE_LENGTH = 8;
  private static final int DOCUMENT = 12;
  private static final int OLDER = 16;
  private static final int KEY_LENGTH = 20;
  private static final int KEY = 24;

  private final ByteArena arena = new ByteArena();

  /**
   * Writes a version.
   *
   * @param older version of the same key; 0 if there is none
   * @param valueLength -1 for a tombstone
   * @return the version's address
   */
  int append(
      int older,
      long sequence,
      byte[] key,
      int keyOffset,
      int keyLength,
      byte[] value,
      int valueOffset,
      int valueLength,
      int document) {
    int before = older == 0 ? 0 : ByteArena.UNIT;
    int reserved = arena.allocate(before + KEY + keyLength + Math.max(valueLength, 0));
    int version = older == 0 ? reserved : reserved + 1;
    byte[] chunk = arena.chunk(version);
    int at = ByteArena.offset(version);
    LONG.set(chunk, at, sequence);
    INT.set(chunk, at + VALUE_LENGTH, valueLength);
    INT.set(chunk, at + DOCUMENT, document);
    INT.set(chunk, at + OLDER, older);
    INT.set(chunk, at + KEY_LENGTH, keyLength);
    System.arraycopy(key, keyOffset, chunk, at + KEY, keyLength);
    if (valueLength > 0) {
      System.arraycopy(value, valueOffset, chunk, at + KEY + keyLength, valueLength);
    }
    if (older != 0) {
      int count = olderCount(older);
      int jump = jump(older);
      boolean even = count - olderCount(jump) == olderCount(jump) - olderCount(jump(jump));
      INT.set(chunk, at + OLDER_COUNT, count + 1);
      INT.set(chunk, at + JUMP, even && count > 0 ? jump(jump) : older);
    }
    return version;
  }

  /** The newest version, from this one on, visible at the sequence; 0 if there is none. */
  int seen(int newest, long sequence) {
    int version = newest;
    while (sequence(version) > sequence) {
      int older = older(version);
      if (older == 0) {
        return 0;
      }
      int jump = jump(version);
      version = sequence(jump) > sequence ? jump : older;
    }
    return version;
  }

  long sequence(int version) {
    return (long) LONG.get(chunk(version), ByteArena.offset(version));
  }

  /** Length of the value, which follows the key; -1 for a tombstone. */
  int valueLength(int version) {
    return field(version, VALUE_LENGTH);
  }

  int document(int version) {
    return field(version, DOCUMENT);
  }

  int older(int version) {
    return field(version, OLDER);
  }

  int keyLength(int version) {
    return field(version, KEY_LENGTH);
  }

  /** The array that contains key and value. */
  byte[] chunk(int version) {
    return arena.chunk(version);
  }

  static int keyOffset(int version) {
    return ByteArena.offset(version) + KEY;
  }

  /** First index from {@code from} on at which the version's key and a key differ; -1 if none. */
  int mismatch(int version, int from, byte[] key, int keyOffset, int keyLength) {
    int start = keyOffset(version);
    int mismatch =
        Arrays.mismatch(
            chunk(version),
            start + from,
            start + keyLength(version),
            key,
            keyOffset + from,
            keyOffset + keyLength);
    return mismatch < 0 ? -1 : from + mismatch;
  }

  /** Compares the version's key with a key, as unsigned bytes. */
  int compareKey(int version, byte[] key, int keyLength) {
    int start = keyOffset(version);
    return Arrays.compareUnsigned(
        chunk(version), start, start + keyLength(version), key, 0, keyLength);
  }

  /** Heap use, bytes. */
  long bytes() {
    return arena.bytes();
  }

  private int olderCount(int version) {
    return older(version) == 0 ? 0 : field(version, OLDER_COUNT);
  }

  /** Some older version; the oldest one itself. */
  private int jump(int version) {
    return older(version) == 0 ? version : field(version, JUMP);
  }

  private int field(int version, int field) {
    return (int) INT.get(chunk(version), ByteArena.offset(version) + field);
  }
}
