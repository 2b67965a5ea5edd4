package dev.sutra.text.buffer;

import dev.sutra.text.index.TextIndexWriter;
import java.io.IOException;
import java.util.Arrays;

/**
 * Sorts the postings of a memtable's term by the document numbers of a segment. Positions are
 * copied as they are encoded. Not thread-safe.
 */
final class PostingSorter {
  // New document << 32 | index of the posting.
  private long[] keys = new long[64];
  private int[] frequencies = new int[64];
  // Where the positions of a posting begin, and those of the last one end.
  private int[] starts = new int[65];
  private byte[] positions = new byte[256];
  private int count;

  /** Collects the postings of a list whose documents are not omitted; replaces earlier ones. */
  void collect(BufferPostings postings, int[] documentToOrdinal) {
    count = 0;
    boolean ascending = true;
    int last = -1;
    int document = postings.advance(0);
    while (document < documentToOrdinal.length) {
      int ordinal = documentToOrdinal[document];
      if (ordinal >= 0) {
        add(ordinal, postings);
        ascending &= ordinal > last;
        last = ordinal;
      }
      document = postings.advance(document + 1);
    }
    if (!ascending) {
      Arrays.sort(keys, 0, count);
    }
  }

  void writeTo(TextIndexWriter writer) throws IOException {
    for (int i = 0; i < count; i++) {
      int posting = (int) keys[i];
      int document = (int) (keys[i] >>> Integer.SIZE);
      int start = starts[posting];
      writer.posting(document, frequencies[posting], positions, start, starts[posting + 1] - start);
    }
  }

  private void add(int document, BufferPostings postings) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, 2 * count);
      frequencies = Arrays.copyOf(frequencies, 2 * count);
      starts = Arrays.copyOf(starts, 2 * count + 1);
    }
    int frequency = postings.frequency();
    int start = starts[count];
    int room = BufferPostings.POSITION_BYTES_MAX * frequency;
    if (positions.length - start < room) {
      positions = Arrays.copyOf(positions, Math.max(start + room, 2 * positions.length));
    }
    keys[count] = (long) document << Integer.SIZE | count;
    frequencies[count] = frequency;
    starts[++count] = postings.copyPositions(positions, start);
  }
}
