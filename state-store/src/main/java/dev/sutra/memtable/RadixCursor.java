package dev.sutra.memtable;

import static dev.sutra.memtable.RadixNodes.INTS;

import java.util.Arrays;

/**
 * Iterates over the keys of a tree in order. Concurrent inserts may be visible; earlier ones always
 * are.
 *
 * <p>Not thread-safe.
 */
final class RadixCursor {
  private static final int END = -1;

  private final RadixTree tree;
  private final RadixNodes nodes;
  // The path from the root: nodes, and the least byte of each not yet visited; END: none was
  // visited.
  private int[] path = new int[16];
  private int[] bytes = new int[16];
  private int height;

  /** A cursor before the first key. */
  RadixCursor(RadixTree tree) {
    this.tree = tree;
    this.nodes = tree.nodes();
  }

  /** Moves to the first key and returns its newest version, or 0. */
  int first() {
    height = 0;
    int node = tree.root();
    if (node < 0) {
      return RadixTree.version(node);
    }
    if (node > 0) {
      push(node, END);
    }
    return next();
  }

  /** Moves to the next key and returns its newest version, or 0 at the end. */
  int next() {
    while (height > 0) {
      int top = height - 1;
      int node = path[top];
      int[] chunk = nodes.chunk(node);
      int at = RadixNodes.offset(node);
      int child;
      if (bytes[top] == END) {
        bytes[top] = 0;
        child = (int) INTS.getAcquire(chunk, RadixNodes.endSlot(at));
      } else {
        int next = RadixNodes.next(chunk, at, RadixNodes.header(chunk, at), bytes[top]);
        if (next < 0) {
          height--;
          continue;
        }
        bytes[top] = RadixNodes.byteOf(next) + 1;
        child = (int) INTS.getAcquire(chunk, RadixNodes.slotOf(next));
      }
      if (child < 0) {
        return RadixTree.version(child);
      }
      if (child > 0) {
        push(child, END);
      }
    }
    return 0;
  }

  /** Moves to the first key that is not below the given one; returns its newest version, or 0. */
  int seek(byte[] key, int keyLength) {
    height = 0;
    int depth = 0;
    int node = tree.root();
    while (node > 0) {
      int[] chunk = nodes.chunk(node);
      int at = RadixNodes.offset(node);
      int header = RadixNodes.header(chunk, at);
      int prefixLength = RadixNodes.prefixLength(header);
      int match = RadixNodes.prefixMatch(chunk, at, prefixLength, key, depth, keyLength);
      depth += match;
      if (match < prefixLength && depth < keyLength) {
        if (RadixNodes.prefixByte(chunk, at, match) > (key[depth] & 0xff)) {
          push(node, END);
        }
        return next();
      }
      if (depth == keyLength) {
        push(node, END);
        return next();
      }
      int next = key[depth] & 0xff;
      push(node, next + 1);
      int slot = RadixNodes.find(chunk, at, header, next);
      node = slot < 0 ? 0 : (int) INTS.getAcquire(chunk, slot);
      depth++;
    }
    if (node != 0) {
      int version = RadixTree.version(node);
      if (tree.versions().compareKey(version, key, keyLength) >= 0) {
        return version;
      }
    }
    return next();
  }

  private void push(int node, int from) {
    if (height == path.length) {
      path = Arrays.copyOf(path, 2 * height);
      bytes = Arrays.copyOf(bytes, 2 * height);
    }
    path[height] = node;
    bytes[height++] = from;
  }
}
