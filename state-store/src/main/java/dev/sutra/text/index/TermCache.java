package dev.sutra.text.index;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Cache of the terms of a segment that were looked up last, including missing ones. Thread-safe and
 * lock-free.
 */
final class TermCache {
  // Two slots for each of so many hashes.
  private static final int HASH_BITS_MAX = 12;

  /** Result of a look-up; null if the term is missing. */
  private record Known(String term, @Nullable IndexTerm entry) {}

  private final TextLayout layout;
  private final int hashBits;
  // Allocated on first use; concurrent searches may allocate one too many, which is discarded.
  private volatile @Nullable AtomicReferenceArray<@Nullable Known> slots;

  /** A cache for one index. */
  TermCache(TextLayout layout) {
    this.layout = layout;
    int termBits = Long.SIZE - Long.numberOfLeadingZeros(layout.termCount());
    this.hashBits = Math.clamp(termBits, 1, HASH_BITS_MAX);
  }

  /** Returns a term of the index, from the cache or by a look-up; null if it is missing. */
  @Nullable IndexTerm find(String term) {
    int slot = (term.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - hashBits) << 1;
    AtomicReferenceArray<@Nullable Known> known = slots();
    Known last = known.get(slot);
    if (last != null && last.term.equals(term)) {
      return last.entry;
    }
    Known older = known.get(slot + 1);
    Known found =
        older != null && older.term.equals(term)
            ? older
            : new Known(term, IndexTerm.find(layout, term));
    // The slots may be overwritten by another search in between, which costs a look-up later.
    known.set(slot + 1, last);
    known.set(slot, found);
    return found.entry;
  }

  private AtomicReferenceArray<@Nullable Known> slots() {
    AtomicReferenceArray<@Nullable Known> made = slots;
    if (made == null) {
      made = new AtomicReferenceArray<>(2 << hashBits);
      slots = made;
    }
    return made;
  }
}
