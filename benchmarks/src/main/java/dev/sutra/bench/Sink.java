package dev.sutra.bench;

/** Takes results so that the compiler cannot leave out the work that made them. */
final class Sink {
  // Written and never read: a volatile write cannot be left out.
  @SuppressWarnings("UnusedVariable")
  private static volatile long taken;

  private Sink() {}

  static void take(long value) {
    taken = value;
  }
}
