package dev.sutra.text.index;

import dev.sutra.io.Layouts;
import dev.sutra.text.score.Bm25;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The competitive impacts of some postings: pairs of frequency and length that no other pair
 * dominates by at least the frequency and at most the length. For every average length, one of them
 * scores most (compare Lucene's {@code CompetitiveImpactAccumulator}). At most {@value
 * TextFormat#IMPACTS} are written; the most frequent ones are merged into a pair that dominates
 * both. Not thread-safe.
 */
final class Impacts {

  // The pairs by descending frequency and therefore descending length.
  private int[] frequencies = new int[8];
  private int[] lengths = new int[8];
  private int size;

  void clear() {
    size = 0;
  }

  void add(int frequency, int length) {
    int last = size - 1;
    // Most are outdone by the shortest pair.
    if (last < 0 || frequency > frequencies[last] || length < lengths[last]) {
      addCompetitive(frequency, length);
    }
  }

  private void addCompetitive(int frequency, int length) {
    int at = 0;
    while (at < size && frequencies[at] > frequency) {
      at++;
    }
    // Earlier pairs are more frequent; the last of them is the shortest.
    boolean outdone =
        (at > 0 && lengths[at - 1] <= length)
            || (at < size && frequencies[at] == frequency && lengths[at] <= length);
    if (outdone) {
      return;
    }
    int end = at;
    while (end < size && lengths[end] >= length) {
      end++;
    }
    replace(at, end, frequency, length);
  }

  /** Writes {@value TextFormat#IMPACTS} pairs; the last one is repeated where there are fewer. */
  void writeTo(ByteBuilder out) {
    while (size > TextFormat.IMPACTS) {
      replace(0, 2, frequencies[0], lengths[1]);
    }
    for (int i = 0; i < TextFormat.IMPACTS; i++) {
      int pair = Math.min(i, size - 1);
      writePair(out, frequencies[pair], lengths[pair]);
    }
  }

  static void writePair(ByteBuilder out, int frequency, int length) {
    out.writeLittleEndian(frequency - 1, Short.BYTES);
    out.writeLittleEndian(length - 1, Short.BYTES);
  }

  /** Frequency of a pair read as an int. */
  static int frequency(int pair) {
    return (pair & 0xffff) + 1;
  }

  /** Length of a pair read as an int. */
  static int length(int pair) {
    return (pair >>> Short.SIZE) + 1;
  }

  /** Maximum of {@link Bm25#factor} over the written pairs at an offset. */
  static double factor(MemorySegment memory, long offset, Bm25 bm25) {
    double most = 0;
    int before = -1;
    for (int i = 0; i < TextFormat.IMPACTS; i++) {
      int pair = memory.get(Layouts.INT, offset + (long) i * TextFormat.IMPACT_BYTES);
      if (i > 0 && pair == before) {
        break;
      }
      most = Math.max(most, bm25.factor(frequency(pair), length(pair)));
      before = pair;
    }
    return most;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int maxFrequency() {
    return frequencies[0];
  }

  int minLength() {
    return lengths[size - 1];
  }

  /** Replaces the pairs from {@code from} inclusive to {@code to} exclusive by one pair. */
  private void replace(int from, int to, int frequency, int length) {
    if (size == frequencies.length) {
      frequencies = Arrays.copyOf(frequencies, 2 * size);
      lengths = Arrays.copyOf(lengths, 2 * size);
    }
    System.arraycopy(frequencies, to, frequencies, from + 1, size - to);
    System.arraycopy(lengths, to, lengths, from + 1, size - to);
    frequencies[from] = frequency;
    lengths[from] = length;
    size += 1 - (to - from);
  }
}
