package dev.sutra.text;

import dev.sutra.record.Liveness;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * How many dead documents of a segment hold a term, kept from query to query for the terms asked
 * for last. A term's postings are walked once; later only the documents that have died since are
 * looked up in them. Safe for use by many threads.
 */
final class DeadCounts {
  private static final int SLOT_BITS_MAX = 13;
  // A look-up costs about as much as to walk this many postings.
  private static final int LOOKUP_POSTINGS = 64;

  /**
   * What is known of a term.
   *
   * @param liveness of which deaths
   * @param list offset of the term's postings
   * @param deaths how many of the deaths recorded first are counted
   * @param sequence of the latest of them
   * @param dead documents that hold the term and died one of these deaths
   */
  private record Count(Liveness liveness, long list, int deaths, long sequence, int dead) {}

  private final TextIndex index;
  private final int slotBits;
  // Made when it is first needed: a search may make one that is thrown away, which does no harm.
  private volatile @Nullable AtomicReferenceArray<@Nullable Count> slots;

  DeadCounts(TextIndex index) {
    this.index = index;
    int termBits = Long.SIZE - Long.numberOfLeadingZeros(index.termCount());
    this.slotBits = Math.clamp(termBits, 1, SLOT_BITS_MAX);
  }

  /** Documents that hold a term and are dead as of a sequence. */
  int count(TermLookup.Entry entry, Liveness liveness, long sequence) {
    int recorded = liveness.deaths();
    int slot = (int) ((entry.start() * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - slotBits));
    Count known = slots().get(slot);
    boolean usable =
        known != null
            && known.liveness == liveness
            && known.list == entry.start()
            && known.sequence <= sequence;
    if (usable && known != null) {
      int more = recorded - known.deaths;
      if (more == 0) {
        return known.dead;
      }
      if (more <= entry.documentFrequency() / LOOKUP_POSTINGS) {
        return lookUp(entry, known, recorded, sequence, slot);
      }
    }
    return walk(entry, liveness, recorded, sequence, slot);
  }

  private int walk(
      TermLookup.Entry entry, Liveness liveness, int recorded, long sequence, int slot) {
    // Read before the walk: if all recorded deaths are seen, these are what the walk counts.
    long latest = liveness.latestDeath();
    Postings postings = entry.open(index);
    int dead = 0;
    int document = postings.advance(0);
    while (document != Postings.NO_MORE) {
      if (liveness.isDead(document, sequence)) {
        dead++;
      }
      document = postings.advance(document + 1);
    }
    if (latest <= sequence) {
      slots().set(slot, new Count(liveness, entry.start(), recorded, latest, dead));
    }
    return dead;
  }

  /** Counts on from what is known; keeps what the deaths up to the first unseen one give. */
  private int lookUp(TermLookup.Entry entry, Count known, int recorded, long sequence, int slot) {
    IndexPostings postings = entry.open(index);
    Count kept = known;
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
          kept = new Count(known.liveness, known.list, i + 1, latest, dead);
        }
      }
    }
    if (kept.deaths > known.deaths) {
      slots().set(slot, kept);
    }
    return dead;
  }

  private AtomicReferenceArray<@Nullable Count> slots() {
    AtomicReferenceArray<@Nullable Count> made = slots;
    if (made == null) {
      made = new AtomicReferenceArray<>(1 << slotBits);
      slots = made;
    }
    return made;
  }
}
