package dev.sutra.bench.vectors;

import dev.sutra.bench.report.Report;
import dev.sutra.engine.query.ConceptFilter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Searches among a share of the vectors: how long they take beside searches among all. */
final class FilteredVectors {
  private static final int QUERIES = 200;
  private static final int[] EFFORTS = {800, 850, 900, 950, 980, 990, 995, 998};
  private static final double[] RECALLS = {0.95, 0.99};

  private final SutraVectors index;
  private final Report report;

  FilteredVectors(SutraVectors index, Report report) {
    this.index = index;
    this.report = report;
  }

  void run() {
    double[] all = micros("all", ConceptFilter.NONE, new double[RECALLS.length]);
    micros("50 %", attribute("half"), all);
    micros("10 %", attribute("tenth"), all);
    micros("1 %", attribute("hundredth"), all);
    micros("0.1 %", attribute("thousandth"), all);
  }

  private static ConceptFilter attribute(String name) {
    return new ConceptFilter(Map.of(name, 1L), Long.MIN_VALUE, Long.MAX_VALUE, null);
  }

  /** The least mean duration of a query that reaches each recall, in microseconds. */
  private double[] micros(String share, ConceptFilter filter, double[] unfiltered) {
    int[][] truth = new int[QUERIES][];
    double first = index.search(500, false, filter, new int[1][]).meanMicros();
    index.search(500, true, filter, truth);
    double[] best = new double[RECALLS.length];
    Arrays.fill(best, Double.NaN);
    int fewest = VectorSet.K;
    for (int effort : EFFORTS) {
      int[][] found = new int[QUERIES][];
      double micros = Double.MAX_VALUE;
      for (int round = 0; round < 3; round++) {
        micros = Math.min(micros, index.search(effort, false, filter, found).meanMicros());
      }
      double recall = VectorSet.recall(truth, found);
      fewest = Math.min(fewest, Arrays.stream(found).mapToInt(each -> each.length).min().orElse(0));
      for (int i = 0; i < RECALLS.length; i++) {
        if (recall >= RECALLS[i] && !(best[i] <= micros)) {
          best[i] = micros;
        }
      }
    }
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "among %-6s", share));
    for (int i = 0; i < RECALLS.length; i++) {
      line.append(
          String.format(
              Locale.ROOT,
              "recall %.2f: %.0f us%s; ",
              RECALLS[i],
              best[i],
              unfiltered[i] > 0
                  ? String.format(Locale.ROOT, " (%.1f x all)", best[i] / unfiltered[i])
                  : ""));
    }
    report.note(
        line
            + String.format(
                Locale.ROOT, "never fewer than %d hits; the first query %.0f us", fewest, first));
    return best;
  }
}
