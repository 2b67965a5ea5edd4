package dev.sutra.text.buffer;

import dev.sutra.text.index.TextIndexWriter;
import dev.sutra.text.score.Postings;
import java.io.IOException;
import java.util.Arrays;

/**
 * Sorts the postings of a memtable's term by the document numbers of a segment. Not thread-safe.
 */
final class PostingSorter {
  // New document << 32 | index of the posting.
  private long[] keys = new long[64];
  private int[] starts = new int[65];
  private int[] positions = new int[256];
  private int count;

  /** Collects the postings of a list whose documents are not omitted; replaces earlier ones. */
  void collect(Postings postings, int[] documentToOrdinal) {
    count = 0;
    int document = postings.advance(0);
    while (document < documentToOrdinal.length) {
      if (documentToOrdinal[document] >= 0) {
        add(documentToOrdinal[document], postings);
      }
      document = postings.advance(document + 1);
    }
    Arrays.sort(keys, 0, count);
  }

  void writeTo(TextIndexWriter writer) throws IOException {
    for (int i = 0; i < count; i++) {
      int posting = (int) keys[i];
      int start = starts[posting];
      int document = (int) (keys[i] >>> Integer.SIZE);
      writer.posting(document, positions, start, starts[posting + 1] - start);
    }
  }

  private void add(int document, Postings postings) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, 2 * count);
      starts = Arrays.copyOf(starts, 2 * count + 1);
    }
    int frequency = postings.frequency();
    int start = starts[count];
    if (positions.length - start < frequency) {
      positions = Arrays.copyOf(positions, Math.max(start + frequency, 2 * positions.length));
    }
    System.arraycopy(postings.positions(), 0, positions, start, frequency);
    keys[count] = (long) document << Integer.SIZE | count;
    starts[++count] = start + frequency;
  }
}
