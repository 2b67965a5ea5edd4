package dev.sutra.memtable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The inner nodes of a {@link RadixTree}, in arrays of ints. A node is identified by its address,
 * which is above 0, and consists of
 *
 * <ul>
 *   <li>a header: kind, number of children, length of the prefix;
 *   <li>the slot of the key that ends here;
 *   <li>the prefix, four bytes an int;
 *   <li>the map from bytes to children: for kinds 4 and 16 the bytes in insertion order, four an
 *       int; for kind 48 the number of the child plus one, for each of the 256 bytes;
 *   <li>the slots of the children.
 * </ul>
 *
 * <p>A slot contains 0, a node, or a row as a negative number. A child is added in place: its slot
 * is set first, then the map entry by a release store. A node that is full or whose prefix becomes
 * shorter is replaced by a copy; the old one stays unchanged for concurrent readers.
 */
final class RadixNodes {
  static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);

  private static final VarHandle BYTES_AS_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int CHUNK_BITS = 18;
  // Sizes as those of the chunks of ByteArena.
  private static final int CHUNK_INTS_MIN = 1 << 8;
  private static final int CHUNK_INTS_MIDDLE = 1 << 16;
  private static final int CHUNK_INTS_MAX = (1 << CHUNK_BITS) - 4;
  private static final int LARGE_FROM = 1 << 20;
  private static final int CHUNKS_MAX = 1 << (31 - CHUNK_BITS);
  private static final int OFFSET_MASK = (1 << CHUNK_BITS) - 1;

  private static final int KIND_4 = 0;
  private static final int KIND_16 = 1;
  private static final int KIND_48 = 2;
  private static final int KIND_256 = 3;
  private static final int[] CHILDREN = {4, 16, 48, 256};
  private static final int[] INDEX_INTS = {1, 4, 64, 0};

  private static final int KIND_MASK = 3;
  private static final int COUNT_SHIFT = 2;
  private static final int COUNT_MASK = 0x1ff;
  private static final int PREFIX_SHIFT = 11;

  private static final int END = 1;
  private static final int PREFIX = 2;

  private static final int BYTE_SHIFT = CHUNK_BITS;

  // Replaced, never shrunk: an older array contains every address that its reader can know.
  private int[][] chunks = new int[16][];
  private int chunkCount;
  private int used;
  private int room;
  private long ints;
  private byte[] scratch = new byte[64];

  int[] chunk(int node) {
    return chunks[node >>> CHUNK_BITS];
  }

  static int offset(int node) {
    return node & OFFSET_MASK;
  }

  /** The header, read with acquire so that everything it counts is visible. */
  static int header(int[] chunk, int at) {
    return (int) INTS.getAcquire(chunk, at);
  }

  static int prefixLength(int header) {
    return header >>> PREFIX_SHIFT;
  }

  /** Index in the chunk of the slot of the key that ends at the node. */
  static int endSlot(int at) {
    return at + END;
  }

  /** Length of the common prefix of the node's prefix and a key from an offset on. */
  static int prefixMatch(int[] chunk, int at, int prefixLength, byte[] key, int from, int end) {
    int length = Math.min(prefixLength, end - from);
    int done = 0;
    int word = at + PREFIX;
    for (; done + 4 <= length; done += 4, word++) {
      int difference = chunk[word] ^ (int) BYTES_AS_INT.get(key, from + done);
      if (difference != 0) {
        return done + (Integer.numberOfTrailingZeros(difference) >>> 3);
      }
    }
    while (done < length && prefixByte(chunk, at, done) == (key[from + done] & 0xff)) {
      done++;
    }
    return done;
  }

  static int prefixByte(int[] chunk, int at, int index) {
    return chunk[at + PREFIX + (index >>> 2)] >>> ((index & 3) << 3) & 0xff;
  }

  /** Index in the chunk of the slot for a byte; -1 if there is none. */
  static int find(int[] chunk, int at, int header, int key) {
    int index = index(at, header);
    int kind = header & KIND_MASK;
    if (kind <= KIND_16) {
      int count = count(header);
      int pattern = key * 0x01010101;
      for (int i = 0; i < count; i += 4) {
        int word = chunk[index + (i >>> 2)] ^ pattern;
        // Sets bit 7 of each byte that is 0; only the lowest such bit is reliable.
        int zeros = (word - 0x01010101) & ~word & 0x80808080;
        if (zeros != 0) {
          int child = i + (Integer.numberOfTrailingZeros(zeros) >>> 3);
          return child < count ? index + INDEX_INTS[kind] + child : -1;
        }
      }
      return -1;
    }
    if (kind == KIND_256) {
      return index + key;
    }
    int child = (int) INTS.getAcquire(chunk, index + (key >>> 2)) >>> ((key & 3) << 3) & 0xff;
    return child == 0 ? -1 : index + INDEX_INTS[KIND_48] + child - 1;
  }

  /**
   * The least byte from {@code from} on that has a child, with its slot: see {@link #byteOf} and
   * {@link #slotOf}; -1 if there is none.
   */
  static int next(int[] chunk, int at, int header, int from) {
    int index = index(at, header);
    int kind = header & KIND_MASK;
    if (kind >= KIND_48) {
      for (int key = from; key < 256; key++) {
        int slot = find(chunk, at, header, key);
        if (slot >= 0 && chunk[slot] != 0) {
          return key << BYTE_SHIFT | slot;
        }
      }
      return -1;
    }
    int count = count(header);
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      int key = chunk[index + (i >>> 2)] >>> ((i & 3) << 3) & 0xff;
      if (key >= from) {
        least = Math.min(least, key << BYTE_SHIFT | index + INDEX_INTS[kind] + i);
      }
    }
    return least == Integer.MAX_VALUE ? -1 : least;
  }

  static int byteOf(int next) {
    return next >>> BYTE_SHIFT;
  }

  static int slotOf(int next) {
    return next & OFFSET_MASK;
  }

  /** A new, empty node of the smallest kind. */
  int create(byte[] prefix, int offset, int length) {
    return allocate(KIND_4, prefix, offset, length);
  }

  /** Whether {@link #add} has room for another child. */
  boolean hasRoom(int node) {
    int header = chunk(node)[offset(node)];
    return count(header) < CHILDREN[header & KIND_MASK];
  }

  /** Adds a child for a byte that has none. Writer thread only. */
  void add(int node, int key, int child) {
    int[] chunk = chunk(node);
    int at = offset(node);
    int header = chunk[at];
    int kind = header & KIND_MASK;
    int index = index(at, header);
    int count = count(header);
    int slots = index + INDEX_INTS[kind];
    if (kind == KIND_256) {
      INTS.setRelease(chunk, slots + key, child);
      return;
    }
    chunk[slots + count] = child;
    int word = index + ((kind == KIND_48 ? key : count) >>> 2);
    int shift = ((kind == KIND_48 ? key : count) & 3) << 3;
    int entry = kind == KIND_48 ? count + 1 : key;
    INTS.setRelease(chunk, word, chunk[word] | entry << shift);
    INTS.setRelease(chunk, at, header + (1 << COUNT_SHIFT));
  }

  /** A copy of the node of the next larger kind. */
  int grown(int node) {
    return copy(node, (chunk(node)[offset(node)] & KIND_MASK) + 1, 0);
  }

  /** A copy of the node without the first bytes of its prefix. */
  int withoutPrefix(int node, int bytes) {
    return copy(node, chunk(node)[offset(node)] & KIND_MASK, bytes);
  }

  /** Sets the slot of the key that ends at a node not yet published to readers. */
  void setEnd(int node, int row) {
    chunk(node)[offset(node) + END] = row;
  }

  /** Heap use, bytes. */
  long bytes() {
    return 4 * ints;
  }

  private static int count(int header) {
    return header >>> COUNT_SHIFT & COUNT_MASK;
  }

  private static int index(int at, int header) {
    return at + PREFIX + ((prefixLength(header) + 3) >>> 2);
  }

  private int copy(int node, int kind, int prefixFrom) {
    int[] chunk = chunk(node);
    int at = offset(node);
    int header = chunk[at];
    int prefixLength = prefixLength(header);
    if (scratch.length < prefixLength) {
      scratch = new byte[2 * prefixLength];
    }
    for (int i = prefixFrom; i < prefixLength; i++) {
      scratch[i] = (byte) prefixByte(chunk, at, i);
    }
    int copy = allocate(kind, scratch, prefixFrom, prefixLength - prefixFrom);
    setEnd(copy, chunk[at + END]);
    int next = next(chunk, at, header, 0);
    while (next >= 0) {
      add(copy, byteOf(next), chunk[slotOf(next)]);
      next = next(chunk, at, header, byteOf(next) + 1);
    }
    return copy;
  }

  private int allocate(int kind, byte[] prefix, int offset, int length) {
    int size = PREFIX + ((length + 3) >>> 2) + INDEX_INTS[kind] + CHILDREN[kind];
    if (used + size > room) {
      addChunk(size);
    }
    int at = used;
    used += size;
    int[] chunk = chunks[chunkCount - 1];
    chunk[at] = kind | length << PREFIX_SHIFT;
    int done = 0;
    int word = at + PREFIX;
    for (; done + 4 <= length; done += 4) {
      chunk[word++] = (int) BYTES_AS_INT.get(prefix, offset + done);
    }
    for (; done < length; done++) {
      chunk[word] |= (prefix[offset + done] & 0xff) << ((done & 3) << 3);
    }
    return (chunkCount - 1) << CHUNK_BITS | at;
  }

  private void addChunk(int size) {
    if (chunkCount == CHUNKS_MAX) {
      throw new IllegalStateException("memtable keys exceed " + CHUNKS_MAX + " MiB");
    }
    if (chunkCount == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * chunkCount);
    }
    int ordinary =
        ints >= LARGE_FROM
            ? CHUNK_INTS_MAX
            : Math.clamp(Long.highestOneBit(ints / 2), CHUNK_INTS_MIN, CHUNK_INTS_MIDDLE);
    room = Math.max(ordinary, size + 1);
    chunks[chunkCount] = new int[room];
    ints += room;
    // No node has address 0.
    used = chunkCount == 0 ? 1 : 0;
    chunkCount++;
  }
}
