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
    return run(rounds, sutra, List.of(peer)).getFirst();
  }

  /**
   * Runs Sutra and each peer once to warm up, then all in turns, {@code rounds} times.
   *
   * @return Sutra's samples, which are the same, beside those of each peer
   */
  public static List<Rounds> run(int rounds, Trial sutra, List<Trial> peers) throws Exception {
    List<Rounds> results = new ArrayList<>();
    sutra.run();
    for (Trial peer : peers) {
      peer.run();
      results.add(new Rounds());
    }
    for (int i = 0; i < rounds; i++) {
      Sample sample = sutra.run();
      for (int j = 0; j < peers.size(); j++) {
        results.get(j).sutra.add(sample);
        results.get(j).peer.add(peers.get(j).run());
      }
    }
    return results;
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
