package dev.sutra.text.expansion;

import dev.sutra.text.analysis.WordTerms;
import dev.sutra.text.score.TermFilter;
import java.util.Arrays;

/**
 * Accepts the terms of the words within some edits of a word: insertions, deletions, substitutions
 * and transpositions of neighboring characters. Thread-safe.
 *
 * <p>A state consists of that of an {@link EditAutomaton}, the number of its first place in the
 * word, and the bytes of a character in UTF-8 that is not complete.
 */
final class NearWords implements TermFilter {
  /** Most edits. */
  static final int EDITS_MAX = EditAutomaton.EDITS_MAX;

  // The state after the mark that ends the term of a word that is not its own stem.
  private static final long MARKED = -2;

  // A state: where its parts are.
  private static final int PLACE = 16;
  private static final int CHARACTER = 32;
  private static final int MISSING = 56;
  private static final int NO_CHARACTER = -1;
  private static final int ASCII = 0x80;

  private final EditAutomaton automaton;
  private final int edits;
  private final int length;
  // The characters of the word; none is equal to those behind its end.
  private final int[] word;
  // By character: bits of the places in the word that it has, up to 64.
  private final long[] places = new long[ASCII];

  /**
   * Creates a filter.
   *
   * @param edits 1 to {@value #EDITS_MAX}
   */
  NearWords(String word, int edits) {
    this.automaton = EditAutomaton.of(edits);
    this.edits = edits;
    int[] characters = word.codePoints().toArray();
    this.length = characters.length;
    this.word = Arrays.copyOf(characters, length + automaton.window() + 1);
    Arrays.fill(this.word, length, this.word.length, NO_CHARACTER);
    for (int i = 0; i < Math.min(length, Long.SIZE); i++) {
      if (characters[i] < ASCII) {
        places[characters[i]] |= 1L << i;
      }
    }
  }

  @Override
  public long start() {
    return EditAutomaton.START;
  }

  @Override
  public long step(long state, int value) {
    if (state == MARKED) {
      return DEAD;
    }
    if (value == WordTerms.MARK) {
      return accepts(state) ? MARKED : DEAD;
    }
    return value < 0x80 ? read(state, value) : stepWithin(state, value);
  }

  /** Reads a byte of a character of several bytes. */
  private long stepWithin(long state, int value) {
    if (value >= 0xc0) {
      int missing = value >= 0xf0 ? 3 : value >= 0xe0 ? 2 : 1;
      return with(state, value & (0x3f >>> missing), missing);
    }
    int character = (int) (state >>> CHARACTER) & 0x1fffff;
    character = (character << 6) | (value & 0x3f);
    int missing = (int) (state >>> MISSING) - 1;
    return missing > 0 ? with(state, character, missing) : read(state, character);
  }

  private static long with(long state, int character, int missing) {
    return (state & 0xffffffffL) | ((long) character << CHARACTER) | ((long) missing << MISSING);
  }

  private long read(long state, int character) {
    int place = place(state);
    int step = automaton.step(state(state), matches(place, character));
    if (step == EditAutomaton.DEAD) {
      return DEAD;
    }
    place += EditAutomaton.shift(step);
    return place > length ? DEAD : EditAutomaton.state(step) | (place << PLACE);
  }

  /** Bits of the characters of the word, from a place on, that equal one. */
  private int matches(int place, int character) {
    int window = automaton.window();
    if (character < ASCII && length < Long.SIZE) {
      return (int) (places[character] >>> place) & ((1 << window) - 1);
    }
    int matches = 0;
    for (int i = window - 1; i >= 0; i--) {
      matches = (matches << 1) | (word[place + i] == character ? 1 : 0);
    }
    return matches;
  }

  private static int state(long state) {
    return (int) state & 0xffff;
  }

  private static int place(long state) {
    return (int) state >>> PLACE;
  }

  @Override
  public boolean accepts(long state) {
    return state == MARKED || (state >>> MISSING == 0 && edits(state) <= edits);
  }

  private int edits(long state) {
    return automaton.edits(state(state), length - place(state));
  }

  /** The edits of an accepted word, given as its bytes in UTF-8. */
  int edits(byte[] bytes, int count) {
    long state = start();
    for (int i = 0; i < count; i++) {
      state = step(state, bytes[i] & 0xff);
    }
    return edits(state);
  }
}
