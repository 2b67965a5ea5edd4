package dev.sutra.text.query;

import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.ClauseCursor;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.TopHits;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The documents in which terms occur at given distances, or near them. The frequency is the number
 * of positions at which the phrase begins, or with a slop, of its occurrences that share no word;
 * the weight is the sum of the terms' weights.
 */
final class PhraseCursor extends ClauseCursor {
  private final Bm25 bm25;
  private final double weight;
  private final Postings[] terms;
  private final int[] offsets;
  private final int[] places;
  private final int rarest;
  // Null without slop.
  private final @Nullable SloppyPlaces sloppy;
  // Null while no match may be left out.
  private @Nullable TopHits hits;
  private int document = -1;
  private int frequency;

  PhraseCursor(Bm25 bm25, double weight, List<Postings> terms, TextQuery.Phrase phrase) {
    this.bm25 = bm25;
    this.weight = weight;
    this.terms = terms.toArray(Postings[]::new);
    this.offsets = phrase.positions().stream().mapToInt(Integer::intValue).toArray();
    this.places = new int[this.terms.length];
    int least = 0;
    for (int i = 1; i < this.terms.length; i++) {
      if (this.terms[i].documentFrequency() < this.terms[least].documentFrequency()) {
        least = i;
      }
    }
    this.rarest = least;
    this.sloppy =
        phrase.slop() == 0
            ? null
            : new SloppyPlaces(this.terms, phrase.terms(), offsets, phrase.slop());
  }

  @Override
  public int document() {
    return document;
  }

  @Override
  public int advance(int target) {
    if (target <= document) {
      return document;
    }
    int candidate = terms[rarest].advance(target);
    while (candidate != NO_MORE) {
      int reached = advanceAll(candidate);
      if (reached == candidate) {
        frequency = mayEnter(candidate) ? countPlaces() : 0;
        if (frequency > 0) {
          break;
        }
        reached = candidate + 1;
      }
      candidate = terms[rarest].advance(reached);
    }
    document = candidate;
    return candidate;
  }

  @Override
  public void leaveOutLosers(TopHits best) {
    hits = best;
  }

  /** Whether a document that all postings are at can become a hit, before positions are read. */
  private boolean mayEnter(int candidate) {
    if (hits == null || !hits.isFull()) {
      return true;
    }
    int most = Integer.MAX_VALUE;
    for (Postings term : terms) {
      most = Math.min(most, term.frequency());
    }
    return hits.mayEnter(bm25.score(weight, most, terms[rarest].length()), candidate);
  }

  @Override
  public void rewind() {
    for (Postings term : terms) {
      term.rewind();
    }
    document = -1;
  }

  @Override
  public double score() {
    return bm25.score(weight, frequency, terms[rarest].length());
  }

  @Override
  public int frequency() {
    return frequency;
  }

  @Override
  public double maxScore() {
    int most = Integer.MAX_VALUE;
    int shortest = 0;
    for (Postings term : terms) {
      most = Math.min(most, term.maxFrequency());
      shortest = Math.max(shortest, term.minLength());
    }
    return bm25.score(weight, most, shortest);
  }

  @Override
  public int advanceShallow(int target) {
    int end = NO_MORE;
    for (Postings term : terms) {
      end = Math.min(end, term.advanceShallow(target));
    }
    return end;
  }

  @Override
  public double blockMaxScore() {
    int most = Integer.MAX_VALUE;
    int shortest = 0;
    for (Postings term : terms) {
      most = Math.min(most, term.blockMaxFrequency());
      shortest = Math.max(shortest, term.blockMinLength());
    }
    return bm25.score(weight, most, shortest);
  }

  @Override
  public long cost() {
    return terms[rarest].documentFrequency();
  }

  /**
   * The candidate if all terms occur in it, else the next document of the first term that does not.
   */
  private int advanceAll(int candidate) {
    for (Postings term : terms) {
      int reached = term.advance(candidate);
      if (reached > candidate) {
        return reached;
      }
    }
    return candidate;
  }

  private int countPlaces() {
    if (sloppy != null) {
      return sloppy.count();
    }
    Arrays.fill(places, 0);
    int[] first = terms[0].positions();
    int count = 0;
    for (int i = 0; i < terms[0].frequency(); i++) {
      // Synonyms may repeat a position, which counts once.
      boolean repeated = i > 0 && first[i] == first[i - 1];
      if (!repeated && isPlace(first[i])) {
        count++;
      }
    }
    return count;
  }

  private boolean isPlace(int begin) {
    for (int i = 1; i < terms.length; i++) {
      int wanted = begin + offsets[i];
      int[] positions = terms[i].positions();
      int frequency = terms[i].frequency();
      int at = places[i];
      while (at < frequency && positions[at] < wanted) {
        at++;
      }
      places[i] = at;
      if (at == frequency || positions[at] != wanted) {
        return false;
      }
    }
    return true;
  }
}
