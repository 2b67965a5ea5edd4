package dev.sutra.text.index;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a segment that were asked for last, and what is known of each; also those that it
 * lacks. Safe for use by many threads, none of which waits.
 */
final class TermCache {
  private static final int SLOT_BITS_MAX = 13;

  /** What a look-up has found; null if nothing. */
  private record Known(String term, @Nullable IndexTerm entry) {}

  private final TextLayout layout;
  private final int slotBits;
  // Made when it is first needed: a search may make one that is thrown away, which does no harm.
  private volatile @Nullable AtomicReferenceArray<@Nullable Known> slots;

  /** A cache for one index. */
  TermCache(TextLayout layout) {
    this.layout = layout;
    int termBits = Long.SIZE - Long.numberOfLeadingZeros(layout.termCount());
    this.slotBits = Math.clamp(termBits, 1, SLOT_BITS_MAX);
  }

  /** A term of the index, looked up unless it is known; null if there is none. */
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
