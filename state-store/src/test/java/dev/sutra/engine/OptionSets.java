package dev.sutra.engine;

import dev.sutra.vector.Similarity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The ways to keep a store that the model tests go through. */
final class OptionSets {
  /** The options that affect results. */
  private static final List<EngineOptions> MEANINGS =
      List.of(
          meaning(4, Similarity.COSINE, "english"),
          meaning(1, Similarity.DOT_PRODUCT, "standard"),
          meaning(33, Similarity.EUCLIDEAN, "german"));

  private OptionSets() {}

  /** Every way of keeping with every meaning: 24. */
  static List<EngineOptions> all() {
    List<EngineOptions> all = new ArrayList<>();
    for (int meaning = 0; meaning < MEANINGS.size(); meaning++) {
      all.addAll(withMeaning(meaning));
    }
    return all;
  }

  static int meanings() {
    return MEANINGS.size();
  }

  /** Option sets that have to give the same answers. */
  static List<EngineOptions> withMeaning(int number) {
    EngineOptions meaning = MEANINGS.get(number);
    EngineOptions outer = EngineOptions.underOuterLog(meaning.dimension());
    return Stream.of(
            meaning.withMemtableBytesMax(64 << 10),
            meaning.withMemtableBytesMax(1 << 20),
            meaning.withDurability(Durability.PROCESS).withMemtableBytesMax(64 << 10),
            meaning.withDurability(Durability.PROCESS).withMemtableBytesMax(256 << 10),
            meaning.withDurability(Durability.NONE).withMemtableBytesMax(128 << 10),
            outer.withMemtableBytesMax(64 << 10),
            outer.withMemtableBytesMax(512 << 10),
            outer.withDurability(Durability.PROCESS).withMemtableBytesMax(128 << 10))
        .map(o -> o.withSimilarity(meaning.similarity()).withAnalyzer(meaning.analyzer()))
        .toList();
  }

  private static EngineOptions meaning(int dimension, Similarity similarity, String analyzer) {
    return EngineOptions.standalone(dimension).withSimilarity(similarity).withAnalyzer(analyzer);
  }
}
