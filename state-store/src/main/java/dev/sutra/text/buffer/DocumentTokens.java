package dev.sutra.text.buffer;

import java.util.Arrays;

/**
 * The tokens of the document that is being added, grouped by term: a list of different terms, and
 * of each the chain of its positions. Writer thread only.
 */
final class DocumentTokens {
  private static final int END = -1;

  private final IntRecords records;
  // By different term: its number, how often it occurs, its first and last token.
  private int[] terms = new int[32];
  private int[] frequencies = new int[32];
  private int[] firsts = new int[32];
  private int[] lasts = new int[32];
  private int termCount;
  // By token: its position, and the next token of the same term.
  private int[] positions = new int[64];
  private int[] nexts = new int[64];
  private int tokenCount;

  DocumentTokens(TermTable table) {
    this.records = table.records();
  }

  void clear() {
    termCount = 0;
    tokenCount = 0;
  }

  /** Adds a token. The positions of a term ascend. */
  void add(int term, int position) {
    if (tokenCount == positions.length) {
      positions = Arrays.copyOf(positions, 2 * tokenCount);
      nexts = Arrays.copyOf(nexts, 2 * tokenCount);
    }
    positions[tokenCount] = position;
    nexts[tokenCount] = END;
    int[] record = records.chunkToWrite(term);
    int scratch = records.offset(term) + TermTable.SCRATCH;
    int index = record[scratch];
    // The scratch value is valid if it names this very term; otherwise it is of an earlier
    // document.
    if (index < termCount && terms[index] == term) {
      nexts[lasts[index]] = tokenCount;
      lasts[index] = tokenCount;
      frequencies[index]++;
    } else {
      record[scratch] = addTerm(term);
    }
    tokenCount++;
  }

  private int addTerm(int term) {
    int index = termCount++;
    if (index == terms.length) {
      terms = Arrays.copyOf(terms, 2 * index);
      frequencies = Arrays.copyOf(frequencies, 2 * index);
      firsts = Arrays.copyOf(firsts, 2 * index);
      lasts = Arrays.copyOf(lasts, 2 * index);
    }
    terms[index] = term;
    frequencies[index] = 1;
    firsts[index] = tokenCount;
    lasts[index] = tokenCount;
    return index;
  }

  /** Number of different terms. */
  int termCount() {
    return termCount;
  }

  /** The number of a term, by its index. */
  int term(int index) {
    return terms[index];
  }

  /** How often a term occurs. */
  int frequency(int index) {
    return frequencies[index];
  }

  /** The first token of a term. */
  int first(int index) {
    return firsts[index];
  }

  /** The next token of the same term; negative at the end. */
  int next(int token) {
    return nexts[token];
  }

  int position(int token) {
    return positions[token];
  }

  /** Heap use, bytes. */
  long bytes() {
    return 16L * terms.length + 8L * positions.length;
  }
}
