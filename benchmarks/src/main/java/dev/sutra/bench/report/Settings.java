package dev.sutra.bench.report;

/**
 * How much a run does.
 *
 * @param quick a tenth of the data, for a first look
 * @param only only cases whose name contains this are measured; empty: all
 * @param rounds how often each side is measured; the median counts
 */
public record Settings(boolean quick, String only, int rounds) {
  public Settings {
    if (rounds < 1 || rounds > 99) {
      throw new IllegalArgumentException("rounds is " + rounds + "; 1 to 99 are allowed");
    }
  }

  /** The directory of this module in the checkout. */
  public static String home() {
    return System.getProperty("bench.home", "benchmarks");
  }

  public boolean wants(String name) {
    return name.contains(only);
  }

  public int sized(int full) {
    return quick ? full / 10 : full;
  }
}
