package dev.sutra.bench.vectors;

import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Scratch;
import dev.sutra.engine.query.ConceptFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What is found in a store after a fifth of its vectors were overwritten with others and a fifth
 * deleted, beside a store into which what is left was written anew.
 */
final class ChurnedVectors {
  private static final int[] EFFORTS = {800, 900, 950, 980, 990};
  private static final int SHARE = 5;
  private static final long SEED = 1;

  private final VectorSet set;
  private final Report report;

  ChurnedVectors(VectorSet set, Report report) {
    this.set = set;
    this.report = report;
  }

  void run(Scratch scratch) throws IOException {
    // What is written over a fifth of the vectors was not there when the store learned.
    int count = set.base().size() * SHARE / (SHARE + 1);
    int changed = count / SHARE;
    List<float[]> first = set.base().subList(0, count);
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(i);
    }
    Collections.shuffle(numbers, new Random(SEED));
    List<float[]> left = new ArrayList<>();
    double[] churned;
    try (SutraVectors store = new SutraVectors(scratch.fresh(), set.withBase(first))) {
      // The shuffled numbers in turns: overwritten, deleted, overwritten, ...
      for (int i = 0; i < changed; i++) {
        float[] vector = set.base().get(count + i);
        store.put(numbers.get(2 * i), vector);
        left.add(vector);
        store.delete(numbers.get(2 * i + 1));
      }
      numbers.subList(2 * changed, count).forEach(number -> left.add(first.get(number)));
      store.settle();
      report.note("churned: " + store.state());
      churned = recalls(store);
    }
    double[] fresh;
    try (SutraVectors store = new SutraVectors(scratch.fresh(), set.withBase(left))) {
      report.note("fresh: " + store.state());
      fresh = recalls(store);
    }
    for (int i = 0; i < EFFORTS.length; i++) {
      String name = String.format(Locale.ROOT, "churn, wanted %.2f", EFFORTS[i] / 1000.0);
      report.addRecall(name, churned[i], "fresh build", fresh[i]);
    }
  }

  private double[] recalls(SutraVectors store) {
    int[][] truth = new int[set.queries().size()][];
    store.search(EFFORTS[0], true, ConceptFilter.NONE, truth);
    return Arrays.stream(EFFORTS)
        .mapToDouble(
            effort -> {
              int[][] found = new int[truth.length][];
              store.search(effort, false, ConceptFilter.NONE, found);
              return VectorSet.recall(truth, found);
            })
        .toArray();
  }
}
