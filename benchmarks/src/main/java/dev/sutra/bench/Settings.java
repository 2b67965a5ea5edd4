package dev.sutra.bench;

/**
 * How much a run does.
 *
 * @param quick a tenth of the data, for a first look
 * @param only only cases whose name contains this are measured; empty: all
 * @param rounds how often each side is measured; the median counts
 */
record Settings(boolean quick, String only, int rounds) {
  Settings {
    if (rounds < 1 || rounds > 99) {
      throw new IllegalArgumentException("rounds is " + rounds + "; 1 to 99 are allowed");
    }
  }

  boolean wants(String name) {
    return name.contains(only);
  }

  int sized(int full) {
    return quick ? full / 10 : full;
  }
}
