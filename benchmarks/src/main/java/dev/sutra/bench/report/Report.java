package dev.sutra.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the rows of one benchmark, prints each as it comes, and saves them. */
public final class Report {
  private static final String MICROSECONDS = "µs";

  private final String bench;
  private final String peer;
  private final PrintStream out;
  private final List<Row> rows = new ArrayList<>();

  public Report(String bench, String peer, PrintStream out) {
    this.bench = bench;
    this.peer = peer;
    this.out = out;
  }

  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /** Prints what the columns are. */
  public void begin() {
    note("Sutra and " + peer + ", medians; the last column is above 1 where Sutra is better");
    out.printf(
        Locale.ROOT, "%-34s %-6s %14s %14s  %-10s %8s%n", "case", "", "Sutra", "peer", "", "");
  }

  /** Prints a line that is not a figure. */
  public void note(String text) {
    out.println(text);
    out.flush();
  }

  public void addRate(String name, String unit, Rounds rounds) {
    addRate(name, unit, peer, rounds);
  }

  /** Adds a rate beside that of a peer of this name. */
  public void addRate(String name, String unit, String peerName, Rounds rounds) {
    addRate(name, unit, rounds.sutra(Sample::rate), peerName, rounds.peer(Sample::rate), null);
  }

  /**
   * Adds a figure beside that of one of several peers.
   *
   * @param recall that both reach; null if that is not what it is about
   */
  public void addRate(
      String name,
      String unit,
      double sutra,
      String peerName,
      double peerValue,
      @Nullable Double recall) {
    add(Row.rate(bench, name, unit, sutra, peerName, peerValue, recall));
  }

  /** Adds a duration, or another figure of which less is better, beside that of a peer. */
  public void addLess(
      String name, String metric, String unit, double sutra, String peerName, double peerValue) {
    add(Row.duration(bench, name, metric, unit, sutra, peerName, peerValue));
  }

  /** Adds the share of the right answers that were found, beside that of a peer. */
  public void addRecall(String name, double sutra, String peerName, double peerValue) {
    addShare(name, "recall", sutra, peerName, peerValue);
  }

  /** Adds a figure between 0 and 1 of which more is better, beside that of a peer. */
  public void addShare(
      String name, String metric, double sutra, String peerName, double peerValue) {
    add(new Row(bench, name, metric, "share", sutra, peerName, peerValue, sutra / peerValue, null));
  }

  public void addMean(String name, Rounds rounds) {
    addLess(
        name,
        "mean",
        MICROSECONDS,
        rounds.sutra(Sample::meanMicros),
        peer,
        rounds.peer(Sample::meanMicros));
  }

  /** Adds the median and the 99th percentile of the durations. */
  public void addPercentiles(String name, Rounds rounds) {
    addPercentiles(name, peer, rounds);
  }

  /** Adds the same beside those of a peer of this name. */
  public void addPercentiles(String name, String peerName, Rounds rounds) {
    addPercentile(name, "p50", 50, peerName, rounds);
    addPercentile(name, "p99", 99, peerName, rounds);
  }

  /** Adds the duration that one call in a thousand exceeds. */
  public void addTail(String name, Rounds rounds) {
    addPercentile(name, "p99.9", 99.9, peer, rounds);
  }

  private void addPercentile(
      String name, String metric, double percent, String peerName, Rounds rounds) {
    addLess(
        name,
        metric,
        MICROSECONDS,
        rounds.sutra(sample -> sample.percentileMicros(percent)),
        peerName,
        rounds.peer(sample -> sample.percentileMicros(percent)));
  }

  private void add(Row row) {
    rows.add(row);
    out.printf(
        Locale.ROOT,
        "%-34s %-6s %14s %14s  %-10s %7.2f×%n",
        row.peer().equals(peer) ? row.name() : row.name() + ", " + row.peer(),
        row.metric(),
        figure(row.sutra()),
        figure(row.peerValue()),
        row.unit(),
        row.ratio());
    out.flush();
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, value < 1 ? "%.4f" : value < 100 ? "%,.2f" : "%,.0f", value);
  }

  /** Saves the rows as {@code {"rows":[…]}}. */
  public void writeJson(Path file) throws IOException {
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(file.toFile(), Map.of("rows", rows));
  }
}
