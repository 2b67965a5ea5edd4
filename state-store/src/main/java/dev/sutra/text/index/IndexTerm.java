package dev.sutra.text.index;

import dev.sutra.record.LiveDocuments;
import dev.sutra.record.Liveness;
import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.ClauseCursor;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.SearchScratch;
import dev.sutra.text.score.TermEntry;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A term of an index. It caches the number of deleted documents in which it occurs: the first call
 * reads all postings, later calls look up only the documents deleted since. Thread-safe.
 */
final class IndexTerm implements TermEntry {
  // A look-up costs about as much as reading this many postings.
  private static final int LOOKUP_POSTINGS = 64;

  /**
   * A cached count of deleted documents.
   *
   * @param liveness the liveness whose deaths were counted
   * @param deaths number of counted deaths, in recorded order
   * @param sequence of the latest counted death
   * @param dead number of counted documents in which the term occurs
   */
  private record DeadCount(Liveness liveness, int deaths, long sequence, int dead) {}

  private final TextLayout layout;
  private final TermLookup.Entry entry;
  private volatile @Nullable DeadCount counted;

  private IndexTerm(TextLayout layout, TermLookup.Entry entry) {
    this.layout = layout;
    this.entry = entry;
  }

  /** Looks up a term; null if the index does not contain it. */
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
  public IndexPostings postings(SearchScratch scratch) {
    return entry.open(layout, scratch);
  }

  @Override
  public ClauseCursor cursor(double weight, Bm25 bm25, SearchScratch scratch) {
    IndexPostings postings = postings(scratch);
    TermScorer scorer = new TermScorer(layout.lengths(), bm25, weight, scratch);
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
    // Read before the postings: if the snapshot sees all recorded deaths, exactly these are
    // counted.
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

  /**
   * Extends the cached count; caches only the deaths before the first one invisible to the
   * snapshot.
   */
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
