package dev.sutra.lsm.write;

import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import dev.sutra.segment.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The writes since the oldest open transaction began. Of two transactions that write the same row,
 * the first one to commit wins (Berenson et al., "A Critique of ANSI SQL Isolation Levels", SIGMOD
 * 1995).
 *
 * <p>Each row has the sequence of its newest write. There are two more kinds of entries: a
 * half-edge marks the edges of its concept, and the tombstone of a concept marks its deletion. A
 * transaction that deletes a concept with its edges therefore conflicts with a concurrent one that
 * adds an edge to it, in either order.
 *
 * <p>Keys are stored as 64-bit hashes. Equal hashes of different keys cause a needless conflict,
 * which after a million writes happens to about one row in 10<sup>13</sup>. While no transaction is
 * open nothing is stored, and a write costs one comparison. At most {@value #ENTRIES_MAX} writes
 * are stored; after more, transactions that began before can no longer commit.
 *
 * <p>Guarded by the writers' lock.
 */
final class WriteConflicts {
  private static final int ENTRIES_MAX = 1 << 20;
  private static final int CAPACITY_MIN = 1 << 10;

  private final boolean always;
  private final int entriesMax;
  private final TreeMap<Long, Integer> open = new TreeMap<>();
  // Open addressing; 0 marks an empty slot.
  private long[] hashes = new long[CAPACITY_MIN];
  private long[] sequences = new long[CAPACITY_MIN];
  private int entries;
  private long oldestBegin;
  private long forgottenSequence;

  /**
   * Creates an empty record.
   *
   * @param always whether writes become visible later and have to be stored until then
   */
  WriteConflicts(boolean always) {
    this(always, ENTRIES_MAX);
  }

  WriteConflicts(boolean always, int entriesMax) {
    this.always = always;
    this.entriesMax = entriesMax;
  }

  /** Notes the begin of a transaction that sees all writes up to a sequence. */
  void begin(long sequence) {
    open.merge(sequence, 1, Integer::sum);
  }

  /** Notes the end of a transaction that began with this sequence. */
  void end(long sequence) {
    open.computeIfPresent(sequence, (key, count) -> count == 1 ? null : count - 1);
    if (open.isEmpty() && !always && entries > 0) {
      hashes = new long[CAPACITY_MIN];
      sequences = new long[CAPACITY_MIN];
      entries = 0;
    }
  }

  /**
   * Stores the rows of a write.
   *
   * @param sequence larger than that of all writes before
   * @param visible last write that a transaction that begins now sees
   */
  void written(RowBatch rows, long sequence, long visible) {
    if (open.isEmpty() && !always) {
      return;
    }
    oldestBegin = open.isEmpty() ? visible : Math.min(visible, open.firstKey());
    for (int i = 0; i < rows.size(); i++) {
      byte[] key = key(rows, i);
      put(rowHash(key), sequence);
      if (key[0] != RowKeys.CONCEPT) {
        put(edgesHash(key), sequence);
      } else if (rows.isDelete(i)) {
        put(deletionHash(key, 1, key.length), sequence);
      }
    }
  }

  /** Notes that rows were written in bulk, which are not stored. */
  void loaded(long sequence) {
    forgottenSequence = sequence;
  }

  /**
   * Returns the first conflict of a transaction with later writes, in words; null if there is none.
   *
   * @param emptied concepts whose edges the transaction removed
   */
  @Nullable String find(RowBatch rows, List<String> emptied, long begin) {
    if (begin < forgottenSequence) {
      return "it is too old: more was written since it began than is kept";
    }
    for (String id : emptied) {
      if (newest(edgesHash(RowKeys.edges(RowKeys.EDGE_OUT, id))) > begin
          || newest(edgesHash(RowKeys.edges(RowKeys.EDGE_IN, id))) > begin) {
        return "an association of concept " + id + " was written since it began";
      }
    }
    for (int i = 0; i < rows.size(); i++) {
      byte[] key = key(rows, i);
      if (newest(rowHash(key)) > begin) {
        return RowKeys.describe(key) + " was written since it began";
      }
      boolean associates = key[0] != RowKeys.CONCEPT && !rows.isDelete(i);
      if (associates && newest(deletionHash(key, 2, RowKeys.edgesLength(key))) > begin) {
        return "a concept of " + RowKeys.describe(key) + " was deleted since it began";
      }
    }
    return null;
  }

  private void put(long hash, long sequence) {
    if (2 * (entries + 1) > hashes.length) {
      makeRoom(sequence);
    }
    int at = place(hash);
    if (hashes[at] == 0) {
      hashes[at] = hash;
      entries++;
    }
    sequences[at] = sequence;
  }

  /** Drops the writes that all open transactions see; doubles the table if these are few. */
  private void makeRoom(long sequence) {
    long[] oldHashes = hashes;
    long[] oldSequences = sequences;
    long oldest = oldestBegin;
    int kept = 0;
    for (int i = 0; i < oldHashes.length; i++) {
      kept += oldHashes[i] != 0 && oldSequences[i] > oldest ? 1 : 0;
    }
    int capacity = 4 * (kept + 1) > oldHashes.length ? 2 * oldHashes.length : oldHashes.length;
    if (kept >= entriesMax) {
      // The current write is dropped too, because parts of it may be stored already.
      forgottenSequence = sequence;
      oldest = sequence;
      capacity = CAPACITY_MIN;
    }
    hashes = new long[capacity];
    sequences = new long[capacity];
    entries = 0;
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldHashes[i] != 0 && oldSequences[i] > oldest) {
        int at = place(oldHashes[i]);
        hashes[at] = oldHashes[i];
        sequences[at] = oldSequences[i];
        entries++;
      }
    }
  }

  private long newest(long hash) {
    return sequences[place(hash)];
  }

  /** Returns the slot of a hash, or the empty slot for it. */
  private int place(long hash) {
    int mask = hashes.length - 1;
    int at = (int) hash & mask;
    while (hashes[at] != 0 && hashes[at] != hash) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private static long rowHash(byte[] key) {
    return hash(key, key.length);
  }

  /** Hashes the prefix of a half-edge's key that all edges of its concept share. */
  private static long edgesHash(byte[] key) {
    return hash(key, RowKeys.edgesLength(key));
  }

  /** Hashes the deletion of a concept whose id is part of a key. */
  private static long deletionHash(byte[] key, int idFrom, int idTo) {
    // No key of a row begins with zero.
    byte[] mark = new byte[1 + idTo - idFrom];
    System.arraycopy(key, idFrom, mark, 1, idTo - idFrom);
    return hash(mark, mark.length);
  }

  private static long hash(byte[] bytes, int length) {
    long hash = Segment.hash(bytes, length);
    return hash == 0 ? 1 : hash;
  }

  private static byte[] key(RowBatch rows, int row) {
    int start = rows.keyOffset(row);
    return Arrays.copyOfRange(rows.buffer(), start, start + rows.keyLength(row));
  }
}
