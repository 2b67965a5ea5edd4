package dev.sutra.bench.streams;

import dev.sutra.bench.report.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a case measured, of each store in each round; the first store is Sutra. */
final class Figures {
  private final Map<String, Map<String, List<Double>>> byMetric = new LinkedHashMap<>();

  void add(String metric, String label, double value) {
    byMetric
        .computeIfAbsent(metric, each -> new LinkedHashMap<>())
        .computeIfAbsent(label, each -> new ArrayList<>())
        .add(value);
  }

  double median(String metric, String label) {
    List<Double> values = byMetric.getOrDefault(metric, Map.of()).getOrDefault(label, List.of());
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length == 0
        ? Double.NaN
        : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Adds a row for each peer, of figures of which more is better. */
  void reportRates(Report report, String name, String metric, String unit) {
    each(metric, (sutra, peer, value) -> report.addRate(name, unit, sutra, peer, value, null));
  }

  /** Adds a row for each peer, of figures of which less is better. */
  void reportLess(Report report, String name, String metric, String unit) {
    each(metric, (sutra, peer, value) -> report.addLess(name, metric, unit, sutra, peer, value));
  }

  private interface PeerFigure {
    void take(double sutra, String peer, double value);
  }

  private void each(String metric, PeerFigure figure) {
    List<String> labels = List.copyOf(byMetric.getOrDefault(metric, Map.of()).keySet());
    for (String peer : labels) {
      if (!peer.equals(SutraKind.LABEL)) {
        figure.take(median(metric, SutraKind.LABEL), peer, median(metric, peer));
      }
    }
  }
}
