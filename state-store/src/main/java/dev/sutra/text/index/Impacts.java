package dev.sutra.text.index;

import dev.sutra.io.Layouts;
import dev.sutra.text.score.Bm25;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The pairs of frequency and length among some postings that no other pair outdoes by a frequency
 * as great and a length as small: whatever the average length is, one of them scores most (as in
 * Lucene's {@code CompetitiveImpactAccumulator}). At most {@value TextFormat#IMPACTS} are kept;
 * beyond that the most frequent ones are joined into one that outdoes both.
 */
final class Impacts {

  // The pairs, the most frequent first; so lengths fall as well.
  private int[] frequencies = new int[8];
  private int[] lengths = new int[8];
  private int size;

  void clear() {
    size = 0;
  }

  void add(int frequency, int length) {
    int at = 0;
    while (at < size && frequencies[at] > frequency) {
      at++;
    }
    // Those before are more frequent, the last of them is the shortest.
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

  /** The frequency of a pair that was read as an int. */
  static int frequency(int pair) {
    return (pair & 0xffff) + 1;
  }

  /** The length of a pair that was read as an int. */
  static int length(int pair) {
    return (pair >>> Short.SIZE) + 1;
  }

  /** The greatest part of a term's weight that any of some written pairs gives. */
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

  /** Puts one pair in the place of those from {@code from} to before {@code to}, maybe none. */
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
