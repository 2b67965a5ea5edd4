package dev.sutra.bench.vectors;

import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What an index did at each of its efforts. */
public final class VectorCurve {
  private final String name;
  private final int[] efforts;
  private final double[] recalls;
  private final List<List<Sample>> samples = new ArrayList<>();

  public VectorCurve(String name, int[] efforts) {
    this.name = name;
    this.efforts = efforts;
    this.recalls = new double[efforts.length];
    for (int i = 0; i < efforts.length; i++) {
      samples.add(new ArrayList<>());
    }
  }

  public String name() {
    return name;
  }

  public void setRecall(int effort, double recall) {
    recalls[indexOf(effort)] = recall;
  }

  public void add(int effort, Sample sample) {
    samples.get(indexOf(effort)).add(sample);
  }

  private int indexOf(int effort) {
    return Arrays.binarySearch(efforts, effort);
  }

  /** Recall of each effort. */
  public double[] recalls() {
    return recalls.clone();
  }

  /** Queries a second of each effort. */
  public double[] rates() {
    double[] rates = new double[efforts.length];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = median(i, Sample::rate);
    }
    return rates;
  }

  /** The most queries a second at this recall or above; 0 if it is not reached. */
  public double bestRate(double recall) {
    double best = 0;
    for (int i = 0; i < efforts.length; i++) {
      if (recalls[i] >= recall) {
        best = Math.max(best, median(i, Sample::rate));
      }
    }
    return best;
  }

  /** Prints a line for each effort. */
  public void print(Report report) {
    for (int i = 0; i < efforts.length; i++) {
      report.note(
          String.format(
              Locale.ROOT,
              "  %-13s effort %4d: recall %.4f %,9.0f queries/s   p50 %7.1f µs   p99 %7.1f µs",
              name,
              efforts[i],
              recalls[i],
              median(i, Sample::rate),
              median(i, sample -> sample.percentileMicros(50)),
              median(i, sample -> sample.percentileMicros(99))));
    }
  }

  private double median(int index, ToDoubleFunction<Sample> figure) {
    double[] sorted = samples.get(index).stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
