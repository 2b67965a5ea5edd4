package dev.sutra.bench.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure of Sutra beside the same figure of its peer, both medians over the rounds.
 *
 * @param name what was done
 * @param ratio how many times better Sutra is; below 1 the peer is better
 * @param recall the share of the right answers that both give at least; null if all are right
 */
@JsonPropertyOrder({
  "bench",
  "case",
  "metric",
  "unit",
  "sutra",
  "peer",
  "peer_value",
  "ratio",
  "recall"
})
public record Row(
    String bench,
    @JsonProperty("case") String name,
    String metric,
    String unit,
    double sutra,
    String peer,
    @JsonProperty("peer_value") double peerValue,
    double ratio,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double recall) {

  /** A figure of which more is better. */
  public static Row rate(
      String bench, String name, String unit, double sutra, String peer, double peerValue) {
    return rate(bench, name, unit, sutra, peer, peerValue, null);
  }

  /** A figure of which more is better, at a recall. */
  public static Row rate(
      String bench,
      String name,
      String unit,
      double sutra,
      String peer,
      double peerValue,
      @Nullable Double recall) {
    return new Row(bench, name, "rate", unit, sutra, peer, peerValue, sutra / peerValue, recall);
  }

  /** A duration, of which less is better. */
  public static Row duration(
      String bench,
      String name,
      String metric,
      String unit,
      double sutra,
      String peer,
      double peerValue) {
    return new Row(bench, name, metric, unit, sutra, peer, peerValue, peerValue / sutra, null);
  }
}
