package dev.sutra.text.buffer;

import dev.sutra.text.score.TermFilter;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.apache.lucene.util.StringHelper;

/**
 * The terms of a {@link TextBuffer}, numbered in order of arrival: a hash table with open
 * addressing, and a fixed-size record of ints for each term.
 *
 * <p>A term's record and bytes are written before its number is released into the table; {@link
 * #DOCUMENTS} is released after the postings it counts. A reader that acquires either value sees
 * everything written before it.
 */
final class TermTable {
  /** Address of the term: a length byte, then its bytes. */
  static final int TERM = 0;

  /** Address of the next byte of the postings to write. */
  static final int WRITE = 1;

  /** Address of the link at the end of the current slice. */
  static final int LINK = 2;

  /** Number of slices of the postings before the current one. */
  static final int LEVEL = 3;

  static final int LAST_DOCUMENT = 4;
  static final int DOCUMENTS = 5;

  /** Maximum frequency so far; written before {@link #DOCUMENTS}, never decreases. */
  static final int MAX_FREQUENCY = 6;

  /** Minimum length so far; written before {@link #DOCUMENTS}, never increases. */
  static final int MIN_LENGTH = 7;

  /** Most bytes of a term: its length is one byte. */
  static final int BYTES_MAX = 255;

  /** Used by the writer while it adds a document. */
  static final int SCRATCH = 8;

  private static final int HASH = 9;
  private static final int RECORD_INTS = 10;
  private static final int COUNT_MAX = Integer.MAX_VALUE / RECORD_INTS;
  private static final int TABLE_SIZE_MIN = 256;

  private final SlicePool pool;
  private final IntRecords records = new IntRecords(RECORD_INTS);
  // Texts are untrusted: a random seed prevents words that are chosen to collide.
  private final int seed = ThreadLocalRandom.current().nextInt();
  // A slot contains a term's number plus 1, or 0. The table is replaced by a larger one; slots are
  // never cleared.
  private volatile AtomicIntegerArray table = new AtomicIntegerArray(TABLE_SIZE_MIN);
  private volatile int count;

  TermTable(SlicePool pool) {
    this.pool = pool;
  }

  /** Number of terms. */
  int count() {
    return count;
  }

  int get(int term, int field) {
    return records.get(term, field);
  }

  int documentsAcquire(int term) {
    return records.getAcquire(term, DOCUMENTS);
  }

  /** The records of all terms. */
  IntRecords records() {
    return records;
  }

  /** Address of the postings of a term: directly after its bytes. */
  int postingsAddress(int term) {
    int address = get(term, TERM);
    return address + 1 + length(address);
  }

  byte[] bytes(int term) {
    int address = get(term, TERM);
    int at = (address & SlicePool.CHUNK_MASK) + 1;
    return Arrays.copyOfRange(pool.chunkOf(address), at, at + length(address));
  }

  boolean startsWith(int term, byte[] prefix) {
    int address = get(term, TERM);
    int at = (address & SlicePool.CHUNK_MASK) + 1;
    return length(address) >= prefix.length
        && Arrays.equals(pool.chunkOf(address), at, at + prefix.length, prefix, 0, prefix.length);
  }

  /** Whether an automaton accepts a term. */
  boolean isAccepted(int term, TermFilter filter) {
    int address = get(term, TERM);
    byte[] chunk = pool.chunkOf(address);
    int from = (address & SlicePool.CHUNK_MASK) + 1;
    int end = from + length(address);
    long state = filter.start();
    for (int at = from; at < end && state != TermFilter.DEAD; at++) {
      state = filter.step(state, chunk[at] & 0xff);
    }
    return state != TermFilter.DEAD && filter.accepts(state);
  }

  /** Four bytes of a term as a big-endian number; 0 beyond its end. */
  int fourBytes(int term, int offset) {
    int address = get(term, TERM);
    byte[] chunk = pool.chunkOf(address);
    int from = (address & SlicePool.CHUNK_MASK) + 1 + offset;
    int count = Math.min(Integer.BYTES, length(address) - offset);
    int bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes |= (chunk[from + i] & 0xff) << (Byte.SIZE * (Integer.BYTES - 1 - i));
    }
    return bytes;
  }

  /** Compares two terms in byte order. */
  int compare(int term, int other) {
    int address = get(term, TERM);
    int otherAddress = get(other, TERM);
    int at = (address & SlicePool.CHUNK_MASK) + 1;
    int otherAt = (otherAddress & SlicePool.CHUNK_MASK) + 1;
    return Arrays.compareUnsigned(
        pool.chunkOf(address),
        at,
        at + length(address),
        pool.chunkOf(otherAddress),
        otherAt,
        otherAt + length(otherAddress));
  }

  /** Number of a term, or −1. Safe for concurrent readers. */
  int find(byte[] bytes, int offset, int length) {
    AtomicIntegerArray slots = table;
    int mask = slots.length() - 1;
    int hash = hash(bytes, offset, length);
    for (int slot = hash & mask; ; slot = (slot + 1) & mask) {
      int term = slots.getAcquire(slot) - 1;
      if (term < 0 || (get(term, HASH) == hash && isTerm(term, bytes, offset, length))) {
        return term;
      }
    }
  }

  /** Number of a term, which is added if it is new. Writer thread only. */
  int findOrAdd(byte[] bytes, int offset, int length) {
    int term = find(bytes, offset, length);
    return term >= 0 ? term : add(bytes, offset, length);
  }

  /** Heap use without the pool, bytes. */
  long bytes() {
    return records.bytes() + 4L * table.length();
  }

  private int add(byte[] bytes, int offset, int length) {
    int term = count;
    if (term == COUNT_MAX) {
      throw new IllegalStateException("a text buffer is limited to " + COUNT_MAX + " terms");
    }
    int sliceBytes = SlicePool.sliceBytes(0);
    int address = pool.allocate(1 + length + sliceBytes);
    byte[] chunk = pool.chunkOf(address);
    int at = address & SlicePool.CHUNK_MASK;
    chunk[at] = (byte) length;
    System.arraycopy(bytes, offset, chunk, at + 1, length);
    int slice = address + 1 + length;
    int[] record = records.chunkToWrite(term);
    int field = records.offset(term);
    record[field + TERM] = address;
    record[field + WRITE] = slice;
    record[field + LINK] = slice + sliceBytes - SlicePool.LINK_BYTES;
    record[field + LAST_DOCUMENT] = -1;
    record[field + MIN_LENGTH] = Integer.MAX_VALUE;
    record[field + HASH] = hash(bytes, offset, length);
    if (2L * (term + 1) > table.length()) {
      grow(term);
    }
    insert(table, term);
    count = term + 1;
    return term;
  }

  private void grow(int terms) {
    AtomicIntegerArray grown = new AtomicIntegerArray(2 * table.length());
    for (int term = 0; term < terms; term++) {
      insert(grown, term);
    }
    table = grown;
  }

  private void insert(AtomicIntegerArray slots, int term) {
    int mask = slots.length() - 1;
    int slot = get(term, HASH) & mask;
    while (slots.getPlain(slot) != 0) {
      slot = (slot + 1) & mask;
    }
    slots.setRelease(slot, term + 1);
  }

  private boolean isTerm(int term, byte[] bytes, int offset, int length) {
    int address = get(term, TERM);
    int at = (address & SlicePool.CHUNK_MASK) + 1;
    return length(address) == length
        && Arrays.equals(pool.chunkOf(address), at, at + length, bytes, offset, offset + length);
  }

  private int length(int address) {
    return pool.chunkOf(address)[address & SlicePool.CHUNK_MASK] & 0xff;
  }

  private int hash(byte[] bytes, int offset, int length) {
    return StringHelper.murmurhash3_x86_32(bytes, offset, length, seed);
  }
}
