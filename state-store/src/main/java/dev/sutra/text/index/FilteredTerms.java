package dev.sutra.text.index;

import dev.sutra.text.analysis.TermBytes;
import dev.sutra.text.score.TermFilter;
import dev.sutra.text.score.TextSource;

/**
 * Passes on the terms of a dictionary that an automaton accepts. The states of a prefix are kept
 * for the terms that share it, and blocks that contain only terms with a dead prefix are skipped.
 * Not thread-safe.
 */
final class FilteredTerms {
  private final TextLayout layout;
  private final TermFilter filter;
  private final TextSource.TermConsumer consumer;
  private final IndexTermIterator terms;
  // The state after each number of bytes of the current term, as far as it is known.
  private final int[] states = new int[TermBytes.MAX + 1];
  private int known;

  FilteredTerms(TextLayout layout, TermFilter filter, TextSource.TermConsumer consumer) {
    this.layout = layout;
    this.filter = filter;
    this.consumer = consumer;
    this.terms = new IndexTermIterator(layout, 0);
    states[0] = filter.start();
  }

  void run() {
    while (terms.next()) {
      known = Math.min(known, terms.shared());
      if (states[known] == TermFilter.DEAD) {
        // The term shares the prefix that was dead.
        continue;
      }
      byte[] bytes = terms.bytes();
      while (known < terms.length() && states[known] != TermFilter.DEAD) {
        states[known + 1] = filter.step(states[known], bytes[known] & 0xff);
        known++;
      }
      if (states[known] == TermFilter.DEAD) {
        skipBlocks(bytes);
      } else if (filter.accepts(states[known])) {
        consumer.term(bytes, terms.length());
      }
    }
  }

  /**
   * Skips the blocks whose terms all begin with the dead prefix: those whose next block begins with
   * it too.
   */
  private void skipBlocks(byte[] bytes) {
    if (known > Long.BYTES) {
      return;
    }
    long prefix = TextFormat.beginning(bytes, known);
    int block = terms.block();
    int next = block;
    while (next + 1 < layout.blocks() && startsWith(layout.blockBeginning(next + 1), prefix)) {
      next++;
    }
    if (next > block) {
      terms.skipTo(next);
    }
  }

  private boolean startsWith(long beginning, long prefix) {
    int rest = Long.SIZE - known * Byte.SIZE;
    return beginning >>> rest == prefix >>> rest;
  }
}
