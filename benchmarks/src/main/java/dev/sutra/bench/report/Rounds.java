package dev.sutra.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Samples of Sutra and of its peer, taken in turns so that what else the machine does meets both.
 */
public final class Rounds {
  /** Does the measured work once. */
  @FunctionalInterface
  public interface Trial {
    Sample run() throws Exception;
  }

  private final List<Sample> sutra = new ArrayList<>();
  private final List<Sample> peer = new ArrayList<>();

  private Rounds() {}

  /** Runs both once to warm up, then both in turns, {@code rounds} times. */
  public static Rounds run(int rounds, Trial sutra, Trial peer) throws Exception {
    Rounds result = new Rounds();
    sutra.run();
    peer.run();
    for (int i = 0; i < rounds; i++) {
      result.sutra.add(sutra.run());
      result.peer.add(peer.run());
    }
    return result;
  }

  public double sutra(ToDoubleFunction<Sample> figure) {
    return median(sutra, figure);
  }

  public double peer(ToDoubleFunction<Sample> figure) {
    return median(peer, figure);
  }

  private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
