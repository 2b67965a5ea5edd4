package dev.sutra.text.query;

import dev.sutra.text.score.Postings;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** The documents and positions at which a word occurs. Not thread-safe. */
final class WordPositions {
  // document << 32 | position, ascending.
  private long[] places = new long[64];
  private int size;

  /** The positions of a word, from all posting lists that contain it. */
  WordPositions(List<Postings> lists) {
    for (Postings postings : lists) {
      int document = postings.advance(0);
      while (document != Postings.NO_MORE) {
        int[] positions = postings.positions();
        for (int i = 0; i < postings.frequency(); i++) {
          add((long) document << Integer.SIZE | positions[i]);
        }
        document = postings.advance(document + 1);
      }
    }
    Arrays.sort(places, 0, size);
  }

  /** Sets the bits of the positions that are this distance before a position of the postings. */
  void findFollowed(Postings postings, int distance, BitSet followed) {
    int at = 0;
    while (at < size) {
      int document = document(at);
      int reached = postings.advance(document);
      if (reached == Postings.NO_MORE) {
        return;
      }
      while (at < size && document(at) < reached) {
        at++;
      }
      if (reached == document) {
        int[] positions = postings.positions();
        int frequency = postings.frequency();
        for (; at < size && document(at) == document; at++) {
          int wanted = (int) places[at] + distance;
          if (Arrays.binarySearch(positions, 0, frequency, wanted) >= 0) {
            followed.set(at);
          }
        }
      }
    }
  }

  /** Keeps only the positions whose bits are set. */
  void keep(BitSet numbers) {
    int kept = 0;
    for (int at = numbers.nextSetBit(0); at >= 0; at = numbers.nextSetBit(at + 1)) {
      places[kept++] = places[at];
    }
    size = kept;
  }

  void addDocuments(BitSet documents) {
    for (int at = 0; at < size; at++) {
      documents.set(document(at));
    }
  }

  private int document(int at) {
    return (int) (places[at] >>> Integer.SIZE);
  }

  private void add(long place) {
    if (size == places.length) {
      places = Arrays.copyOf(places, 2 * size);
    }
    places[size++] = place;
  }
}
