package dev.sutra.text.expansion;

import dev.sutra.text.analysis.WordTerms;
import dev.sutra.text.score.TermFilter;
import org.apache.lucene.util.automaton.ByteRunAutomaton;
import org.apache.lucene.util.automaton.LevenshteinAutomata;

/**
 * Accepts the terms of the words within some edits of a word: insertions, deletions, substitutions
 * and transpositions of neighboring characters. The automaton is that of Schulz and Mihov ("Fast
 * string correction with Levenshtein automata", 2002), built by Lucene. Thread-safe.
 */
final class NearWords implements TermFilter {
  /** Most edits. */
  static final int EDITS_MAX = LevenshteinAutomata.MAXIMUM_SUPPORTED_DISTANCE;

  private final ByteRunAutomaton[] within;
  // After the mark that ends the term of a word that is not its own stem.
  private final int marked;

  /**
   * Builds the automata.
   *
   * @param edits 1 to {@value #EDITS_MAX}
   */
  NearWords(String word, int edits) {
    LevenshteinAutomata automata = new LevenshteinAutomata(word, true);
    this.within = new ByteRunAutomaton[edits + 1];
    for (int i = 0; i <= edits; i++) {
      within[i] = new ByteRunAutomaton(automata.toAutomaton(i));
    }
    this.marked = within[edits].getSize();
  }

  @Override
  public int start() {
    return 0;
  }

  @Override
  public int step(int state, int value) {
    ByteRunAutomaton widest = within[within.length - 1];
    if (state == marked) {
      return DEAD;
    }
    if (value == WordTerms.MARK) {
      return widest.isAccept(state) ? marked : DEAD;
    }
    return widest.step(state, value);
  }

  @Override
  public boolean accepts(int state) {
    return state == marked || within[within.length - 1].isAccept(state);
  }

  /** The edits of an accepted word, given as its bytes in UTF-8. */
  int edits(byte[] word, int length) {
    for (int edits = 0; edits < within.length - 1; edits++) {
      if (accepts(within[edits], word, length)) {
        return edits;
      }
    }
    return within.length - 1;
  }

  private static boolean accepts(ByteRunAutomaton automaton, byte[] word, int length) {
    int state = 0;
    for (int i = 0; i < length && state >= 0; i++) {
      state = automaton.step(state, word[i] & 0xff);
    }
    return state >= 0 && automaton.isAccept(state);
  }
}
