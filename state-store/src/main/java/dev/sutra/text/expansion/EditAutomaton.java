package dev.sutra.text.expansion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An automaton that follows the edits between any word and the characters of another one: the
 * universal Levenshtein automaton of Mihov and Schulz ("Fast approximate search in large
 * dictionaries", 2004), with transpositions of neighbors, of which none is edited again. It is
 * built once, since its states do not depend on the word.
 *
 * <p>A state is a set of places in the word that can have been reached, counted from the first one,
 * each with the edits it took. It is followed together with the number of that first place. A step
 * depends on which of the next characters of the word equal the one that is read. Immutable.
 */
final class EditAutomaton {
  /** Most edits. */
  static final int EDITS_MAX = 2;

  /** No state: the edits are too many. */
  static final int DEAD = -1;

  /** The first state. */
  static final int START = 0;

  private static final Comparator<Place> ORDER =
      Comparator.comparingInt(Place::offset)
          .thenComparing(Place::edits)
          .thenComparing(Place::isSwapping);
  private static final EditAutomaton[] BY_EDITS = {new EditAutomaton(1), new EditAutomaton(2)};

  private final int edits;
  private final int window;
  private final List<List<Place>> states = new ArrayList<>();
  private final Map<List<Place>, Integer> numbers = new HashMap<>();
  // By state and matches: the next state, and how far the first place moves in the lowest byte.
  private int[] steps = {};
  // By state and the rest of the word, if it is shorter than the window.
  private byte[] ends = {};

  /**
   * A place in the word.
   *
   * @param offset characters of the word before it, from the first place on
   * @param edits so far
   * @param isSwapping whether the character after the next one was read, and the next one follows
   */
  private record Place(int offset, int edits, boolean isSwapping) {
    /** Whether another place cannot do better. */
    boolean covers(Place other) {
      return !isSwapping
          && !other.isSwapping
          && other.edits > edits
          && Math.abs(other.offset - offset) <= other.edits - edits;
    }
  }

  private EditAutomaton(int edits) {
    this.edits = edits;
    this.window = 2 * edits + 1;
    int unused = number(List.of(new Place(0, 0, false)));
    for (int state = 0; state < states.size(); state++) {
      steps = Arrays.copyOf(steps, (state + 1) << window);
      for (int matches = 0; matches < 1 << window; matches++) {
        steps[(state << window) | matches] = step(states.get(state), matches);
      }
      ends = Arrays.copyOf(ends, (state + 1) * window);
      for (int rest = 0; rest < window; rest++) {
        ends[state * window + rest] = (byte) end(states.get(state), rest);
      }
    }
  }

  /** The automaton for so many edits, 1 or 2. */
  static EditAutomaton of(int edits) {
    return BY_EDITS[edits - 1];
  }

  /** How many characters of the word a step looks at, from the first place on. */
  int window() {
    return window;
  }

  /**
   * The step from a state.
   *
   * @param matches bits of those characters of the word in the window that equal the one that is
   *     read; the lowest is that of the first place
   * @return for {@link #state} and {@link #shift}, or {@link #DEAD}
   */
  int step(int state, int matches) {
    return steps[(state << window) | matches];
  }

  /** The state that a step leads to. */
  static int state(int step) {
    return step >>> Byte.SIZE;
  }

  /** By how many characters a step moves the first place. */
  static int shift(int step) {
    return step & 0xff;
  }

  /**
   * The edits if nothing more is read.
   *
   * @param rest characters of the word from the first place on
   * @return more than the edits of the automaton: too many
   */
  int edits(int state, int rest) {
    return rest < window ? ends[state * window + rest] : edits + 1;
  }

  private int end(List<Place> state, int rest) {
    int least = edits + 1;
    for (Place place : state) {
      if (!place.isSwapping && place.offset <= rest) {
        least = Math.min(least, place.edits + rest - place.offset);
      }
    }
    return least;
  }

  private int number(List<Place> state) {
    return numbers.computeIfAbsent(
        state,
        added -> {
          states.add(added);
          return states.size() - 1;
        });
  }

  private int step(List<Place> from, int matches) {
    Set<Place> reached = new TreeSet<>(ORDER);
    for (Place place : from) {
      addNext(place, matches, reached);
    }
    List<Place> kept = new ArrayList<>(reached);
    kept.removeIf(place -> reached.stream().anyMatch(other -> other.covers(place)));
    if (kept.isEmpty()) {
      return DEAD;
    }
    int shift = kept.getFirst().offset;
    kept.replaceAll(place -> new Place(place.offset - shift, place.edits, place.isSwapping));
    return number(List.copyOf(kept)) << Byte.SIZE | shift;
  }

  private void addNext(Place place, int matches, Set<Place> reached) {
    int offset = place.offset;
    int made = place.edits;
    if (place.isSwapping) {
      if (matches(matches, offset)) {
        reached.add(new Place(offset + 2, made, false));
      }
      return;
    }
    if (matches(matches, offset)) {
      reached.add(new Place(offset + 1, made, false));
    }
    if (made < edits) {
      // The character is inserted, or replaces one, or comes before the one it follows.
      reached.add(new Place(offset, made + 1, false));
      reached.add(new Place(offset + 1, made + 1, false));
      if (matches(matches, offset + 1)) {
        reached.add(new Place(offset, made + 1, true));
      }
    }
    // Characters of the word before it are left out.
    for (int out = 1; out <= edits - made; out++) {
      if (matches(matches, offset + out)) {
        reached.add(new Place(offset + out + 1, made + out, false));
      }
    }
  }

  private boolean matches(int matches, int offset) {
    if (offset >= window) {
      throw new IllegalStateException("a step looks beyond its window");
    }
    return (matches >>> offset & 1) == 1;
  }
}
