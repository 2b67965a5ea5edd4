package dev.sutra.memtable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Rows ordered by (key ascending, sequence descending), for one writer and any number of readers.
 *
 * <p>Pugh, "Skip Lists: A Probabilistic Alternative to Balanced Trees", CACM 1990, with nodes in
 * arrays of ints as LevelDB keeps them in an arena: a node is linked bottom-up by release stores
 * and never unlinked, so that readers need nothing but acquire loads. Nodes are named by their
 * address; 0 stands for none.
 */
final class SkipList {
  private static final int HEIGHT_MAX = 12;
  private static final int CHUNK_BITS = 16;
  private static final int CHUNK_INTS = 1 << CHUNK_BITS;
  private static final int CHUNK_MASK = CHUNK_INTS - 1;
  private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);

  // A node: address of the key, its length, length of the value (-1: tombstone), sequence (2 ints),
  // document (-1: none), and the next node of each level. The value follows the key in the arena.
  private static final int KEY_ADDRESS = 0;
  private static final int KEY_LENGTH = 1;
  private static final int VALUE_LENGTH = 2;
  private static final int SEQUENCE = 3;
  private static final int DOCUMENT = 5;
  private static final int NEXT = 6;

  private final ByteArena bytes = new ByteArena();
  // Replaced, never shrunk, like the arena's.
  private int[][] chunks = new int[16][];
  private int chunkCount;
  private int used = CHUNK_INTS;
  private final int head;
  private int height = 1;
  private final int[] predecessors = new int[HEIGHT_MAX];
  private long random = 0x9e3779b97f4a7c15L;

  SkipList() {
    chunks[chunkCount++] = new int[CHUNK_INTS];
    used = 1;
    head = allocateNode(HEIGHT_MAX);
  }

  /**
   * Inserts a row version. Of two with the same key and sequence the later one comes first. The row
   * can be found at once; that nobody sees it too early is the sequence's business.
   *
   * @param valueLength -1 for a tombstone
   * @return the node's address
   */
  int insert(
      long sequence,
      byte[] key,
      int keyOffset,
      int keyLength,
      byte[] value,
      int valueOffset,
      int valueLength,
      int document) {
    int nodeHeight = randomHeight();
    findPredecessors(key, keyOffset, keyLength, sequence);
    if (nodeHeight > height) {
      Arrays.fill(predecessors, height, nodeHeight, head);
      height = nodeHeight;
    }
    int node = allocateNode(nodeHeight);
    int address = bytes.allocate(keyLength + Math.max(valueLength, 0));
    byte[] target = bytes.chunk(address);
    int offset = ByteArena.offset(address);
    System.arraycopy(key, keyOffset, target, offset, keyLength);
    if (valueLength > 0) {
      System.arraycopy(value, valueOffset, target, offset + keyLength, valueLength);
    }
    int[] chunk = chunks[node >>> CHUNK_BITS];
    int at = node & CHUNK_MASK;
    chunk[at + KEY_ADDRESS] = address;
    chunk[at + KEY_LENGTH] = keyLength;
    chunk[at + VALUE_LENGTH] = valueLength;
    chunk[at + SEQUENCE] = (int) sequence;
    chunk[at + SEQUENCE + 1] = (int) (sequence >>> 32);
    chunk[at + DOCUMENT] = document;
    for (int level = 0; level < nodeHeight; level++) {
      chunk[at + NEXT + level] = next(predecessors[level], level);
    }
    for (int level = 0; level < nodeHeight; level++) {
      int before = predecessors[level];
      INTS.setRelease(chunks[before >>> CHUNK_BITS], (before & CHUNK_MASK) + NEXT + level, node);
    }
    return node;
  }

  /** The first node at or after (key, sequence), or 0. */
  int seek(byte[] key, int keyOffset, int keyLength, long sequence) {
    int node = head;
    int next = 0;
    for (int level = HEIGHT_MAX - 1; level >= 0; level--) {
      next = next(node, level);
      while (next != 0 && isBefore(next, key, keyOffset, keyLength, sequence)) {
        node = next;
        next = next(node, level);
      }
    }
    return next;
  }

  /** The newest node of this key that the sequence sees, or 0. */
  int find(byte[] key, int keyOffset, int keyLength, long sequence) {
    int node = seek(key, keyOffset, keyLength, sequence);
    return node != 0 && hasKey(node, key, keyOffset, keyLength) ? node : 0;
  }

  int first() {
    return next(head, 0);
  }

  int next(int node) {
    return next(node, 0);
  }

  boolean hasKey(int node, byte[] key, int keyOffset, int keyLength) {
    return field(node, KEY_LENGTH) == keyLength && compareKey(node, key, keyOffset, keyLength) == 0;
  }

  /** Compares the node's key with a key, as unsigned bytes. */
  int compareKey(int node, byte[] key, int keyOffset, int keyLength) {
    int address = field(node, KEY_ADDRESS);
    int offset = ByteArena.offset(address);
    return Arrays.compareUnsigned(
        bytes.chunk(address),
        offset,
        offset + field(node, KEY_LENGTH),
        key,
        keyOffset,
        keyOffset + keyLength);
  }

  byte[] keyChunk(int node) {
    return bytes.chunk(field(node, KEY_ADDRESS));
  }

  int keyOffset(int node) {
    return ByteArena.offset(field(node, KEY_ADDRESS));
  }

  int keyLength(int node) {
    return field(node, KEY_LENGTH);
  }

  /** Length of the value, which follows the key; -1 for a tombstone. */
  int valueLength(int node) {
    return field(node, VALUE_LENGTH);
  }

  long sequence(int node) {
    int[] chunk = chunks[node >>> CHUNK_BITS];
    int at = (node & CHUNK_MASK) + SEQUENCE;
    return (chunk[at] & 0xffffffffL) | (long) chunk[at + 1] << 32;
  }

  int document(int node) {
    return field(node, DOCUMENT);
  }

  /** Heap bytes held. */
  long bytes() {
    return bytes.bytes() + 4L * CHUNK_INTS * chunkCount;
  }

  private int field(int node, int field) {
    return chunks[node >>> CHUNK_BITS][(node & CHUNK_MASK) + field];
  }

  private int next(int node, int level) {
    return (int) INTS.getAcquire(chunks[node >>> CHUNK_BITS], (node & CHUNK_MASK) + NEXT + level);
  }

  private boolean isBefore(int node, byte[] key, int keyOffset, int keyLength, long sequence) {
    int order = compareKey(node, key, keyOffset, keyLength);
    return order < 0 || (order == 0 && sequence(node) > sequence);
  }

  private void findPredecessors(byte[] key, int keyOffset, int keyLength, long sequence) {
    int node = head;
    for (int level = height - 1; level >= 0; level--) {
      int next = next(node, level);
      while (next != 0 && isBefore(next, key, keyOffset, keyLength, sequence)) {
        node = next;
        next = next(node, level);
      }
      predecessors[level] = node;
    }
  }

  private int allocateNode(int nodeHeight) {
    int ints = NEXT + nodeHeight;
    if (used + ints > CHUNK_INTS) {
      if (chunkCount == chunks.length) {
        chunks = Arrays.copyOf(chunks, 2 * chunkCount);
      }
      chunks[chunkCount++] = new int[CHUNK_INTS];
      used = 0;
    }
    int node = ((chunkCount - 1) << CHUNK_BITS) + used;
    used += ints;
    return node;
  }

  /** One more level with probability 1/4 each. */
  private int randomHeight() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    int zeros = Long.numberOfTrailingZeros(random | (1L << 62));
    return Math.min(HEIGHT_MAX, 1 + zeros / 2);
  }
}
