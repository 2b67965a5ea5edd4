package dev.sutra.engine;

import dev.sutra.engine.filter.RandomFilters;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Concepts and associations among few ids, words and values, so that they meet and tie. */
public final class RandomConcepts {
  public static final int IDS = 40;
  private static final String[] TYPES = {"IS", "PART", "CAUSAL"};
  private static final String[] WORDS = {
    "dog", "wolf", "puppy", "barks", "cat", "tree", "leaf", "green", "house", "night", "sea", "fish"
  };

  private final Random random;
  private final int dimension;

  public RandomConcepts(Random random, int dimension) {
    this.random = random;
    this.dimension = dimension;
  }

  public static List<String> ids() {
    return IntStream.range(0, IDS).mapToObj(RandomConcepts::id).toList();
  }

  static String id(int number) {
    return number % 3 == 0 ? "c" + number : "größer/" + number;
  }

  public Concept concept() {
    Concept.Builder concept =
        Concept.builder(id()).createdAt(random.nextInt(9)).updatedAt(random.nextInt(99));
    if (random.nextInt(4) > 0) {
      StringBuilder text = new StringBuilder();
      for (int words = random.nextInt(12); words >= 0; words--) {
        text.append(word()).append(' ');
      }
      concept.text(text.toString());
    }
    if (random.nextInt(4) > 0) {
      concept.vector(vector());
    }
    if (random.nextInt(4) == 0) {
      concept.attribute("color", word()).attribute("legs", random.nextInt(6));
    } else if (random.nextBoolean()) {
      RandomFilters.attributes(random, concept);
    }
    return concept.strength(random.nextInt(11) / 10f).build();
  }

  public Association association() {
    return Association.of(id(), type(), id(), random.nextInt(11) / 10f, random.nextInt(99));
  }

  public float[] vector() {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      // Few values, so that scores tie; never the zero vector.
      vector[i] = random.nextInt(5) - (i == 0 ? 7 : 2);
    }
    return vector;
  }

  public String id() {
    return id(random.nextInt(IDS));
  }

  public String type() {
    return oneOf(TYPES);
  }

  public String word() {
    return oneOf(WORDS);
  }

  public <T> T oneOf(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
