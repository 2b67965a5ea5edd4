package dev.sutra.memtable;

import static dev.sutra.memtable.RadixNodes.INTS;

/**
 * Rows ordered by key, with all their versions, for one writer and any number of readers.
 *
 * <p>An adaptive radix tree (Leis, Kemper, Neumann, "The Adaptive Radix Tree: ARTful Indexing for
 * Main-Memory Databases", ICDE 2013) with whole prefixes in its nodes, changed by read-optimized
 * write exclusion (Leis et al., "The ART of Practical Synchronization", DaMoN 2016): nodes visible
 * to readers are only extended, or replaced by a copy, with release stores; readers need only
 * acquire loads. The versions of a key are a chain, newest first. Nothing is ever removed.
 */
final class RadixTree {
  // The slot of the tree; see RadixNodes.
  private final int[] root = new int[1];
  private final RadixNodes nodes = new RadixNodes();
  private final RowVersions versions = new RowVersions();

  /**
   * Inserts a row version. Of two with the same key and sequence, the later one wins. The row can
   * be found immediately; readers ignore it until its sequence is published.
   *
   * @param valueLength -1 for a tombstone
   * @return the version's address
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
    int keyEnd = keyOffset + keyLength;
    int[] slots = root;
    int slot = 0;
    int depth = 0;
    int match = 0;
    int node = slots[slot];
    // Descends to the row of this key, to an empty slot, or to the point where the tree must
    // branch.
    while (node > 0) {
      int[] chunk = nodes.chunk(node);
      int at = RadixNodes.offset(node);
      int header = chunk[at];
      int prefixLength = RadixNodes.prefixLength(header);
      match = RadixNodes.prefixMatch(chunk, at, prefixLength, key, keyOffset + depth, keyEnd);
      if (match < prefixLength) {
        break;
      }
      depth += prefixLength;
      int child =
          depth == keyLength
              ? RadixNodes.endSlot(at)
              : RadixNodes.find(chunk, at, header, key[keyOffset + depth] & 0xff);
      if (child < 0) {
        break;
      }
      depth = depth == keyLength ? depth : depth + 1;
      slots = chunk;
      slot = child;
      node = chunk[child];
      match = 0;
    }
    int older = 0;
    int mismatch = -1;
    if (node < 0) {
      mismatch = versions.mismatch(version(node), depth, key, keyOffset, keyLength);
      older = mismatch < 0 ? version(node) : 0;
    }
    int version =
        versions.append(
            older, sequence, key, keyOffset, keyLength, value, valueOffset, valueLength, document);
    int row = row(version);
    if (node > 0) {
      row = branch(node, match, key, keyOffset, keyLength, depth, row);
    } else if (mismatch >= 0) {
      row = fork(version(node), version, depth, mismatch);
    }
    if (row != node) {
      INTS.setRelease(slots, slot, row);
    }
    return version;
  }

  /** The newest version of this key visible at the sequence, or 0. */
  int find(byte[] key, int keyOffset, int keyLength, long sequence) {
    int keyEnd = keyOffset + keyLength;
    int depth = 0;
    int node = root();
    while (node > 0) {
      int[] chunk = nodes.chunk(node);
      int at = RadixNodes.offset(node);
      int header = RadixNodes.header(chunk, at);
      int prefixLength = RadixNodes.prefixLength(header);
      int start = keyOffset + depth;
      if (RadixNodes.prefixMatch(chunk, at, prefixLength, key, start, keyEnd) < prefixLength) {
        return 0;
      }
      depth += prefixLength;
      if (depth == keyLength) {
        node = (int) INTS.getAcquire(chunk, RadixNodes.endSlot(at));
        break;
      }
      int slot = RadixNodes.find(chunk, at, header, key[keyOffset + depth] & 0xff);
      if (slot < 0) {
        return 0;
      }
      depth++;
      node = (int) INTS.getAcquire(chunk, slot);
    }
    if (node == 0 || versions.mismatch(version(node), depth, key, keyOffset, keyLength) >= 0) {
      return 0;
    }
    return versions.seen(version(node), sequence);
  }

  RowVersions versions() {
    return versions;
  }

  RadixNodes nodes() {
    return nodes;
  }

  /** The root slot: 0, a node, or a row as a negative number. */
  int root() {
    return (int) INTS.getAcquire(root, 0);
  }

  /** The newest version of a row in a slot. */
  static int version(int row) {
    return row & Integer.MAX_VALUE;
  }

  /** Heap use, bytes. */
  long bytes() {
    return nodes.bytes() + versions.bytes();
  }

  private static int row(int version) {
    return version | Integer.MIN_VALUE;
  }

  /**
   * Adds a row below a node that has no slot for it yet.
   *
   * @param match number of bytes of the node's prefix that match the key
   * @param depth where in the key the node's prefix begins or, if all of it matches, ends
   * @return the new value of the node's slot
   */
  private int branch(
      int node, int match, byte[] key, int keyOffset, int keyLength, int depth, int row) {
    int[] chunk = nodes.chunk(node);
    int at = RadixNodes.offset(node);
    if (match == RadixNodes.prefixLength(chunk[at])) {
      int target = nodes.hasRoom(node) ? node : nodes.grown(node);
      nodes.add(target, key[keyOffset + depth] & 0xff, row);
      return target;
    }
    int fork = nodes.create(key, keyOffset + depth, match);
    int below = RadixNodes.prefixByte(chunk, at, match);
    nodes.add(fork, below, nodes.withoutPrefix(node, match + 1));
    if (depth + match == keyLength) {
      nodes.setEnd(fork, row);
    } else {
      nodes.add(fork, key[keyOffset + depth + match] & 0xff, row);
    }
    return fork;
  }

  /** A node above two rows whose keys are the same from {@code depth} to {@code mismatch}. */
  private int fork(int first, int second, int depth, int mismatch) {
    int keyOffset = RowVersions.keyOffset(second);
    int fork = nodes.create(versions.chunk(second), keyOffset + depth, mismatch - depth);
    for (int version : new int[] {first, second}) {
      if (versions.keyLength(version) == mismatch) {
        nodes.setEnd(fork, row(version));
      } else {
        int at = RowVersions.keyOffset(version) + mismatch;
        nodes.add(fork, versions.chunk(version)[at] & 0xff, row(version));
      }
    }
    return fork;
  }
}
