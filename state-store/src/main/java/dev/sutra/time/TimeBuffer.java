package dev.sutra.time;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The times of a memtable's documents: a skip list (Pugh, 1990) in arrays, doubly linked at its
 * lowest level.
 *
 * <p>One thread adds; any number of threads read at the same time, without locks. A cursor shows
 * every entry whose {@link #add} had returned when the cursor was made, and may or may not show
 * later ones; the snapshot's liveness decides about those.
 */
public final class TimeBuffer implements TimeSource {
  private static final int LEVELS_MAX = 12;
  // One of four nodes of a level is also in the next level.
  private static final int LEVEL_BITS = 2;
  private static final int HEAD = 0;
  private static final int NONE = -1;
  private static final VarHandle LINK = MethodHandles.arrayElementVarHandle(int[].class);

  // Only the newest arrays are written. Readers of older arrays see the list as of then.
  private volatile Nodes nodes = new Nodes(16);
  private volatile int size;

  // Used by the writer only.
  private final SplittableRandom random = new SplittableRandom(1);
  private final int[] predecessors = new int[LEVELS_MAX];
  private final int[] last = new int[LEVELS_MAX];
  private int linksUsed = LEVELS_MAX;

  /** Node 0 is the head; node i holds the (i − 1)th entry added. */
  private static final class Nodes {
    final long[] times;
    final int[] documents;
    final int[] previous;
    final int[] linkStarts;
    final int[] links;

    Nodes(int capacity) {
      times = new long[capacity];
      documents = new int[capacity];
      previous = new int[capacity];
      linkStarts = new int[capacity];
      links = new int[LEVELS_MAX + 2 * capacity];
      Arrays.fill(links, 0, LEVELS_MAX, NONE);
    }

    Nodes(Nodes old, int capacity, int linkCapacity) {
      times = Arrays.copyOf(old.times, capacity);
      documents = Arrays.copyOf(old.documents, capacity);
      previous = Arrays.copyOf(old.previous, capacity);
      linkStarts = Arrays.copyOf(old.linkStarts, capacity);
      links = Arrays.copyOf(old.links, linkCapacity);
    }

    int next(int node, int level) {
      return (int) LINK.getAcquire(links, linkStarts[node] + level);
    }

    int previous(int node) {
      return (int) LINK.getAcquire(previous, node);
    }

    boolean isBefore(int node, long time, int document) {
      return times[node] < time || (times[node] == time && documents[node] < document);
    }

    /** Last node before an entry; the head if there is none. */
    int lastBefore(long time, int document) {
      int node = HEAD;
      for (int level = LEVELS_MAX - 1; level >= 0; level--) {
        node = lastBefore(node, level, time, document);
      }
      return node;
    }

    int lastBefore(int start, int level, long time, int document) {
      int node = start;
      int next = next(node, level);
      while (next != NONE && isBefore(next, time, document)) {
        node = next;
        next = next(node, level);
      }
      return node;
    }
  }

  /**
   * Adds an entry. Writer thread only.
   *
   * @param time ms
   * @param document greater than that of the previous entry
   * @throws IllegalArgumentException if the document is not greater than the last
   */
  public void add(long time, int document) {
    int node = size + 1;
    int lastDocument = node == 1 ? -1 : nodes.documents[node - 1];
    if (document <= lastDocument) {
      throw new IllegalArgumentException(
          "document " + document + " is not greater than " + lastDocument);
    }
    int height = height();
    Nodes current = withRoom(node, height);
    current.times[node] = time;
    current.documents[node] = document;
    current.linkStarts[node] = linksUsed;
    findPredecessors(current, time, document);
    link(current, node, height);
    linksUsed += height;
    size = node;
  }

  @Override
  public int size() {
    return size;
  }

  /** Heap use, bytes. */
  public long bytes() {
    Nodes current = nodes;
    return 20L * current.times.length + 4L * current.links.length;
  }

  @Override
  public TimeCursor ascending(long from, long to) {
    Nodes current = nodes;
    int before = current.lastBefore(from, Integer.MIN_VALUE);
    return new Cursor(current, before) {
      @Override
      public boolean next() {
        return moveTo(current.next(node, 0)) && time() <= to;
      }
    };
  }

  @Override
  public TimeCursor descending(long from, long to) {
    Nodes current = nodes;
    int start = current.lastBefore(to, Integer.MAX_VALUE);
    return new Cursor(current, NONE) {
      @Override
      public boolean next() {
        int previous = node == NONE ? start : current.previous(node);
        return previous != HEAD && moveTo(previous) && time() >= from;
      }
    };
  }

  private abstract static class Cursor implements TimeCursor {
    final Nodes current;
    int node;

    Cursor(Nodes current, int node) {
      this.current = current;
      this.node = node;
    }

    final boolean moveTo(int target) {
      if (target != NONE) {
        node = target;
      }
      return target != NONE;
    }

    @Override
    public final long time() {
      return current.times[node];
    }

    @Override
    public final int document() {
      return current.documents[node];
    }
  }

  private void findPredecessors(Nodes current, long time, int document) {
    // Times mostly ascend: then the entry is appended without a search.
    if (last[0] == HEAD || current.isBefore(last[0], time, document)) {
      System.arraycopy(last, 0, predecessors, 0, LEVELS_MAX);
      return;
    }
    int node = HEAD;
    for (int level = LEVELS_MAX - 1; level >= 0; level--) {
      node = current.lastBefore(node, level, time, document);
      predecessors[level] = node;
    }
  }

  private void link(Nodes current, int node, int height) {
    // The node is complete before the first link to it is published.
    current.previous[node] = predecessors[0];
    for (int level = 0; level < height; level++) {
      current.links[linksUsed + level] = current.next(predecessors[level], level);
    }
    int successor = current.links[linksUsed];
    for (int level = 0; level < height; level++) {
      if (current.links[linksUsed + level] == NONE) {
        last[level] = node;
      }
      int predecessor = predecessors[level];
      LINK.setRelease(current.links, current.linkStarts[predecessor] + level, node);
    }
    if (successor != NONE) {
      LINK.setRelease(current.previous, successor, node);
    }
  }

  private int height() {
    int height = 1 + Long.numberOfTrailingZeros(random.nextLong()) / LEVEL_BITS;
    return Math.min(height, LEVELS_MAX);
  }

  private Nodes withRoom(int node, int height) {
    Nodes current = nodes;
    if (node == current.times.length || linksUsed + height > current.links.length) {
      int capacity = grown(current.times.length, node + 1);
      current = new Nodes(current, capacity, grown(current.links.length, linksUsed + height));
      nodes = current;
    }
    return current;
  }

  private static int grown(int length, int needed) {
    return needed <= length ? length : Math.addExact(length, Math.max(length >> 1, LEVELS_MAX));
  }
}
