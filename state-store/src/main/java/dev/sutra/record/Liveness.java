package dev.sutra.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The sequence at which each document of a source was overwritten or deleted: its death.
 *
 * <p>There is one writer. It records a death before it publishes the sequence number; a reader uses
 * a published sequence number and therefore sees all deaths up to it. Memory is allocated only for
 * ranges of documents with deaths.
 */
public final class Liveness {
  private static final int CHUNK_BITS = 10;
  private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int INITIAL_CHUNKS = 16;
  private static final int INITIAL_DEATHS = 16;

  private volatile AtomicReferenceArray<long[]> chunks = new AtomicReferenceArray<>(INITIAL_CHUNKS);
  // Dead documents in the order in which they were recorded; written before the count.
  private volatile int[] log = new int[INITIAL_DEATHS];
  private volatile long latestDeath;
  private volatile int deaths;
  private int chunkCount;

  /** Creates a liveness with dead documents of an earlier session, dead at any sequence. */
  public static Liveness of(long[] deadDocuments) {
    Liveness liveness = new Liveness();
    BitSet dead = BitSet.valueOf(deadDocuments);
    for (int document = dead.nextSetBit(0);
        document >= 0;
        document = dead.nextSetBit(document + 1)) {
      liveness.kill(document, 0);
    }
    return liveness;
  }

  /** Returns a copy, to which the deaths of documents with the same numbers can be added. */
  public Liveness copy() {
    Liveness copy = new Liveness();
    int count = deaths;
    for (int i = 0; i < count; i++) {
      copy.kill(death(i), deathOf(death(i)));
    }
    return copy;
  }

  /**
   * Returns the deaths of documents that were copied to another source.
   *
   * @param sources the sources that they were copied from
   * @param documents their numbers in the new source, by source and document; -1 for a document
   *     that was not copied
   */
  public static Liveness copied(List<Liveness> sources, List<int[]> documents) {
    List<Death> deaths = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      int[] numbers = documents.get(i);
      sources
          .get(i)
          .forEachDeath(
              (document, sequence) -> {
                if (numbers[document] >= 0) {
                  deaths.add(new Death(numbers[document], sequence));
                }
              });
    }
    deaths.sort(Comparator.comparingLong(Death::sequence));
    Liveness copied = new Liveness();
    deaths.forEach(death -> copied.kill(death.document, death.sequence));
    return copied;
  }

  private record Death(int document, long sequence) {}

  /**
   * Records the death of a document at a sequence, which is not below that of the death recorded
   * before. A second death is ignored.
   */
  public void kill(int document, long sequence) {
    long[] chunk = chunkForWrite(document >>> CHUNK_BITS);
    int at = document & CHUNK_MASK;
    if ((long) LONGS.getOpaque(chunk, at) == Long.MAX_VALUE) {
      LONGS.setRelease(chunk, at, sequence);
      record(document, sequence);
    }
  }

  public boolean isDead(int document, long sequence) {
    return deathOf(document) <= sequence;
  }

  /** The sequence of the death of a document; {@link Long#MAX_VALUE} if it is live. */
  public long deathOf(int document) {
    AtomicReferenceArray<long[]> current = chunks;
    int chunkIndex = document >>> CHUNK_BITS;
    if (chunkIndex >= current.length()) {
      return Long.MAX_VALUE;
    }
    long[] chunk = current.get(chunkIndex);
    return chunk == null ? Long.MAX_VALUE : (long) LONGS.getAcquire(chunk, document & CHUNK_MASK);
  }

  /** Number of dead documents. */
  public int deaths() {
    return deaths;
  }

  /** Number of documents that are dead at a sequence: the first so many of {@link #death}. */
  public int deathsAt(long sequence) {
    int high = deaths;
    if (high == 0 || isDead(death(high - 1), sequence)) {
      return high;
    }
    int low = 0;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isDead(death(middle), sequence)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The document of the n-th recorded death, counted from 0. */
  public int death(int number) {
    return log[number];
  }

  /** The greatest sequence of all deaths; 0 if there are none. */
  public long latestDeath() {
    return latestDeath;
  }

  /** Heap use, bytes. Writer thread only. */
  public long bytes() {
    return 8L * chunkCount * (CHUNK_MASK + 1) + 4L * chunks.length() + 4L * log.length;
  }

  /** The documents that are dead at a sequence, as words of a {@link BitSet}. */
  public long[] deadAt(long sequence) {
    BitSet dead = new BitSet();
    forEachDeath(
        (document, death) -> {
          if (death <= sequence) {
            dead.set(document);
          }
        });
    return dead.toLongArray();
  }

  /** Visits the dead documents in order. */
  public void forEachDeath(DeathVisitor visitor) {
    AtomicReferenceArray<long[]> current = chunks;
    for (int c = 0; c < current.length(); c++) {
      long[] chunk = current.get(c);
      for (int at = 0; chunk != null && at < chunk.length; at++) {
        long death = (long) LONGS.getAcquire(chunk, at);
        if (death != Long.MAX_VALUE) {
          visitor.visit((c << CHUNK_BITS) + at, death);
        }
      }
    }
  }

  /** Receives the dead documents of {@link #forEachDeath}. */
  @FunctionalInterface
  public interface DeathVisitor {
    void visit(int document, long sequence);
  }

  private void record(int document, long sequence) {
    int count = deaths;
    int[] current = log;
    if (count == current.length) {
      current = Arrays.copyOf(current, 2 * count);
    }
    current[count] = document;
    log = current;
    latestDeath = Math.max(latestDeath, sequence);
    deaths = count + 1;
  }

  private long[] chunkForWrite(int chunkIndex) {
    AtomicReferenceArray<long[]> current = chunks;
    if (chunkIndex >= current.length()) {
      AtomicReferenceArray<long[]> grown =
          new AtomicReferenceArray<>(Math.max(2 * current.length(), chunkIndex + 1));
      for (int i = 0; i < current.length(); i++) {
        grown.setPlain(i, current.get(i));
      }
      chunks = grown;
      current = grown;
    }
    long[] chunk = current.get(chunkIndex);
    if (chunk == null) {
      chunk = new long[CHUNK_MASK + 1];
      Arrays.fill(chunk, Long.MAX_VALUE);
      current.set(chunkIndex, chunk);
      chunkCount++;
    }
    return chunk;
  }
}
