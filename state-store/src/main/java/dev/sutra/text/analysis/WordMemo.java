package dev.sutra.text.analysis;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The analysis of the last used words of a language, of which Lucene's takes a microsecond or more.
 * A word replaces another one with the same slot. Thread-safe, without a lock.
 */
final class WordMemo {
  private static final int SLOTS = 1 << 14;

  private final AtomicReferenceArray<@Nullable AnalyzedWord> slots =
      new AtomicReferenceArray<>(SLOTS);

  /**
   * Returns the analysis of the current word.
   *
   * @param analysis analyzes a word that is not here
   */
  AnalyzedWord get(AsciiWords words, Function<byte[], AnalyzedWord> analysis) {
    int slot = words.hash() & (SLOTS - 1);
    AnalyzedWord found = slots.get(slot);
    if (found == null || !words.is(found.word(), 0, found.word().length)) {
      found = analysis.apply(words.word());
      slots.set(slot, found);
    }
    return found;
  }
}
