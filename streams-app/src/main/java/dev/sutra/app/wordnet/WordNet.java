package dev.sutra.app.wordnet;

import dev.sutra.app.wordnet.Synset.Pointer;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * WordNet 3.1: 117,791 synsets with 365,119 distinct typed pointers.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class WordNet {
  /** The domestic dog, where the {@linkplain #walk() walk} begins. */
  public static final String DOG = "n02086723";

  private static final String DIRECTORY = "/net/sf/extjwnl/data/wordnet/wn31/";

  private final List<Synset> synsets;
  private final Map<String, Integer> positions;

  private WordNet(List<Synset> synsets) throws IOException {
    this.synsets = Collections.unmodifiableList(synsets);
    this.positions = HashMap.newHashMap(synsets.size());
    for (Synset synset : synsets) {
      positions.put(synset.id(), positions.size());
    }
    for (Synset synset : synsets) {
      for (Pointer pointer : synset.pointers()) {
        if (!positions.containsKey(pointer.targetId())) {
          throw new IOException(
              "WordNet's data lack " + pointer.targetId() + ", the target of " + synset.id());
        }
      }
    }
  }

  /**
   * Reads the data from the class path, which takes about two seconds and 65 MB of heap.
   *
   * @throws IOException if they are missing or damaged
   */
  public static WordNet load() throws IOException {
    List<Synset> synsets = new ArrayList<>();
    SynsetParser parser = new SynsetParser();
    try {
      read("data.noun", 'n', "noun", parser, synsets);
      read("data.verb", 'v', "verb", parser, synsets);
      read("data.adj", 'a', "adjective", parser, synsets);
      read("data.adv", 'r', "adverb", parser, synsets);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    return new WordNet(synsets);
  }

  private static void read(
      String file, char letter, String partOfSpeech, SynsetParser parser, List<Synset> synsets)
      throws IOException {
    InputStream stream = WordNet.class.getResourceAsStream(DIRECTORY + file);
    if (stream == null) {
      throw new FileNotFoundException("the class path lacks " + DIRECTORY + file);
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        // The licence at the top of each file is indented.
        if (!line.startsWith(" ")) {
          synsets.add(parser.parse(line, letter, partOfSpeech));
        }
      }
    }
  }

  /** Returns all synsets in the order of the files: nouns, verbs, adjectives, adverbs. */
  public List<Synset> synsets() {
    return synsets;
  }

  /** Returns the synset of an id, or null if there is none. */
  public @Nullable Synset find(String id) {
    Integer position = positions.get(id);
    return position == null ? null : synsets.get(position);
  }

  /**
   * Returns all synsets in breadth-first order along the pointers, from the domestic dog, so that
   * every prefix is connected. The walk reaches 111,891 synsets; it continues from the next
   * unvisited synset in file order. The order is always the same.
   */
  public List<Synset> walk() {
    List<Synset> walk = new ArrayList<>(synsets.size());
    BitSet seen = new BitSet(synsets.size());
    walkFrom(position(DOG), seen, walk);
    int next = seen.nextClearBit(0);
    while (next < synsets.size()) {
      walkFrom(next, seen, walk);
      next = seen.nextClearBit(next);
    }
    return Collections.unmodifiableList(walk);
  }

  private void walkFrom(int start, BitSet seen, List<Synset> walk) {
    Queue<Synset> queue = new ArrayDeque<>();
    seen.set(start);
    queue.add(synsets.get(start));
    for (Synset synset = queue.poll(); synset != null; synset = queue.poll()) {
      walk.add(synset);
      for (Pointer pointer : synset.pointers()) {
        int target = position(pointer.targetId());
        if (!seen.get(target)) {
          seen.set(target);
          queue.add(synsets.get(target));
        }
      }
    }
  }

  private int position(String id) {
    Integer position = positions.get(id);
    if (position == null) {
      throw new IllegalArgumentException("no synset has the id " + id);
    }
    return position;
  }
}
