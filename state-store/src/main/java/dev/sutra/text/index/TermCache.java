package dev.sutra.text.index;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Cache of the terms of a segment that were looked up last, including missing ones. Thread-safe and
 * lock-free.
 */
final class TermCache {
  private static final int SLOT_BITS_MAX = 13;

  /** Result of a look-up; null if the term is missing. */
  private record Known(String term, @Nullable IndexTerm entry) {}

  private final TextLayout layout;
  private final int slotBits;
  // Allocated on first use; concurrent searches may allocate one too many, which is discarded.
  private volatile @Nullable AtomicReferenceArray<@Nullable Known> slots;

  /** A cache for one index. */
  TermCache(TextLayout layout) {
    this.layout = layout;
    int termBits = Long.SIZE - Long.numberOfLeadingZeros(layout.termCount());
    this.slotBits = Math.clamp(termBits, 1, SLOT_BITS_MAX);
  }

  /** Returns a term of the index, from the cache or by a look-up; null if it is missing. */
  @Nullable IndexTerm find(String term) {
    int slot = (term.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - slotBits);
    AtomicReferenceArray<@Nullable Known> known = slots();
    Known last = known.get(slot);
    if (last != null && last.term.equals(term)) {
      return last.entry;
    }
    IndexTerm found = IndexTerm.find(layout, term);
    known.set(slot, new Known(term, found));
    return found;
  }

  private AtomicReferenceArray<@Nullable Known> slots() {
    AtomicReferenceArray<@Nullable Known> made = slots;
    if (made == null) {
      made = new AtomicReferenceArray<>(1 << slotBits);
      slots = made;
    }
    return made;
  }
}
