package dev.sutra.bench.filters;

import dev.sutra.record.Concept;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Concepts with the glosses of WordNet, random vectors, and eight attributes. */
final class FilteredConcepts {
  static final int DIMENSION = 64;
  private static final long SEED = 17;

  private FilteredConcepts() {}

  static List<Concept> of(List<String> texts) {
    Random random = new Random(SEED);
    List<Concept> concepts = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      concepts.add(
          Concept.builder(String.format(Locale.ROOT, "%08d", i))
              .text(texts.get(i))
              .vector(vector(random))
              .updatedAt(i)
              .attribute("half", random.nextBoolean())
              .attribute("tenth", random.nextInt(10))
              .attribute("hundredth", random.nextInt(100))
              .attribute("size", random.nextInt(1_000_000))
              .attribute("price", random.nextGaussian())
              .attribute("section", "section " + random.nextInt(40))
              .attribute("name", "name " + i)
              .attribute("kind", random.nextInt(3) == 0 ? "a" : "b")
              .build());
    }
    return concepts;
  }

  static float[] vector(Random random) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
