package dev.sutra.text.query;

import dev.sutra.text.score.Postings;
import java.util.Arrays;
import java.util.List;

/**
 * Counts the occurrences of a phrase with slop in the current document of its terms' postings.
 *
 * <p>A pointer into the positions of each term moves forward only. The pointers are an occurrence
 * if their displacements (position less place in the phrase) differ by at most the slop. Otherwise
 * the least displaced moves on: it is in no occurrence with the others, which are already further.
 * Equal terms keep their order, which loses no occurrence: exchanging two of them brings their
 * displacements together. After an occurrence all pointers move on, so that each position counts
 * once. Linear in the number of positions. Not thread-safe.
 */
final class SloppyPlaces {
  private final Postings[] terms;
  private final int[] offsets;
  private final int slop;
  // The last term before this one that equals it, or -1.
  private final int[] equals;
  private final int[][] positions;
  private final int[] at;

  /**
   * A counter of occurrences.
   *
   * @param names the terms
   * @param offsets place of each in the phrase, not descending
   */
  SloppyPlaces(Postings[] terms, List<String> names, int[] offsets, int slop) {
    this.terms = terms;
    this.offsets = offsets;
    this.slop = slop;
    this.equals = new int[terms.length];
    this.positions = new int[terms.length][];
    this.at = new int[terms.length];
    for (int i = 0; i < equals.length; i++) {
      equals[i] = names.subList(0, i).lastIndexOf(names.get(i));
    }
  }

  int count() {
    for (int i = 0; i < terms.length; i++) {
      positions[i] = terms[i].positions();
    }
    Arrays.fill(at, 0);
    int count = 0;
    while (separateEquals()) {
      int least = least();
      if (greatest() - displacement(least) > slop) {
        advance(least);
      } else {
        count++;
        for (int i = 0; i < at.length; i++) {
          advance(i);
        }
      }
    }
    return count;
  }

  /** Moves equal terms to different positions in their order; false if a term has no more. */
  private boolean separateEquals() {
    for (int i = 0; i < at.length; i++) {
      int before = equals[i] < 0 ? -1 : position(equals[i]);
      while (at[i] < terms[i].frequency() && position(i) <= before) {
        advance(i);
      }
      if (at[i] >= terms[i].frequency()) {
        return false;
      }
    }
    return true;
  }

  /** Synonyms may repeat a position, which counts once. */
  private void advance(int term) {
    int from = position(term);
    do {
      at[term]++;
    } while (at[term] < terms[term].frequency() && position(term) == from);
  }

  private int position(int term) {
    return positions[term][at[term]];
  }

  private int displacement(int term) {
    return position(term) - offsets[term];
  }

  private int least() {
    int least = 0;
    for (int i = 1; i < at.length; i++) {
      least = displacement(i) < displacement(least) ? i : least;
    }
    return least;
  }

  private int greatest() {
    int greatest = displacement(0);
    for (int i = 1; i < at.length; i++) {
      greatest = Math.max(greatest, displacement(i));
    }
    return greatest;
  }
}
