package dev.sutra.text.index;

import dev.sutra.io.Layouts;
import dev.sutra.io.Section;
import dev.sutra.text.analysis.TermBytes;
import dev.sutra.text.score.TermFilter;
import dev.sutra.text.score.TextSource;
import java.lang.foreign.MemorySegment;

/**
 * Passes on the terms of a dictionary that an automaton accepts. Blocks whose terms begin with a
 * prefix from which no term is accepted are not read. Not thread-safe.
 */
final class FilteredTerms {
  private static final int ALIVE = Integer.MAX_VALUE;

  private final TextLayout layout;
  private final Section section;
  private final TermFilter filter;
  private final TextSource.TermConsumer consumer;

  // The first bytes of a block's first term, and the states after each number of them, as far as
  // they are known.
  private long beginning;
  private final long[] beginningStates = new long[Long.BYTES + 1];
  private int beginningKnown;

  // The entries of a block.
  private byte[] entries = new byte[1024];
  private int at;
  private int limit;

  // The current term, and the states after each number of its bytes. Both are known up to a number
  // of bytes after which no term is accepted.
  private final byte[] bytes = new byte[TermBytes.MAX];
  private final long[] states = new long[TermBytes.MAX + 1];
  private int length;
  private int deadAfter = ALIVE;

  FilteredTerms(TextLayout layout, TermFilter filter, TextSource.TermConsumer consumer) {
    this.layout = layout;
    this.section = layout.section();
    this.filter = filter;
    this.consumer = consumer;
    states[0] = filter.start();
    beginningStates[0] = filter.start();
  }

  void run() {
    int last = layout.blocks() - 1;
    long next = last < 0 ? 0 : layout.blockBeginning(0);
    for (int block = 0; block <= last; block++) {
      long current = next;
      next = block < last ? layout.blockBeginning(block + 1) : 0;
      if (block == last || mayAccept(current, next)) {
        read(block);
      }
    }
  }

  /** Whether a term may be accepted that begins with bytes in a range, both ends included. */
  private boolean mayAccept(long first, long last) {
    beginningKnown = Math.min(beginningKnown, common(first, beginning));
    beginning = first;
    int common = common(first, last);
    for (; beginningKnown < common; beginningKnown++) {
      long state = beginningStates[beginningKnown];
      int value = value(first, beginningKnown);
      if (state == TermFilter.DEAD || value == 0) {
        // Behind a zero, the term has ended.
        return state != TermFilter.DEAD;
      }
      beginningStates[beginningKnown + 1] = filter.step(state, value);
    }
    long state = beginningStates[common];
    if (state == TermFilter.DEAD || common == Long.BYTES) {
      return state != TermFilter.DEAD;
    }
    int from = value(first, common);
    int to = value(last, common);
    boolean mayAccept = from == 0;
    for (int value = from; value <= to && !mayAccept; value++) {
      mayAccept = filter.step(state, value) != TermFilter.DEAD;
    }
    return mayAccept;
  }

  /** How many first bytes of two beginnings are the same. */
  private static int common(long a, long b) {
    return Long.numberOfLeadingZeros(a ^ b) / Byte.SIZE;
  }

  private static int value(long beginning, int index) {
    return (int) (beginning >>> (Long.SIZE - Byte.SIZE * (index + 1))) & 0xff;
  }

  private void read(int block) {
    DictionaryBlock header = DictionaryBlock.read(layout, block);
    limit = (int) (header.end() - header.entries());
    if (limit > entries.length) {
      entries = new byte[2 * limit];
    }
    MemorySegment.copy(section.memory(), Layouts.BYTE, header.entries(), entries, 0, limit);
    at = 0;
    length = 0;
    deadAfter = ALIVE;
    for (int i = 0; i < header.terms(); i++) {
      if (!readTerm() || !skipNumber() || !skipNumber()) {
        throw section.corrupt(
            header.entries() + at, "the entries of a dictionary block are invalid");
      }
    }
  }

  /** Skips the document frequency of a term, or the bytes of its postings. */
  private boolean skipNumber() {
    while (at < limit && entries[at] < 0) {
      at++;
    }
    return at++ < limit;
  }

  /** Reads a term; false: it is invalid. */
  private boolean readTerm() {
    if (limit - at < 2) {
      return false;
    }
    int shared = entries[at++] & 0xff;
    int suffix = entries[at++] & 0xff;
    int end = at + suffix;
    if (shared > length || suffix < 1 || shared + suffix > bytes.length || end > limit) {
      return false;
    }
    length = shared + suffix;
    if (shared < deadAfter) {
      readSuffix(shared);
    }
    at = end;
    return true;
  }

  private void readSuffix(int shared) {
    int known = shared;
    long state = states[known];
    for (int from = at - shared; known < length; ) {
      byte value = entries[from + known];
      bytes[known++] = value;
      state = filter.step(state, value & 0xff);
      states[known] = state;
      if (state == TermFilter.DEAD) {
        deadAfter = known;
        return;
      }
    }
    deadAfter = ALIVE;
    if (filter.accepts(state)) {
      consumer.term(bytes, length);
    }
  }
}
