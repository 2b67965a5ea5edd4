package dev.sutra.bench.streams;

import dev.sutra.app.wordnet.Synset;
import dev.sutra.app.wordnet.WordNet;
import dev.sutra.bench.report.Report;
import dev.sutra.bench.vectors.WordNetVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Events from WordNet. A text is one gloss after another, cut at 200 characters; a vector is a
 * gloss's, with noise a tenth as long where the glosses are used more than once.
 *
 * <p>Each tenth event overwrites an earlier key.
 */
final class EventData {
  /** What an event holds. */
  enum Content {
    PLAIN("200 B without text"),
    TEXT("200 B of text"),
    VECTOR("384-d vector"),
    LARGE("1.7 kB");

    private final String label;

    Content(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  static final int DIMENSION = 384;
  private static final int TEXT_LENGTH = 200;
  private static final int OVERWRITE_STEP = 10;
  private static final int PROJECTED = 20_000;
  private static final long SEED = 11;

  private final List<String> glosses = new ArrayList<>();
  private final List<float[]> vectors;

  /**
   * Reads the glosses and, if they have been embedded, their vectors; projects their words at
   * random if not.
   */
  EventData(Path home, Report report) throws IOException {
    for (Synset synset : WordNet.load().synsets()) {
      glosses.add(synset.gloss());
    }
    Collections.shuffle(glosses, new Random(SEED));
    List<float[]> embedded = WordNetVectors.present(home);
    if (embedded.isEmpty()) {
      report.note("vectors: words of glosses, projected at random (no data of bench vectors yet)");
      vectors = projected(glosses.subList(0, PROJECTED));
    } else {
      report.note("vectors: " + embedded.size() + " embedded glosses");
      vectors = embedded;
    }
  }

  private static List<float[]> projected(List<String> glosses) {
    Map<String, float[]> words = new HashMap<>();
    List<float[]> projected = new ArrayList<>();
    for (String gloss : glosses) {
      float[] sum = new float[DIMENSION];
      for (String word : gloss.split(" ", -1)) {
        float[] direction = words.computeIfAbsent(word, EventData::gaussian);
        for (int i = 0; i < DIMENSION; i++) {
          sum[i] += direction[i];
        }
      }
      projected.add(sum);
    }
    return projected;
  }

  private static float[] gaussian(String word) {
    Random random = new Random(word.hashCode());
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  /** The key of the event of a number. */
  static String key(int number) {
    long hash = (number * 0x9E3779B97F4A7C15L) >>> 33;
    int own = hash % OVERWRITE_STEP == 0 ? number / 2 : number;
    return "concept-" + own;
  }

  /** How many different keys the first {@code count} events have. */
  static int distinctKeys(int count) {
    BitSet seen = new BitSet(count);
    for (int i = 0; i < count; i++) {
      seen.set(Integer.parseInt(key(i).substring("concept-".length())));
    }
    return seen.cardinality();
  }

  Event event(Content content, int number) {
    return switch (content) {
      case PLAIN -> new Event(text(number), "", new float[0]);
      case TEXT -> new Event("", text(number), new float[0]);
      case VECTOR -> new Event("", "", vector(number));
      case LARGE -> new Event(text(number), "", vector(number));
    };
  }

  private String text(int number) {
    StringBuilder text = new StringBuilder();
    for (int i = number; text.length() < TEXT_LENGTH; i++) {
      text.append(glosses.get(Math.floorMod(i * 7919, glosses.size()))).append("; ");
    }
    return text.substring(0, TEXT_LENGTH);
  }

  private float[] vector(int number) {
    float[] vector = vectors.get(number % vectors.size()).clone();
    if (number >= vectors.size()) {
      double square = 0;
      for (float component : vector) {
        square += component * component;
      }
      float noise = (float) (0.1 * Math.sqrt(square / DIMENSION));
      Random random = new Random(number);
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] += noise * (float) random.nextGaussian();
      }
    }
    return vector;
  }
}
