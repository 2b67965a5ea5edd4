package dev.sutra.text.index;

import dev.sutra.record.LiveDocuments;
import dev.sutra.record.Liveness;
import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.ClauseCursor;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.SearchMemory;
import dev.sutra.text.score.TermEntry;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A term of an layout. Remembers how many dead documents hold it: its postings are walked once;
 * later only the documents that have died since are looked up in them. Safe for use by many
 * threads.
 */
final class IndexTerm implements TermEntry {
  // A look-up costs about as much as to walk this many postings.
  private static final int LOOKUP_POSTINGS = 64;

  /**
   * What is known of the dead.
   *
   * @param liveness of which deaths
   * @param deaths how many of the deaths recorded first are counted
   * @param sequence of the latest of them
   * @param dead documents that hold the term and died one of these deaths
   */
  private record DeadCount(Liveness liveness, int deaths, long sequence, int dead) {}

  private final TextLayout layout;
  private final TermLookup.Entry entry;
  private volatile @Nullable DeadCount counted;

  private IndexTerm(TextLayout layout, TermLookup.Entry entry) {
    this.layout = layout;
    this.entry = entry;
  }

  /** Looks a term up; null if the index lacks it. */
  static @Nullable IndexTerm find(TextLayout layout, String term) {
    TermLookup.Entry entry = TermLookup.find(layout, term.getBytes(StandardCharsets.UTF_8));
    return entry == null ? null : new IndexTerm(layout, entry);
  }

  @Override
  public int documentFrequency(LiveDocuments live) {
    if (live.allLive()) {
      return entry.documentFrequency();
    }
    Liveness liveness = live.liveness();
    return liveness == null
        ? postings().countLive(live)
        : entry.documentFrequency() - countDead(liveness, live.sequence());
  }

  @Override
  public IndexPostings postings() {
    return entry.open(layout, null);
  }

  @Override
  public ClauseCursor cursor(double weight, Bm25 bm25, SearchMemory memory) {
    IndexPostings postings = entry.open(layout, memory);
    TermScorer scorer = new TermScorer(layout.lengths(), bm25, weight, memory);
    return new IndexTermCursor(postings, scorer, weight, bm25);
  }

  private int countDead(Liveness liveness, long sequence) {
    int recorded = liveness.deaths();
    DeadCount known = counted;
    if (known != null && known.liveness == liveness && known.sequence <= sequence) {
      int more = recorded - known.deaths;
      if (more == 0) {
        return known.dead;
      }
      if (more <= entry.documentFrequency() / LOOKUP_POSTINGS) {
        return lookUp(known, recorded, sequence);
      }
    }
    return walk(liveness, recorded, sequence);
  }

  private int walk(Liveness liveness, int recorded, long sequence) {
    // Read before the walk: if all recorded deaths are seen, these are what the walk counts.
    long latest = liveness.latestDeath();
    Postings postings = postings();
    int dead = 0;
    int document = postings.advance(0);
    while (document != Postings.NO_MORE) {
      if (liveness.isDead(document, sequence)) {
        dead++;
      }
      document = postings.advance(document + 1);
    }
    if (latest <= sequence) {
      counted = new DeadCount(liveness, recorded, latest, dead);
    }
    return dead;
  }

  /** Counts on from what is known; keeps what the deaths up to the first unseen one give. */
  private int lookUp(DeadCount known, int recorded, long sequence) {
    IndexPostings postings = postings();
    DeadCount kept = known;
    int dead = known.dead;
    long latest = known.sequence;
    for (int i = known.deaths; i < recorded; i++) {
      int document = known.liveness.death(i);
      long death = known.liveness.deathOf(document);
      if (death <= sequence) {
        postings.rewind();
        dead += postings.advance(document) == document ? 1 : 0;
        latest = Math.max(latest, death);
        if (kept.deaths == i) {
          kept = new DeadCount(known.liveness, i + 1, latest, dead);
        }
      }
    }
    if (kept.deaths > known.deaths) {
      counted = kept;
    }
    return dead;
  }
}
